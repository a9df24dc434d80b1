/**
 * A result that is wrong by the agency's fault comes back corrected within three working days ("chậm nhất trong vòng 03
 * ngày làm việc").
 * @law ND118-2025/23.1
 */
export const CORRECT_RESULT_WITHIN = { amount: 3, unit: 'working-day' } as const;
