import { Refusal, type Instant } from '#kernel';
import type { DossierEventOf } from '#dossier';
import { checkLimit, type Limit } from '#working-time';

/** Một lần chuyển — the dossier, or one leg of it, on its way from one agency to another, and what became of it. */
export interface Sent {
  readonly transfer: number;
  /** As it was sent. */
  readonly from: string;
  readonly to: string;
  /** After hand-overs to successors. */
  readonly fromNow: string;
  readonly toNow: string;
  /** Null when the whole dossier goes. */
  readonly leg: string | null;
  readonly form: 'paper' | 'electronic';
  readonly limit: Limit | null;
  readonly sentAt: Instant;
  readonly status: 'in-transit' | 'accepted' | 'returned';
  /** When it was taken over or sent back. */
  readonly answeredAt: Instant | null;
  /** When its leg was completed. */
  readonly doneAt: Instant | null;
}

type DataOf<T extends 'DossierTransferred' | 'LegCompleted'> = DossierEventOf<T>['data'];

export const sending = (
  { transfer, from, to, leg, form, limit }: DataOf<'DossierTransferred'>,
  sentAt: Instant,
): Sent => ({
  ...{ transfer, from, to, fromNow: from, toNow: to, leg, form, limit: countable(limit), sentAt },
  ...{ status: 'in-transit', answeredAt: null, doneAt: null },
});

export const answered = (
  sent: readonly Sent[],
  no: number,
  status: Sent['status'],
  answeredAt: Instant,
): readonly Sent[] => sent.map((each) => (each.transfer === no ? { ...each, status, answeredAt } : each));

export const completed = (sent: readonly Sent[], { leg }: DataOf<'LegCompleted'>, doneAt: Instant): readonly Sent[] =>
  sent.map((each) => (each.leg === leg && each.status === 'accepted' ? { ...each, doneAt } : each));

/** Sent and not answered, or taken over for a leg that is not done. */
export const isOut = ({ status, leg, doneAt }: Sent): boolean =>
  status === 'in-transit' || (status === 'accepted' && leg !== null && doneAt === null);

/** A limit that can be counted; one of an older log that no limit can be is none. */
export function countable(limit: Limit | null): Limit | null {
  if (limit === null) return null;
  try {
    checkLimit(limit);
    return limit;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
