import type { Day, EventStore, Position } from '#kernel';
import { listsKnown, type ExternalList } from './external-list.decider.js';
import { upcastOversight } from './oversight.codec.js';
import type { Inspection, OVERSIGHT_PREFIXES, RecordedOversightEvent } from './oversight.events.js';
import { closedPeriodOf, periodStream, type AgencyPeriod, type ClosedPeriod } from './period.decider.js';

/** What the log holds of a kind of streams up to a position, inclusive; null is now. */
export async function oversightOf(
  store: EventStore,
  prefix: (typeof OVERSIGHT_PREFIXES)[number],
  asOf: Position | null = null,
): Promise<readonly RecordedOversightEvent[]> {
  const found: RecordedOversightEvent[] = [];
  const ending = new AbortController();
  try {
    for await (const { events, caughtUp } of store.subscribe({ prefixes: [prefix], signal: ending.signal })) {
      for (const event of events)
        if (asOf === null || event.position <= asOf) found.push(upcastOversight(event));
        else return found;
      if (caughtUp) break;
    }
  } finally {
    ending.abort();
  }
  return found;
}

/** The lists of other registers on a day, as they were known at a position; null is now. */
export const externalLists = async (
  store: EventStore,
  on: Day,
  asOf: Position | null = null,
): Promise<readonly ExternalList[]> => listsKnown(await oversightOf(store, 'external-list-', asOf), on);

export const inspectionsOf = (events: readonly RecordedOversightEvent[]): readonly Inspection[] =>
  events.flatMap((event) => (event.type === 'InspectionRecorded' ? [event.data] : []));

/** A closed period as the log has it; null where it was never closed. @throws Refusal `invalid-input` for what is no period */
export async function closedPeriod(store: EventStore, period: AgencyPeriod): Promise<ClosedPeriod | null> {
  const events: RecordedOversightEvent[] = [];
  for await (const event of store.read(periodStream(period))) events.push(upcastOversight(event));
  return closedPeriodOf(events);
}
