import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { medianOf, type Bench, type Measured, type Scenario } from '../scenario.js';
import { logOfDossiers } from './log-of-dossiers.js';
import type { CatchUp } from './process.js';

const EVENTS = 200_000;
const MOST_MB = 300;

interface Measurements {
  readonly speed: Measured;
  readonly memory: CatchUp;
}

/** All scenarios of the catch-up are measured together, once. */
const measured = new Map<Bench, Promise<Measurements>>();

async function measure(bench: Bench): Promise<Measurements> {
  const events = await logOfDossiers(bench.databaseUrl, EVENTS);
  const speeds: Measured[] = [];
  const projected: CatchUp[] = [];
  for (let round = 0; round < Math.min(bench.rounds, 3); round += 1) {
    await forget(bench.databaseUrl);
    const ours = await inProcess('project', bench.databaseUrl, events);
    const limit = await inProcess('read', bench.databaseUrl, events);
    projected.push(ours);
    speeds.push({ ours: events / ours.seconds, limit: events / limit.seconds });
  }
  const memory = projected.toSorted((a, b) => a.secondHalf - b.secondHalf).at(-1);
  if (memory === undefined) throw new Error('nothing was measured');
  return { speed: medianOf(speeds), memory };
}

const once = (bench: Bench): Promise<Measurements> => {
  const known = measured.get(bench) ?? measure(bench);
  measured.set(bench, known);
  return known;
};

async function inProcess(what: 'project' | 'read', databaseUrl: string, events: number): Promise<CatchUp> {
  const file = join(import.meta.dirname, 'process.js');
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, [file, what, String(events)], { env });
  return JSON.parse(stdout);
}

/** The register as it is before the first event. */
async function forget(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`delete from read.checkpoints where projection = 'register'; drop table if exists read.register`);
  await client.end();
}

/** The register catching up on a long log, and what its process needs of memory. */
export const catchUpScenarios: readonly Scenario[] = [
  {
    name: 'register catching up on 200,000 events',
    unit: 'events/s',
    better: 'more',
    atLeast: 0.4,
    run: async (bench) => (await once(bench)).speed,
  },
  {
    name: 'memory of the worker meanwhile, against 300 MB',
    unit: 'MB',
    better: 'less',
    atLeast: 1,
    run: async (bench) => ({ ours: (await once(bench)).memory.secondHalf, limit: MOST_MB }),
  },
  {
    name: 'memory of the worker, second half against first',
    unit: 'MB',
    better: 'less',
    atLeast: 0.85,
    run: async (bench) => {
      const { memory } = await once(bench);
      return { ours: memory.secondHalf, limit: memory.firstHalf };
    },
  },
];
