import { Refusal, type Instant } from '#kernel';

/**
 * The desk closes an unanswered dossier only after the fifteen days ("Sau 15 ngày kể từ khi thông báo").
 * @law ND118-2025/19.5
 */
export function closeAfterFifteenDays(closesAt: Instant, now: Instant): void {
  if (now < closesAt) throw new Refusal('not-yet-due', 'ND118-2025/19.5', { closesAt });
}
