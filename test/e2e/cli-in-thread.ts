import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createSyncFn } from 'synckit';

const PATIENCE_MS = 600_000;

/** What a command of a process is given, and what is seen of it. */
export interface Given {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Run = (args: readonly string[], given: Given) => Promise<Ended>;
const inThread = createSyncFn<Run>(resolve('test/e2e/cli.thread.js'), { timeout: PATIENCE_MS });

/**
 * Runs a command of the product as it was built, as its process would, in a thread that has loaded it once: a hundred
 * processes would load it a hundred times.
 */
export const cliInThread = (args: readonly string[], { env = {}, input = '' }: Given = {}): Ended =>
  inThread(args, { env: { ...process.env, ...env }, input });

/** Builds what has changed since. @returns whether it could */
export const built = (): boolean => spawnSync(process.execPath, ['build/run.js'], { encoding: 'utf8' }).status === 0;
