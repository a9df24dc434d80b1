import type { DataSource } from 'typeorm';
import { Duties, DUTY_KINDS, dutiesProjection, foldFacts, type DutyFacts, type DutyFilter } from '#duties';
import type { Scope } from '#access';
import { LIVE_SCHEMA, openReadStore, rowsOf } from '#read-store';
import { freshDatabase, historyOf, publicCalendar, sampleHistories, type FreshDatabase } from '#testing';
import { COUNTS_TABLE, DUTIES_TABLE } from './duties.projection.js';

/** Some of the duties of the samples are due on this day before it, some after. */
const NOW = '2026-11-06T02:30:00.000Z';
const DAYS = ['2026-11-02', '2026-11-03', '2026-11-05', '2026-11-06', '2026-11-13'];

describe('the list of duties', () => {
  let database: FreshDatabase;
  let db: DataSource;
  let duties: Duties;
  const projection = dutiesProjection({ calendar: () => publicCalendar });

  beforeAll(async () => {
    database = await freshDatabase();
    db = await openReadStore(database.url, { projections: [projection] });
    duties = new Duties(db);
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });

  const factsOf = (commands: (typeof sampleHistories)[string], upTo: number): DutyFacts | null =>
    historyOf(...commands)
      .slice(0, upTo)
      .reduce<DutyFacts | null>(foldFacts, null);
  /** Every sample as it stood after so many events, many times over. */
  const store = (upTo: number) => {
    const rows = new Map<string, { row: DutyFacts; revision: number }>();
    for (const [name, commands] of Object.entries(sampleHistories))
      for (let copy = 0; copy < 5; copy += 1) {
        const facts = factsOf(commands, upTo);
        const dossierId = `${name} ${copy}`;
        if (facts !== null) rows.set(dossierId, { row: { ...facts, dossierId }, revision: facts.revision });
      }
    return projection.storage.store(db, LIVE_SCHEMA, rows);
  };
  /** The plain rows, counted one by one. */
  const plain = async (filter: DutyFilter, agencies: readonly string[] | null, now: string) => {
    const rows = await rowsOf<{ kind: string; role: string; agency: string; officer: string | null; dueAt: string }>(
      db,
      `select kind, role, agency, officer, due_at as "dueAt" from ${LIVE_SCHEMA}.${DUTIES_TABLE}`,
    );
    const mine = rows.filter(
      ({ kind, role, agency, officer, dueAt }) =>
        (kind !== 'supplement-notice' || dueAt >= now) &&
        (agencies === null || agencies.includes(agency)) &&
        (filter.kind === undefined || filter.kind === kind) &&
        (filter.role === undefined || filter.role === role) &&
        (filter.agency === undefined || filter.agency === agency) &&
        (filter.officer === undefined || filter.officer === officer) &&
        (filter.overdue === undefined || filter.overdue.is === dueAt < now),
    );
    const kinds = [...new Set(mine.map(({ kind }) => kind))];
    return {
      open: mine.length,
      overdue: mine.filter(({ dueAt }) => dueAt < now).length,
      byKind: Object.fromEntries(kinds.map((each) => [each, mine.filter(({ kind }) => kind === each).length])),
    };
  };

  it('counts what its rows are, whoever asks for what and when, also after duties ended', async () => {
    const filters: readonly DutyFilter[] = [
      ...[{}, { role: 'leader' }, { agency: 'H27.118' }, { officer: 'thuly.01' }, { role: 'nobody' }],
      ...DUTY_KINDS.map((kind) => ({ kind })),
    ];
    const scopes: readonly (readonly string[] | null)[] = [null, ['H27.118'], []];
    let seen = 0;
    for (const upTo of [1, 2, 9]) {
      await store(upTo);
      for (const now of [NOW, ...DAYS.map((day) => `${day}T10:00:00.000Z`)])
        for (const filter of filters)
          for (const agencies of scopes)
            for (const overdue of [undefined, true, false]) {
              const asked = overdue === undefined ? filter : { ...filter, overdue: { is: overdue, at: now } };
              const scope: Scope = agencies === null ? { is: 'all' } : { is: 'involving', agencies };
              const counts = await duties.counts(scope, asked, now);
              expect([upTo, now, asked, counts]).toEqual([upTo, now, asked, await plain(asked, agencies, now)]);
              const { duties: listed } = await duties.find(scope, asked, now, { limit: 1_000 });
              expect([upTo, now, asked, listed.length]).toEqual([upTo, now, asked, counts.open]);
              if (counts.overdue > 0 && counts.open > counts.overdue) seen += 1;
            }
    }
    expect(seen).toBeGreaterThan(10);
    const empty = await rowsOf(db, `select from ${LIVE_SCHEMA}.${COUNTS_TABLE} where open <= 0`);
    expect(empty).toEqual([]);
  });

  it('is behind, and not broken, while its tables are of an older version', async () => {
    await db.query(`drop table ${LIVE_SCHEMA}.${COUNTS_TABLE}`);
    await expect(duties.counts({ is: 'all' }, {}, NOW)).rejects.toMatchObject({ code: 'read-model-behind' });
    await db.query(`alter table ${LIVE_SCHEMA}.${DUTIES_TABLE} drop column law`);
    await expect(duties.find({ is: 'all' }, {}, NOW)).rejects.toMatchObject({ code: 'read-model-behind' });
  });
});
