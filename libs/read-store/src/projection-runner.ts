import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { toldOf, type EventStore, type Position } from '#kernel';
import { applyBatch } from './apply-batch.js';
import { keepLead, LEASE_MS, leaveLead, liveVersion, recordTrouble, takeLead } from './checkpoint.js';
import { fedWith, liveTarget, type Projection, type Target } from './projection.js';
import { readAhead } from './read-ahead.js';
import { rebuild, RebuildRunning, type RebuildOptions } from './rebuild.js';

const HEARTBEAT_MS = LEASE_MS / 3;
const STAND_BY_MS = 300;
const FIRST_BACK_OFF_MS = 100;
const LAST_BACK_OFF_MS = 5_000;

/** What a runner works on and how it speaks. */
export interface RunnerOptions {
  readonly db: DataSource;
  readonly store: EventStore;
  readonly projection: Projection;
  /** At most so many events a batch; as `fedWith` says by default. */
  readonly batchSize?: number;
  /** Hears what went wrong; the runner goes on by itself. */
  readonly onTrouble?: (error: unknown) => void;
  /** As for a rebuild, where this code is newer than the tables. */
  readonly beforeSwitch?: RebuildOptions['beforeSwitch'];
}

/** This process carries older code than the tables; it leaves them to the newer one. */
class OlderThanTables extends Error {
  constructor(projection: string, mine: number, theirs: number) {
    super(`read model ${projection} is at version ${theirs}; this process knows version ${mine}`);
    this.name = 'OlderThanTables';
  }
}

/**
 * Keeps a read model up with the log. Any number of runners may be started in any number of processes: one leads, the
 * others stand by and take over when nothing was heard of it. It survives the absence of both stores.
 */
export class ProjectionRunner {
  private readonly target: Target;
  private readonly leader = `${hostname()} ${process.pid} ${randomUUID()}`;
  private readonly ending = new AbortController();
  private running: Promise<void> | null = null;
  private leading = false;
  private busy = false;
  private caughtUp = false;

  constructor(private readonly options: RunnerOptions) {
    this.target = liveTarget(options.projection);
  }

  /** Whether this runner is the one that works now. */
  get leads(): boolean {
    return this.leading;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Ends after the batch in hand and leaves the lead to another at once. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.ending.signal.aborted;) {
      try {
        const lead = await takeLead(this.options.db, this.target, this.leader);
        if (lead === null) {
          await this.matchVersion();
          await this.pause(STAND_BY_MS);
        } else await this.lead(lead.position, () => (failures = 0));
      } catch (error) {
        if (this.ending.signal.aborted) break;
        await this.complain(error);
        await this.pause(Math.min(FIRST_BACK_OFF_MS * 2 ** Math.min(failures++, 16), LAST_BACK_OFF_MS));
      }
    }
    await leaveLead(this.options.db, this.target, this.leader).catch(() => {});
  }

  private async lead(from: Position | null, progressed: () => void): Promise<void> {
    const { db, store, projection, batchSize } = this.options;
    const leaving = new AbortController();
    const signal = AbortSignal.any([this.ending.signal, leaving.signal]);
    this.leading = true;
    this.caughtUp = false;
    const beating = this.beat(leaving, signal);
    try {
      let at = from;
      const fed = { ...fedWith(projection), ...(batchSize === undefined ? {} : { batchSize }) };
      for await (const batch of readAhead(store, { ...fed, after: from, signal })) {
        this.busy = true;
        const applied = await applyBatch(db, this.target, { leader: this.leader, from: at, batch });
        if (applied === null) return;
        at = applied.at;
        if (batch.caughtUp !== this.caughtUp) {
          this.caughtUp = batch.caughtUp;
          if (!(await keepLead(db, this.target, this.leader, this.caughtUp))) return;
        }
        this.busy = false;
        progressed();
      }
    } finally {
      this.leading = false;
      this.busy = false;
      leaving.abort();
      await beating;
    }
  }

  /** While there is nothing to do, says that the leader lives; ends the lead when it was lost. */
  private async beat(leaving: AbortController, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await wait(HEARTBEAT_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted || this.busy) continue;
      // When the read store is away nobody else can lead either.
      const kept = await keepLead(this.options.db, this.target, this.leader, this.caughtUp).catch(() => true);
      if (!kept) leaving.abort();
    }
  }

  /** Nobody may lead tables of another version: newer code rebuilds them, older code waits. */
  private async matchVersion(): Promise<void> {
    const { db, store, projection, beforeSwitch } = this.options;
    const theirs = await liveVersion(db, projection.name);
    if (theirs === null || theirs === projection.version) return;
    if (theirs > projection.version) throw new OlderThanTables(projection.name, projection.version, theirs);
    try {
      await rebuild(db, store, projection, {
        signal: this.ending.signal,
        ...(beforeSwitch === undefined ? {} : { beforeSwitch }),
      });
    } catch (error) {
      if (!(error instanceof RebuildRunning)) throw error;
    }
  }

  private async complain(error: unknown): Promise<void> {
    this.options.onTrouble?.(error);
    if (error instanceof OlderThanTables) return;
    await recordTrouble(this.options.db, this.target.projection.name, 'live', toldOf(error)).catch(() => {});
  }

  private async pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.ending.signal }).catch(() => {});
  }
}
