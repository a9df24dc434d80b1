import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '#testing';

describe('the proof of a log, by the command line', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let code: string;
  const folder = mkdtempSync(join(tmpdir(), 'dung-hen-proof-'));
  const file = (name: string) => join(folder, name);

  const run = (...args: readonly string[]) => {
    const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: folder };
    return spawnSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  };
  const cli = (...args: readonly string[]) => run('build/run.js', 'cli', ...args);
  const offline = (...args: readonly string[]) => run('dist/libs/inspection/verifier/src/main.js', ...args);

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 1 });
    expect(cli('import', '--calendar', 'libs/catalogue/data/calendar.vn.json').status).toBe(0);
    expect(cli('import', '--agencies', 'libs/catalogue/data/agencies.demo.json').status).toBe(0);
    expect(cli('import', '--local', 'libs/catalogue/data/procedures.demo.json').status).toBe(0);
    expect(cli('simulate', '--dossiers', '40', '--seed', '11').status).toBe(0);
    const { rows } = await pool.query<{ code: string }>(
      `select data->>'code' as code from event_store.events where type = 'DossierReceived' order by position limit 1`,
    );
    code = rows[0]?.code ?? '';
  }, 120_000);
  afterAll(async () => {
    await pool.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps no name of an applicant in the log, and holds before and after it is sealed', async () => {
    const { rows } = await pool.query<{ text: string }>(
      `select (data->'applicant')::text as text from event_store.events where type = 'DossierReceived'`,
    );
    for (const { text } of rows) expect(text).toMatch(/^\{"name":\{"sealed":\d+\},"kind":"[a-z]+"/);
    expect(cli('verify').status).toBe(0);
    expect(JSON.parse(cli('seal', '--json').stdout).entries).toBeGreaterThan(10); // a day of the simulation each
    const { log } = JSON.parse(cli('verify', '--json').stdout);
    expect(log.covered).toBeGreaterThan(300);
    expect(log.uncovered.every(({ stream }: { stream: string }) => stream === 'ledger')).toBe(true);
  }, 60_000);

  it('exports a dossier that anybody verifies without the log, and nobody changes unseen', () => {
    writeFileSync(file('ledger.pub'), cli('keys', 'public').stdout);
    expect(cli('export-bundle', code, '--out', file('bundle.json')).status).toBe(0);
    const held = offline(file('bundle.json'), '--key', file('ledger.pub'));
    expect([held.status, held.stdout]).toEqual([0, expect.stringContaining(`${code}: `)]);
    const text = readFileSync(file('bundle.json'), 'utf8');
    const [reception] = JSON.parse(cli('dossier', code, '--json').stdout).events;
    expect(reception.data.applicant.name).toMatch(/^\S+ \S+/);
    expect(text).not.toContain(reception.data.applicant.name);
    writeFileSync(file('changed.json'), text.replace(/"officer": "[^"]*/, '"officer": "khac'));
    const changed = offline(file('changed.json'), '--key', file('ledger.pub'));
    expect([changed.status, changed.stderr]).toEqual([1, expect.stringMatching(/^does not hold: dossier-\S+ \d+: /)]);
    expect(offline(file('bundle.json')).status).toBe(2);
    writeFileSync(file('none.json'), '{}');
    expect(offline(file('none.json'), '--key', file('ledger.pub')).status).toBe(1);
  }, 60_000);

  it('verifies one dossier, and the days that are asked for', () => {
    expect(JSON.parse(cli('verify', '--dossier', code, '--json').stdout).bundle.uncovered).toEqual([]);
    const { log } = JSON.parse(cli('verify', '--from', '2026-06-01', '--to', '2026-06-30', '--json').stdout);
    expect(log.entries).toBeGreaterThan(5);
    expect(cli('verify', '--from', '2026-06-31').status).toBe(2);
  }, 60_000);

  it('fails when one byte of the log was changed by SQL, and names the event', async () => {
    const { rows } = await pool.query<{ stream: string; revision: number }>(
      `update event_store.events set data = replace(data::text, '"form":"e', '"form":"E')::json
       where (stream, revision) = (select stream, revision from event_store.events
         where type = 'DossierTransferred' and data::text like '%"form":"e%' order by position limit 1)
       returning stream, revision`,
    );
    const [changed] = rows;
    const { status, stderr } = cli('verify');
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(`does not hold: ${changed?.stream} ${changed?.revision}:`),
    ]);
  }, 60_000);

  it('does not start on a log that was written before it was chained', async () => {
    await pool.query(
      `update event_store.events set meta = (meta::jsonb - 'hash')::json where stream like 'calendar-%'`,
    );
    const { status, stderr } = cli('verify');
    expect([status, stderr]).toEqual([1, expect.stringContaining('log-too-old')]);
  }, 60_000);
});
