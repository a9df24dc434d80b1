import type { DataSource } from 'typeorm';
import type { RecordedDossierEvent } from '#dossier';
import { openEventStore } from '#event-store';
import { ERASED, type EventStore } from '#kernel';
import { openReadStore, rebuild, rowsOf } from '#read-store';
import { doing, freshDatabase, historyOf, on, type FreshDatabase } from '#testing';
import type { TimelineEntry } from './timeline.fold.js';
import { timelineProjection } from './timeline.projection.js';

const DOSSIER = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

describe('the timeline as it is kept', () => {
  let database: FreshDatabase;
  let store: EventStore;
  let db: DataSource;
  let events = 0;

  beforeEach(async () => {
    database = await freshDatabase();
    store = await openEventStore(database.url); // not sealed: what is not erased can be read
    db = await openReadStore(database.url, { projections: [timelineProjection] });
  });
  afterEach(async () => {
    await db.destroy();
    await store.close();
    await database.drop();
  });

  async function append(id: string, history: readonly Pick<RecordedDossierEvent, 'type' | 'v' | 'data' | 'meta'>[]) {
    const given = history.map(({ type, v, data, meta }) => {
      events += 1;
      return { type, v, data, meta, id: `00000000-0000-5000-8000-${String(events).padStart(12, '0')}` };
    });
    await store.append(`dossier-${id}`, 'any', given);
  }
  async function entriesOf(id: string): Promise<readonly TimelineEntry[]> {
    await rebuild(db, store, timelineProjection);
    const rows = await rowsOf<{ readonly entry: TimelineEntry }>(
      db,
      'select entry from read.timeline where dossier_id = $1 order by revision',
      [id],
    );
    return rows.map(({ entry }) => entry);
  }

  it('forgets the person in what came before the erasure, in the same batch too, and in nobody else’s', async () => {
    const commands = [
      doing('ReceiveDossier', on('2026-11-02 08:00')),
      doing('WithdrawDossier', on('2026-11-03 08:00')),
    ];
    const history = historyOf(...commands, doing('EraseApplicant', on('2026-11-03 09:00')));
    const [first] = history;
    if (first?.type !== 'DossierReceived') throw new Error('not received');
    await append(DOSSIER, history);
    await append(OTHER, history.slice(0, -1));
    const kept = await entriesOf(DOSSIER);
    expect(kept.map(({ type }) => type)).toEqual(['DossierReceived', 'DossierWithdrawn', 'ApplicantErased']);
    expect(kept[0]?.data).toMatchObject({ code: first.data.code, applicant: { name: ERASED } });
    expect((await entriesOf(OTHER))[0]?.data).toEqual(first.data);
  });
});
