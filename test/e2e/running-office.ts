import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import request from 'supertest';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#access';
import { Mailboxes, type Notifier } from '#duties';
import { Signer } from '#inspection';
import { configuration, openInstallation, publishShipped, SHIPPED, signingKey } from '#installation';
import type { ChangedOutcome } from '#reports';
import { form, freshDatabase, StandingClock, type FormPart } from '#testing';
import { createApi } from '../../apps/api/src/api.js';
import { startWorker } from '../../apps/worker/src/worker.js';

export type Body = Readonly<Record<string, unknown>>;

/** Other suites may have the machine: more than a client would wait. */
const BEHIND_MS = 15_000;
const ACTOR = { id: 'test', role: 'administrator', agency: null } as const;

/** What a couple hands in at a commune's centre. */
export const marriage: Body = {
  ...{ procedure: '1.000894', channel: 'counter', centre: 'H27.118.1', sets: 1 },
  ...{ applicant: { name: 'Lê Văn Đức', kind: 'citizen' }, request: 'Kết hôn', papers: [] },
};

/** Who gives a command, and how. */
export interface By {
  readonly account?: string;
  readonly key?: string;
  readonly ifMatch?: string;
}

/** An office over HTTP on a fresh database: the demo province without the national records, a worker, demo accounts. */
export async function runningOffice(
  environment: Readonly<Record<string, string>> = {},
  notifier: Notifier | null = null,
) {
  const database = await freshDatabase();
  const papers = mkdtempSync(join(tmpdir(), 'dung-hen-papers-'));
  const env = { DATABASE_URL: database.url, PAPERS_DIR: papers, ...environment };
  const clock = new StandingClock('2026-11-20T02:00:00.000Z'); // Friday 20/11, 09:00 in Hà Nội
  const config = configuration(env, { logLevel: 'error' });
  const installation = await openInstallation(config, 'borrow', clock);
  await publishShipped({ ...installation, actor: ACTOR }, () => {}, SHIPPED.slice(0, 3));
  for (const account of DEMO_ACCOUNTS) await installation.accounts.create(account, DEMO_PASSWORD);
  const signer = new Signer(signingKey(config));
  const reclassified: ChangedOutcome[] = [];
  const troubles: (readonly [part: string, error: unknown])[] = [];
  const stopWorker = await startWorker({
    ...installation,
    notifier,
    signer,
    ledgerEveryMinutes: config.ledgerEveryMinutes,
    onTrouble: (part, error) => troubles.push([part, error]),
    onReclassified: (changed) => reclassified.push(changed),
  });
  const app = await createApi(installation, config);
  const server = app.getHttpServer();
  const tokens = new Map<string, string>();
  const tokenOf = async (account: string): Promise<string> => {
    const session = `${account} ${clock.at}`; // a session does not outlive the days that a test lets pass
    const known = tokens.get(session);
    if (known !== undefined) return known;
    const { body } = await request(server).post('/session').send({ account, password: DEMO_PASSWORD });
    tokens.set(session, body.token);
    return body.token;
  };
  const getOnce = async (path: string, account = 'tiepnhan') =>
    request(server)
      .get(path)
      .set('authorization', `Bearer ${await tokenOf(account)}`);
  let keys = 0;
  return {
    database,
    /** The folder of stored papers. */
    papers,
    clock,
    installation,
    /** What the worker told of dossiers whose class a rebuild changed. */
    reclassified,
    /** What went wrong in the worker. */
    troubles,
    server,
    tokenOf,
    async post(path: string, body: Body, { account = 'tiepnhan', key, ifMatch }: By = {}) {
      const asked = request(server)
        .post(path)
        .set('authorization', `Bearer ${await tokenOf(account)}`)
        .set('idempotency-key', key ?? `key-${(keys += 1)}`);
      return (ifMatch === undefined ? asked : asked.set('if-match', ifMatch)).send(body);
    },
    /** Hands in a form at `/dossiers/<dossier>/papers`. */
    async upload(dossier: string, parts: readonly FormPart[], { account = 'tiepnhan', key }: By = {}) {
      const { type, body } = form(parts);
      return request(server)
        .post(`/dossiers/${dossier}/papers`)
        .set('authorization', `Bearer ${await tokenOf(account)}`)
        .set('idempotency-key', key ?? `key-${(keys += 1)}`)
        .set('content-type', type)
        .send(body);
    },
    getOnce,
    /** As a client does that is told to come back (`Retry-After`): asks again while the read models are behind a position. */
    async get(path: string, account = 'tiepnhan') {
      for (const end = Date.now() + BEHIND_MS; ; await wait(100)) {
        const answer = await getOnce(path, account);
        if (answer.body.code !== 'read-model-behind' || Date.now() > end) return answer;
      }
    },
    /** How many events the log holds. */
    async logged(): Promise<number> {
      let count = 0;
      const ending = new AbortController();
      for await (const batch of installation.store.subscribe({ prefixes: [''], signal: ending.signal })) {
        count += batch.events.length;
        if (batch.caughtUp) break;
      }
      ending.abort();
      return count;
    },
    /** Where a role of an agency is told. */
    mailbox: (role: string, agency: string, address: string) =>
      new Mailboxes(installation.db).set({ role, agency, address }),
    sql: (text: string) => installation.db.query(text),
    /** Time passes, for the timers too. */
    async elapse(to: string): Promise<void> {
      clock.at = to;
      await installation.db.query(
        `update graphile_worker._private_jobs set run_at = now() where key like 'duties %' and locked_at is null`,
      );
    },
    /** Opens a port for clients that need one. */
    async listen(): Promise<string> {
      await app.listen(0, '127.0.0.1');
      return app.getUrl();
    },
    async stop(): Promise<void> {
      await app.close();
      await stopWorker();
      await installation.close();
      await database.drop();
      rmSync(papers, { recursive: true, force: true });
    },
  };
}

export type RunningOffice = Awaited<ReturnType<typeof runningOffice>>;
