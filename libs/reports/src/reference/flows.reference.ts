import type { RecordedDossierEvent } from '#dossier';
import type { Instant } from '#kernel';
import { factsOf } from './facts.js';
import { calendarsOf, dayOf, streamsUntil, type ReferenceAsked } from './reference.js';
import { transfersOf } from './transfers.reference.js';
import { dayNumber } from './working-minutes.js';

/** One transfer as the events alone say; minutes are working minutes. */
export interface ReferenceFlow {
  readonly dossierId: string;
  readonly transfer: number;
  readonly from: string;
  readonly to: string;
  readonly procedure: string;
  readonly status: 'in-transit' | 'lapsed' | 'accepted' | 'returned';
  readonly transitMinutes: number | null;
  readonly heldMinutes: number | null;
  readonly late: boolean;
}

interface ReferenceFlowsAsked extends Omit<ReferenceAsked, 'figure'> {
  /** Only what one of these agencies was, or now is, an end of. */
  readonly involving?: readonly string[];
}

/** What was sent in the days, from one agency to another, as it was called then. */
export function referenceFlows(
  events: readonly RecordedDossierEvent[],
  { from, to, at, calendars, involving }: ReferenceFlowsAsked,
): readonly ReferenceFlow[] {
  const flows: ReferenceFlow[] = [];
  for (const [stream, own] of streamsUntil(events, at)) {
    const facts = factsOf(own);
    const calendarsUntil = (instant: Instant) => calendarsOf(facts, calendars, instant);
    for (const one of transfersOf({ events: own, at, calendarsUntil })) {
      if (dayNumber(one.sent) < dayOf(from) || dayNumber(one.sent) > dayOf(to)) continue;
      let isAsked = involving === undefined;
      for (const end of [one.from, one.to, one.fromNow, one.toNow])
        if (involving?.includes(end) === true) isAsked = true;
      if (!isAsked) continue;
      flows.push({
        ...{ dossierId: stream.slice('dossier-'.length), transfer: one.no, from: one.from, to: one.to },
        procedure: facts.procedure ?? '',
        status: one.answer ?? (one.end === null ? 'in-transit' : 'lapsed'),
        ...{ transitMinutes: one.minutesOnTheWay, heldMinutes: one.minutesHeld },
        late: one.judged !== null && one.judged.lateFrom !== null && one.judged.lateFrom <= at,
      });
    }
  }
  return flows;
}

interface ReferenceSums {
  readonly sent: number;
  readonly accepted: number;
  readonly returned: number;
  readonly inTransit: number;
  readonly lapsed: number;
  readonly late: number;
  readonly transit: { readonly median: number | null; readonly p90: number | null };
  readonly held: { readonly median: number | null; readonly p90: number | null };
}

/** The least of the numbers that so many tenths of all are not above. */
function tenthsOf(numbers: readonly number[], tenths: number): number | null {
  const times = new Map<number, number>();
  for (const number of numbers) times.set(number, (times.get(number) ?? 0) + 1);
  let found: number | null = null;
  for (const each of times.keys()) {
    let notAbove = 0;
    for (const [other, many] of times) if (other <= each) notAbove += many;
    if (notAbove * 10 >= numbers.length * tenths && (found === null || each < found)) found = each;
  }
  return found;
}

function sumsOf(flows: readonly ReferenceFlow[]): ReferenceSums {
  const counts = { sent: 0, accepted: 0, returned: 0, inTransit: 0, lapsed: 0, late: 0 };
  const ways: number[] = [];
  const held: number[] = [];
  for (const { status, late, transitMinutes, heldMinutes } of flows) {
    counts.sent += 1;
    if (status === 'accepted' || status === 'returned') counts[status] += 1;
    else counts.inTransit += 1;
    if (status === 'lapsed') counts.lapsed += 1;
    if (late) counts.late += 1;
    if (transitMinutes !== null) ways.push(transitMinutes);
    if (heldMinutes !== null) held.push(heldMinutes);
  }
  const spread = (numbers: readonly number[]) => ({ median: tenthsOf(numbers, 5), p90: tenthsOf(numbers, 9) });
  return { ...counts, transit: spread(ways), held: spread(held) };
}

/** What was sent, by who sent what to whom, and in all. */
export function referenceEdges(flows: readonly ReferenceFlow[]) {
  const edges = new Map<string, ReferenceFlow[]>();
  for (const flow of flows) {
    const key = JSON.stringify([flow.from, flow.to, flow.procedure]);
    const own = edges.get(key) ?? [];
    own.push(flow);
    edges.set(key, own);
  }
  return {
    edges: [...edges.values()].flatMap((own) => {
      const [first] = own;
      return first === undefined
        ? []
        : [{ from: first.from, to: first.to, procedure: first.procedure, ...sumsOf(own) }];
    }),
    total: sumsOf(flows),
  };
}
