import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '#testing';
import { built, cliInThread } from './cli-in-thread.js';

/** As long as the shipped procedures are in force and a simulation may reach: people come in eight months. */
const [FROM_DAY, TO_DAY] = ['2026-01-05', '2026-08-28'];
/** Every letter of base64 by another. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const [FROM, TO] = [LETTERS, `${LETTERS.slice(1)}A`];
/** SQL: where the value of a field begins in the text of a column. */
const at = (column: string, field: string): string =>
  `position('"${field}":"' in ${column}::text) + ${field.length + 4}`;

/** The same database under another name: what is done to it is not done to the first. */
async function copyOf(database: FreshDatabase) {
  const copy = await freshDatabase(database);
  return { ...copy, query: (text: string) => statement(copy.url, text) };
}

async function statement(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the proof of a log, by the command line', () => {
  let database: FreshDatabase;
  let code: string;
  const folder = mkdtempSync(join(tmpdir(), 'dung-hen-proof-'));
  const file = (name: string) => join(folder, name);

  const run = (url: string, ...args: readonly string[]) => {
    const env = { ...process.env, DATABASE_URL: url, DATA_DIR: folder };
    return spawnSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  };
  const cliOn = (url: string, ...args: readonly string[]) =>
    cliInThread(args, { env: { DATABASE_URL: url, DATA_DIR: folder } });
  const cli = (...args: readonly string[]) => cliOn(database.url, ...args);
  const offline = (...args: readonly string[]) =>
    run(database.url, 'dist/libs/inspection/verifier/src/main.js', ...args);

  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await freshDatabase();
    expect(cli('import', '--calendar', 'libs/catalogue/data/calendar.vn.json').status).toBe(0);
    expect(cli('import', '--agencies', 'libs/catalogue/data/agencies.demo.json').status).toBe(0);
    expect(cli('import', '--local', 'libs/catalogue/data/procedures.demo.json').status).toBe(0);
    expect(cli('simulate', '--dossiers', '150', '--seed', '11', '--from', FROM_DAY, '--to', TO_DAY).status).toBe(0);
    const [first] = await statement(
      database.url,
      `select data->>'code' as code from event_store.events where type = 'DossierReceived' order by position limit 1`,
    );
    code = String(first?.['code']);
  }, 120_000);
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps no name of an applicant in the log, and holds before and after it is sealed', async () => {
    const rows = await statement(
      database.url,
      `select (data->'applicant')::text as text from event_store.events where type = 'DossierReceived'`,
    );
    expect(rows.length).toBeGreaterThan(100);
    for (const { text } of rows) expect(text).toMatch(/^\{"name":\{"sealed":\d+\},"kind":"[a-z]+"/);
    expect(cli('verify').status).toBe(0);
    expect(JSON.parse(cli('seal', '--json').stdout).entries).toBeGreaterThan(10); // a day of the simulation each
    const { log } = JSON.parse(cli('verify', '--json').stdout);
    expect(log.covered).toBeGreaterThan(1_000);
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

  describe('on a copy of the database in which one byte was changed by SQL', () => {
    /** Which event, and what its data or metadata become. */
    const CHANGES = {
      'of data': [
        `type = 'DossierTransferred' and data::text like '%"form":"e%'`,
        `data = replace(data::text, '"form":"e', '"form":"E')::json`,
      ],
      'of metadata': [
        `type = 'StepCompleted'`,
        `meta = replace(meta::text, '"recordedAt":"2', '"recordedAt":"3')::json`,
      ],
      'of ciphertext': [
        `type = 'DossierReceived'`,
        `meta = overlay(meta::text placing translate(substr(meta::text, ${at('meta', 'box')}, 1), '${FROM}', '${TO}')
           from ${at('meta', 'box')} for 1)::json`,
      ],
      'of a signature': [
        `type = 'LedgerSealed' and revision > 2`,
        `data = overlay(data::text placing translate(substr(data::text, ${at('data', 'signature')}, 1), '${FROM}', '${TO}')
           from ${at('data', 'signature')} for 1)::json`,
      ],
    } as const;

    it.each(Object.keys(CHANGES) as (keyof typeof CHANGES)[])(
      'fails and names the event: a byte %s',
      async (what) => {
        const copy = await copyOf(database);
        const [which, change] = CHANGES[what];
        const [changed] = await copy.query(
          `update event_store.events set ${change} where (stream, revision) =
           (select stream, revision from event_store.events where ${which} order by tx, position limit 1)
         returning stream, revision`,
        );
        const { status, stderr } = cliOn(copy.url, 'verify');
        await copy.drop();
        expect([status, stderr]).toEqual([
          1,
          expect.stringContaining(`does not hold: ${changed?.['stream']} ${changed?.['revision']}:`),
        ]);
      },
      60_000,
    );

    it('fails and names the entry that covers it: a byte of a number, whose stream bears no chain', async () => {
      const copy = await copyOf(database);
      const one = `(select stream, revision from event_store.events where type = 'NumberTaken' order by tx, position limit 1)`;
      const dossier = `data = replace(data::text, '"dossierId":"', '"dossierId":"0')::json`;
      await copy.query(`update event_store.events set ${dossier} where (stream, revision) = ${one}`);
      const { status, stderr } = cliOn(copy.url, 'verify');
      await copy.drop();
      expect([status, stderr]).toEqual([1, expect.stringMatching(/does not hold: ledger \d+: the \d+ events up to/)]);
    }, 60_000);

    it('holds where nothing was changed', async () => {
      const copy = await copyOf(database);
      const { status } = cliOn(copy.url, 'verify');
      await copy.drop();
      expect(status).toBe(0);
    }, 60_000);
  });

  it('does not start on a log that was written before it was chained', async () => {
    await statement(
      database.url,
      `update event_store.events set meta = (meta::jsonb - 'hash')::json where stream like 'calendar-%'`,
    );
    const { status, stderr } = cli('verify');
    expect([status, stderr]).toEqual([1, expect.stringContaining('log-too-old')]);
  }, 60_000);
});
