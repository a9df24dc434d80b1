import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import type { RecordedDossierEvent } from '#dossier';
import { dayAfter, type Position } from '#kernel';
import { LIVE_SCHEMA, openReadStore, type Folded } from '#read-store';
import { doing, freshDatabase, historyOf, on, type FreshDatabase } from '#testing';
import { courseEvents, courses } from '../../test/courses.js';
import { lifeOf, moves } from '../../test/lives.js';
import { foldOutcome, type OutcomeRow } from '../outcome/outcome.fold.js';
import { outcomesProjection } from '../outcome/outcome.projection.js';
import { referenceOnTimeRate } from '../reference/on-time-rate.js';
import { digestOf, Figures, GROUPINGS } from './figures.query.js';
import type { OnTime, OnTimeRate } from './on-time-rate.js';
import { endOf, type Period } from './period.js';

const NOW = '2027-06-01T03:00:00.000Z';
const FIRST_DAY = '2026-10-05';
const runs = { numRuns: 100, seed: 2026 };

const positionAt = (index: number): Position => index.toString(16).padStart(32, '0');

/** Several dossiers, their events one after another by when they were recorded, each with its place in the log. */
function logOf(dossiers: readonly (readonly RecordedDossierEvent[])[]): readonly RecordedDossierEvent[] {
  const placed = dossiers.flatMap((events, at) => {
    let written = '';
    return events.map((event) => {
      if (event.meta.recordedAt > written) written = event.meta.recordedAt;
      return { written, event: { ...event, stream: `dossier-${at}` } };
    });
  });
  return placed
    .toSorted((a, b) => (a.written < b.written ? -1 : a.written > b.written ? 1 : 0))
    .map(({ event }, at) => ({ ...event, position: positionAt(at + 1) }));
}

describe('figures, against the reference over random histories', () => {
  let database: FreshDatabase;
  let db: DataSource;
  let figures: Figures;

  beforeAll(async () => {
    database = await freshDatabase();
    db = await openReadStore(database.url, { projections: [outcomesProjection] });
    figures = new Figures(db);
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });

  const reached = (position: Position) =>
    db.query(
      `insert into read.checkpoints (projection, build, version, position) values ('outcomes', 'live', 1, $1)
       on conflict (projection, build) do update set position = excluded.position`,
      [position],
    );
  /** Folds a log in two batches, as a runner does. */
  const folded = async (log: readonly RecordedDossierEvent[]): Promise<void> => {
    await db.query('truncate read.outcomes, read.outcome_versions');
    const half = log.length >> 1;
    for (const batch of [log.slice(0, half), log.slice(half)]) {
      const keys = [...new Set(batch.map(({ stream }) => outcomesProjection.key(stream)))];
      const held = new Map<string, Folded<OutcomeRow>>(await outcomesProjection.storage.load(db, LIVE_SCHEMA, keys));
      for (const event of batch) {
        const key = outcomesProjection.key(event.stream);
        held.set(key, { row: foldOutcome(held.get(key)?.row ?? null, event), revision: event.revision });
      }
      await outcomesProjection.storage.store(db, LIVE_SCHEMA, held);
    }
    await reached(positionAt(log.length + 1));
  };
  const counts = ({ early, onTime, late, runningLate }: OnTime) => ({ early, onTime, late, runningLate });
  const sum = (rates: readonly OnTimeRate[], of: (rate: OnTimeRate) => number) =>
    rates.reduce((all, rate) => all + of(rate), 0);

  const anything = fc.record({
    lives: fc.array(fc.oneof({ weight: 4, arbitrary: courses.map(courseEvents) }, moves.map(lifeOf)), {
      minLength: 5,
      maxLength: 25,
      size: 'max',
    }),
    from: fc.nat(40),
    days: fc.nat(60),
    known: fc.double({ min: 0, max: 1, noNaN: true }),
    by: fc.constantFrom(...GROUPINGS),
  });

  it('are exactly those of plain loops over the events, for any period and any past', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anything, async ({ lives, from, days, known, by }) => {
        const log = logOf(lives);
        await folded(log);
        const period: Period = { from: dayAfter(FIRST_DAY, from), to: dayAfter(FIRST_DAY, from + days) };
        const asOf = positionAt(Math.round(known * log.length));
        const { certificate, total, groups } = await figures.onTimeRate({ period, by, asOf }, NOW);
        const at = endOf(period, NOW);
        const expected = referenceOnTimeRate(
          log.filter(({ position }) => position <= asOf),
          ...([period.from, period.to, at] as const),
        );
        expect([counts(total.strict), counts(total.lenient), total.apart]).toEqual([
          ...[expected.strict, expected.lenient, expected.apart],
        ]);
        expect([certificate.dossiers, certificate.digest]).toEqual([
          ...[expected.dossiers.length, digestOf(expected.dossiers)],
        ]);
        for (const [, strict, lenient] of expected.dossiers) seen.add(strict).add(lenient);
        const { strict } = total;
        expect(sum(groups, (group) => group.strict.early + group.strict.onTime)).toBe(strict.early + strict.onTime);
        expect(sum(groups, (group) => group.strict.late)).toBe(strict.late);
      }),
      runs,
    );
    // What nobody promised a date for comes only from older registers.
    expect([...seen].toSorted()).toEqual([
      ...['closed', 'early', 'late', 'on-time', 'running-in-time', 'running-late', 'stopped', 'withdrawn'],
    ]);
  }, 120_000);

  it('of finished dossiers add up over a split of the period, and no order of independent dossiers changes them', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async ({ lives, from, days }) => {
        const log = logOf(lives);
        const whole: Period = { from: dayAfter(FIRST_DAY, from), to: dayAfter(FIRST_DAY, from + days + 1) };
        const cut = dayAfter(FIRST_DAY, from + (days >> 1));
        await folded(log);
        const of = async (period: Period) => (await figures.onTimeRate({ period, asOf: 'f' }, NOW)).total.strict;
        const all = await of(whole);
        const first = await of({ ...whole, to: cut });
        const second = await of({ ...whole, from: dayAfter(cut, 1) });
        expect(first.early + second.early).toBe(all.early);
        expect(first.onTime + second.onTime).toBe(all.onTime);
        expect(first.late + second.late).toBe(all.late);
        await folded(log.toSorted((a, b) => (a.stream < b.stream ? 1 : a.stream > b.stream ? -1 : 0)));
        expect(await of(whole)).toEqual(all);
      }),
      { ...runs, numRuns: 30 },
    );
  }, 120_000);

  const receivedAs = doing('ReceiveDossier', on('2026-11-02 08:00'));
  const decided = [
    doing('AssignDossier', on('2026-11-03 08:00')),
    doing('CompleteStep', on('2026-11-03 09:00'), { step: 'appraise' }),
    doing('CompleteStep', on('2026-11-03 10:00'), { step: 'check' }),
    doing('ApproveDecision', on('2026-11-03 11:00')),
  ];
  /** Sets a dossier aside at an event, as a runner does that cannot take it. */
  const setAside = ({ stream, revision, position }: Pick<RecordedDossierEvent, 'stream' | 'revision' | 'position'>) =>
    db.query(
      `insert into read.quarantine (projection, build, stream, revision, position, type, v, reason)
       values ('outcomes', 'live', $1, $2, $3, 'Unknown', 1, 'unknown')`,
      [stream, revision, position],
    );

  it('leave out what was set aside, and say between which values they lie; before it stopped it counts', async () => {
    const finished = ['2026-11-13 09:00', '2026-11-17 09:00'].map((moment) =>
      historyOf(receivedAs, ...decided, doing('MarkResultReady', on(moment))),
    );
    const log = logOf([...finished, historyOf(receivedAs, ...decided)]);
    await folded(log);
    const stop = { stream: 'dossier-2', revision: 5, position: positionAt(log.length + 1) };
    const november: Period = { from: '2026-11-01', to: '2026-11-30' };
    try {
      await setAside(stop);
      const { certificate, total } = await figures.onTimeRate({ period: november, asOf: stop.position }, NOW);
      expect([certificate.quarantined, certificate.dossiers, total.strict.runningLate]).toEqual([1, 2, 0]);
      expect(total.strict.rate).toEqual({ numerator: 1, denominator: 2 });
      expect(certificate.range?.strict).toEqual({
        lowest: { numerator: 1, denominator: 3 },
        highest: { numerator: 2, denominator: 3 },
      });
      const before = await figures.onTimeRate({ period: november, asOf: positionAt(log.length) }, NOW);
      expect([before.certificate.quarantined, before.certificate.range]).toEqual([0, null]);
      expect(before.total.strict.runningLate).toBe(1);
    } finally {
      await db.query('delete from read.quarantine');
    }
  });

  it('certify no later position than was reached', async () => {
    await folded([]);
    await reached(positionAt(7));
    const certified = async (asOf: Position) =>
      (await figures.onTimeRate({ period: { from: '2026-11-01', to: '2026-11-30' }, asOf }, NOW)).certificate.asOf;
    expect([await certified(positionAt(6)), await certified(positionAt(8))]).toEqual([positionAt(6), positionAt(7)]);
  });

  it('is nothing at all where there are no dossiers: neither none nor all of them', async () => {
    await folded([]);
    const { total } = await figures.onTimeRate({ period: { from: '2026-01-01', to: '2026-01-31' }, asOf: '0' }, NOW);
    expect([total.strict.rate, total.strict.withRunningLate]).toEqual([null, null]);
  });
});
