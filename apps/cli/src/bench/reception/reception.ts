import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DEMO_PASSWORD } from '#access';
import { configuration, openInstallation, type Installation } from '#installation';
import { inTurns, type Bench, type Measured, type Scenario } from '../scenario.js';
import { postsPerSecond, type Load } from './load.js';
import { accountOf, broughtTo, prepared } from './province.js';

const CONNECTIONS = 32;
const READY_WITHIN_MS = 30_000;
/** Requests are counted as in the product, and nobody is stopped. */
const COUNTED = { RATE_PER_ADDRESS: '10000000', RATE_PER_ACCOUNT: '10000000' };

/** Receptions over HTTP for 20 agencies, against two other servers. */
export const receptionScenarios: readonly Scenario[] = [
  {
    name: 'reception by POST, 32 connections',
    unit: 'receptions/s',
    better: 'more',
    atLeast: 0.5,
    run: (bench) => against('bare-server.js', bench),
  },
  {
    name: 'reception sealed, chained and authorised, or not',
    unit: 'receptions/s',
    better: 'more',
    atLeast: 0.75,
    run: (bench) => against('unguarded-server.js', bench),
  },
];

async function against(limit: string, bench: Bench): Promise<Measured> {
  const servers: Server[] = [];
  try {
    const measures = await started(servers, limit, bench);
    return await inTurns(bench, measures.ours, measures.limit);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** Starts both servers, each a process of its own on one database. @returns receptions a second of either */
async function started(servers: Server[], other: string, { environment }: Bench) {
  const installation = await openInstallation(configuration(environment, { logLevel: 'error' }), 'borrow');
  const centres = await prepared(installation);
  const api = await serverProcess('../../../../api/src/main.js', { ...environment, ...COUNTED });
  servers.push(api);
  const tokens = await Promise.all(centres.map((_, at) => logIn(api.url, accountOf(at))));
  const run = randomUUID();
  const load = (round: string): Load => ({
    headers: (at) => ({
      authorization: `Bearer ${tokens[at % tokens.length] ?? ''}`,
      'idempotency-key': `${run}-${round}-${at}`,
    }),
    body: (at) => JSON.stringify(broughtTo(centres[at % centres.length] ?? '', at)),
  });
  await postsPerSecond(`${api.url}/dossiers`, 1, 0.5, load('first'));
  const limit = await serverProcess(other, {
    ...environment,
    ...COUNTED,
    ...(await oneReception(installation)),
    CENTRES: centres.join(' '),
  });
  servers.push(limit);
  await installation.close();
  let rounds = 0;
  const posts = (url: string, seconds: number): Promise<number> =>
    postsPerSecond(`${url}/dossiers`, CONNECTIONS, seconds, load(String((rounds += 1))));
  return {
    ours: (seconds: number) => posts(api.url, seconds),
    limit: (seconds: number) => posts(limit.url, seconds),
  };
}

/** Data and metadata of a reception as the product keeps it. */
async function oneReception({ log }: Installation): Promise<{ readonly DATA: string; readonly META: string }> {
  for await (const { events } of log.subscribe({ prefixes: ['dossier-'] }))
    for (const { data, meta } of events) return { DATA: JSON.stringify(data), META: JSON.stringify(meta) };
  throw new Error('no reception in the log');
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

async function serverProcess(file: string, environment: Bench['environment']): Promise<Server> {
  const port = await freePort();
  const env = { ...environment, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error' };
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
