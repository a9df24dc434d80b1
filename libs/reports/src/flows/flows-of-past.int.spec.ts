import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { publishCalendar } from '#catalogue';
import type { RecordedDossierEvent } from '#dossier';
import { openEventStore } from '#event-store';
import type { EventStore, Meta } from '#kernel';
import { openReadStore, rebuild } from '#read-store';
import { doing, freshDatabase, historyOf, on, type FreshDatabase } from '#testing';
import { asPublished } from '../../test/catalogue.js';
import { lifeOf, moves, publishedCalendars } from '../../test/lives.js';
import { outcomesProjection } from '../outcome/outcome.projection.js';
import { referenceEdges, referenceFlows } from '../reference/flows.reference.js';
import { referenceFigure } from '../reference/reference.js';
import { flowsDigest } from './flow-line.js';
import { flowsOfPast } from './flows-of-past.query.js';
import { flowsProjection } from './flows.projection.js';
import { Flows, type FlowFilter, type FoundFlows } from './flows.query.js';

const projections = [flowsProjection, outcomesProjection];
const meta: Meta = {
  actor: { id: 'spec', role: 'administrator', agency: null },
  ...{ recordedAt: '2026-01-01T00:00:00.000Z', effectiveAt: '2026-01-01T00:00:00.000Z' },
  ...{ correlationId: 'spec', causationId: null, commandId: 'spec', commandDigest: '' },
};
/** After whatever happens here. */
const NOW = '2027-12-01T03:00:00.000Z';
const YEARS: FlowFilter = { from: '2026-01-01', to: '2027-12-31' };
const FILTERS: readonly FlowFilter[] = [
  ...[YEARS, { ...YEARS, agenciesAs: 'now' as const }, { ...YEARS, agency: 'H27.12' }],
  ...[
    { from: '2026-10-12', to: '2026-10-20' },
    { ...YEARS, field: 'Đất đai' },
    { ...YEARS, procedure: '1.012784' },
  ],
];
/** Two of them have nothing but what was handed over. */
const MANDATE = ['H27.12', 'H27.20.sau', 'H27.30.sau'];
const SCOPES = [
  ...[{ is: 'all' } as const, { is: 'involving', agencies: MANDATE } as const],
  { is: 'filed-by', account: 'cong' } as const,
];

/** What plain loops make of the same transfers. */
function byPlainLoops(histories: readonly (readonly RecordedDossierEvent[])[]) {
  const log = histories.flatMap((history, no) => history.map((event) => ({ ...event, stream: `dossier-${no}` })));
  const asked = { figure: 'transfers', ...YEARS, at: NOW, calendars: publishedCalendars };
  const sums = { sent: 0, accepted: 0, returned: 0, lapsed: 0, 'in-transit': 0 };
  for (const { terms } of referenceFigure(log, asked)) {
    sums.sent += terms['sent'] ?? 0;
    sums.accepted += terms['accepted'] ?? 0;
    sums.returned += terms['returned'] ?? 0;
    sums.lapsed += terms['lapsed'] ?? 0;
    sums['in-transit'] += terms['in-transit'] ?? 0;
  }
  return sums;
}

function edgesByPlainLoops(histories: readonly (readonly RecordedDossierEvent[])[], involving?: readonly string[]) {
  const log = histories.flatMap((history, no) => history.map((event) => ({ ...event, stream: `dossier-${idOf(no)}` })));
  const asked = { ...YEARS, at: NOW, calendars: publishedCalendars };
  const flows = referenceFlows(log, { ...asked, ...(involving === undefined ? {} : { involving }) });
  const { edges, total } = referenceEdges(flows);
  const key = ({ from, to, procedure }: (typeof edges)[number]) => [from, to, procedure].join('\n');
  return {
    certificate: { transfers: flows.length, proof: { digest: flowsDigest(flows) } },
    edges: edges.toSorted((a, b) => b.sent - a.sent || (key(a) < key(b) ? -1 : 1)),
    total,
  };
}

/** The field of every other dossier in the other encoding. */
const encoded = (no: number, event: RecordedDossierEvent): RecordedDossierEvent =>
  event.type === 'DossierReceived' && no % 2 === 1
    ? { ...event, data: { ...event.data, field: event.data.field.normalize('NFD') } }
    : event;

const idOf = (no: number): string => `00000000-0000-4000-8000-${String(no).padStart(12, '0')}`;

describe('what was sent, as it was known', () => {
  let database: FreshDatabase;
  let store: EventStore;
  let db: DataSource;
  let events = 0;

  beforeEach(async () => {
    database = await freshDatabase();
    store = await openEventStore(database.url);
    db = await openReadStore(database.url, { projections });
    for (const [at, calendar] of publishedCalendars.entries()) {
      const [event] = publishCalendar(undefined, asPublished(calendar));
      if (event?.type !== 'CalendarPublished') throw new Error('no calendar');
      const published = { ...event, data: { ...event.data, version: at + 1 }, id: nextId(), meta };
      await store.append(`calendar-${calendar.id}`, 'any', [published]);
    }
  });
  afterEach(async () => {
    await db.destroy();
    await store.close();
    await database.drop();
  });

  function nextId(): string {
    events += 1;
    return `00000000-0000-5000-8000-${String(events).padStart(12, '0')}`;
  }

  async function append(no: number, history: readonly RecordedDossierEvent[]): Promise<void> {
    const given = history
      .map((event) => encoded(no, event))
      .map(({ type, v, data, meta: of }) => ({ type, v, data, meta: of, id: nextId() }));
    if (given.length > 0) await store.append(`dossier-${idOf(no)}`, 'any', given);
  }
  const folded = async () => {
    for (const projection of projections) await rebuild(db, store, projection);
  };
  const past = (filter: FlowFilter, scope: (typeof SCOPES)[number], asOf?: string, at = NOW) =>
    flowsOfPast({ db, store, now: NOW }, scope, filter, { asOf, at });

  it('comes out as it was told then, whatever became known since', async () => {
    const histories = fc.sample(moves, { numRuns: 40, seed: 5 }).map(lifeOf);
    const asked = FILTERS.flatMap((filter) => SCOPES.map((scope) => ({ filter, scope })));
    const told: FoundFlows[][] = [];
    for (const part of [0, 1, 2]) {
      for (const [no, history] of histories.entries())
        await append(no, history.slice((history.length * part) / 3, (history.length * (part + 1)) / 3));
      await folded();
      told.push(await Promise.all(asked.map(({ filter, scope }) => new Flows(db).find(scope, filter, NOW))));
    }
    for (const then of told)
      for (const [no, { filter, scope }] of asked.entries())
        expect(await past(filter, scope, then[no]?.certificate.asOf ?? '0')).toEqual(then[no]);
    const { total } = await past(YEARS, { is: 'all' });
    const { sent, accepted, returned, lapsed, inTransit } = total;
    expect(told.at(-1)?.[0]).toMatchObject(edgesByPlainLoops(histories));
    expect(told.at(-1)?.[1]).toMatchObject(edgesByPlainLoops(histories, MANDATE));
    expect({ sent, accepted, returned, lapsed, 'in-transit': inTransit - lapsed }).toEqual(byPlainLoops(histories));
    const [first, , last] = told.map(([all]) => all?.total.sent ?? 0);
    expect(first).toBeGreaterThan(0);
    expect(last).toBeGreaterThan(first ?? 0);
  }, 60_000);

  it('stands as it did at an instant, and is nothing before the first event', async () => {
    const sent = doing('TransferDossier', on('2026-11-02 09:00'), { to: 'H27.12' });
    const taken = doing('AcceptTransfer', on('2026-11-04 10:00'), { by: 'H27.12' });
    await append(1, historyOf(doing('ReceiveDossier', on('2026-11-02 08:00')), sent, taken));
    await folded();
    const totalAt = async (at: string) => (await past(YEARS, { is: 'all' }, undefined, at)).total;
    expect(await totalAt('2026-11-02T08:59:00+07:00')).toMatchObject({ sent: 0 });
    expect(await totalAt('2026-11-03T09:00:00+07:00')).toMatchObject({ sent: 1, inTransit: 1, late: 0 });
    expect(await totalAt('2026-11-03T09:01:00+07:00')).toMatchObject({ sent: 1, inTransit: 1, late: 1 });
    expect(await totalAt('2026-11-04T10:00:00+07:00')).toMatchObject({ accepted: 1, inTransit: 0, late: 1 });
    expect((await past(YEARS, { is: 'all' }, '0')).total).toMatchObject({ sent: 0, transit: { median: null } });
  });

  it('tells no more than the outcomes have come to, and says so', async () => {
    const sent = doing('TransferDossier', on('2026-11-02 09:00'), { to: 'H27.12' });
    const history = historyOf(doing('ReceiveDossier', on('2026-11-02 08:00')), sent);
    await append(1, history);
    await folded();
    const told = await past(YEARS, { is: 'all' });
    expect(told.total.sent).toBe(1);
    await append(2, history);
    await rebuild(db, store, flowsProjection);
    expect(await past(YEARS, { is: 'all' })).toEqual(told);
    await folded();
    const both = await past(YEARS, { is: 'all' });
    expect([both.total.sent, both.certificate.asOf === told.certificate.asOf]).toEqual([2, false]);
    const bare = await flowsOfPast({ db, store, now: NOW }, { is: 'all' }, YEARS, {}, { proof: false });
    expect(bare).toEqual({ ...both, certificate: { ...both.certificate, proof: null } });
  });

  it('leaves out what was set aside', async () => {
    const sent = doing('TransferDossier', on('2026-11-02 09:00'), { to: 'H27.12' });
    for (const no of [1, 2]) await append(no, historyOf(doing('ReceiveDossier', on('2026-11-02 08:00')), sent));
    await folded();
    await db.query(
      `insert into read.quarantine (projection, build, stream, revision, position, type, v, reason)
       select 'outcomes', 'live', 'dossier-' || min(dossier_id), 2, '0', 'Unknown', 1, 'unknown' from read.outcomes`,
    );
    expect((await past(YEARS, { is: 'all' })).total.sent).toBe(1);
  });
});
