import fc from 'fast-check';
import type { RecordedDossierEvent } from '#dossier';
import { dayAfter, startOf, vietnamDay, type Instant } from '#kernel';
import { courseEvents, courses } from '../../../test/courses.js';
import { lifeOf, moves, publishedCalendars as calendars } from '../../../test/lives.js';
import { older, olderEvents } from '../../../test/older-register.js';
import { isStillDue } from '../../outcome/classes.js';
import { foldOutcome, type OutcomeRow } from '../../outcome/outcome.fold.js';
import type { Standing } from '../../outcome/standing.fold.js';
import { referenceFigure } from '../../reference/reference.js';
import { isHappening, partsSeen, type FigureDefinition } from '../definition.js';
import { DOSSIER_FIGURES } from './index.js';

const FIRST_DAY = '2026-10-05';

/** As the read model keeps it: the newest standing that had happened. */
function standingAt(events: readonly RecordedDossierEvent[], at: Instant): Standing | null {
  let row: OutcomeRow | null = null;
  for (const event of events) row = foldOutcome(row, event);
  return row?.versions.findLast(({ effectiveAt }) => effectiveAt <= at)?.standing ?? null;
}

function addedBy(definition: FigureDefinition, standing: Standing, period: { from: string; to: string }, at: Instant) {
  const terms: Record<string, number> = {};
  for (const part of partsSeen(definition, standing, { at, calendars })) {
    if (isHappening(part) && (vietnamDay(part.on) < period.from || vietnamDay(part.on) > period.to)) continue;
    for (const [name, number] of Object.entries(part.terms)) terms[name] = (terms[name] ?? 0) + number;
  }
  return terms;
}

const dossiers = fc.oneof(
  { weight: 6, arbitrary: courses.map(courseEvents) },
  moves.map(lifeOf),
  older.map(olderEvents),
);

describe('what one dossier adds', () => {
  it('to what is still due in the period is what plain loops over its events make of it', () => {
    let due = 0;
    fc.assert(
      fc.property(dossiers, fc.nat(60), fc.nat(20), fc.nat(1_439), (events, day, days, minute) => {
        const at = new Date(Date.parse(startOf(dayAfter(FIRST_DAY, day))) + minute * 60_000).toISOString();
        const period = { from: FIRST_DAY, to: dayAfter(FIRST_DAY, day + days) };
        const standing = standingAt(events, at);
        const expected = referenceFigure(events, { figure: 'still-due', ...period, at, calendars }).length === 1;
        expect(standing !== null && isStillDue(standing, at, period.to)).toBe(expected);
        due += expected ? 1 : 0;
      }),
      { numRuns: 600, seed: 118 },
    );
    expect(due).toBeGreaterThan(0);
  });

  it.each(DOSSIER_FIGURES.map((definition) => [definition.name, definition] as const))(
    'to %s lies within its reach: nothing after it is over, and but for what was filed nothing before its reception',
    (_name, definition) => {
      let over = 0;
      fc.assert(
        fc.property(dossiers, (events) => {
          const row = events.reduce<OutcomeRow | null>(foldOutcome, null);
          if (row === null || row.standing === null) return;
          const { filedFrom, activeFrom, activeUntil } = row.reach;
          const begin = definition.unreceived === true ? filedFrom : activeFrom;
          for (const part of definition.parts(row.standing, calendars)) {
            const [first, last] = isHappening(part) ? [part.on, part.on] : [part.from, part.until];
            if (first !== null) expect(begin !== null && begin <= first).toBe(true);
            if (activeUntil === null) continue;
            over += 1;
            expect(last !== null && last <= activeUntil).toBe(true);
          }
        }),
        { numRuns: 600, seed: 29 },
      );
      expect(over).toBeGreaterThan(0);
    },
  );

  it.each(DOSSIER_FIGURES.map((definition) => [definition.name, definition] as const))(
    'to %s is what plain loops over its events make of it',
    (figure, definition) => {
      fc.assert(
        fc.property(dossiers, fc.nat(30), fc.nat(60), fc.nat(1_439), (events, from, days, minute) => {
          const period = { from: dayAfter(FIRST_DAY, from), to: dayAfter(FIRST_DAY, from + days) };
          const at = new Date(Date.parse(startOf(period.to)) + minute * 60_000).toISOString();
          const standing = standingAt(events, at);
          const [expected] = referenceFigure(events, { figure, ...period, at, calendars });
          expect(standing === null ? {} : addedBy(definition, standing, period, at)).toEqual(expected?.terms ?? {});
          for (const term of Object.keys(expected?.terms ?? {})) expect(definition.terms).toHaveProperty(term);
        }),
        { numRuns: 600, seed: 118 },
      );
    },
  );
});
