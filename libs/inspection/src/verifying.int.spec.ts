import { generateKeyPairSync, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { KeyVault, MasterKeys, openVault } from '#access';
import { dossierStream } from '#dossier';
import { chained, PostgresEventStore, SealedEventStore } from '#event-store';
import { COVERED_PREFIXES, eventsAfter, exportBundle, sealLedger, Signer, verifyLog } from '#inspection';
import type { EventStore, Proposed } from '#kernel';
import { doing, freshDatabase, historyOf, on, StandingClock, type FreshDatabase } from '#testing';
import { Broken, LogVerifier, readBundle, trusting, verifyBundle, type Bundle, type StoredEvent } from '#verifier';

const signer = new Signer(generateKeyPairSync('ed25519').privateKey);
const stranger = new Signer(generateKeyPairSync('ed25519').privateKey);
const ours = trusting(signer.publicKey);
const CODE = 'H27.118-261102-0001';
const RANDOM_LOGS = 4;
const DAYS = ['2026-11-02', '2026-11-03', '2026-11-06'];

const events = historyOf(
  doing('ReceiveDossier', on('2026-11-02 08:00')),
  doing('AssignDossier', on('2026-11-02 09:00')),
  doing('RequestSupplement', on('2026-11-02 10:00')),
  doing('WithdrawDossier', on('2026-11-02 11:00')),
);

/** Which dossier the next event is of; the choices make a random log. */
type Choice = { readonly dossier: number; readonly day: number; readonly numbered: boolean };
const choices = fc.array(fc.record({ dossier: fc.nat(5), day: fc.nat(DAYS.length - 1), numbered: fc.boolean() }), {
  minLength: 12,
  maxLength: 40,
});

describe('a log that proves itself', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let log: PostgresEventStore;
  let store: EventStore;
  let keys: KeyVault;
  const clock = new StandingClock('2026-11-09T02:00:00.000Z');

  beforeEach(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    await openVault(pool);
    log = await PostgresEventStore.open(database.url);
    keys = await KeyVault.open(pool, MasterKeys.parse(MasterKeys.generate()));
    store = new SealedEventStore(log, keys);
  });
  afterEach(async () => {
    await log.close();
    await pool.end();
    await database.drop();
  });

  const onDay = (day: string, event: (typeof events)[number]): Proposed =>
    ({
      type: event.type,
      v: event.v,
      data: event.data,
      id: randomUUID(),
      meta: { ...event.meta, recordedAt: `${day}T03:00:00.000Z` },
    }) as Proposed;

  /** Writes a random log day by day, and seals it; what comes after the last seal is not covered. */
  async function written(chosen: readonly Choice[], uncovered = 2): Promise<string> {
    const streams = new Map<number, { readonly stream: string; revision: number }>();
    const next = async ({ dossier, numbered }: Choice, day: string): Promise<void> => {
      const place = streams.get(dossier) ?? { stream: dossierStream(randomUUID()), revision: -1 };
      streams.set(dossier, place);
      const [first] = events;
      if (numbered && first) await store.append('numbering-H27.118-261102', 'any', [onDay(day, first)]);
      const event = events[(place.revision + 1) % events.length];
      if (event) await store.append(place.stream, place.revision < 0 ? 'none' : place.revision, [onDay(day, event)]);
      place.revision += 1;
    };
    for (const [at, day] of DAYS.entries()) for (const one of chosen.filter((c) => c.day === at)) await next(one, day);
    await sealLedger({ store, log, clock, signer }, '2026-11-08');
    for (let more = 0; more < uncovered; more += 1) await next({ dossier: 0, day: 0, numbered: false }, '2026-11-09');
    return streams.get(0)?.stream ?? '';
  }

  const kept = async (): Promise<readonly StoredEvent[]> => {
    const all: StoredEvent[] = [];
    for await (const { position: _, ...event } of eventsAfter(log, null)) all.push(event);
    return all;
  };
  const faultIn = (changed: readonly StoredEvent[], heads: Parameters<LogVerifier['end']>[0] = [], trusted = ours) => {
    const verifier = new LogVerifier(trusted);
    try {
      for (const event of changed) verifier.take(event);
      verifier.end(heads);
      return null;
    } catch (error) {
      if (error instanceof Broken) return error.fault;
      throw error;
    }
  };
  const sample = (seed: number) => fc.sample(choices, { numRuns: 1, seed })[0] ?? [];
  /** What must hold of any log, looked at in several random ones. */
  const inRandomLogs = async (seed: number, look: (all: readonly StoredEvent[]) => void | Promise<void>) => {
    for (const chosen of fc.sample(choices, { numRuns: RANDOM_LOGS, seed })) {
      await pool.query('truncate event_store.events');
      store = new SealedEventStore(log, keys); // which remembers nothing of the log before
      await written(chosen);
      const all = await kept();
      expect(faultIn(all)).toBeNull();
      await look(all);
    }
  };

  it('holds as written: every event of every stream, an entry for each day, and names what is not covered yet', async () => {
    const chosen = sample(1);
    await written(chosen);
    const summary = await verifyLog(log, ours);
    const { rows } = await pool.query<{ count: string }>('select count(*) from event_store.events');
    expect(summary.events).toBe(Number(rows[0]?.count)); // no stream of the log is outside of COVERED_PREFIXES
    expect(summary.entries).toBe(new Set(chosen.map(({ day }) => day)).size);
    // Behind what the last entry covers: the entries themselves and the two events of a day that is not over.
    expect(summary.uncovered).toHaveLength(summary.entries + 2);
    expect(COVERED_PREFIXES).toContain('ledger');
  });

  it('seals a day once, late or twice or by two at the same moment', async () => {
    await written(sample(2));
    const again = { store, log, clock, signer };
    expect(await sealLedger(again, '2026-11-08')).toBe(0);
    const counts = await Promise.all([sealLedger(again, '2026-11-09'), sealLedger(again, '2026-11-09')]);
    expect(counts.toSorted()).toEqual([0, 1]);
    expect((await verifyLog(log, ours)).uncovered).toHaveLength(1); // the last entry itself
    expect(await sealLedger(again, '2026-11-09')).toBe(0);
    const [first] = events; // behind an entry of the 9th comes an event of the 10th
    if (first) await store.append(dossierStream(randomUUID()), 'none', [onDay('2026-11-10', first)]);
    expect(await sealLedger(again, '2026-11-10')).toBe(1);
  });

  it('verifies the entries of some days, each stream against the event before', async () => {
    const chosen = sample(3);
    await written(chosen);
    const of = (days: readonly number[]) => chosen.filter(({ day }) => days.includes(day)).length;
    const middle = await verifyLog(log, ours, { from: '2026-11-03', to: '2026-11-03' });
    expect(middle).toMatchObject({ entries: 1, uncovered: [] });
    expect(of([1])).toBeGreaterThan(0);
    await pool.query(
      `update event_store.events set meta = replace(meta::text, '"previousHash":"', '"previousHash":"0')::json
       where (stream, revision) = (select stream, revision from event_store.events
         where stream like 'dossier-%' and revision > 0 and meta::text like '%2026-11-03%' order by position limit 1)`,
    );
    await expect(verifyLog(log, ours, { from: '2026-11-03', to: '2026-11-03' })).rejects.toThrow(Broken);
  });

  it('finds one changed bit, wherever it is: data, metadata, ciphertext, signature', async () => {
    let rejected = 0;
    await inRandomLogs(4, (all) =>
      fc.assert(
        fc.property(fc.nat(all.length - 1), fc.nat(), fc.nat(7), (at, byte, bit) => {
          const bytes = Buffer.from(JSON.stringify(all[at]));
          const place = byte % bytes.length;
          bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
          let changed: StoredEvent;
          try {
            changed = JSON.parse(bytes.toString());
          } catch {
            return; // what is no JSON any more no reader takes
          }
          expect(faultIn(all.with(at, changed))).not.toBeNull();
          rejected += 1;
        }),
        { numRuns: 200 },
      ),
    );
    expect(rejected).toBeGreaterThan(100 * RANDOM_LOGS);
  });

  it('finds an event that was dropped, doubled or moved, among all that the ledger covers', async () => {
    await inRandomLogs(5, (all) => {
      const covered = all.findLastIndex(({ stream }) => stream === 'ledger') - 3;
      fc.assert(
        fc.property(fc.nat(covered), fc.nat(covered), (at, to) => {
          const event = all[at] as StoredEvent;
          expect(faultIn(all.toSpliced(at, 1))).not.toBeNull();
          expect(faultIn(all.toSpliced(to, 0, event))).not.toBeNull();
          if (at !== to) expect(faultIn(all.toSpliced(at, 1).toSpliced(to, 0, event))).not.toBeNull();
        }),
        { numRuns: 60 },
      );
    });
  });

  it('finds a stream that was chained anew from its middle, also with every later hash made to fit', async () => {
    await inRandomLogs(6, (all) => {
      const at = all.findIndex(({ stream, revision }) => stream.startsWith('dossier-') && revision === 1);
      const { stream } = all[at] as StoredEvent;
      // The forger knows how it is done: changes one event and makes every later hash of its stream fit.
      const forged: StoredEvent[] = [];
      let before = all.find((event) => event.stream === stream)?.meta.hash ?? null;
      for (const [index, event] of all.entries()) {
        if (index < at || event.stream !== stream) forged.push(event);
        else {
          const { id, type, v, revision, meta } = event;
          const proposed = { id, type, v, data: { changed: revision }, meta: { ...meta, hash: undefined } };
          const anew = chained(JSON.parse(JSON.stringify(proposed)), stream, revision, before);
          before = anew.meta.hash ?? null;
          forged.push({ ...anew, stream, revision });
        }
      }
      expect(faultIn(forged.filter((event) => event.stream === stream))).toBeNull();
      expect(faultIn(forged)).toMatchObject({ stream: 'ledger' });
    });
  });

  it('finds that the end was cut off when it is given the last entry, and cannot when it is not', async () => {
    await inRandomLogs(7, async (all) => {
      const { head } = await verifyLog(log, ours);
      const cut = all.slice(
        0,
        all.findLastIndex(({ stream }) => stream === 'ledger'),
      );
      expect(faultIn(cut)).toBeNull();
      expect(faultIn(cut, head === null ? [] : [head])).toMatchObject({ stream: 'ledger', revision: head?.entry });
      expect(faultIn(all, [{ entry: head?.entry ?? 0, hash: '0'.repeat(64) }])?.why).toContain('another entry');
    });
  });

  it('counts no signature but of the keys it was given', async () => {
    await written(sample(8));
    expect(faultIn(await kept(), [], trusting(stranger.publicKey))?.why).toContain('not trusted');
  });

  describe('exported', () => {
    const exported = async (): Promise<Bundle> => {
      const stream = await written(sample(9));
      const number = { stream: 'numbering-H27.118-261102', revision: 0 };
      return exportBundle({ log, clock, signer }, { code: CODE, dossierId: stream.slice('dossier-'.length), number });
    };

    it('holds without the log: each event proven, or said to be newer than the ledger', async () => {
      const summary = verifyBundle(readBundle(JSON.stringify(await exported())), ours);
      expect(summary.proven + summary.uncovered.length).toBe(summary.events);
      expect(summary.uncovered).toHaveLength(2);
      expect(summary.proven).toBeGreaterThan(1);
    });

    it('rejects one changed bit, a proof of another day, a cut end, a missing proof, and another key', async () => {
      const bundle = await exported();
      const rejects = (changed: Bundle, trusted = ours) => expect(() => verifyBundle(changed, trusted)).toThrow(Broken);
      const { events: inside, ledger, proofs, statement } = bundle;
      rejects({ ...bundle, events: inside.slice(0, -1) });
      rejects({
        ...bundle,
        events: inside.slice(0, -1),
        statement: { ...statement, events: statement.events.slice(0, -1) },
      });
      rejects({ ...bundle, ledger: ledger.slice(0, -1) });
      rejects({ ...bundle, proofs: proofs.slice(1) });
      rejects({ ...bundle, proofs: proofs.map((proof) => ({ ...proof, entry: (proof.entry + 1) % ledger.length })) });
      rejects({ ...bundle, proofs: proofs.map((proof) => ({ ...proof, index: proof.index + 1 })) });
      rejects(bundle, trusting(stranger.publicKey));
      rejects({ ...bundle, key: stranger.key, signature: stranger.sign(statement) }, ours);
      const text = JSON.stringify({ events: inside, ledger, statement });
      const rest = { key: bundle.key, signature: bundle.signature, proofs };
      fc.assert(
        fc.property(fc.nat(), fc.nat(7), (byte, bit) => {
          const bytes = Buffer.from(text);
          const place = byte % bytes.length;
          bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
          expect(() =>
            verifyBundle(readBundle(JSON.stringify({ ...rest, ...JSON.parse(bytes.toString()) })), ours),
          ).toThrow();
        }),
        { numRuns: 300 },
      );
    });
  });
});
