import { Refusal } from '#kernel';

/**
 * Adjusting the content is the right of who filed online ("nộp hồ sơ trực tuyến thì được yêu cầu dừng hoặc điều chỉnh").
 * @law ND118-2025/21.2
 */
export function adjustWhatWasFiledOnline(channel: string): void {
  if (channel !== 'online') throw new Refusal('online-only', 'ND118-2025/21.2', { channel });
}
