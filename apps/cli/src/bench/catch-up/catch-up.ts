import { join } from 'node:path';
import pg from 'pg';
import { fillLog } from '../long-log/long-log.js';
import { inOwnProcess, type Needed } from '../own-process.js';
import { medianOf, type Bench, type Measured, type Scenario } from '../scenario.js';

const EVENTS = 200_000;
const MOST_MB = 300;
const FILE = join(import.meta.dirname, 'process.js');

interface Measurements {
  readonly speed: Measured;
  readonly memory: Needed;
}

/** All scenarios of the catch-up are measured together, once. */
const measured = new Map<Bench, Promise<Measurements>>();

async function measure(bench: Bench): Promise<Measurements> {
  await fillLog(bench, EVENTS);
  const speeds: Measured[] = [];
  const projected: Needed[] = [];
  for (let round = 0; round < Math.min(bench.rounds, 3); round += 1) {
    await forget(bench.databaseUrl);
    const ours = await inOwnProcess(FILE, ['project'], bench.environment);
    const limit = await inOwnProcess(FILE, ['read', String(EVENTS)], bench.environment);
    projected.push(ours);
    speeds.push({ ours: EVENTS / ours.seconds, limit: EVENTS / limit.seconds });
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
