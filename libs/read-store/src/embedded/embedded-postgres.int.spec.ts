import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { findRunningEmbedded, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';

const PATIENCE_MS = 60_000;

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const OTHER_PROCESS = `
  const { startEmbeddedPostgres } = await import('./libs/read-store/src/embedded/embedded-postgres.ts');
  console.log((await startEmbeddedPostgres({ dataDir: process.argv[1], durable: false })).url);
  setInterval(() => {}, 1000);
`;

describe('the embedded PostgreSQL of a data folder', () => {
  let dataDir = '';
  let server: EmbeddedPostgres;
  const start = async () => (server = await startEmbeddedPostgres({ dataDir, durable: false }));
  const pidFile = () => join(dataDir, 'postgres', 'postmaster.pid');
  const serverPid = async () => Number((await readFile(pidFile(), 'utf8')).split('\n')[0]);

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dung-hen-embedded-'));
    await chmod(dataDir, 0o755);
    await start();
    await query(server.url, 'create table kept as select 118 as decree');
  }, PATIENCE_MS);

  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, PATIENCE_MS);

  const keepsItsData = async () =>
    expect(await query(server.url, 'select decree from kept')).toEqual([{ decree: 118 }]);

  it(
    'starts a second time within two seconds and keeps its data',
    async () => {
      await server.stop();
      const began = performance.now();
      await start();
      expect(performance.now() - began).toBeLessThan(2_000);
      await keepsItsData();
    },
    PATIENCE_MS,
  );

  it(
    'is found by another program as long as it runs',
    async () => {
      expect(await findRunningEmbedded(dataDir)).toBe(server.url);
      await server.stop();
      expect(await findRunningEmbedded(dataDir)).toBeNull();
      expect(await findRunningEmbedded(join(dataDir, 'nothing-here'))).toBeNull();
      await start();
    },
    PATIENCE_MS,
  );

  it(
    'refuses a second owner by name of the folder, and goes on',
    async () => {
      await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/postgres is in use by another process/);
      await keepsItsData();
    },
    PATIENCE_MS,
  );

  it(
    'keeps its password in a file that only its account reads',
    async () => {
      const secret = join(dataDir, 'postgres', 'superuser.secret');
      expect((await stat(secret)).mode & 0o777).toBe(0o600);
      expect(server.url).toContain(`:${(await readFile(secret, 'utf8')).trim()}@127.0.0.1:`);
    },
    PATIENCE_MS,
  );

  it(
    'is started again at the same address when it was killed',
    async () => {
      const killed = await serverPid();
      process.kill(killed, 'SIGKILL');
      for (let answered = false; !answered; await wait(50)) {
        answered = await query(server.url, 'select 1').then(
          () => true,
          () => false,
        );
      }
      expect(await serverPid()).not.toBe(killed);
      await keepsItsData();
    },
    PATIENCE_MS,
  );

  it(
    'is not kept from starting by a lock whose number another program has now',
    async () => {
      await server.stop();
      await writeFile(
        pidFile(),
        `${process.pid}\n${join(dataDir, 'postgres')}\n1795486874\n5432\n\n127.0.0.1\n\nready\n`,
      );
      await start();
      await keepsItsData();
    },
    PATIENCE_MS,
  );

  it(
    'is taken over from an owner that was killed',
    async () => {
      await server.stop();
      const flags = ['--conditions=source', '--import', '@swc-node/register/esm-register', '--input-type=module'];
      const owner = spawn(process.execPath, [...flags, '-e', OTHER_PROCESS, dataDir], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      const [said] = await once(owner.stdout, 'data');
      await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/in use/);
      owner.kill('SIGKILL');
      await once(owner, 'exit');
      await wait(200); // until PostgreSQL notices that the owner's connection is gone
      await start();
      expect(server.url).toBe(String(said).trim());
      await keepsItsData();
    },
    PATIENCE_MS,
  );
});
