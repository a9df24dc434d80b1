/**
 * Thời điểm bắt đầu tính thời hạn — the clock starts when the complete file was officially received, as printed on the
 * receipt ("tính từ thời điểm hồ sơ đã được tiếp nhận đầy đủ, hợp lệ"), and not when it was submitted.
 * @law ND118-2025/17.3
 */
export const clockStartsAt = (moments: { readonly submittedAt: string | null; readonly receivedAt: string }): string =>
  moments.receivedAt;
