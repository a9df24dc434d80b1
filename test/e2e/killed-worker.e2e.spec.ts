import { jest } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { MasterKeys } from '#access';
import { Mailboxes, openTimers, timerPool } from '#duties';
import { configuration, openInstallation, publishShipped, SHIPPED, type Installation } from '#installation';
import { freshDatabase, StandingClock, type FreshDatabase } from '#testing';
import type pg from 'pg';
import { built } from './cli-in-thread.js';
import { mailServer } from './mail-server.js';
import { Running, type Environment } from './running-process.js';

/** `npm run test:kill` sets more. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 20);
const DOSSIERS_A_ROUND = 3;
/** As after Tết; `npm run bench` has ten thousand. */
const DUE_AT_ONCE = 1_000;
const DESKS = 16;
const SEED = 118;
const LIVES_MS = { from: 300, to: 3_500 };
const ROLES = ['reception-officer', 'unit-head', 'case-officer', 'leader'];
const AGENCIES = ['H27.118', 'H27.118.1'];
/** Below the ports that the system gives to whoever asks for any. */
const PORT = String(29_000 + (process.pid % 2_000));
const RECEPTIONIST = { id: 'tiepnhan', role: 'reception-officer', agency: 'H27.118.1' } as const;

jest.setTimeout(Math.max(300_000, ROUNDS * 15_000));

describe('a worker that is killed at any moment', () => {
  let database: FreshDatabase;
  let mail: Awaited<ReturnType<typeof mailServer>>;
  let installation: Installation;
  let pool: pg.Pool;
  let env: Environment;
  let workers: readonly Running[] = [];
  const codes: string[] = [];
  // Weeks ago: whatever these dossiers owed is overdue by now.
  const clock = new StandingClock('2026-10-20T02:00:00.000Z');

  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await freshDatabase();
    mail = await mailServer();
    const { privateKey } = generateKeyPairSync('ed25519');
    env = {
      DATABASE_URL: database.url,
      MASTER_KEY: MasterKeys.generate(),
      SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
      SMTP_URL: mail.url,
      MAIL_FROM: 'dung-hen@h27.example',
      PORT,
    };
    installation = await openInstallation(configuration(env, { logLevel: 'error' }), 'borrow', clock);
    const actor = { id: 'test', role: 'administrator', agency: null };
    await publishShipped({ ...installation, actor }, () => {}, SHIPPED.slice(0, 3));
    pool = timerPool(database.url, 3);
    await openTimers(pool);
    for (const role of ROLES)
      for (const agency of AGENCIES)
        await new Mailboxes(installation.db).set({ role, agency, address: `${role}.${agency}@h27.example` });
  });
  afterAll(async () => {
    for (const worker of workers) await worker.ends('SIGKILL');
    await pool.end();
    await installation.close();
    await mail.stop();
    await database.drop();
  });

  const receive = async (): Promise<string> => {
    const { code } = await installation.desk.receive(
      { account: 'tiepnhan', actor: RECEPTIONIST },
      { key: randomUUID(), correlationId: randomUUID() },
      {
        dossierId: null,
        procedure: '1.000894',
        channel: 'counter',
        case: null,
        centre: 'H27.118.1',
        decidingAgency: null,
        applicant: {
          name: 'Nguyễn Thị Hoa',
          kind: 'citizen',
          identityNo: null,
          phone: null,
          email: null,
          address: null,
        },
        submitter: null,
        request: 'Đăng ký kết hôn',
        papers: [{ name: 'Tờ khai', originals: 1, copies: 0, digital: false, digest: null }],
        sets: 1,
        collectAt: null,
        fee: null,
      },
    );
    return code ?? '';
  };

  const happenedTo = async (code: string): Promise<readonly string[]> => {
    const { history } = await installation.desk.findByCode(code);
    return history.map(({ type, data }) => ('duty' in data ? `${type} ${data.duty}` : type));
  };

  /** How much is still to be done of what passing time has brought. */
  const unsettled = async (): Promise<number> => {
    const { rows } = await pool.query<{ open: string }>(
      `select (select count(*) from graphile_worker.jobs where run_at <= now() and attempts < max_attempts)
         + (select count(*) from vault.notices where outcome is null)
         + (select count(*) from vault.timers where next_at <= now())
         + (select count(*) from event_store.events where stream ^@ 'dossier-')
         - (select coalesce(sum(revision + 1), 0) from read.duty_facts) as open`,
    );
    return Number(rows[0]?.open);
  };

  /** Workers that live until all is settled, and then stop cleanly. */
  const settled = async (each: readonly Environment[]): Promise<void> => {
    workers = each.map((one) => new Running('worker', one));
    for (const [at, one] of each.entries())
      await workers[at]?.isReady(`http://127.0.0.1:${one['PORT'] ?? ''}/health/ready`);
    for (let left = 600; left > 0 && (await unsettled()) > 0; left -= 1) await wait(100);
    expect(await unsettled()).toBe(0);
    for (const worker of workers) expect([await worker.ends('SIGTERM'), worker.output]).toEqual([0, '']);
  };

  const nothingLostOrTwice = async (): Promise<void> => {
    const [first = ''] = codes;
    const expected = await happenedTo(first);
    // The apology is owed by the end of the day on which the lateness was seen; that may be over or not.
    const sure = ['DossierReceived', 'LatenessForecast', 'EscalatedToHead forward-paper 1', 'EscalatedToHead result 1'];
    expect(expected).toEqual(expect.arrayContaining(sure));
    expect(new Set(expected).size).toBe(expected.length);
    for (const code of codes) expect([code, (await happenedTo(code)).toSorted()]).toEqual([code, expected.toSorted()]);

    const ids = mail.letters.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const { rows } = await pool.query<{ outcome: string; count: number }>(
      'select outcome, count(*)::int as count from vault.notices group by outcome',
    );
    const counts = new Map(rows.map(({ outcome, count }) => [outcome, count]));
    expect([...counts.keys()].filter((outcome) => outcome !== 'sent' && outcome !== 'uncertain')).toEqual([]);
    // What was being sent as the worker died may have arrived; nothing else did not.
    expect(ids.length).toBeGreaterThanOrEqual(counts.get('sent') ?? 0);
    expect(ids.length).toBeLessThanOrEqual((counts.get('sent') ?? 0) + (counts.get('uncertain') ?? 0));
    const { rows: perDossier } = await pool.query<{ count: number }>(
      'select count(*)::int as count from vault.notices group by dossier_id',
    );
    expect(perDossier).toHaveLength(codes.length);
    expect(new Set(perDossier.map(({ count }) => count)).size).toBe(1);
  };

  it(`loses nothing, does nothing twice and tells nobody twice (${ROUNDS} times)`, async () => {
    const chance = xoroshiro128plus(SEED);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let one = 0; one < DOSSIERS_A_ROUND; one += 1) codes.push(await receive());
      const worker = new Running('worker', env);
      await wait(uniformInt(chance, LIVES_MS.from, LIVES_MS.to));
      await worker.ends('SIGKILL');
    }
    await settled([env]);
    await nothingLostOrTwice();
  });

  it('of many that are due in one minute loses none, does nothing twice and tells nobody twice', async () => {
    let left = DUE_AT_ONCE;
    const desk = async (): Promise<void> => {
      for (; left > 0;) {
        left -= 1;
        codes.push(await receive());
      }
    };
    await Promise.all(Array.from({ length: DESKS }, desk));
    const worker = new Running('worker', env);
    const looked = async (): Promise<number> =>
      (await pool.query('select from vault.timers where woken_at is not null')).rowCount ?? 0;
    for (const before = await looked(); (await looked()) < before + DUE_AT_ONCE / 10;) await wait(10);
    await worker.ends('SIGKILL');
    await settled([env, { ...env, PORT: String(Number(PORT) + 1) }]);
    await nothingLostOrTwice();
  });
});
