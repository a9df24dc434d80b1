import { Refusal } from '#kernel';

/**
 * Withdrawal and stop are possible until the decision is issued ("cho đến trước khi … ban hành quyết định giải quyết").
 * @law ND118-2025/21
 */
export function untilTheDecision(decision: string | null): void {
  if (decision !== null) throw new Refusal('already-decided', 'ND118-2025/21', { decision });
}
