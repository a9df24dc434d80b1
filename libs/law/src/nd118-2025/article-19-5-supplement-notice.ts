/**
 * Thời hạn thông báo bổ sung hồ sơ — how long after reception the agency may ask for a supplement ("không quá 03 ngày
 * làm việc kể từ ngày tiếp nhận hồ sơ"), unless sector law says otherwise.
 * @law ND118-2025/19.5
 */
export const SUPPLEMENT_NOTICE_WITHIN = { amount: 3, unit: 'working-day' } as const;
