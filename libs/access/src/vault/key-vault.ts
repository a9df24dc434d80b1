import { randomBytes, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { Keys, type SealingKey } from '#event-store';
import { Gathering, StoreUnavailable } from '#kernel';
import { WrongMasterKey, type MasterKeys } from './master-keys.js';

const KEY_BYTES = 32;
/** So many keys are kept in one write, before anybody needs them. */
const BLOCK = 256;
/** With fewer left the next block is written while these are used, so that nobody waits for it. */
const FEW = 128;
const REWRAPPED_AT_ONCE = 1_000;
const CACHED = 10_000;
/** For so long a key that another process destroyed may still be used here. */
const CACHED_MS = 2_000;

/** Of keys that are known to be destroyed and stand there all the same: part of a backup was restored. */
const DESTROY = `update vault.keys k set master = null, wrapped = null, destroyed_at = d.destroyed_at
  from vault.destroyed_keys d`;

interface KeyRow {
  readonly id: string;
  readonly master: string | null;
  readonly wrapped: Buffer | null;
}

/** Kho khóa của hồ sơ: wrapped by the master key, in the schema `vault`. */
export class KeyVault extends Keys {
  private readonly unused: SealingKey[] = [];
  private readonly cache = new LRUCache<string, Uint8Array>({ max: CACHED, ttl: CACHED_MS });
  private filling: Promise<void> | null = null;
  /** Of many dossiers that are loaded side by side, each asks for a key of its own. */
  private readonly asking = new Gathering((asked: readonly (readonly string[])[]) => this.rowsOf(asked));

  private constructor(
    private readonly pool: Pool,
    private readonly masters: MasterKeys,
  ) {
    super();
  }

  /** @throws WrongMasterKey when the vault holds keys that none of these masters unwraps */
  static async open(pool: Pool, masters: MasterKeys): Promise<KeyVault> {
    const { rows } = await pool.query<{ master: string }>(
      'select distinct master from vault.keys where master is not null',
    );
    const missing = rows.find(({ master }) => !masters.knows(master));
    if (missing !== undefined)
      throw new WrongMasterKey(
        `the vault's keys are wrapped by the master key ${missing.master}, which was not given; without it nothing personal can be read`,
      );
    await pool.query(`${DESTROY} where d.id = k.id and k.wrapped is not null`);
    return new KeyVault(pool, masters);
  }

  /** Whether a vault holds no key yet, so that a new master key may be made for it. */
  static async isEmpty(pool: Pool): Promise<boolean> {
    const { rows } = await pool.query('select 1 from vault.keys limit 1');
    return rows.length === 0;
  }

  async fresh(): Promise<SealingKey> {
    for (;;) {
      const key = this.unused.pop();
      if (this.unused.length < FEW) this.refill().catch(() => {}); // heard by whoever finds none left
      if (key !== undefined) {
        this.cache.set(key.id, key.bytes);
        return key;
      }
      await this.refill();
    }
  }

  private refill(): Promise<void> {
    return (this.filling ??= this.fill().finally(() => (this.filling = null)));
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>> {
    const found = new Map<string, Uint8Array | null>();
    for (const id of ids) {
      const cached = this.cache.get(id);
      if (cached !== undefined) found.set(id, cached);
    }
    const missing = ids.filter((id) => !found.has(id));
    if (missing.length === 0) return found;
    for (const { id, master, wrapped } of await this.asking.ask(missing)) {
      const bytes = master === null || wrapped === null ? null : this.masters.unwrap({ master, bytes: wrapped }, id);
      found.set(id, bytes);
      if (bytes !== null) this.cache.set(id, bytes);
    }
    return found;
  }

  /** Hủy khóa: for ever; what the key sealed can be read by nobody. A key that is put back is destroyed at the next start. */
  async destroy(ids: readonly string[], at: string): Promise<void> {
    for (const id of ids) this.cache.delete(id);
    await reaching(() =>
      this.pool.query(
        `with noted as (
           insert into vault.destroyed_keys (id, destroyed_at) select id, $2 from unnest($1::uuid[]) ids(id)
           on conflict (id) do nothing)
         update vault.keys set master = null, wrapped = null, destroyed_at = $2
         where id = any($1::uuid[]) and wrapped is not null`,
        [ids, at],
      ),
    );
    for (const id of ids) this.cache.delete(id); // a reader that began before may have kept it meanwhile
  }

  /** Wraps every key anew by the current master, so that the former ones can be put away. @returns how many */
  async rotate(onProgress: (done: number) => void = () => {}): Promise<number> {
    for (let done = 0; ; onProgress(done)) {
      const { rows } = await this.pool.query<KeyRow & { readonly master: string; readonly wrapped: Buffer }>(
        'select id, master, wrapped from vault.keys where master <> $1 limit $2',
        [this.masters.current, REWRAPPED_AT_ONCE],
      );
      if (rows.length === 0) return done;
      const anew = rows.map(({ id, master, wrapped }) =>
        this.masters.wrap(this.masters.unwrap({ master, bytes: wrapped }, id), id),
      );
      await this.pool.query(
        `update vault.keys k set master = $1, wrapped = n.wrapped
         from unnest($2::uuid[], $3::bytea[]) n(id, wrapped) where k.id = n.id and k.wrapped is not null`,
        [this.masters.current, rows.map(({ id }) => id), anew.map(({ bytes }) => bytes)],
      );
      done += rows.length;
    }
  }

  private async fill(): Promise<void> {
    const random = randomBytes(BLOCK * KEY_BYTES); // a call for each key costs a tenth of a reception's sealing
    const keys = Array.from({ length: BLOCK }, (_, at) => ({
      id: randomUUID(),
      bytes: random.subarray(at * KEY_BYTES, (at + 1) * KEY_BYTES),
    }));
    const wrapped = keys.map(({ id, bytes }) => this.masters.wrap(bytes, id).bytes);
    await reaching(() =>
      this.pool.query(
        'insert into vault.keys (id, master, wrapped) select id, $1, wrapped from unnest($2::uuid[], $3::bytea[]) k(id, wrapped)',
        [this.masters.current, keys.map(({ id }) => id), wrapped],
      ),
    );
    this.unused.push(...keys);
  }

  private async rowsOf(asked: readonly (readonly string[])[]): Promise<readonly (readonly KeyRow[])[]> {
    const { rows } = await reaching(() =>
      this.pool.query<KeyRow>({
        name: 'keys',
        text: 'select id, master, wrapped from vault.keys where id = any($1::uuid[])',
        values: [asked.length === 1 ? asked[0] : [...new Set(asked.flat())]],
      }),
    );
    if (asked.length === 1) return [rows];
    const byId = new Map(rows.map((row) => [row.id, row]));
    return asked.map((ids) => ids.flatMap((id) => byId.get(id) ?? []));
  }
}

/** A vault that does not answer leaves nothing written. */
async function reaching<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new StoreUnavailable('not-written', { cause });
  }
}
