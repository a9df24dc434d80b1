import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import pg from 'pg';
import { MasterKeys } from '#access';
import { configuration } from '#installation';
import { startEmbeddedPostgres } from '#read-store';
import { wholeNumber } from '../arguments.js';
import { appendScenarios } from './append.js';
import { catchUpScenarios } from './catch-up/catch-up.js';
import { dueAtOnceScenarios } from './duties/due-at-once.js';
import { dutyListScenarios } from './duties/duty-list.js';
import { figureScenarios } from './figures/figures.js';
import { freshnessScenario } from './figures/freshness.js';
import { listScenarios } from './lists/lists.js';
import { importScenarios } from './import-register/import-register.js';
import { receptionScenarios } from './reception/reception.js';
import type { Bench, Result, Scenario } from './scenario.js';
import { verificationScenarios } from './verification/verification.js';

interface BenchOptions {
  readonly json?: boolean;
  readonly only?: string;
  readonly rounds: number;
  readonly seconds: number;
}

/** Đo tốc độ: each scenario as a ratio to a limit that is measured in the same run. */
export const benchCommand = new Command('bench')
  .description('measures speed and memory as ratios to limits of the same run; exit 1 when one is missed')
  .option('--json', 'one object a line')
  .option('--only <text>', 'scenarios whose name contains this')
  .option('--rounds <N>', 'measurements of each, in turns', wholeNumber(1, 100), 5)
  .option('--seconds <N>', 'length of one measurement', wholeNumber(1, 600), 3)
  .action(async ({ json, only = '', rounds, seconds }: BenchOptions, command: Command) => {
    const { databaseUrl, eventStoreUrl } = configuration(process.env, { logLevel: 'error' });
    const eventStoreDbUrl = eventStoreUrl?.startsWith('postgres') === false ? eventStoreUrl : null;
    const groups = [
      ...appendScenarios(eventStoreDbUrl).map((one) => [one]),
      ...[receptionScenarios, catchUpScenarios, verificationScenarios, dueAtOnceScenarios, dutyListScenarios],
      ...[importScenarios, listScenarios, figureScenarios, [freshnessScenario]],
    ]
      .map((group) => group.filter(({ name }) => name.includes(only)))
      .filter((group) => group.length > 0);
    if (groups.length === 0) return command.error(`error: no scenario has "${only}" in its name`);
    const missed = await onServer(databaseUrl, async (server) => {
      let count = 0;
      for (const group of groups)
        await onDatabase(server, async (url) => {
          const bench = { databaseUrl: url, environment: environmentOn(url), eventStoreDbUrl, rounds, seconds };
          for (const scenario of group) {
            const result = await resultOf(scenario, bench);
            console.log(json === true ? JSON.stringify(result) : lineOf(result));
            if (result.ratio < result.atLeast) count += 1;
          }
        });
      return count;
    });
    if (missed > 0) process.exitCode = 1;
  });

const environmentOn = (databaseUrl: string) => ({
  ...process.env,
  DATABASE_URL: databaseUrl,
  EVENT_STORE_URL: '',
  MASTER_KEY: MasterKeys.generate(),
});

async function resultOf({ name, unit, better, atLeast, run }: Scenario, bench: Bench): Promise<Result> {
  const { ours, limit } = await run(bench);
  const ratio = better === 'more' ? ours / limit : limit / ours;
  return { scenario: name, unit, ours: rounded(ours), limit: rounded(limit), ratio: rounded(ratio), atLeast };
}

const rounded = (value: number) => Number(value.toPrecision(4));

function lineOf({ scenario, unit, ours, limit, ratio, atLeast }: Result): string {
  const verdict = ratio < atLeast ? 'MISSED' : 'ok';
  return `${scenario.padEnd(50)} ${String(ours).padStart(9)} of ${String(limit).padStart(9)} ${unit.padEnd(12)}  ratio ${ratio.toFixed(2)}, at least ${atLeast}: ${verdict}`;
}

/** The server that is named, or an embedded one that is started for it. */
async function onServer<T>(named: string | null, run: (serverUrl: string) => Promise<T>): Promise<T> {
  const dataDir = named === null ? mkdtempSync(join(tmpdir(), 'dung-hen-bench-')) : null;
  if (dataDir !== null) chmodSync(dataDir, 0o755); // PostgreSQL runs as another user where this one is root
  const embedded = dataDir === null ? null : await startEmbeddedPostgres({ dataDir });
  try {
    return await run(embedded?.url ?? named ?? '');
  } finally {
    await embedded?.stop();
    if (dataDir !== null) rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A database of its own, so that no scenario stands on what another left. */
async function onDatabase(serverUrl: string, run: (databaseUrl: string) => Promise<void>): Promise<void> {
  const name = `bench_${process.pid}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await statement(serverUrl, `create database ${name}`);
  await statement(serverUrl, 'checkpoint');
  try {
    await run(url.href);
  } finally {
    await statement(serverUrl, `drop database if exists ${name} with (force)`);
  }
}

async function statement(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
