import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { dayAfter, lastOf, startOf, type Clock, type Instant } from '#kernel';
import { LIVE_SCHEMA, openReadStore, rowsOf } from '#read-store';
import { doing, freshDatabase, historyOf, on, type FreshDatabase } from '#testing';
import { catalogueOf } from '../../../test/catalogue.js';
import { publishedCalendars } from '../../../test/lives.js';
import { foldedInto, logOf, positionAt, severalLives } from '../../../test/logs.js';
import { foldOutcome, type OutcomeRow } from '../../outcome/outcome.fold.js';
import { outcomesProjection } from '../../outcome/outcome.projection.js';
import { DOSSIER_FIGURES } from '../definitions/index.js';
import { onlineShare } from '../definitions/online-share.js';
import { Figures } from '../figures.query.js';
import { GROUPINGS } from '../groupings.js';
import { keepSums } from './keeper.js';

const SOME = ['H27.118.1', 'H27.118', 'H27.10', 'H27.11'];
const FIRST_DAY = '2026-10-05';
const SUMMED = [undefined, 'month', 'agency', 'agency-now', 'level', 'procedure', 'field', 'channel'] as const;
const at = (now: Instant): Clock => ({ now: () => now });
describe('tables from kept sums, against a look at every dossier', () => {
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

  async function kept(now: Instant, atOnce: number): Promise<void> {
    while (await db.transaction((tx) => keepSums(tx, catalogue.calendars(), now, atOnce)));
  }

  /** Every agency that the sums are of. */
  const places = async (): Promise<readonly string[]> =>
    (await rowsOf<{ readonly key: string }>(db, 'select ltrim(key) as key from read.figure_places')).map(
      ({ key }) => key,
    );

  const anything = fc.record({
    lives: severalLives,
    definition: fc.constantFrom(...DOSSIER_FIGURES, onlineShare, onlineShare),
    from: fc.nat(40),
    days: fc.nat(90),
    known: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    by: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...SUMMED) }, fc.constantFrom(...GROUPINGS)),
    within: fc.constantFrom('all', 'some', 'some', 'every one', 'every one'),
    atOnce: fc.integer({ min: 5, max: 60 }),
    // Older registers come in a hundred and fifty days later.
    looked: fc.oneof({ weight: 3, arbitrary: fc.nat(100) }, fc.integer({ min: 150, max: 170 })),
    withSubtrees: fc.boolean(),
    minute: fc.nat(1_439),
    at: fc.option(fc.nat(160), { nil: undefined, freq: 3 }),
  });

  it('are the same for any period, any grouping and any past, however the sums came about', async () => {
    const answered = { fromSums: 0, ofProcedures: 0, ofAllByField: 0, inAll: 0 };
    await fc.assert(
      fc.asyncProperty(anything, async (drawn) => {
        const log = logOf(drawn.lives);
        const asOf = drawn.known === undefined ? undefined : positionAt(Math.round((drawn.known * log.length) / 100));
        const now = new Date(
          Date.parse(startOf(dayAfter(FIRST_DAY, drawn.looked))) + drawn.minute * 60_000,
        ).toISOString();
        // What the log holds of a time that is to come is not known before.
        const end = log.findIndex(({ meta }) => meta.recordedAt > now);
        const until = log.slice(0, end === -1 ? log.length : end);
        await foldedInto(db, until, () => kept(now, drawn.atOnce));
        const period = { from: dayAfter(FIRST_DAY, drawn.from), to: dayAfter(FIRST_DAY, drawn.from + drawn.days) };
        const agencies = { all: undefined, some: SOME, 'every one': await places() }[drawn.within];
        const asked = {
          period,
          ...(drawn.by === undefined ? {} : { by: drawn.by }),
          ...(agencies === undefined ? {} : { agencies }),
          ...(asOf === undefined ? {} : { asOf }),
          ...(drawn.at === undefined ? {} : { at: lastOf(dayAfter(FIRST_DAY, drawn.at)) }),
          withSubtrees: drawn.withSubtrees,
        };
        const found = drawn.minute % 2 === 0 ? figures : afterMany;
        const looked = await figures.figure(drawn.definition, asked, now, catalogue);
        const summed = await found.table(drawn.definition, asked, at(now), catalogue);
        answered.inAll += 1;
        const isFromSums = !('digest' in summed.certificate);
        if (isFromSums) answered.fromSums += 1;
        if (isFromSums && drawn.definition === onlineShare && drawn.by === 'agency') answered.ofProcedures += 1;
        if (isFromSums && drawn.within === 'every one' && drawn.by === 'field') answered.ofAllByField += 1;
        expect(summed.total).toEqual(looked.total);
        expect(summed.groups).toEqual(looked.groups);
      }),
      { numRuns: 160, seed: 118, endOnFailure: true },
    );
    expect(answered.fromSums * 4).toBeGreaterThan(answered.inAll);
    expect([answered.ofProcedures > 0, answered.ofAllByField > 0]).toEqual([true, true]);
  }, 240_000);

  it('are made anew when a dossier that was set aside is followed again', async () => {
    const [first = [], second = []] = [1, 2].map(() => historyOf(doing('ReceiveDossier', on('2026-11-02 08:00'))));
    const log = logOf([first, second]);
    const now = '2026-11-30T03:00:00.000Z';
    const asked = { period: { from: '2026-11-01', to: '2026-11-30' } };
    const online = async () => (await figures.table(onlineShare, asked, at(now), catalogue)).certificate;
    const all = async () => (await figures.table(onlineShare, asked, at(now), catalogue)).total.terms['otherwise'];
    const [aside, followed] = [log.slice(0, 1), log.slice(1)];
    await foldedInto(db, followed, () => kept(now, 40));
    expect([await all(), 'digest' in (await online())]).toEqual([1, false]);
    const late = aside.reduce<OutcomeRow | null>(foldOutcome, null);
    await outcomesProjection.storage.store(db, LIVE_SCHEMA, new Map([['late', { row: late, revision: 0 }]]));
    expect([await all(), 'digest' in (await online())]).toEqual([2, true]);
    await kept(now, 40);
    expect([await all(), 'digest' in (await online())]).toEqual([2, false]);
  });
});
