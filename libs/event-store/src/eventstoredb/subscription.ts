import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { streamNameFilter, START } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import type { Batch, Position, Recorded, SubscribeOptions } from '#kernel';
import { failureOf } from './failure.js';
import { toLogPosition } from './position.js';
import { isSystemEvent, toRecorded } from './recorded-event.js';

const BATCH_SIZE = 500;
/** While catching up, how long a batch may wait to be filled. */
const LINGER_MS = 20;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;
/** Server checkpoints are not used; this many search windows pass before one is sent. */
const CHECKPOINT_INTERVAL = 1_000;

/** Follows the log behind a position, and begins again behind the last event handed out when the server was away. */
export async function* follow(
  client: () => EventStoreDBClient,
  options: SubscribeOptions,
  ended: AbortSignal,
): AsyncGenerator<Batch, void, undefined> {
  const { prefixes, batchSize = BATCH_SIZE } = options;
  let after: Position | null = options.after ?? null;
  let delay = FIRST_DELAY_MS;
  while (!ended.aborted) {
    const filter = streamNameFilter({ prefixes: [...prefixes], checkpointInterval: CHECKPOINT_INTERVAL });
    const fromPosition = after === null ? START : toLogPosition(after);
    const inflow = new Inflow(client().subscribeToAll({ fromPosition, filter }), ended);
    try {
      for (;;) {
        const batch = await inflow.next(batchSize);
        if (batch === null) break;
        delay = FIRST_DELAY_MS;
        after = batch.events.at(-1)?.position ?? after;
        yield batch;
      }
    } catch (error) {
      if (!ended.aborted && failureOf(error) === 'refused') throw error;
    } finally {
      inflow.stop();
    }
    await wait(delay, undefined, { signal: ended }).catch(() => {});
    delay = Math.min(2 * delay, LONGEST_DELAY_MS);
  }
}

/** One subscription of the client, taken in batches; what is not taken holds the server back. */
class Inflow {
  /** The server has said that nothing more was waiting behind what it had sent. */
  private live = false;
  /** It has, and no batch has told so yet. */
  private marked = false;
  private over = false;
  private failure: unknown = null;
  private awaiting: () => void = () => {};
  private readonly wake = () => this.awaiting();

  constructor(
    private readonly subscription: AllStreamSubscription,
    private readonly ended: AbortSignal,
  ) {
    subscription.on('readable', this.wake);
    subscription.on('caughtUp', () => {
      this.live = true;
      this.marked = true;
      this.wake();
    });
    subscription.on('fellBehind', () => (this.live = false));
    subscription.on('error', (error: Error) => {
      this.failure ??= error;
      this.finish();
    });
    subscription.on('end', () => this.finish());
    subscription.on('close', () => this.finish());
    ended.addEventListener('abort', this.wake);
  }

  /** The next events, at most so many; null when the subscription is over, and its failure when it failed. */
  async next(batchSize: number): Promise<Batch | null> {
    const events: Recorded[] = [];
    let lingered: Promise<void> | null = null;
    for (;;) {
      if (this.ended.aborted) return null;
      this.take(events, batchSize);
      if (events.length === batchSize) return this.batchOf(events);
      if (this.isCaughtUp() && (events.length > 0 || this.marked)) {
        const before = events.length;
        await turn();
        this.take(events, batchSize);
        if (events.length === before || events.length === batchSize) return this.batchOf(events);
        continue;
      }
      if (this.over) {
        if (events.length > 0) return this.batchOf(events);
        if (this.failure !== null) throw this.failure;
        return null;
      }
      const woken = new Promise<void>((resolve) => (this.awaiting = resolve));
      if (events.length === 0) {
        await woken;
        continue;
      }
      lingered ??= wait(LINGER_MS);
      const first = await Promise.race([woken.then(() => 'woken'), lingered.then(() => 'lingered')]);
      if (first === 'lingered') return this.batchOf(events);
    }
  }

  /** Tells the server to send no more. */
  stop(): void {
    this.ended.removeEventListener('abort', this.wake);
    this.subscription.unsubscribe().catch(() => {});
    this.subscription.destroy();
  }

  private finish(): void {
    this.over = true;
    this.wake();
  }

  private take(events: Recorded[], batchSize: number): void {
    while (events.length < batchSize) {
      const resolved = this.subscription.read() as AllStreamResolvedEvent | null;
      if (resolved === null) return;
      if (resolved.event && !isSystemEvent(resolved.event)) events.push(toRecorded(resolved.event));
    }
  }

  /** What the server sent before it said so may still be waiting here. */
  private isCaughtUp(): boolean {
    return this.live && this.subscription.readableLength === 0;
  }

  private batchOf(events: readonly Recorded[]): Batch {
    const caughtUp = this.isCaughtUp();
    if (caughtUp) this.marked = false;
    return { events, caughtUp };
  }
}
