import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import type { RecordedDossierEvent } from '#dossier';
import { dayAfter, lastOf, startOf, vietnamDay, type Position } from '#kernel';
import { openReadStore } from '#read-store';
import { doing, freshDatabase, historyOf, on, type FreshDatabase } from '#testing';
import { catalogueOf } from '../../test/catalogue.js';
import { publishedCalendars } from '../../test/lives.js';
import { foldedInto, logOf, positionAt, reached, severalLives } from '../../test/logs.js';
import { COMMUNE, reorganised, standsFor } from '../../test/reorganisations.js';
import { outcomesProjection } from '../outcome/outcome.projection.js';
import { recordedBefore } from '../outcome/standings.query.js';
import { referenceBelonging } from '../reference/belonging.reference.js';
import { referenceFigure } from '../reference/reference.js';
import type { FigureDefinition, Rate } from './definition.js';
import { DOSSIER_FIGURES } from './definitions/index.js';
import { onTimeRate as onTime } from './definitions/on-time-rate.js';
import { digestOf } from './digest.js';
import type { FigureAsked } from './figure.js';
import { Figures } from './figures.query.js';
import { GROUPINGS } from './groupings.js';
import { endOf, type Period } from './period.js';

const NOW = '2027-06-01T03:00:00.000Z';
const FIRST_DAY = '2026-10-05';
const runs = { numRuns: 100, seed: 2027 };

/** Terms that no history drawn here comes to. */
const NOT_DRAWN: Readonly<Record<string, readonly string[]>> = {
  'reception-in-time': ['not-computable'],
  transfers: ['not-computable'],
};
/** What counts on one instant for ever; what runs counts whenever it is looked at. */
/** What lasts, or counts groups, does not add up; all else happens once. */
const LASTS: Readonly<Record<string, RegExp>> = {
  'on-time-rate': /running/,
  apologies: /./,
  'online-share': /^procedures/,
  transfers: /^in-transit$/,
  'result-corrections': /^open$/,
};

const isAtMost = (a: Rate, b: Rate): boolean =>
  a === null ? b === null : b !== null && a.numerator * b.denominator <= b.numerator * a.denominator;

describe('figures, against the reference over random histories', () => {
  let database: FreshDatabase;
  let db: DataSource;
  let figures: Figures;
  /** As after many later versions. */
  let afterMany: Figures;
  const catalogue = catalogueOf(publishedCalendars);

  beforeAll(async () => {
    database = await freshDatabase();
    db = await openReadStore(database.url, { projections: [outcomesProjection] });
    figures = new Figures(db);
    afterMany = new Figures(db, -1);
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });

  const folded = (log: readonly RecordedDossierEvent[]) => foldedInto(db, log);
  const anything = fc.record({
    lives: severalLives,
    from: fc.nat(40),
    days: fc.nat(60),
    /** Older registers come in last: half of the time all is known. */
    known: fc.oneof(fc.constant(100), fc.integer({ min: 0, max: 100 })),
    by: fc.constantFrom(...GROUPINGS),
    /** The day that is looked at, if not the last of the period. */
    lookedAt: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.nat(110)),
    agencies: fc.option(fc.subarray(['H27.118', 'H27.118.1', 'H27.119', 'H27.20.sau'], { minLength: 1 })),
  });
  type Anything = typeof anything extends fc.Arbitrary<infer T> ? T : never;
  const periodOf = ({ from, days }: Anything): Period => ({
    from: dayAfter(FIRST_DAY, from),
    to: dayAfter(FIRST_DAY, from + days),
  });
  const looked = (definition: FigureDefinition, asked: FigureAsked, found = figures) =>
    found.figure(definition, asked, NOW, catalogue);

  it.each(DOSSIER_FIGURES.map((definition) => [definition.name, definition] as const))(
    '%s is exactly that of plain loops over the events, for any period and any past',
    async (figure, definition) => {
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(anything, async (drawn) => {
          const log = logOf(drawn.lives);
          await folded(log);
          const period = periodOf(drawn);
          const asOf = positionAt(Math.round((drawn.known * log.length) / 100));
          const at = drawn.lookedAt === null ? endOf(period, NOW) : lastOf(dayAfter(FIRST_DAY, drawn.lookedAt));
          const found = drawn.days % 2 === 0 ? figures : afterMany;
          const { certificate, total, groups } = await looked(definition, { period, at, by: drawn.by, asOf }, found);
          const known = log.filter(({ position }) => position <= asOf);
          const expected = referenceFigure(known, { figure, ...period, at, calendars: catalogue.calendars() });
          expect([certificate.dossiers, certificate.digest]).toEqual([expected.length, digestOf(expected)]);
          for (const [term, number] of Object.entries(total.terms)) {
            if (term in (definition.distinct ?? {})) continue;
            let sum = 0;
            for (const { terms } of expected) sum += terms[term] ?? 0;
            expect([term, number]).toEqual([term, sum]);
            let inGroups = 0;
            for (const group of groups) inGroups += group.terms[term] ?? 0;
            expect([term, inGroups]).toEqual([term, number]);
          }
          for (const { terms } of expected) for (const term of Object.keys(terms)) seen.add(term);
          if (drawn.agencies === null) return;
          const belonging = referenceBelonging(known, at);
          const own = expected.filter(({ dossierId }) => {
            const of = belonging.get(dossierId);
            return of !== undefined && drawn.agencies?.includes(of.agency ?? of.centre);
          });
          const { certificate: ofOwn } = await looked(
            definition,
            { period, at, asOf, agencies: drawn.agencies },
            found,
          );
          expect([ofOwn.dossiers, ofOwn.digest]).toEqual([own.length, digestOf(own)]);
        }),
        runs,
      );
      const terms = Object.keys(definition.terms).filter((term) => !(term in (definition.distinct ?? {})));
      // What is not counted here for want of a calendar is so for years without one: NOT_DRAWN says which.
      expect(terms.filter((term) => !seen.has(term))).toEqual(NOT_DRAWN[figure] ?? []);
    },
    240_000,
  );

  it('are the same in one look at the dossiers as each on its own', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (drawn) => {
        const log = logOf(drawn.lives);
        await folded(log);
        const asOf = positionAt(Math.round((drawn.known * log.length) / 100));
        const found = drawn.days % 2 === 0 ? figures : afterMany;
        const asked = {
          period: periodOf(drawn),
          by: drawn.by,
          asOf,
          ...(drawn.agencies && { agencies: drawn.agencies }),
        };
        const each: unknown[] = [];
        for (const definition of DOSSIER_FIGURES) each.push(await found.figure(definition, asked, NOW, catalogue));
        expect(await found.figures(DOSSIER_FIGURES, asked, NOW, catalogue)).toEqual(each);
      }),
      { numRuns: 20, seed: 2027 },
    );
  }, 240_000);

  it('by agency are those of plain loops, of then and of now, whatever an agency came to', async () => {
    const seen = { moved: 0, split: 0, handedOver: 0 };
    const reorganisations = fc.record({ day: fc.nat(90), isSplit: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        ...[anything, fc.constantFrom(...DOSSIER_FIGURES), reorganisations],
        async (drawn, definition, { day, isSplit }) => {
          const log = logOf(drawn.lives);
          await folded(log);
          const period = periodOf(drawn);
          const asOf = positionAt(Math.round((drawn.known * log.length) / 100));
          const known = log.filter(({ position }) => position <= asOf);
          const at = endOf(period, NOW);
          const came = { validTo: dayAfter(FIRST_DAY, day), isSplit };
          const view = catalogueOf(publishedCalendars, ...reorganised(came));
          const belonging = referenceBelonging(known, at);
          const asked = { figure: definition.name, ...period, at, calendars: view.calendars() };
          const expected = referenceFigure(known, asked);
          for (const by of ['agency', 'agency-now'] as const) {
            const sums: Record<string, Record<string, number>> = {};
            for (const { dossierId, terms } of expected) {
              const then = belonging.get(dossierId)?.agency ?? '';
              const key = by === 'agency' ? then : standsFor(then, vietnamDay(at), came);
              if (key !== then) seen.moved += 1;
              if (isSplit && by === 'agency-now' && then === COMMUNE && vietnamDay(at) > came.validTo) seen.split += 1;
              if (then.endsWith('.sau')) seen.handedOver += 1;
              const sum = (sums[key] ??= {});
              for (const [term, number] of Object.entries(terms))
                if (number !== 0) sum[term] = (sum[term] ?? 0) + number;
            }
            const { groups } = await figures.figure(definition, { period, by, asOf }, NOW, view);
            const told = groups.map(({ key, terms }) => [
              key,
              Object.fromEntries(
                Object.entries(terms).filter(
                  ([term, number]) => number !== 0 && !(term in (definition.distinct ?? {})),
                ),
              ),
            ]);
            expect(Object.fromEntries(told)).toEqual(sums);
          }
        },
      ),
      { ...runs, numRuns: 60 },
    );
    expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([]);
  }, 240_000);

  it('of finished dossiers add up over a split of the period, and no order of independent dossiers changes them', async () => {
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom(...DOSSIER_FIGURES), async (drawn, definition) => {
        const log = logOf(drawn.lives);
        await folded(log);
        const { from, to } = periodOf(drawn);
        const cut = dayAfter(from, drawn.days >> 1);
        const of = async (period: Period) => (await looked(definition, { period, asOf: 'f' })).total;
        const all = await of({ from, to });
        const [first, second] = [await of({ from, to: cut }), await of({ from: dayAfter(cut, 1), to })];
        for (const term of Object.keys(all.terms).filter((name) => LASTS[definition.name]?.test(name) !== true))
          expect((first.terms[term] ?? 0) + (second.terms[term] ?? 0)).toBe(all.terms[term]);
        const otherOrder = log.toSorted((a, b) => (a.stream < b.stream ? 1 : a.stream > b.stream ? -1 : 0));
        await folded(otherOrder.map((event, place) => ({ ...event, position: positionAt(place + 1) })));
        expect(await of({ from, to })).toEqual(all);
      }),
      { ...runs, numRuns: 30 },
    );
  }, 120_000);

  it('know up to where everything was recorded before a day, whatever the clocks said', async () => {
    const seen = { none: 0, some: 0, outOfOrder: 0 };
    const clocks = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(anything, clocks, async ({ lives, from }, ahead) => {
        const log = logOf(lives).map((event, at) => {
          const recorded = Date.parse(event.meta.recordedAt) + (ahead[at % ahead.length] ?? 0) * 24 * 3_600_000;
          return { ...event, meta: { ...event.meta, recordedAt: new Date(recorded).toISOString() } };
        });
        await folded(log);
        const day = dayAfter(FIRST_DAY, from);
        const later = log.findIndex(({ meta }) => meta.recordedAt >= startOf(day));
        const last = later === -1 ? log.at(-1) : log[later - 1];
        expect(await recordedBefore(db, day)).toBe(last?.position ?? null);
        if (last === undefined) seen.none += 1;
        else seen.some += 1;
        if (later >= 0 && log.slice(later).some(({ meta }) => meta.recordedAt < startOf(day))) seen.outOfOrder += 1;
      }),
      { ...runs, numRuns: 60 },
    );
    expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([]);
  }, 120_000);

  it('still due in the period are those of plain loops, at any instant and of any past', async () => {
    let due = 0;
    await fc.assert(
      fc.asyncProperty(anything, fc.nat(90), async (drawn, day) => {
        const log = logOf(drawn.lives);
        await folded(log);
        const period = periodOf(drawn);
        const asOf = positionAt(Math.round((drawn.known * log.length) / 100));
        const now = lastOf(dayAfter(FIRST_DAY, day));
        const expected = referenceFigure(
          log.filter(({ position }) => position <= asOf),
          { figure: 'still-due', ...period, at: endOf(period, now), calendars: catalogue.calendars() },
        ).length;
        expect(await figures.stillDue({ period, asOf }, now)).toBe(expected);
        due += expected;
      }),
      { ...runs, numRuns: 60 },
    );
    expect(due).toBeGreaterThan(0);
  }, 120_000);

  it('on time never rises because a dossier is opened', async () => {
    await fc.assert(
      fc.asyncProperty(anything, fc.nat(60), async (drawn, day) => {
        const period = periodOf(drawn);
        const of = async (lives: readonly (readonly RecordedDossierEvent[])[]) => {
          await folded(logOf(lives));
          return (await looked(onTime, { period, asOf: 'f' })).total.rates;
        };
        const opened = historyOf(doing('ReceiveDossier', on(`${dayAfter(FIRST_DAY, day)} 08:00`)));
        const [before, after] = [await of(drawn.lives), await of([...drawn.lives, opened])];
        for (const [name, rate] of Object.entries(after)) expect(isAtMost(rate, before[name] ?? null)).toBe(true);
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
      const { certificate, total } = await looked(onTime, { period: november, asOf: stop.position });
      expect([certificate.quarantined, certificate.dossiers]).toEqual([1, 2]);
      expect([total.terms['strict-running-late'], total.rates['strict']]).toEqual([
        0,
        { numerator: 1, denominator: 2 },
      ]);
      expect(total.ranges?.['strict']).toEqual({
        lowest: { numerator: 1, denominator: 3 },
        highest: { numerator: 2, denominator: 3 },
      });
      const before = await looked(onTime, { period: november, asOf: positionAt(log.length) });
      expect([before.certificate.quarantined, before.total.ranges]).toEqual([0, null]);
      expect(before.total.terms['strict-running-late']).toBe(1);
    } finally {
      await db.query('delete from read.quarantine');
    }
  });

  it('certify no later position than was reached', async () => {
    await folded([]);
    await reached(db, positionAt(7));
    const certified = async (asOf: Position) =>
      (await looked(onTime, { period: { from: '2026-11-01', to: '2026-11-30' }, asOf })).certificate.asOf;
    expect([await certified(positionAt(6)), await certified(positionAt(8))]).toEqual([positionAt(6), positionAt(7)]);
  });

  it('is nothing at all where there are no dossiers: neither none nor all of them', async () => {
    await folded([]);
    for (const definition of DOSSIER_FIGURES) {
      const { total } = await looked(definition, { period: { from: '2026-01-01', to: '2026-01-31' }, asOf: '0' });
      expect([...new Set(Object.values(total.rates))]).toEqual([null]);
    }
  });
});
