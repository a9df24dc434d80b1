import { Refusal } from '#kernel';

/**
 * The lead agency decides when the last of the others is done ("cơ quan có thẩm quyền cuối cùng giải quyết xong thì chuyển kết
 * quả và hồ sơ kèm theo cho cơ quan có thẩm quyền chủ trì").
 * @law ND118-2025/20.2
 */
export function allLegsBeforeTheDecision(legs: readonly string[]): void {
  if (legs.length > 0) throw new Refusal('legs-open', 'ND118-2025/20.2', { legs });
}
