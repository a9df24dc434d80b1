/**
 * Đóng hồ sơ do không bổ sung — the calendar days after the notice in which the applicant may complete the file ("Sau 15
 * ngày kể từ khi thông báo"); then the desk closes it.
 * @law ND118-2025/19.5
 */
export const SUPPLEMENT_WITHIN_CALENDAR_DAYS = 15;
