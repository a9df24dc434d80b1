import { vietnamDay, type Instant } from '#kernel';

/**
 * A supplement asked for on a day after the lawful due date moves neither lawful nor current: lateness is not erased
 * (choice; the article restarts the limit without saying what becomes of a limit already missed).
 * @law ND118-2025/19.5
 */
export const lateSupplementMovesNothing = (requestedAt: Instant, lawfulDueAt: Instant): boolean =>
  vietnamDay(requestedAt) > vietnamDay(lawfulDueAt);
