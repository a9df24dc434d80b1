import { Refusal } from '#kernel';

/**
 * An agency needs what those before it have delivered; paper goes from one to the next ("xác định thứ tự các cơ quan có thẩm
 * quyền giải quyết … chuyển kết quả và hồ sơ cho cơ quan có thẩm quyền tiếp theo theo thứ tự đã xác định").
 * @law ND118-2025/20.2
 */
export function legsInOrder(leg: string, waitsFor: readonly string[]): void {
  if (waitsFor.length > 0) throw new Refusal('leg-not-ready', 'ND118-2025/20.2', { leg, waitsFor });
}
