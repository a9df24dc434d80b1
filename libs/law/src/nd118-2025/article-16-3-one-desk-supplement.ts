import { Refusal } from '#kernel';

/**
 * The desk asks for completion once, fully and exactly ("bổ sung một lần đầy đủ, chính xác"; also 11.2.c). A second time
 * needs the reason of its override.
 * @law ND118-2025/16.3
 */
export function oneDeskSupplement(alreadyRequested: number, overrideReason: string | null): void {
  if (alreadyRequested >= 1 && (overrideReason ?? '').trim() === '')
    throw new Refusal('second-desk-supplement', 'ND118-2025/16.3', { alreadyRequested });
}
