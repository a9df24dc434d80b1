import { generateKeyPairSync, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type pg from 'pg';
import { KeyVault, MasterKeys, openVault, vaultPool } from '#access';
import { dossierStream } from '#dossier';
import { PostgresEventStore, SealedEventStore } from '#event-store';
import { eventsAfter, sealLedger, Signer } from '#inspection';
import type { EventStore, Proposed } from '#kernel';
import { doing, freshDatabase, historyOf, on, StandingClock } from '#testing';
import { Broken, LogVerifier, trusting, type Fault, type KnownHead, type StoredEvent } from '#verifier';

export const signer = new Signer(generateKeyPairSync('ed25519').privateKey);
export const stranger = new Signer(generateKeyPairSync('ed25519').privateKey);
export const ours = trusting(signer.publicKey);
export const clock = new StandingClock('2026-11-09T02:00:00.000Z');
export const NUMBERS = 'numbering-H27.118-261102';
/** Up to this day a written log is sealed. */
export const SEALED_TO = '2026-11-08';
const DAYS = ['2026-11-02', '2026-11-03', '2026-11-06'];
const RANDOM_LOGS = 5;

const history = historyOf(
  doing('ReceiveDossier', on('2026-11-02 08:00')),
  doing('AssignDossier', on('2026-11-02 09:00')),
  doing('RequestSupplement', on('2026-11-02 10:00')),
  doing('WithdrawDossier', on('2026-11-02 11:00')),
);

/** Which dossier the next event is of, and on which day; the choices make a random log. */
export interface Choice {
  readonly dossier: number;
  readonly day: number;
  /** Whether a number is taken first. */
  readonly numbered: boolean;
}

/** So many logs of up to forty events of six dossiers on three days, by chance; the same for the same seed. */
export const randomChoices = (seed: number, count = RANDOM_LOGS): readonly (readonly Choice[])[] =>
  fc.sample(
    fc.array(fc.record({ dossier: fc.nat(5), day: fc.nat(DAYS.length - 1), numbered: fc.boolean() }), {
      minLength: 12,
      maxLength: 40,
    }),
    { numRuns: count, seed },
  );

export const eventOn = (day: string, at = 0): Proposed => {
  const { type, v, data, meta } = history[at % history.length] ?? {};
  return { type, v, data, id: randomUUID(), meta: { ...meta, recordedAt: `${day}T03:00:00.000Z` } } as Proposed;
};

/** A log of its own, sealed and chained on its way in. */
export interface TestLog {
  readonly pool: pg.Pool;
  readonly log: PostgresEventStore;
  readonly store: EventStore;
  readonly close: () => Promise<void>;
}

export async function openLog(): Promise<TestLog> {
  const database = await freshDatabase();
  const pool = vaultPool(database.url, 10_000);
  await openVault(pool);
  const log = await PostgresEventStore.open(database.url);
  const store = new SealedEventStore(log, await KeyVault.open(pool, MasterKeys.parse(MasterKeys.generate())));
  const close = async (): Promise<void> => {
    await log.close();
    await pool.end();
    await database.drop();
  };
  return { pool, log, store, close };
}

/** Writes a log day by day and seals it; what comes after the last seal is not covered. @returns the first dossier's stream */
export async function write({ log, store }: TestLog, chosen: readonly Choice[], uncovered = 2): Promise<string> {
  const streams = new Map<number, { readonly stream: string; revision: number }>();
  const next = async ({ dossier, numbered }: Choice, day: string): Promise<void> => {
    const place = streams.get(dossier) ?? { stream: dossierStream(randomUUID()), revision: -1 };
    streams.set(dossier, place);
    if (numbered) await store.append(NUMBERS, 'any', [eventOn(day)]);
    const expected = place.revision < 0 ? 'none' : place.revision;
    await store.append(place.stream, expected, [eventOn(day, (place.revision += 1))]);
  };
  for (const [at, day] of DAYS.entries()) for (const one of chosen.filter((c) => c.day === at)) await next(one, day);
  await sealLedger({ store, log, clock, signer }, SEALED_TO);
  for (let more = 0; more < uncovered; more += 1) await next({ dossier: 0, day: 0, numbered: false }, '2026-11-09');
  return streams.get(0)?.stream ?? '';
}

/** The whole log as it is kept. */
export async function kept({ log }: Pick<TestLog, 'log'>): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = [];
  for await (const { position: _, ...event } of eventsAfter(log, null)) all.push(event);
  return all;
}

/** Random logs as they are kept: what is changed afterwards is changed in memory. */
export async function randomLogs(seed: number): Promise<readonly (readonly StoredEvent[])[]> {
  return Promise.all(
    randomChoices(seed).map(async (chosen) => {
      const one = await openLog();
      try {
        await write(one, chosen);
        return await kept(one);
      } finally {
        await one.close();
      }
    }),
  );
}

/** The first fault that a verifier finds; null where all holds. */
export function faultIn(log: readonly StoredEvent[], heads: readonly KnownHead[] = [], trusted = ours): Fault | null {
  const verifier = new LogVerifier(trusted);
  try {
    for (const event of log) verifier.take(event);
    verifier.end(heads);
    return null;
  } catch (error) {
    if (error instanceof Broken) return error.fault;
    throw error;
  }
}

/** One bit of a value's JSON turned over; undefined for what is no JSON any more, which no reader takes. */
export function withBitTurned<T>(value: T, byte: number, bit: number): T | undefined {
  const bytes = Buffer.from(JSON.stringify(value));
  const place = byte % bytes.length;
  bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
  try {
    return JSON.parse(bytes.toString()) as T;
  } catch {
    return undefined;
  }
}
