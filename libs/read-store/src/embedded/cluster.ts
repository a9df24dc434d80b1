import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chooseAccount, mustReach, type Account } from './account.js';
import { findBinaries, type Binaries } from './binaries.js';

const run = promisify(execFile);
const SECRET = 'superuser.secret';
const LOG_KEPT_BYTES = 10_000_000;
const START_SECONDS = 60;
const STOP_SECONDS = 60;

/** The superuser and the database of the cluster. */
export const NAME = 'dung_hen';

/** What `postmaster.pid` tells about the server that wrote it. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** A folder with a PostgreSQL cluster (`postgres/`), its password in it, and its log. */
export class Cluster {
  readonly dir: string;
  private readonly logFile: string;

  constructor(private readonly dataDir: string) {
    this.dir = join(dataDir, 'postgres');
    this.logFile = join(dataDir, 'postgres.log');
  }

  /** The URL of a database on a server of this cluster. */
  async url(port: number, database = NAME): Promise<string> {
    const secret = (await readFile(join(this.dir, SECRET), 'utf8')).trim();
    return `postgres://${NAME}:${secret}@127.0.0.1:${port}/${database}`;
  }

  async isInitialised(): Promise<boolean> {
    return (await stat(join(this.dir, 'PG_VERSION')).catch(() => null)) !== null;
  }

  /** Makes a new cluster beside its final place and moves it there, so that an interrupted start leaves nothing half. */
  async initialise(): Promise<void> {
    await mkdir(this.dataDir, { recursive: true });
    const { account, initdb } = await this.programs();
    const making = join(this.dataDir, `postgres.new-${process.pid}`);
    const passwordFile = join(this.dataDir, `postgres.new-${process.pid}.secret`);
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { mode: 0o700 });
    try {
      await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
      if (account) for (const path of [making, passwordFile]) await chown(path, account.uid, account.gid);
      const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
      const access = ['--auth=scram-sha-256', `--username=${NAME}`, `--pwfile=${passwordFile}`];
      await run(initdb, [`--pgdata=${making}`, ...flags, ...access], this.as(account));
      await rename(passwordFile, join(making, SECRET));
      await rename(making, this.dir);
    } catch (error) {
      if (!(await this.isInitialised())) throw error; // another process was faster
    } finally {
      await rm(passwordFile, { force: true });
      await rm(making, { recursive: true, force: true });
    }
  }

  /** Starts the server and waits until it answers. It is a process of its own and survives this one. */
  async start(port: number, settings: Readonly<Record<string, string>>): Promise<void> {
    const { account, pgCtl, postgres } = await this.programs();
    await this.mustBeOfVersion(postgres);
    await this.openLog(account);
    const flags = Object.entries({ ...settings, listen_addresses: '127.0.0.1', unix_socket_directories: '' });
    const options = [`-p ${port}`, ...flags.map(([name, value]) => `-c ${name}=${value}`)].join(' ');
    const args = ['start', '-w', `-t${START_SECONDS}`, '-s', `-D${this.dir}`, `-l${this.logFile}`, '-o', options];
    try {
      await run(pgCtl, args, this.as(account));
    } catch (cause) {
      throw new Error(`the embedded PostgreSQL did not start: ${await this.lastWords()}`, { cause });
    }
  }

  /** Stops the server, ending its connections; nothing happens when none runs. */
  async stop(): Promise<void> {
    if (!(await this.postmaster())) return;
    const { account, pgCtl } = await this.programs();
    const args = ['stop', '-w', `-t${STOP_SECONDS}`, '-s', '-m', 'fast', `-D${this.dir}`];
    await run(pgCtl, args, this.as(account)).catch(async (cause: unknown) => {
      if (await this.postmaster()) throw cause;
    });
  }

  /**
   * The server that runs on this folder now. A file that a killed server left behind is not believed, even when its
   * process number was given to another program since, and is removed.
   */
  async postmaster(): Promise<Postmaster | null> {
    const file = join(this.dir, 'postmaster.pid');
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!pid) return null;
    if (await this.isServing(Math.abs(pid))) return { pid, port, ready: (lines[7] ?? '').trim() === 'ready' };
    if ((await readFile(file, 'utf8').catch(() => '')) === lines.join('\n')) await rm(file, { force: true });
    return null;
  }

  /** A server runs as the owner of its cluster, in its folder; where the system does not tell, a living process is believed. */
  private async isServing(pid: number): Promise<boolean> {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    }
    const [own, running, here] = await Promise.all(
      ['/proc/self', `/proc/${pid}`, this.dir].map((path) => stat(path).catch(() => null)),
    );
    if (!own) return true;
    if (!running || !here || running.uid !== here.uid) return false;
    const there = await stat(`/proc/${pid}/cwd`).catch(() => null);
    return there !== null && there.ino === here.ino && there.dev === here.dev; // none for a killed one not yet reaped
  }

  private async programs(): Promise<Binaries & { readonly account: Account }> {
    const [binaries, account] = await Promise.all([findBinaries(), chooseAccount(this.dir)]);
    await mustReach(account, binaries.postgres);
    await mustReach(account, this.dir);
    return { ...binaries, account };
  }

  private as(account: Account) {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    return account ? { uid: account.uid, gid: account.gid, cwd: '/', env } : { env };
  }

  private async mustBeOfVersion(postgres: string): Promise<void> {
    const { stdout } = await run(postgres, ['--version'], this.as(await chooseAccount(this.dir)));
    const [, program] = /(\d+)\./.exec(stdout) ?? [];
    const cluster = (await readFile(join(this.dir, 'PG_VERSION'), 'utf8')).trim();
    if (program !== cluster) {
      throw new Error(
        `${this.dir} was written by PostgreSQL ${cluster}, the embedded one is ${program}; dump it with the old one and restore it`,
      );
    }
  }

  private async openLog(account: Account): Promise<void> {
    const log = await open(this.logFile, 'a', 0o600);
    await log.close();
    if (account) await chown(this.logFile, account.uid, account.gid);
    if ((await stat(this.logFile)).size > LOG_KEPT_BYTES) await truncate(this.logFile);
  }

  private async lastWords(): Promise<string> {
    const log = await readFile(this.logFile, 'utf8').catch(() => '');
    return log.trim().split('\n').slice(-5).join(' | ');
  }
}
