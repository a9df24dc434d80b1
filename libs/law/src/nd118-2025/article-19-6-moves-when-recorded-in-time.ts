import { vietnamDay, type Instant } from '#kernel';

/**
 * A rescheduling moves the current due date only when recorded on or before that date; later it is an appointment and
 * moves no figure.
 * @law ND118-2025/19.6
 */
export const movesWhenRecordedInTime = (recordedAt: Instant, currentDueAt: Instant): boolean =>
  vietnamDay(recordedAt) <= vietnamDay(currentDueAt);
