import { Refusal, type Instant } from '#kernel';

/**
 * The return date is put back at most once ("Việc hẹn lại ngày trả kết quả được thực hiện không quá một lần").
 * @law ND118-2025/19.6
 */
export function rescheduleOnce(rescheduledTo: Instant | null): void {
  if (rescheduledTo !== null) throw new Refusal('already-rescheduled', 'ND118-2025/19.6', { rescheduledTo });
}
