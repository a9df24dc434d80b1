/**
 * Văn bản xin lỗi và đề nghị gia hạn — how many days before the due day the apology is owed ("chậm nhất 01 ngày trước ngày
 * hết hạn"). Choice: working days, ending with their last closing.
 * @law ND118-2025/19.6
 */
export const APOLOGY_WORKING_DAYS_BEFORE = 1;
