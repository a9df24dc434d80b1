import { Refusal } from '#kernel';

/**
 * The appointment moves on the strength of an apology alone ("Căn cứ Phiếu đề nghị gia hạn thời gian giải quyết").
 * @law ND118-2025/19.6
 */
export function rescheduleOnApology<A>(apology: A | null): A {
  if (apology === null) throw new Refusal('no-apology', 'ND118-2025/19.6');
  return apology;
}
