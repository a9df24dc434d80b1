/**
 * Thông báo cho người tiếp nhận — by when after an online submission the desk must have been told of it ("Trong vòng 02
 * giờ … có thông báo"), hours on the clock. It is told at once, and reminded when they are over (choice).
 * @law ND118-2025/17.2
 */
export const ALERT_DESK_AFTER_HOURS = 2;
