import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Bench } from './scenario.js';

/** What a process of its own needed for its work. */
export interface Needed {
  readonly seconds: number;
  /** Resident memory in MB, highest in either half. */
  readonly firstHalf: number;
  readonly secondHalf: number;
}

const SAMPLE_MS = 100;
const MB = 1_048_576;

/** Runs a file that says what it `needed`. */
export async function inOwnProcess(file: string, args: readonly string[], env: Bench['environment']): Promise<Needed> {
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], { env });
  return JSON.parse(stdout);
}

/** Does the work of this process, says what it needed, and ends. */
export async function needed(work: () => Promise<void>): Promise<never> {
  const samples: number[] = [];
  const sample = () => void samples.push(process.memoryUsage.rss() / MB);
  const sampling = setInterval(sample, SAMPLE_MS);
  const from = performance.now();
  await work();
  const seconds = (performance.now() - from) / 1_000;
  clearInterval(sampling);
  sample();
  const half = Math.ceil(samples.length / 2);
  const measured: Needed = {
    seconds,
    firstHalf: Math.max(...samples.slice(0, half)),
    secondHalf: Math.max(...samples.slice(half - 1)),
  };
  process.stdout.write(JSON.stringify(measured));
  process.exit(0);
}
