/**
 * What a supplement does to the limit. `RESET`: it is counted again from the start ("được tính lại từ đầu sau khi nhận đủ
 * hồ sơ"). `PAUSE`: the remaining working time is kept, where sector law says so. Belongs to the procedure version.
 */
export type SupplementPolicy = 'RESET' | 'PAUSE';

/**
 * The policy of a procedure whose sector law is silent.
 * @law ND118-2025/19.5
 */
export const DEFAULT_SUPPLEMENT_POLICY: SupplementPolicy = 'RESET';
