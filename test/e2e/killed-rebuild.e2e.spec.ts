import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { DEMO_PASSWORD } from '#access';
import { PACKAGE_ROOT } from '#installation';
import { outcomesProjection } from '#reports';
import { built, cliInThread } from './cli-in-thread.js';
import { preparedDatabase, type PreparedDatabase } from './prepared-database.js';
import { Running, type Environment } from './running-process.js';

const DATA = join(PACKAGE_ROOT, 'libs/handling/data');
const PATIENCE_MS = 120_000;
const older = outcomesProjection.version - 1;
/** Whoever writes a build of the outcomes holds this lock: a test that holds it decides when the next batch is taken. */
const lockOf = (build: 'live' | 'next') => `hashtextextended('projection outcomes ${build}', 118)`;

describe('a worker that is killed while it builds the outcomes anew', () => {
  let database: PreparedDatabase;
  let env: Environment;
  let worker: Running | null = null;
  const connections: pg.Client[] = [];

  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await preparedDatabase(DEMO_PASSWORD);
    env = { ...database.env, PORT: '0' };
    const mapping = join(DATA, 'municipal-receipt-log.mapping.json');
    cliInThread(['import-register', join(DATA, 'municipal-receipt-log.csv'), '--mapping', mapping], { env });
    worker = new Running('worker', env);
    const followed = `select from read.checkpoints where projection = 'outcomes' and caught_up`;
    await until(async () => (await rows(followed)).length === 1);
    await worker.ends('SIGTERM');
  }, PATIENCE_MS);
  /** As code that is one version older has left them. */
  beforeEach(() => rows(`update read.checkpoints set version = ${older} where projection = 'outcomes'`));
  afterEach(async () => {
    await worker?.ends('SIGKILL');
    for (const client of connections.splice(0)) await client.end();
  });
  afterAll(async () => {
    await worker?.ends('SIGKILL');
    await database.drop();
  });

  const connection = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    connections.push(client);
    return client;
  };
  const rows = async (text: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    (await (connections[0] ?? (await connection())).query(text)).rows;
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 60_000; !(await isSo()); await wait(10))
      if (Date.now() > end) throw new Error(`it never was so; the worker said:\n${worker?.output ?? ''}`);
  };
  /** What is served, whole; not its sums, which the worker adds up anew. */
  const served = async () => {
    const tables = outcomesProjection.storage.tables.filter(({ name }) => name.startsWith('outcome'));
    const digests = tables.map(
      ({ name }) => `(select md5(string_agg(t::text, E'\\n' order by t::text)) from read.${name} t) as ${name}`,
    );
    return rows(`select ${digests.join(', ')}`);
  };
  const builds = () => rows(`select build, version from read.checkpoints where projection = 'outcomes' order by build`);

  /** Takes the lock behind whoever waits for it already. @returns once it is granted */
  const lock = async (build: 'live' | 'next') => {
    const client = await connection();
    const granted = client.query(`select pg_advisory_lock(${lockOf(build)})`);
    granted.catch(() => {}); // heard by whoever waits for it
    return { granted, release: () => client.query(`select pg_advisory_unlock(${lockOf(build)})`) };
  };
  const waiting = async (build: 'live' | 'next', many: number): Promise<void> =>
    until(async () => {
      const found = await rows(
        `select from pg_locks where locktype = 'advisory' and not granted
           and ((classid::bigint << 32) | objid::bigint) = ${lockOf(build)}
           and database = (select oid from pg_database where datname = current_database())`,
      );
      return found.length >= many;
    });

  it.each([
    ['before its first batch', 'position is null'],
    ['after its first batch', 'position is not null'],
  ])(
    '%s leaves the older tables serving, as they were',
    async (_, isThere) => {
      const before = await served();
      expect(before).toEqual([expect.objectContaining({ outcomes: expect.any(String) })]);
      const next = `select from read.checkpoints where build = 'next' and version > ${older} and ${isThere}`;
      let held = await lock('next');
      await held.granted;
      worker = new Running('worker', env);
      for (await waiting('next', 1); (await rows(next)).length === 0; await waiting('next', 1)) {
        const behind = await lock('next');
        await waiting('next', 2);
        await held.release(); // the worker goes one step on, and waits again
        await behind.granted;
        held = behind;
      }
      await worker.ends('SIGKILL');
      await held.release();
      expect(await served()).toEqual(before);
      expect(await builds()).toContainEqual({ build: 'live', version: older });
    },
    PATIENCE_MS,
  );

  it(
    'as it is about to switch leaves them too, and the next worker builds them anew, the same, and serves those',
    async () => {
      const before = await served();
      const live = await lock('live');
      await live.granted;
      worker = new Running('worker', env);
      await waiting('live', 1);
      expect(await builds()).toEqual([
        { build: 'live', version: older },
        { build: 'next', version: outcomesProjection.version },
      ]);
      const positions = await rows(`select distinct position from read.checkpoints where projection = 'outcomes'`);
      expect(positions).toHaveLength(1); // it has all that the live one has
      await worker.ends('SIGKILL');
      await live.release();
      expect(await served()).toEqual(before);
      expect(await builds()).toContainEqual({ build: 'live', version: older });

      worker = new Running('worker', env);
      await until(async () => (await builds()).length === 1);
      expect(await builds()).toEqual([{ build: 'live', version: outcomesProjection.version }]);
      expect(await served()).toEqual(before);
      expect(await worker.ends('SIGTERM')).toBe(0);
    },
    PATIENCE_MS,
  );
});
