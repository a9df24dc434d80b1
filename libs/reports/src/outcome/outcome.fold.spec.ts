import fc from 'fast-check';
import type { RecordedDossierEvent } from '#dossier';
import { courseEvents, courses } from '../../test/courses.js';
import { lifeOf, moves } from '../../test/lives.js';
import { older, olderEvents } from '../../test/older-register.js';
import { standingFrom } from './standing-changes.fold.js';
import { NOTHING_YET } from './standing.fold.js';
import { foldOutcome, type OutcomeRow, type StandingVersion } from './outcome.fold.js';

const lives = fc.oneof(courses.map(courseEvents), moves.map(lifeOf), older.map(olderEvents));

const versionsOf = (events: readonly RecordedDossierEvent[]): readonly StandingVersion[] =>
  events.reduce<OutcomeRow | null>(foldOutcome, null)?.versions ?? [];

describe('the fold of a dossier’s standings', () => {
  it('keeps one version each time that it stands otherwise, at the event that says so, and none twice', () => {
    fc.assert(
      fc.property(lives, (events) => {
        const versions = versionsOf(events);
        for (const [at, { revision, position, recordedAt, effectiveAt, standing, changes }] of versions.entries()) {
          expect(events[revision]).toMatchObject({ revision, position, meta: { recordedAt, effectiveAt } });
          const before = versions[at - 1]?.standing ?? NOTHING_YET;
          for (const [name, value] of Object.entries(changes)) expect(Reflect.get(before, name)).not.toEqual(value);
          expect(Object.keys(changes)).not.toEqual([]);
          const kept = versions.slice(0, at + 1).map((version) => JSON.stringify(version.changes));
          expect(standingFrom(kept.map((text) => JSON.parse(text)))).toEqual(standing);
        }
        const last = events.reduce<OutcomeRow | null>(foldOutcome, null);
        expect([last?.standing ?? null, last?.revision]).toEqual([
          versions.at(-1)?.standing ?? null,
          events.at(-1)?.revision,
        ]);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('knows when it was active and whose it ever was, from all that was ever said of it', () => {
    const seen = { notReceived: 0, running: 0, over: 0, corrected: 0, changedAfterwards: 0, ofSeveral: 0 };
    fc.assert(
      fc.property(lives, fc.nat(), (events, upTo) => {
        const known = events.slice(0, 1 + (upTo % events.length));
        const row = known.reduce<OutcomeRow | null>(foldOutcome, null);
        const versions = versionsOf(known);
        const receptions = versions.flatMap(({ standing }) => standing.receivedAt ?? []).toSorted();
        expect(row?.reach.activeFrom).toBe(receptions[0] ?? null);
        const last = versions.at(-1);
        const ended = last?.standing.ended ?? null;
        const isOpen = last?.standing.corrections.some(({ closedAt }) => closedAt === null) === true;
        const instants = ended === null || isOpen ? [] : [ended.at, last?.effectiveAt ?? ''].toSorted();
        expect(row?.reach.activeUntil).toBe(instants.at(-1) ?? null);
        const agencies = [...new Set(versions.flatMap(({ standing }) => standing.agency ?? []))];
        expect(row?.reach.agencies).toEqual(agencies);
        seen.notReceived += receptions.length === 0 ? 1 : 0;
        seen.running += ended === null ? 1 : 0;
        seen.over += ended === null ? 0 : 1;
        seen.corrected += isOpen ? 1 : 0;
        seen.changedAfterwards += ended !== null && ended.at < (last?.effectiveAt ?? '') ? 1 : 0;
        seen.ofSeveral += agencies.length > 1 ? 1 : 0;
      }),
      { numRuns: 500, seed: 5 },
    );
    expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([]);
  });
});
