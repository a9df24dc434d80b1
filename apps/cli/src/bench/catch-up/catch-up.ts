import { join } from 'node:path';
import pg from 'pg';
import { projections } from '#reports';
import { fillLog } from '../long-log/long-log.js';
import { inOwnProcess, type Needed } from '../own-process.js';
import { medianOf, oncePerBench, type Bench, type Measured, type Scenario } from '../scenario.js';

const EVENTS = 200_000;
const MOST_MB = 300;
const FILE = join(import.meta.dirname, 'process.js');
/** Of the log a second, of several read models in one process. */
const TOGETHER = 10_000;
/** What figures are told from. */
const OF_FIGURES = ['outcomes', 'flows'];
const ALL = projections.map(({ name }) => name);

/** What is measured, and the least that the fold of it may reach of only reading the log. */
const MODELS: readonly (readonly [model: string, atLeast: number])[] = [
  ['register', 0.4],
  ['responsibility', 0.3],
  ['flows', 0.3],
  ['outcomes', 0.3],
];

interface Measurements {
  readonly speed: Measured;
  readonly memory: Needed;
}

/** The log is filled once for all of them. */
const filling = oncePerBench((bench) => fillLog(bench, EVENTS));
const measured = new Map<string, Promise<Measurements>>();

async function measure(bench: Bench, model: string): Promise<Measurements> {
  await filling(bench);
  const speeds: Measured[] = [];
  const projected: Needed[] = [];
  for (let round = 0; round < Math.min(bench.rounds, 3); round += 1) {
    await forget(bench.databaseUrl, model);
    const ours = await inOwnProcess(FILE, ['project', model], bench.environment);
    const limit = await inOwnProcess(FILE, ['read', String(EVENTS)], bench.environment);
    projected.push(ours);
    speeds.push({ ours: EVENTS / ours.seconds, limit: EVENTS / limit.seconds });
  }
  const memory = projected.toSorted((a, b) => a.secondHalf - b.secondHalf).at(-1);
  if (memory === undefined) throw new Error('nothing was measured');
  return { speed: medianOf(speeds), memory };
}

const once = (bench: Bench, model: string): Promise<Measurements> => {
  const known = measured.get(model) ?? measure(bench, model);
  measured.set(model, known);
  return known;
};

async function together(bench: Bench, models: readonly string[]): Promise<Measured> {
  await filling(bench);
  const speeds: Measured[] = [];
  for (let round = 0; round < Math.min(bench.rounds, 3); round += 1) {
    for (const model of models) await forget(bench.databaseUrl, model);
    const ours = await inOwnProcess(FILE, ['project', models.join(',')], bench.environment);
    speeds.push({ ours: EVENTS / ours.seconds, limit: TOGETHER });
  }
  return medianOf(speeds);
}

/** A read model as it is before the first event. */
async function forget(databaseUrl: string, model: string): Promise<void> {
  const tables = projections.find(({ name }) => name === model)?.storage.tables ?? [];
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('delete from read.checkpoints where projection = $1', [model]);
  for (const { name } of tables) await client.query(`drop table if exists read.${name}`);
  await client.end();
}

const catchingUp = ([model, atLeast]: readonly [string, number]): Scenario => ({
  name: `${model} catching up on 200,000 events`,
  unit: 'events/s',
  better: 'more',
  atLeast,
  run: async (bench) => (await once(bench, model)).speed,
});

/** Read models catching up on a long log, and what the process of the register needs of memory. */
export const catchUpScenarios: readonly Scenario[] = [
  ...MODELS.map(catchingUp),
  {
    name: 'figures’ read models together catching up on 200,000 events',
    unit: 'events/s',
    better: 'more',
    atLeast: 1,
    run: (bench) => together(bench, OF_FIGURES),
  },
  {
    name: 'all read models of reports together catching up on 200,000 events',
    unit: 'events/s',
    better: 'more',
    atLeast: 1,
    run: (bench) => together(bench, ALL),
  },
  {
    name: 'memory of the worker at the register, against 300 MB',
    unit: 'MB',
    better: 'less',
    atLeast: 1,
    run: async (bench) => ({ ours: (await once(bench, 'register')).memory.secondHalf, limit: MOST_MB }),
  },
  {
    name: 'memory of the worker at the register, second half against first',
    unit: 'MB',
    better: 'less',
    atLeast: 0.85,
    run: async (bench) => {
      const { memory } = await once(bench, 'register');
      return { ours: memory.secondHalf, limit: memory.firstHalf };
    },
  },
];
