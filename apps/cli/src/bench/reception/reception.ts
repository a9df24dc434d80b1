import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DEMO_PASSWORD } from '#access';
import { configuration, openInstallation, publishShipped, SHIPPED, type Installation } from '#installation';
import { vietnamDay } from '#kernel';
import { inTurns, type Scenario } from '../scenario.js';
import { postsPerSecond, type Load } from './load.js';

const CONNECTIONS = 32;
const AGENCIES = 20;
const READY_WITHIN_MS = 30_000;
/** Requests are counted as in the product, and nobody is stopped. */
const COUNTED = { RATE_PER_ADDRESS: '10000000', RATE_PER_ACCOUNT: '10000000' };
const PROCEDURE = '1.000894';

/** Receptions over HTTP for 20 agencies, against the same statements by bare Fastify and `pg`. */
export const receptionScenario: Scenario = {
  name: 'reception by POST, 32 connections',
  unit: 'receptions/s',
  better: 'more',
  atLeast: 0.5,
  run: async (bench) => {
    const servers = await startServers(bench.databaseUrl);
    try {
      return await inTurns(bench, servers.ours, servers.limit);
    } finally {
      await servers.stop();
    }
  },
};

/** Both servers, each a process of its own on one database. */
interface Servers {
  readonly ours: (seconds: number) => Promise<number>;
  readonly limit: (seconds: number) => Promise<number>;
  readonly stop: () => Promise<void>;
}

async function startServers(databaseUrl: string): Promise<Servers> {
  const installation = await openInstallation(
    configuration({ DATABASE_URL: databaseUrl }, { logLevel: 'error' }),
    'borrow',
  );
  const centres = await prepared(installation);
  const api = await serverProcess('../../../../api/src/main.js', { DATABASE_URL: databaseUrl, ...COUNTED });
  const tokens = await Promise.all(centres.map((_, at) => logIn(api.url, accountOf(at))));
  const run = randomUUID();
  const load = (round: string): Load => ({
    headers: (at) => ({
      authorization: `Bearer ${tokens[at % tokens.length] ?? ''}`,
      'idempotency-key': `${run}-${round}-${at}`,
    }),
    body: (at) => reception(centres[at % centres.length] ?? '', at),
  });
  await postsPerSecond(`${api.url}/dossiers`, 1, 0.5, load('first'));
  const bare = await serverProcess('bare-server.js', {
    DATABASE_URL: databaseUrl,
    ...(await oneReception(installation)),
  });
  await installation.close();
  let rounds = 0;
  const posts = (url: string, seconds: number): Promise<number> =>
    postsPerSecond(`${url}/dossiers`, CONNECTIONS, seconds, load(String((rounds += 1))));
  return {
    ours: (seconds) => posts(api.url, seconds),
    limit: (seconds) => posts(bare.url, seconds),
    stop: async () => {
      await Promise.all([api.stop(), bare.stop()]);
    },
  };
}

/** The demo province without the national records, and an account for each desk. @returns centres of as many agencies as are asked */
async function prepared({ store, catalogue, accounts, clock }: Installation): Promise<readonly string[]> {
  const actor = { id: 'bench', role: 'administrator', agency: null };
  await publishShipped({ store, catalogue, clock, actor }, () => {}, SHIPPED.slice(0, 3));
  const today = vietnamDay(clock.now());
  const centres = catalogue.view
    .allAgencies()
    .filter(
      ({ code, kind, level }) =>
        kind === 'one-stop-centre' && level === 'commune' && catalogue.view.isOpen(code, today),
    )
    .map(({ code }) => code)
    .slice(0, AGENCIES);
  for (const [at, agency] of centres.entries())
    await accounts.create({ name: accountOf(at), role: 'reception-officer', agency }, DEMO_PASSWORD);
  return centres;
}

/** Each centre's desk has an account of its own. */
const accountOf = (at: number): string => `desk-${at}`;

/** Data and metadata of a reception as the product wrote it. */
async function oneReception({ store }: Installation): Promise<{ readonly DATA: string; readonly META: string }> {
  for await (const { events } of store.subscribe({ prefixes: ['dossier-'] }))
    for (const { data, meta } of events) return { DATA: JSON.stringify(data), META: JSON.stringify(meta) };
  throw new Error('no reception in the log');
}

const reception = (centre: string, at: number): string =>
  JSON.stringify({
    procedure: PROCEDURE,
    channel: 'counter',
    centre,
    applicant: { name: 'Nguyễn Thị Hoa', kind: 'citizen', phone: '0912000001', address: `Thôn ${at}` },
    request: 'Đăng ký kết hôn',
    papers: [{ name: 'Tờ khai đăng ký kết hôn', originals: 1, copies: 0, digital: false }],
    sets: 1,
  });

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

async function serverProcess(file: string, environment: Readonly<Record<string, string>>): Promise<Server> {
  const port = await freePort();
  const env = { ...process.env, ...environment, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [join(import.meta.dirname, file)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await listening(child, port);
  return { url: `http://127.0.0.1:${port}`, stop: () => ended(child) };
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await wait(50)) {
    if (child.exitCode !== null) throw new Error('a server of the bench ended before it listened');
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => null)) return;
  }
  throw new Error('a server of the bench did not listen in time');
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

async function logIn(url: string, account: string): Promise<string> {
  const answer = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password: DEMO_PASSWORD }),
  });
  const { token }: { readonly token: string } = await answer.json();
  return token;
}
