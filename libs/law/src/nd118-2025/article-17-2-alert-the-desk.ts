/**
 * Cảnh báo hồ sơ trực tuyến chưa được trả lời — how long after an online submission the desk is reminded that the
 * applicant waits for an answer; hours on the clock (choice, so that eight working hours are never missed unseen).
 * @law ND118-2025/17.2
 */
export const ALERT_DESK_AFTER_HOURS = 2;
