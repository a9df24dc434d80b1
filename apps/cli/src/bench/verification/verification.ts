import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { Signer } from '#inspection';
import { fillLog } from '../long-log/long-log.js';
import { inOwnProcess, type Needed } from '../own-process.js';
import { medianOf, oncePerBench, type Bench, type Measured, type Scenario } from '../scenario.js';

const EVENTS = 100_000;
const ROUNDS = 3;
const FILE = join(import.meta.dirname, 'process.js');

interface Measurements {
  readonly speed: Measured;
  readonly memory: Needed;
}

async function measure(bench: Bench): Promise<Measurements> {
  const signer = new Signer(generateKeyPairSync('ed25519').privateKey);
  await fillLog(bench, EVENTS, signer);
  const speeds: Measured[] = [];
  const verified: Needed[] = [];
  for (let round = 0; round < Math.min(bench.rounds, ROUNDS); round += 1) {
    const ours = await inOwnProcess(FILE, ['verify', signer.publicKey], bench.environment);
    const limit = await inOwnProcess(FILE, ['hash'], bench.environment);
    verified.push(ours);
    speeds.push({ ours: EVENTS / ours.seconds, limit: EVENTS / limit.seconds });
  }
  const memory = verified.toSorted((a, b) => a.secondHalf - b.secondHalf).at(-1);
  if (memory === undefined) throw new Error('nothing was measured');
  return { speed: medianOf(speeds), memory };
}

const once = oncePerBench(measure);

/** Verifying a sealed log, and what its process needs of memory. */
export const verificationScenarios: readonly Scenario[] = [
  {
    name: 'verifying 100,000 events, against bare hashing',
    unit: 'events/s',
    better: 'more',
    atLeast: 0.5,
    run: async (bench) => (await once(bench)).speed,
  },
  {
    name: 'memory of verifying, second half against first',
    unit: 'MB',
    better: 'less',
    atLeast: 0.85,
    run: async (bench) => {
      const { memory } = await once(bench);
      return { ours: memory.secondHalf, limit: memory.firstHalf };
    },
  },
];
