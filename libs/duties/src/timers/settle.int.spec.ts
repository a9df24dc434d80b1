import type pg from 'pg';
import {
  dutiesProjection,
  foldFacts,
  noticesBy,
  openTimers,
  scheduleBy,
  timerPool,
  wakesOf,
  type DutyFacts,
} from '#duties';
import type { RecordedDossierEvent } from '#dossier';
import { inTransaction, LIVE_SCHEMA, openReadStore } from '#read-store';
import { doing, freshDatabase, historyOf, on, publicCalendar, StandingClock, type FreshDatabase } from '#testing';
import { settling, type Settlement } from './settle.js';
import { scheduleUnknown } from './sweep.js';

const clock = new StandingClock('2026-11-20T02:00:00.000Z');
const history = historyOf(
  doing('ReceiveDossier', on('2026-11-02 08:00')),
  doing('AssignDossier', on('2026-11-02 09:00')),
);

describe('settling what looks came to', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await freshDatabase();
    pool = timerPool(database.url, 4);
    await openTimers(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(() => pool.query('truncate vault.timers, vault.notices; delete from graphile_worker._private_jobs'));

  const factsAfter = (events: readonly RecordedDossierEvent[], dossierId = 'a'): DutyFacts => {
    const facts = events.reduce<DutyFacts | null>(foldFacts, null);
    if (facts === null) throw new Error('no event');
    return { ...facts, dossierId };
  };
  const looked = (facts: DutyFacts): Settlement => ({
    facts,
    notices: noticesBy(facts, publicCalendar, clock.now()),
    wakes: wakesOf(facts, publicCalendar),
    lookedAt: clock.now(),
  });
  const told = (facts: DutyFacts) =>
    inTransaction(pool, (tx) =>
      scheduleBy(clock)(tx, [
        { dossierId: facts.dossierId, revision: facts.revision, wakes: wakesOf(facts, publicCalendar) },
      ]),
    );
  const timers = async () =>
    (
      await pool.query(
        'select dossier_id, revision, woken_revision, next_at < now() as at_once from vault.timers order by 1',
      )
    ).rows;
  const jobs = async () => {
    const { rows } = await pool.query(
      `select key, run_at < now() as at_once from graphile_worker.jobs where task_identifier = 'duties' order by 1`,
    );
    return rows;
  };

  it('writes many at once, each dossier with its notices and its next moment', async () => {
    const write = settling(pool, clock);
    const ids = Array.from({ length: 50 }, (_, at) => `dossier ${String(at).padStart(2, '0')}`);
    await Promise.all(ids.map((id) => write.ask(looked(factsAfter(history, id)))));
    expect((await timers()).map(({ dossier_id: id }) => id)).toEqual(ids);
    const expected = looked(factsAfter(history)).notices.length;
    expect(expected).toBeGreaterThan(0);
    const { rows } = await pool.query('select count(*)::int as told from vault.notices group by dossier_id');
    expect(rows).toEqual(ids.map(() => ({ told: expected })));
  });

  it('finds dossiers again that owe something and that a restored vault knows nothing of, or only what was before', async () => {
    const projection = dutiesProjection({ calendar: () => publicCalendar });
    const db = await openReadStore(database.url, { projections: [projection] });
    const ids = Array.from({ length: 700 }, (_, at) => `dossier ${at}`);
    const rows = new Map(ids.map((id) => [id, { row: factsAfter(history, id), revision: history.length - 1 }]));
    await projection.storage.store(db, LIVE_SCHEMA, rows);
    const deriving = { db, pool, clock, calendar: () => publicCalendar };
    await told(factsAfter(history, 'dossier 0'));
    await told(factsAfter(history.slice(0, 1), 'dossier 1')); // of an older backup: an event came after it
    await pool.query(`update vault.timers set next_at = null where dossier_id = 'dossier 1'`);
    await pool.query(`select graphile_worker.remove_job('duties dossier 1')`);
    const set = [await scheduleUnknown(deriving), await scheduleUnknown(deriving), await scheduleUnknown(deriving)];
    expect(set).toEqual([500, 199, 0]);
    expect([(await jobs()).length, (await timers()).length]).toEqual([700, 700]);
    await db.destroy();
  });

  it('of an earlier revision never takes back what a later event asked for', async () => {
    const before = factsAfter(history.slice(0, 1));
    await settling(pool, clock).ask(looked(before));
    await told(factsAfter(history)); // an event came while another look at the earlier state was under way
    const [asked] = await jobs();
    expect(asked).toEqual({ key: 'duties a', at_once: true });
    await settling(pool, clock).ask(looked(before));
    expect([await jobs(), await timers()]).toEqual([
      [asked],
      [{ dossier_id: 'a', revision: history.length - 1, woken_revision: 0, at_once: true }],
    ]);
    await settling(pool, clock).ask(looked(factsAfter(history)));
    expect(await timers()).toMatchObject([{ woken_revision: history.length - 1 }]);
    const settled = [await jobs(), await timers()];
    await settling(pool, clock).ask(looked(before)); // a look that was overtaken is settled last
    expect([await jobs(), await timers()]).toEqual(settled);
  });

  it('fails for the one that cannot be written, and for no other', async () => {
    const write = settling(pool, clock);
    const broken = looked(factsAfter(history, 'b\u0000'));
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map((id) => write.ask(id === 'b' ? broken : looked(factsAfter(history, id)))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await timers()).map(({ dossier_id: id }) => id)).toEqual(['a', 'c']);
  });
});
