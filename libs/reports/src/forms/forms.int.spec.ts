import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import type { CatalogueEvent } from '#catalogue';
import type { RecordedDossierEvent } from '#dossier';
import { dayAfter, type Instant, type Position } from '#kernel';
import { openReadStore } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing';
import { catalogueOf } from '../../test/catalogue.js';
import { calendars } from '../../test/lives.js';
import { foldedInto, logOf, positionAt, reached, severalLives } from '../../test/logs.js';
import { outcomesProjection } from '../outcome/outcome.projection.js';
import { referenceForm07a } from '../reference/form-07a.reference.js';
import { referenceProgress } from '../reference/progress-766.reference.js';
import { COLUMNS, type Counts } from './counts.js';
import { Forms, type FormAsked } from './forms.query.js';
import type { FormRow } from './form-07a.js';
import { PROGRESS_COLUMNS, type Progress } from './progress-766.js';
import { justBefore, type ReportingPeriod } from './reporting-period.js';

const NOW = '2027-06-01T03:00:00.000Z';
const FIRST_DAY = '2026-10-05';
const runs = { numRuns: 200, seed: 2026 };

const agency = (code: string, level: 'province' | 'commune'): CatalogueEvent => ({
  type: 'AgencyRegistered',
  v: 1,
  data: { code, name: code, level, kind: level, parent: null, validFrom: '2025-07-01' },
});
/** Everywhere that a drawn dossier may be decided: two agencies of the province, the rest communes. */
const PROVINCIAL = ['H27.118', 'H27.12'];
const COMMUNES = ['H27.119', 'H27.20', 'H27.30', ...['118', '12', '20', '30'].map((code) => `H27.${code}.sau`)];

const ENDS: ReadonlySet<string> = new Set(['ResultReady', 'DossierWithdrawn', 'DossierStopped']);

/** The last position of the longest prefix that was recorded by an instant. */
function knownAt(log: readonly RecordedDossierEvent[], instant: Instant): Position | null {
  const unknown = log.findIndex(({ meta }) => meta.recordedAt > instant);
  return (unknown === -1 ? log.at(-1) : log[unknown - 1])?.position ?? null;
}

describe('forms 07a, 07b and the progress table, against loops over random histories', () => {
  let database: FreshDatabase;
  let db: DataSource;
  let forms: Forms;
  const catalogue = catalogueOf(
    calendars,
    ...PROVINCIAL.map((code) => agency(code, 'province')),
    ...COMMUNES.map((code) => agency(code, 'commune')),
  );

  beforeAll(async () => {
    database = await freshDatabase();
    db = await openReadStore(database.url, { projections: [outcomesProjection] });
    forms = new Forms(db);
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
    known: fc.oneof(fc.constant(100), fc.integer({ min: 0, max: 100 })),
    own: fc.constantFrom(null, ['H27.118'], ['H27.119'], ['H27.118', 'H27.119']),
  });
  const days = (from: string, to: string): ReportingPeriod => ({ from, to, label: 'Khoảng thời gian' });
  const endOf = ({ to }: ReportingPeriod): Instant => justBefore({ from: dayAfter(to, 1), to });
  const columnsOf = (counts: Counts): readonly number[] => COLUMNS.map((name) => counts[name]);
  const fieldsOf = (rows: readonly FormRow[]) =>
    Object.fromEntries(
      rows.map(({ field, counts, strict }) => [field, { lenient: columnsOf(counts), strict: columnsOf(strict) }]),
    );
  const sumOf = (fields: ReturnType<typeof referenceOf>['fields']): readonly number[] =>
    COLUMNS.map((_, at) => Object.values(fields).reduce((sum, { lenient }) => sum + (lenient[at] ?? 0), 0));
  const askedOf = (
    log: readonly RecordedDossierEvent[],
    period: ReportingPeriod,
    known: number,
    own: readonly string[] | null,
  ): FormAsked & { readonly asOf: Position } => ({
    ...{
      period,
      asOf: positionAt(Math.round((known * log.length) / 100)),
      knownBefore: knownAt(log, justBefore(period)),
    },
    ...(own === null ? {} : { agencies: own }),
  });
  const referenceOf = (
    log: readonly RecordedDossierEvent[],
    { period, asOf }: { readonly period: ReportingPeriod; readonly asOf: Position },
    own: readonly string[] | null,
  ) =>
    referenceForm07a(
      log.filter(({ position }) => position <= asOf),
      {
        ...{ begin: justBefore(period), end: endOf(period) },
        isOwn: (code) => own === null || own.includes(code),
        isOnlineFull: () => false,
      },
    );

  it('07a is exactly that of the loops, for any period, agency and past; (8) is (13) of the period before', async () => {
    const seen = COLUMNS.map(() => 0);
    let [restated, handedOver, heldApart] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(anything, async ({ lives, from, days: lasting, known, own }) => {
        const log = logOf(lives);
        await folded(log);
        const period = days(dayAfter(FIRST_DAY, from), dayAfter(FIRST_DAY, from + lasting));
        const asked = askedOf(log, period, known, own);
        const { rows, total, carriedOver, apart } = await forms.form07a(asked, NOW, catalogue);
        const expected = referenceOf(log, asked, own);
        expect(fieldsOf(rows)).toEqual(expected.fields);
        expect(carriedOver.before).toBe(expected.before);
        const then = asked.knownBefore !== null && asked.knownBefore < asked.asOf ? asked.knownBefore : asked.asOf;
        const asReported = referenceOf(log, { period, asOf: asked.knownBefore === null ? '' : then }, own);
        expect(carriedOver.carriedAsReportedBefore).toBe(asReported.before);

        const previous = days(dayAfter(period.from, -30), dayAfter(period.from, -1));
        const earlier = await forms.form07a(askedOf(log, previous, known, own), NOW, catalogue);
        expect(carriedOver.before).toBe(earlier.total.counts.running);
        if (own === null) expect(total.counts.carried).toBe(earlier.total.counts.running);

        for (const [at, number] of columnsOf(total.counts).entries()) seen[at] = (seen[at] ?? 0) + number;
        restated += carriedOver.restated.length;
        handedOver += carriedOver.fromPredecessors.length + carriedOver.toSuccessors.length;
        heldApart += apart.paused + apart.closed + apart.withdrawn + apart.stopped + apart.withoutDueDate;
      }),
      runs,
    );
    // Online in full and post are drawn nowhere; everything else is.
    expect(COLUMNS.filter((_, at) => seen[at] === 0)).toEqual(['onlineFull', 'post']);
    expect([restated, handedOver, heldApart].map((number) => number > 0)).toEqual([true, true, true]);
  }, 240_000);

  it('07b is the sum of the agencies, and part II that of the communes’ forms; the progress table agrees with 07a', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async ({ lives, from, days: lasting, known }) => {
        const log = logOf(lives);
        await folded(log);
        const period = days(dayAfter(FIRST_DAY, from), dayAfter(FIRST_DAY, from + lasting));
        const asked = askedOf(log, period, known, null);
        const { province, communes, total, outside, certificate } = await forms.form07b(asked, NOW, catalogue);
        expect(fieldsOf(province.rows)).toEqual(referenceOf(log, asked, PROVINCIAL).fields);
        expect(fieldsOf(communes.rows)).toEqual(referenceOf(log, asked, COMMUNES).fields);
        const whole = await forms.form07a({ ...asked, agencies: [...PROVINCIAL, ...COMMUNES] }, NOW, catalogue);
        expect([total, certificate.digest]).toEqual([whole.total, whole.certificate.digest]);

        const { total: progress, form07a, rows } = await forms.progress766(asked, NOW, catalogue);
        const numbersOf = (counts: Progress) => PROGRESS_COLUMNS.map((name) => counts[name]);
        const span = { begin: justBefore(period), end: endOf(period), isOwn: () => true };
        expect(
          Object.fromEntries(
            rows.map(({ agency: code, counts, strict }) => [
              code,
              { lenient: numbersOf(counts), strict: numbersOf(strict) },
            ]),
          ),
        ).toEqual(
          referenceProgress(
            log.filter(({ position }) => position <= asked.asOf),
            span,
          ),
        );
        expect(form07a.total.counts.received).toBe(total.counts.received + outside.ofUnknownAgencies);
        const { received, handled, running, suspended, ended } = progress.counts;
        expect(received).toBe(handled + running + suspended + ended);
        expect(rows.reduce((sum, { counts }) => sum + counts.received, 0)).toBe(received);
        expect([suspended, ended]).toEqual([form07a.apart.paused, form07a.apart.stopped + form07a.apart.closed]);
      }),
      { ...runs, numRuns: 80 },
    );
  }, 240_000);

  it('lies within its range whatever a dossier that was set aside came to, and is exact where that was over or not begun', async () => {
    const seen = { within: 0, exact: 0, unknown: 0 };
    const stopping = fc.record({ drawn: anything, which: fc.nat(), at: fc.nat() });
    await fc.assert(
      fc.asyncProperty(stopping, async ({ drawn: { lives, from, days: lasting }, which, at }) => {
        const log = logOf(lives);
        const stream = `dossier-${which % lives.length}`;
        const own = log.filter((event) => event.stream === stream);
        const stop = own[at % own.length];
        if (stop === undefined) return;
        await folded(log.filter((event) => event.stream !== stream || event.revision < stop.revision));
        await reached(db, positionAt(log.length + 1));
        await db.query(
          `insert into read.quarantine (projection, build, stream, revision, position, type, v, reason)
           values ('outcomes', 'live', $1, $2, $3, 'Unknown', 1, 'unknown')`,
          [stream, stop.revision, stop.position],
        );
        const period = days(dayAfter(FIRST_DAY, from), dayAfter(FIRST_DAY, from + lasting));
        const asked = askedOf(log, period, 100, null);
        const { total, range, certificate } = await forms.form07a(asked, NOW, catalogue);
        const { range: ofProgress } = await forms.progress766(asked, NOW, catalogue);
        await db.query('delete from read.quarantine');
        const truth = sumOf(referenceOf(log, asked, null).fields);
        expect([certificate.quarantined, ofProgress?.setAside]).toEqual([1, range?.setAside]);
        const [low, high] = [range?.atLeast ?? total.counts, range?.atMost ?? total.counts].map(columnsOf);
        truth.forEach((number, column) => {
          expect(number).toBeGreaterThanOrEqual(low?.[column] ?? 0);
          expect(number).toBeLessThanOrEqual(high?.[column] ?? 0);
        });
        expect(low).toEqual(columnsOf(total.counts));
        const hadEnded = own.some(
          ({ type, revision, meta }) =>
            ENDS.has(type) && revision < stop.revision && meta.effectiveAt <= justBefore(period),
        );
        const hadNotBegun = stop.revision > 0 && (own[0]?.meta.effectiveAt ?? '') > endOf(period);
        if (hadEnded || hadNotBegun) expect(range).toBeNull();
        if (range === null) seen.exact += 1;
        else seen.within += 1;
        if (stop.revision === 0) seen.unknown += 1;
      }),
      runs,
    );
    expect(Object.values(seen).map((number) => number > 0)).toEqual([true, true, true]);
  }, 240_000);
});
