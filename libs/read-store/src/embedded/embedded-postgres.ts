import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Cluster, NAME } from './cluster.js';

/** What a small office's machine can spare; an open transaction holds the readers of the log back, so it is ended. */
const SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '128MB',
  max_connections: '200',
  idle_in_transaction_session_timeout: '60s',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
};

/** Faster, and nothing is left after a crash of the machine: for tests only. */
const NOT_DURABLE: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

const START_ATTEMPTS = 5;
const SUPERVISION_MS = 200;
/** The session lock of the process that stops the server; "DUNG" and "HEN!" as ASCII. */
const OWNER_LOCK = 'pg_try_advisory_lock(1146441287, 1212501537)';

export interface EmbeddedPostgresOptions {
  /** The folder of the cluster, its password and its log; made when absent. */
  readonly dataDir: string;
  /** Survives a crash of the machine; true unless a test says otherwise. */
  readonly durable?: boolean;
}

/** A running embedded PostgreSQL that this process owns. */
export interface EmbeddedPostgres {
  /** Stays the same until `stop`, also when the server died in between and was started again. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of a folder, or takes over the one that a killed owner left running there.
 * It listens on a free port of 127.0.0.1 and is started again when it dies.
 * @throws when another living process owns the folder.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const owner = new Owner(new Cluster(resolve(options.dataDir)), {
    ...SETTINGS,
    ...(options.durable === false ? NOT_DURABLE : {}),
  });
  return { url: await owner.begin(), stop: () => owner.end() };
}

/** The URL of the server that runs on a folder, whoever owns it; null when none does. */
export async function findRunningEmbedded(dataDir: string): Promise<string | null> {
  const cluster = new Cluster(resolve(dataDir));
  const postmaster = await cluster.postmaster();
  return postmaster?.ready ? cluster.url(postmaster.port) : null;
}

/** Holds the lock of the folder on a connection of its own: the system frees it whenever and however this process ends. */
class Owner {
  private connection: pg.Client | null = null;
  private port = 0;
  private ending = false;
  private recovering: Promise<void> | null = null;

  constructor(
    private readonly cluster: Cluster,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  async begin(): Promise<string> {
    if (!(await this.cluster.isInitialised())) await this.cluster.initialise();
    this.port = await this.serve();
    if (!(await this.takeLock())) {
      throw new Error(
        `the folder ${this.cluster.dir} is in use by another process; stop that one, or choose another DATA_DIR`,
      );
    }
    await this.createDatabase();
    return this.cluster.url(this.port);
  }

  async end(): Promise<void> {
    this.ending = true;
    await this.recovering;
    await this.cluster.stop();
    await this.connection?.end().catch(() => {});
  }

  /** @returns the port of the running server, or of a new one. */
  private async serve(): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      const running = await this.cluster.postmaster();
      if (running) return running.ready ? running.port : await this.awaitReady();
      const port = this.port || (await freePort());
      try {
        await this.cluster.start(port, this.settings);
        return port;
      } catch (error) {
        // The port was taken, another process was faster, or processes of a killed server still end.
        if (attempt === START_ATTEMPTS) throw error;
        await wait(200 * attempt);
      }
    }
  }

  private async awaitReady(): Promise<number> {
    for (let waited = 0; waited < 60_000; waited += 50) {
      const running = await this.cluster.postmaster();
      if (!running) return this.serve();
      if (running.ready) return running.port;
      await wait(50);
    }
    throw new Error(`the PostgreSQL on ${this.cluster.dir} does not become ready`);
  }

  private async takeLock(): Promise<boolean> {
    const connection = new pg.Client({
      connectionString: await this.cluster.url(this.port, 'postgres'),
      keepAlive: true,
    });
    connection.on('error', () => {});
    await connection.connect();
    const { rows } = await connection.query<{ taken: boolean }>(`select ${OWNER_LOCK} as taken`);
    if (rows[0]?.taken !== true) {
      await connection.end();
      return false;
    }
    this.connection = connection;
    connection.once('end', () => {
      this.recovering = this.recover();
    });
    return true;
  }

  private async recover(): Promise<void> {
    while (!this.ending) {
      try {
        await this.serve();
        if (await this.takeLock()) return;
      } catch {
        // Tried again until it answers or this process ends it.
      }
      await wait(SUPERVISION_MS, undefined, { ref: false });
    }
  }

  private async createDatabase(): Promise<void> {
    const exists = await this.connection?.query('select from pg_database where datname = $1', [NAME]);
    if (exists?.rowCount === 0) await this.connection?.query(`create database ${NAME}`);
  }
}

const freePort = (): Promise<number> =>
  new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => found(port));
    });
  });
