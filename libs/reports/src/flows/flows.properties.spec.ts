import fc from 'fast-check';
import type { Recorded } from '#kernel';
import type { RecordedDossierEvent } from '#dossier';
import { publicCalendar } from '#testing';
import { lifeOf, moves, publishedCalendars } from '../../test/lives.js';
import { calendarsOfSent } from '../course/calendar-of.js';
import { referenceFlows } from '../reference/flows.reference.js';
import { flowsOf } from './flow.js';
import { foldFlows, type FlowEvent, type FlowsOfDossier, type FlowsRow } from './flows.fold.js';

const rowOf = (history: readonly Recorded<FlowEvent>[]): FlowsOfDossier | null => {
  const row = history.reduce<FlowsRow | null>(foldFlows, null);
  return row?.is === 'dossier' ? row : null;
};
const count = (history: readonly RecordedDossierEvent[], type: string) =>
  history.filter((event) => event.type === type).length;

const AT = '2027-12-01T03:00:00.000Z';
const byPlainLoops = (history: readonly RecordedDossierEvent[]) =>
  referenceFlows(history, { from: '2020-01-01', to: '2030-12-31', at: AT, calendars: publishedCalendars }).map(
    ({ transfer, from, to, status, transitMinutes, heldMinutes, late }) => ({
      ...{ transfer, from, to, status, transitMinutes, heldMinutes, late },
    }),
  );

describe('whatever is sent between agencies', () => {
  it('accepted, returned and in transit are all that was sent, as the plain events say', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(moves, (drawn) => {
        const history = lifeOf(drawn);
        const row = rowOf(history);
        const flows = row?.course ? flowsOf(row.course, [publicCalendar]) : [];
        const of = (...statuses: readonly string[]) => flows.filter(({ status }) => statuses.includes(status)).length;
        for (const { status } of flows) met.add(status);
        const sent = count(history, 'DossierTransferred');
        const accepted = count(history, 'TransferAccepted');
        const returned = count(history, 'TransferReturned');
        expect([flows.length, of('accepted'), of('returned')]).toEqual([sent, accepted, returned]);
        expect(of('in-transit', 'lapsed')).toBe(sent - accepted - returned);
        if (row !== null) expect(row.counted).toEqual({ sent, accepted, returned });
        for (const { transitMinutes, heldMinutes, answeredAt } of flows) {
          expect(transitMinutes !== null).toBe(answeredAt !== null);
          expect(transitMinutes ?? 0).toBeGreaterThanOrEqual(0);
          expect(heldMinutes ?? 0).toBeGreaterThanOrEqual(0);
        }
        const counted = row?.course ? flowsOf(row.course, calendarsOfSent(publishedCalendars, row.course)) : [];
        const told = counted.map(({ transfer, from, to, status, transitMinutes, heldMinutes, late, lateAfter }) => ({
          ...{ transfer, from, to, status, transitMinutes, heldMinutes },
          late: late ?? (lateAfter !== null && lateAfter < AT),
        }));
        expect(told).toEqual(byPlainLoops(history));
      }),
      { numRuns: 200, seed: 118 },
    );
    expect([...met].sort()).toEqual(['accepted', 'in-transit', 'lapsed', 'returned']);
  });
});
