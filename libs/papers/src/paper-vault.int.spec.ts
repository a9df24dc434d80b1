import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import { KeyVault, MasterKeys, openVault } from '#access';
import { openEventStore, SealedEventStore } from '#event-store';
import { Refusal, type EventStore } from '#kernel';
import {
  FileSystemPaperStorage,
  NoScanner,
  openS3PaperStorage,
  PaperVault,
  type PaperHome,
  type PaperStorage,
  type Taken,
} from '#papers';
import { doing, freshDatabase, historyOf, on, pdf, s3Double, type FreshDatabase } from '#testing';

const DAY = 24 * 3_600_000;

describe('the vault of papers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dung-hen-papers-'));
  let keys: KeyVault;
  let pool: pg.Pool;
  let vault: PaperVault;
  const vaultOn = (storage: PaperStorage) =>
    new PaperVault({
      storage,
      keys,
      scanner: new NoScanner(),
      maxBytes: 1_000_000,
      atMost: { papers: 9, bytes: 9_000_000 },
    });
  let database: FreshDatabase;
  let store: EventStore;
  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    await openVault(pool);
    keys = await KeyVault.open(pool, MasterKeys.parse(MasterKeys.generate()));
    vault = vaultOn(new FileSystemPaperStorage(folder));
    store = new SealedEventStore(await openEventStore(database.url), keys);
  });
  afterAll(async () => {
    await store.close();
    await pool.end();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  /** A dossier as the log holds it; with an event for each paper. */
  const home = async (...papers: readonly string[]): Promise<PaperHome> => {
    const dossierId = randomUUID();
    const commands = [
      doing('ReceiveDossier', on('2026-11-02 08:00')),
      ...papers.map((paper) => doing('StorePaper', on('2026-11-02 09:00'), { paper })),
    ];
    const events = historyOf(...commands).map((event) => ({ ...event, id: randomUUID() }));
    await store.append(`dossier-${dossierId}`, 'none', events);
    return reread(dossierId);
  };
  const reread = async (dossierId: string): Promise<PaperHome> => {
    const history = [];
    for await (const event of store.read(`dossier-${dossierId}`)) history.push(event);
    return { dossierId, history };
  };
  const take = (into: PaperHome, bytes = pdf()) => vault.take(into, Readable.from([bytes]));
  const open = async (from: PaperHome, taken: Taken) => buffer(await vault.open(from, taken));
  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => 'taken',
      (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
    );
  const old = (taken: Taken, { dossierId }: PaperHome) =>
    utimesSync(join(folder, dossierId, taken.paper), new Date(0), new Date(0));

  it('gives a paper back to its own dossier, and under no other', async () => {
    const [mine, other] = [await home(), await home()];
    const taken = await take(mine);
    expect((await open(mine, taken)).equals(pdf())).toBe(true);
    expect(await refusal(open(other, taken))).toBe('paper-damaged');
    expect(await refusal(open({ ...other, dossierId: mine.dossierId }, taken))).toBe('paper-damaged');
    expect(await refusal(open(mine, { ...taken, digest: 'ab'.repeat(32) }))).toBe('paper-damaged');
  });

  it('gives nothing out and takes nothing in once the key is destroyed', async () => {
    const mine = await home();
    const taken = await take(mine);
    await keys.destroy([mine.history[0]?.meta.sealed?.key ?? ''], '2026-11-02T02:00:00.000Z');
    expect(await refusal(open(mine, taken))).toBe('applicant-erased');
    expect(await refusal(take(mine))).toBe('applicant-erased');
  });

  it('lets the sender hear what the sender did wrong, and says when it is the storage', async () => {
    const mine = await home();
    const breaksOff = async function* () {
      yield pdf(500);
      throw new Error('gone');
    };
    expect(await refusal(vault.take(mine, breaksOff()))).toBe('Error: gone');
    const double = await s3Double();
    const bucket = { bucket: 'papers', region: 'r', pathStyle: true, accessKeyId: 'a', secretAccessKey: 'b' };
    const away = vaultOn(await openS3PaperStorage({ ...bucket, endpoint: double.endpoint }));
    const taken = await away.take(mine, Readable.from([pdf()]));
    double.isDown = true;
    expect(await refusal(away.take(mine, Readable.from([pdf()])))).toBe('papers-unavailable');
    expect(await refusal(away.open(mine, taken))).toBe('papers-unavailable');
    expect(await refusal(away.forget(mine.dossierId))).toBe('papers-unavailable');
    await double.stop();
  });

  it('forgets every paper of a dossier, named by an event or not, and of no other', async () => {
    const [mine, other] = [await home(), await home()];
    await take(mine);
    await take(mine);
    const kept = await take(other);
    expect([await vault.forget(mine.dossierId), await vault.forget(mine.dossierId)]).toEqual([2, 0]);
    expect((await open(other, kept)).equals(pdf())).toBe(true);
  });

  it('sweeps what no event names after a day: not what is named, not what is new, not what another log may know', async () => {
    const mine = await home();
    const [orphan, fresh] = [await take(mine), await take(mine)];
    const named = await take(mine);
    const stored = doing('StorePaper', on('2026-11-02 09:00'), { paper: named.paper });
    const [event] = historyOf(doing('ReceiveDossier', on('2026-11-02 08:00')), stored).slice(1);
    if (event) await store.append(`dossier-${mine.dossierId}`, 0, [{ ...event, id: randomUUID() }]);
    const stranger = { ...mine, dossierId: randomUUID() };
    const unknown = await take(stranger);
    for (const [taken, where] of [
      [orphan, mine],
      [named, mine],
      [unknown, stranger],
    ] as const)
      old(taken, where);
    expect(await vault.sweep(store, Date.now())).toBe(1);
    expect(readdirSync(join(folder, mine.dossierId)).sort()).toEqual([fresh.paper, named.paper].sort());
    expect(readdirSync(join(folder, stranger.dossierId))).toEqual([unknown.paper]);
    expect(await vault.sweep(store, Date.now() + 2 * DAY)).toBeGreaterThanOrEqual(1);
    expect(readdirSync(join(folder, mine.dossierId))).toEqual([named.paper]);
  });
});
