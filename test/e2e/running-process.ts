import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

/** Below the ports that the system gives to whoever asks for any. */
export const PORTS = [0, 1, 2, 3].map((at) => String(20_000 + (process.pid % 2_000) * 4 + at));

export type Environment = Readonly<Record<string, string>>;

/** A process of the product, as an operator starts it. */
export class Running {
  private said = '';
  private readonly child: ChildProcess;

  constructor(app: string, env: Environment) {
    this.child = spawn(process.execPath, ['build/run.js', app], {
      env: { ...process.env, HOST: '127.0.0.1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (text: Buffer) => (this.said += text.toString()));
  }

  get output(): string {
    return this.said;
  }

  /** Waits for what it says. */
  async says(text: string | RegExp, withinMs = 60_000): Promise<string> {
    for (const end = Date.now() + withinMs; Date.now() < end; await wait(20)) {
      const found = typeof text === 'string' ? this.said.includes(text) && text : text.exec(this.said)?.[0];
      if (found) return found;
      if (this.child.exitCode !== null) break;
    }
    throw new Error(`it never said ${String(text)}, but:\n${this.said}`);
  }

  /** Waits until a page of it answers that it is ready. */
  async isReady(url: string): Promise<void> {
    for (const end = Date.now() + 30_000; Date.now() < end && this.child.exitCode === null; await wait(50)) {
      const answer = await fetch(url).catch(() => null);
      if (answer?.ok) return;
    }
    throw new Error(`${url} was never ready; it said:\n${this.said}`);
  }

  async ends(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    return ended;
  }
}
