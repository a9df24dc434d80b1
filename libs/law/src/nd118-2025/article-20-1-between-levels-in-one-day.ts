/**
 * Chuyển hồ sơ giữa các cấp — how long paper may be on its way to an agency of another level ("không quá 01 ngày làm
 * việc"). What is sent electronically is there at once, and is to be taken over within the same time (choice).
 * @law ND118-2025/20.1
 */
export const BETWEEN_LEVELS_WITHIN = { amount: 1, unit: 'working-day' } as const;
