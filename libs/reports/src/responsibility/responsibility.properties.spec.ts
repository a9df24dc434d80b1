import fc from 'fast-check';
import { replay } from '#kernel';
import { caseOf, dossier, type Case, type DossierState, type RecordedDossierEvent } from '#dossier';
import { between, limitInMinutes } from '#working-time';
import { calendarOf } from '../course/calendar-of.js';
import { calendars, lifeOf, moves } from '../../test/lives.js';
import { ledgerOf } from './ledger.js';
import { foldResponsibility, type ResponsibilityRow, type Turn } from './responsibility.fold.js';

const runs = { numRuns: 150, seed: 2026 };
const NOW = '2027-06-01T03:00:00.000Z';

const rowOf = (history: readonly RecordedDossierEvent[]) =>
  history.reduce<ResponsibilityRow | null>(foldResponsibility, null);
const rowsOf = (history: readonly RecordedDossierEvent[]): readonly ResponsibilityRow[] => {
  let row: ResponsibilityRow | null = null;
  return history.map((event) => (row = foldResponsibility(row, event)));
};
const eachLife = (check: (history: readonly RecordedDossierEvent[]) => void) =>
  fc.assert(
    fc.property(moves, (drawn) => check(lifeOf(drawn))),
    runs,
  );

/** Every way through the legs from this one on, added up naïvely; sevenths of a minute are whole. */
function longestFrom(file: Case, leg: string, sentWith: (leg: string) => number): number {
  const known = file.workflow.legs.find(({ id }) => id === leg)?.limit ?? null;
  const { numerator, denominator } = known === null ? { numerator: 0, denominator: 1 } : limitInMinutes(known);
  const own = known === null ? sentWith(leg) : (numerator * 7) / denominator;
  const behind = file.workflow.legs.filter(({ after }) => after.includes(leg));
  return own + Math.max(0, ...behind.map(({ id }) => longestFrom(file, id, sentWith)));
}

/** Who holds it, from what the decider remembers and the plain events; null where nobody does. */
function expected(state: DossierState, history: readonly RecordedDossierEvent[]): string | null {
  const file = caseOf(state);
  const { is } = state.situation;
  if (file === null || ['result-ready', 'returned', 'closed', 'withdrawn', 'stopped'].includes(is)) return null;
  if (is === 'awaiting-supplement') return 'applicant';
  if (is === 'awaiting-payment') return 'financial-obligation';
  const way = file.transfers.find(({ leg, status }) => leg === null && status === 'in-transit');
  if (way !== undefined) return `transit ${way.to}`;
  const open = file.workflow.legs.flatMap(({ id, after }) => {
    const sent = file.transfers.find(({ leg, status }) => leg === id && status !== 'returned');
    const isReady = after.every((before) => file.completedLegs.includes(before));
    return sent === undefined || file.completedLegs.includes(id) || !isReady ? [] : [sent];
  });
  const sentWith = (leg: string): number => {
    const out = file.transfers.find((sent) => sent.leg === leg && sent.status !== 'returned')?.transfer;
    const sent = history.find((event) => event.type === 'DossierTransferred' && event.data.transfer === out);
    return sent?.type === 'DossierTransferred' && sent.data.limit !== null ? sent.data.limit.amount * 60 * 7 : 0;
  };
  const lengths = open.map(({ leg }) => longestFrom(file, leg ?? '', sentWith));
  const first = open[lengths.indexOf(Math.max(...lengths))];
  if (first !== undefined) return `leg ${first.leg} ${first.to}`;
  const step = file.workflow.steps.find(({ id }) => !file.completedSteps.includes(id));
  return step === undefined || step.id === 'receive' ? `desk ${file.centre}` : `unit ${step.id} ${file.holder}`;
}

const told = ({ holder }: Turn): string => {
  switch (holder.is) {
    case 'transit':
      return `transit ${holder.to}`;
    case 'leg':
      return `leg ${holder.leg} ${holder.agency}`;
    case 'unit':
      return `unit ${holder.step} ${holder.agency}`;
    case 'desk':
      return `desk ${holder.agency}`;
    default:
      return holder.is;
  }
};

describe('whatever happens to a dossier', () => {
  it('after every event it is held by the one whom the precedence names, or by nobody', () => {
    eachLife((history) =>
      rowsOf(history).forEach(({ turns }, at) => {
        const before = history.slice(0, at + 1);
        const last = turns.at(-1);
        const holder = last === undefined || last.to !== null ? null : told(last);
        expect(holder).toBe(expected(replay(dossier, before), before));
      }),
    );
  });

  it('turns follow each other without a gap from reception to the end', () => {
    eachLife((history) => {
      const row = rowOf(history);
      const course = row?.course ?? null;
      if (row === null || course === null) return;
      const ends = row.turns.map(({ to }) => to);
      if (row.turns.length === 0) return expect(course.ended?.at).toBe(course.receivedAt);
      expect(row.turns.map(({ from }) => from)).toEqual([course.receivedAt, ...ends.slice(0, -1)]);
      expect(ends.at(-1)).toBe(course.ended?.at ?? null);
    });
  });

  it('the minutes of all holders are the elapsed working minutes, exactly, open or ended', () => {
    eachLife((history) => {
      const row = rowOf(history);
      const course = row?.course ?? null;
      if (row === null || course === null) return;
      const { turns, shares, elapsed, limits } = ledgerOf(row, calendars, NOW);
      const sum = (of: readonly { readonly minutes: number }[]) => of.reduce((all, { minutes }) => all + minutes, 0);
      const end = course.ended?.at ?? NOW;
      expect(elapsed).toBe(between(calendarOf(calendars, course, end), course.receivedAt, end));
      expect([sum(turns), sum(shares)]).toEqual([elapsed, elapsed]);
      for (const { overrun, held } of limits) expect(overrun.numerator).toBeLessThanOrEqual(held * overrun.denominator);
    });
  });

  it('the past never moves: what was over before one more event is so after it', () => {
    eachLife((history) => {
      const rows = rowsOf(history);
      const final = rows.at(-1)?.turns ?? [];
      for (const { turns } of rows) {
        const over = turns.filter(({ to }) => to !== null);
        expect(final.slice(0, over.length)).toEqual(over);
        expect(turns.length - over.length).toBeLessThanOrEqual(1);
      }
    });
  });

  it('is told the same from the text of its rows, as the table keeps them', () => {
    eachLife((history) => {
      let row: ResponsibilityRow | null = null;
      for (const event of history) row = JSON.parse(JSON.stringify(foldResponsibility(row, event)));
      expect(row).toEqual(rowOf(history));
    });
  });

  it('chance meets every kind of holder, parallel legs and every ending', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(moves, (drawn) => {
        const row = rowOf(lifeOf(drawn));
        for (const { holder } of row?.turns ?? []) met.add(holder.is);
        const course = row?.course ?? null;
        if (course?.ended) met.add(course.ended.as);
        if (course?.collectedAt) met.add('collected');
        if (course && course.sent.filter(({ leg, doneAt }) => leg !== null && doneAt !== null).length > 2)
          met.add('legs done');
        if (course?.sent.some(({ to, toNow }) => to !== toNow)) met.add('handed over');
      }),
      { ...runs, numRuns: 400 },
    );
    expect([...met].sort()).toEqual(
      [
        ...['applicant', 'financial-obligation', 'transit', 'leg', 'unit', 'desk', 'finished', 'withdrawn', 'stopped'],
        ...['closed', 'collected', 'legs done', 'handed over'],
      ].sort(),
    );
  });
});
