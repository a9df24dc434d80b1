import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { publishCalendar } from '#catalogue';
import { openEventStore } from '#event-store';
import type { EventStore, Meta, Recorded } from '#kernel';
import type { DossierCommand, DossierEvent } from '#dossier';
import { openReadStore, ProjectionRunner, projectionHealth, rebuild, rowsOf } from '#read-store';
import { at, doing, freshDatabase, historyOf, on, publicCalendar, type FreshDatabase } from '#testing';
import type { WorkingCalendar } from '#working-time';
import { asPublished } from '../../test/catalogue.js';
import { calendars, lifeOf, moves } from '../../test/lives.js';
import { foldResponsibility, type ResponsibilityRow } from '../responsibility/responsibility.fold.js';
import { responsibilityProjection } from '../responsibility/responsibility.projection.js';
import { calendarsOfSent } from '../course/calendar-of.js';
import { courseAfter, type Course } from '../course/course.fold.js';
import { flowsOf } from './flow.js';
import { flowsProjection } from './flows.projection.js';
import { Flows, type FlowFilter } from './flows.query.js';

const projections = [responsibilityProjection, flowsProjection];
const YEAR: FlowFilter = { from: '2026-01-01', to: '2027-12-31' };
const meta: Meta = {
  actor: { id: 'spec', role: 'administrator', agency: null },
  recordedAt: '2026-01-01T00:00:00.000Z',
  effectiveAt: '2026-01-01T00:00:00.000Z',
  correlationId: 'spec',
  causationId: null,
  commandId: 'spec',
  commandDigest: '',
};
const NOW = '2026-11-20T03:00:00.000Z';
const everything = { is: 'all' } as const;

const with2028: WorkingCalendar = {
  ...publicCalendar,
  years: [...publicCalendar.years, { year: 2028, status: 'official', off: {}, worked: {} }],
};

describe('transfers and turns in the read store', () => {
  let database: FreshDatabase;
  let store: EventStore;
  let db: DataSource;
  let lives = 0;
  let versions = 0;

  beforeEach(async () => {
    database = await freshDatabase();
    store = await openEventStore(database.url);
    db = await openReadStore(database.url, { projections });
    versions = 0;
    for (const calendar of calendars) await publish(calendar);
  });
  afterEach(async () => {
    await db.destroy();
    await store.close();
    await database.drop();
  });

  const id = (stream: number, revision: number) =>
    `00000000-0000-5000-8000-${String(stream * 1_000 + revision).padStart(12, '0')}`;

  /** Publishes a calendar as the next version. */
  async function publish(calendar: WorkingCalendar): Promise<void> {
    const [event] = publishCalendar(undefined, asPublished(calendar));
    if (event?.type !== 'CalendarPublished') throw new Error('no calendar');
    versions += 1;
    const published = { ...event, data: { ...event.data, version: versions }, id: id(900_000, versions), meta };
    await store.append(`calendar-${calendar.id}`, 'any', [published]);
  }

  /** Appends a history under a dossier of its own; answers its id. */
  async function append(history: readonly Recorded<DossierEvent>[]): Promise<string> {
    lives += 1;
    const dossierId = `00000000-0000-4000-8000-${String(lives).padStart(12, '0')}`;
    const events = history.map(({ type, v, data, meta }, revision) => ({
      type,
      v,
      data,
      meta,
      id: id(lives, revision),
    }));
    if (events.length > 0) await store.append(`dossier-${dossierId}`, 'none', events);
    return dossierId;
  }
  const happen = (...commands: readonly DossierCommand[]) => append(historyOf(...commands));

  /** Runs both read models until they hold what the log holds. */
  async function caughtUp(batchSize = 50): Promise<void> {
    const runners = projections.map((projection) => new ProjectionRunner({ db, store, projection, batchSize }));
    for (const runner of runners) runner.start();
    try {
      for (;;) {
        const last = await lastPosition();
        const states = (await projectionHealth(db)).map(({ position }) => position ?? '');
        if (states.length === 2 && states.every((position) => position >= last)) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    } finally {
      await Promise.all(runners.map((runner) => runner.stop()));
    }
  }
  /** Of the dossiers: the ledger follows no calendar. */
  async function lastPosition(): Promise<string> {
    let last = '';
    const ending = new AbortController();
    for await (const batch of store.subscribe({ prefixes: ['dossier-'], signal: ending.signal })) {
      last = batch.events.at(-1)?.position ?? last;
      if (batch.caughtUp) break;
    }
    ending.abort();
    return last;
  }

  const TABLES = ['responsibility', 'flows', 'flow_counts', 'flow_streams'];
  const tables = async () =>
    Object.fromEntries(
      await Promise.all(
        TABLES.map(async (name) => [name, await rowsOf(db, `select * from read.${name} order by 1, 2`)] as const),
      ),
    );

  it('are what the folds say, and a rebuild or a second delivery gives the very rows', async () => {
    const histories = fc.sample(moves, { numRuns: 40, seed: 7 }).map(lifeOf);
    const ids: string[] = [];
    for (const [no, history] of histories.entries()) {
      ids.push(await append(history));
      if (no === 20) await publish(with2028);
    }
    await caughtUp(7);
    const before = await tables();
    for (const [no, history] of histories.entries()) {
      if (history.length === 0) continue;
      const dossierId = ids[no] ?? '';
      const folded = history.reduce<ResponsibilityRow | null>(foldResponsibility, null);
      expect(before['responsibility']).toContainEqual(
        expect.objectContaining({ dossier_id: dossierId, turns: folded?.turns }),
      );
      const course = history.reduce<Course | null>(courseAfter, null);
      const kept = before['flows']?.filter((row) => Object(row).dossier_id === dossierId);
      expect(kept).toMatchObject(
        (course === null ? [] : flowsOf(course, calendarsOfSent(calendars, course))).map((flow) => ({
          ...{
            transfer: flow.transfer,
            status: flow.status,
            sent_at: flow.sentAt,
            to_now: flow.toNow,
            late: flow.late,
          },
          ...{ transit_minutes: flow.transitMinutes, held_minutes: flow.heldMinutes, late_after: flow.lateAfter },
        })),
      );
    }
    await db.query('update read.checkpoints set position = null');
    await caughtUp();
    expect(await tables()).toEqual(before);
    for (const projection of projections) await rebuild(db, store, projection);
    expect(await tables()).toEqual(before);
  }, 60_000);

  it('add up: accepted, returned and in transit are what was sent, as health says, and a lost row is told', async () => {
    const histories = fc.sample(moves, { numRuns: 60, seed: 11 }).map(lifeOf);
    for (const history of histories) await append(history);
    await caughtUp();
    const count = (type: string) => histories.flat().filter((event) => event.type === type).length;
    const [sent, accepted, returned] = ['DossierTransferred', 'TransferAccepted', 'TransferReturned'].map(count);
    const flows = new Flows(db);
    const inTransit = (sent ?? 0) - (accepted ?? 0) - (returned ?? 0);
    expect(await flows.health()).toEqual({ sent, accepted, returned, inTransit, conserved: true });
    const { edges, total } = await flows.find(everything, YEAR, NOW);
    expect(total).toMatchObject({ sent, accepted, returned, inTransit });
    const sum = (of: 'sent' | 'late' | 'inTransit') => edges.reduce((all, edge) => all + edge[of], 0);
    expect([sum('sent'), sum('late'), sum('inTransit')]).toEqual([total.sent, total.late, total.inTransit]);
    await db.query(`delete from read.flows where ctid = (select min(ctid) from read.flows)`);
    expect((await flows.health()).conserved).toBe(false);
  }, 60_000);

  const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
  const sentTo = (to: string, moment: string) => doing('TransferDossier', on(moment), { to });
  const taken = (by: string, moment: string) => doing('AcceptTransfer', on(moment), { by });

  it('tell the median and the 90th percentile by the nearest rank', async () => {
    for (const minute of [5, 1, 4, 2, 3, 10, 9, 8, 7, 6])
      await happen(
        received,
        sentTo('H27.12', '2026-11-02 09:00'),
        taken('H27.12', `2026-11-02 09:${String(minute).padStart(2, '0')}`),
      );
    await caughtUp();
    const { edges } = await new Flows(db).find(everything, YEAR, NOW);
    // of 1 … 10 the fifth (⌈0.5 × 10⌉) and the ninth (⌈0.9 × 10⌉)
    expect(edges).toMatchObject([
      { from: 'H27.118', to: 'H27.12', sent: 10, accepted: 10, transit: { median: 5, p90: 9 }, held: { median: null } },
    ]);
  });

  it('are found by days in Vietnam, agency, procedure and field, late as of now, and only at one’s own end', async () => {
    await happen(received, sentTo('H27.12', '2026-11-02 23:59'));
    await happen(received, sentTo('H27.12', '2026-11-03 00:00'), taken('H27.12', '2026-11-03 09:00'));
    await happen(
      received,
      sentTo('H27.30', '2026-11-04 09:00'),
      doing('HandOverDossier', on('2026-11-04 10:00'), { from: 'H27.30', to: 'H27.31' }),
    );
    await caughtUp();
    const flows = new Flows(db);
    const sent = async (filter: Partial<FlowFilter>, agencies?: readonly string[]) => {
      const scope = agencies === undefined ? everything : ({ is: 'involving', agencies } as const);
      const { edges } = await flows.find(scope, { ...YEAR, ...filter }, NOW);
      return edges.map((edge) => `${edge.from} ${edge.to} ${edge.sent} ${edge.late}`);
    };
    expect(await sent({})).toEqual(['H27.118 H27.12 2 1', 'H27.118 H27.30 1 1']);
    expect(await sent({ from: '2026-11-02', to: '2026-11-02' })).toEqual(['H27.118 H27.12 1 1']);
    expect(await sent({ from: '2026-11-03', to: '2026-11-03' })).toEqual(['H27.118 H27.12 1 0']);
    expect(await sent({ agency: 'H27.30' })).toEqual(['H27.118 H27.30 1 1']);
    expect(await sent({ agency: 'H27.31' })).toEqual([]);
    expect(await sent({ agency: 'H27.31', agenciesAs: 'now' })).toEqual(['H27.118 H27.31 1 1']);
    expect(await sent({ procedure: '1.000894' })).toEqual([]);
    expect(await sent({ procedure: '1.012784', field: 'Đất đai' })).toHaveLength(2);
    expect(await sent({ field: 'Hộ tịch' })).toEqual([]);
    expect(await sent({}, ['H27.12'])).toEqual(['H27.118 H27.12 2 1']);
    expect(await sent({}, ['H27.31'])).toEqual(['H27.118 H27.30 1 1']);
    expect(await sent({}, ['H27.99'])).toEqual([]);
    expect((await flows.find({ is: 'filed-by', account: 'cong' }, YEAR, NOW)).total.sent).toBe(0);
    const early = await flows.find(everything, YEAR, at('2026-11-02 23:59'));
    expect(early.total.late).toBe(0);
  });

  it('are counted as soon as a calendar is published that has the days', async () => {
    const answeredIn2028 = [received, sentTo('H27.12', '2026-11-02 09:00'), taken('H27.12', '2028-01-03 09:00')];
    await happen(...answeredIn2028);
    await caughtUp(1);
    const rows = () => rowsOf(db, 'select transit_minutes > 480 as counted, late from read.flows order by dossier_id');
    expect(await rows()).toEqual([{ counted: null, late: null }]); // no calendar has 2028 yet: nothing is guessed
    await publish(with2028);
    await happen(...answeredIn2028);
    await caughtUp(1);
    const counted = { counted: true, late: true };
    expect(await rows()).toEqual([counted, counted]);
    await rebuild(db, store, flowsProjection);
    expect(await rows()).toEqual([counted, counted]);
  });
});
