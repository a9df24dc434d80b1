import fc from 'fast-check';
import type { RecordedDossierEvent } from '#dossier';
import { dayAfter, startOf, type Instant } from '#kernel';
import { courseEvents, courses } from '../../../test/courses.js';
import { lifeOf, moves, publishedCalendars as calendars } from '../../../test/lives.js';
import { foldOutcome, type OutcomeRow } from '../../outcome/outcome.fold.js';
import { isHappening, partsSeen, type Part } from '../definition.js';
import { DOSSIER_FIGURES } from '../definitions/index.js';
import { MOST_TERMS } from './tables.js';
import { entriesOf, nextChange, standingSince, type Entry } from './entries.js';

const FIRST_DAY = '2026-10-05';
const lives = fc.oneof(courses.map(courseEvents), moves.map(lifeOf));
const instants = fc
  .tuple(fc.nat(90), fc.nat(1_439))
  .map(([day, minute]) => new Date(Date.parse(startOf(dayAfter(FIRST_DAY, day))) + minute * 60_000).toISOString());

const versionsOf = (events: readonly RecordedDossierEvent[]) =>
  (events.reduce<OutcomeRow | null>(foldOutcome, null)?.versions ?? []).map(({ effectiveAt, standing }) =>
    standingSince(effectiveAt, standing, calendars),
  );
const allEntries = (events: readonly RecordedDossierEvent[]): readonly Entry[] => {
  const versions = versionsOf(events);
  return versions.flatMap((version, at) => entriesOf(version, versions[at - 1]));
};

/** Terms by figure, group and day; what comes to nothing is left out. */
class Sums {
  readonly sums = new Map<string, number>();

  add(figure: string, agency: string | null, lasts: boolean, terms: Part['terms'], times: number): void {
    for (const [term, number] of Object.entries(terms)) {
      const key = `${figure} ${term} ${agency ?? '-'} ${lasts ? 'lasts' : 'happened'}`;
      const sum = (this.sums.get(key) ?? 0) + number * times;
      if (sum === 0) this.sums.delete(key);
      else this.sums.set(key, sum);
    }
  }
}

describe('entries of one dossier (bút toán)', () => {
  it('have room for every term of a figure', () => {
    for (const { terms } of DOSSIER_FIGURES) expect(Object.keys(terms).length).toBeLessThanOrEqual(MOST_TERMS);
  });

  it('sum up, at any instant, to what it adds as it stood then', () => {
    let counted = 0;
    fc.assert(
      fc.property(lives, instants, (events, at) => {
        const entered = new Sums();
        for (const { figure, since, on, terms, sign, standing } of allEntries(events))
          if (since <= at) entered.add(figure.name, standing.agency, on === null, terms, sign);
        const seen = new Sums();
        const stood = versionsOf(events).findLast(({ effectiveAt }) => effectiveAt <= at);
        if (stood !== undefined)
          for (const figure of DOSSIER_FIGURES)
            for (const part of partsSeen(figure, stood.standing, { at, calendars }))
              seen.add(figure.name, stood.standing.agency, !isHappening(part), part.terms, 1);
        expect(entered.sums).toEqual(seen.sums);
        counted += seen.sums.size;
      }),
      { numRuns: 500, seed: 29 },
    );
    expect(counted).toBeGreaterThan(0);
  });

  it('come about by themselves at no other instants than are told beforehand', () => {
    fc.assert(
      fc.property(lives, instants, (events, at) => {
        const versions = versionsOf(events);
        const stands = versions.findLastIndex(({ effectiveAt }) => effectiveAt <= at);
        const known = versions.slice(0, stands + 1); // nothing more is known of it
        const next = known.slice(-1).flatMap((version) => nextChange(version, at) ?? [])[0] ?? null;
        const later = known
          .flatMap((version, index) => entriesOf(version, known[index - 1]))
          .filter(({ since }) => since > at);
        const left = new Map<Instant, Sums>();
        for (const { figure, since, on, terms, sign, standing } of later) {
          const sums = left.get(since) ?? new Sums();
          left.set(since, sums);
          sums.add(figure.name, standing.agency, on === null, terms, sign);
        }
        const real = [...left].filter(([, { sums }]) => sums.size > 0).map(([since]) => since);
        expect(next).toBe(real.toSorted()[0] ?? null);
      }),
      { numRuns: 500, seed: 30 },
    );
  });
});
