/**
 * Thời hạn thông báo tiếp nhận hồ sơ trực tuyến — how long the desk has to answer an online submission, official
 * reception or a request to complete it ("không muộn hơn 08 (tám) giờ làm việc").
 * @law ND118-2025/17.2
 */
export const ANSWER_ONLINE_WITHIN = { amount: 8, unit: 'hour' } as const;
