import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable, type Batch, type Position, type Recorded } from '#kernel';
import type { AppendSignal } from './append-signal.js';
import { comesBefore, justBefore, placeOf, START, type Place } from './position.js';
import { placeOfRow, recorded, type Row } from './rows.js';

const POLL_MS = 500;
const FIRST_HELD_MS = 2;
const LAST_HELD_MS = 100;
const FIRST_BACK_OFF_MS = 50;
const LAST_BACK_OFF_MS = 5_000;
/** A page looks at no more transactions than these, so that a rare prefix in a long log is found in bounded steps. */
const TRANSACTIONS_A_PAGE = 100_000;

/** How far readers may see. */
export interface Horizon {
  /** The oldest running transaction: everything below has ended. */
  readonly oldest: number;
  /** The next transaction: everything committed so far is below. */
  readonly next: number;
  /** Whether events are committed that a running transaction still hides. */
  readonly held: boolean;
}

/** What a subscription asks of the log. */
export interface LogReader {
  horizon(): Promise<Horizon>;
  /** Events after a place and of transactions below `until`, in log order. */
  page(after: Place, until: number, prefixes: readonly string[], limit: number): Promise<readonly Row[]>;
  /** The first transaction from this one on that appended something. */
  firstTransaction(from: number): Promise<number | null>;
}

interface Page {
  readonly events: readonly Recorded[];
  /** Everything that may be seen was seen. */
  readonly drained: boolean;
  readonly caughtUp: boolean;
  readonly held: boolean;
}

const backOff = (firstMs: number, times: number, lastMs: number) =>
  Math.min(firstMs * 2 ** Math.min(times, 16), lastMs);

/** One catch-up subscription: a place in the log that moves with what was taken, and waits at the end. */
export class Subscription {
  private place: Place;
  /** What may be read without looking again; null when all of it was read. */
  private horizon: Horizon | null = null;
  /** Everything below was or may be committed when the subscription began, or came back; null before. */
  private begunAt: number | null = null;
  /** The wake-up signal when the horizon was looked at: one that came since tells of something to look for. */
  private seen = 0;

  constructor(
    private readonly log: LogReader,
    private readonly signal: AppendSignal,
    private readonly options: {
      readonly prefixes: readonly string[];
      readonly batchSize: number;
      readonly gatherMs: number;
    },
    private readonly after: Position | null,
    private readonly ending: AbortSignal,
  ) {
    this.place = after === null ? START : placeOf(after);
  }

  /** The next page is read only when the last batch was taken. */
  async *batches(): AsyncGenerator<Batch, void, undefined> {
    let saidCaughtUp = false;
    let held = 0;
    for (let failures = 0; !this.ending.aborted;) {
      const page = await this.tryNext();
      if (this.ending.aborted) return;
      if (page === null) {
        saidCaughtUp = false;
        await this.signal.woken(
          this.signal.count,
          backOff(FIRST_BACK_OFF_MS, failures++, LAST_BACK_OFF_MS),
          this.ending,
        );
        continue;
      }
      failures = 0;
      if (page.events.length > 0 || (page.caughtUp && !saidCaughtUp)) {
        yield { events: page.events, caughtUp: page.caughtUp };
      }
      saidCaughtUp = page.caughtUp;
      held = page.held ? held + 1 : 0;
      if (page.drained) await this.untilMore(held);
    }
  }

  private async untilMore(held: number): Promise<void> {
    await this.signal.woken(this.seen, held > 0 ? backOff(FIRST_HELD_MS, held, LAST_HELD_MS) : POLL_MS, this.ending);
    await wait(this.options.gatherMs, undefined, { signal: this.ending }).catch(() => {});
  }

  /** Null when the log does not answer; everything is looked at afresh then. */
  private async tryNext(): Promise<Page | null> {
    try {
      return await this.next();
    } catch (error) {
      if (!this.ending.aborted && !(error instanceof StoreUnavailable)) throw error;
      this.horizon = null;
      this.begunAt = null;
      return null;
    }
  }

  private async next(): Promise<Page> {
    const horizon = (this.horizon ??= await this.look());
    const { prefixes, batchSize } = this.options;
    const until = Math.min(horizon.oldest, this.place.tx + TRANSACTIONS_A_PAGE);
    const nothingNew = !comesBefore(this.place, justBefore(until));
    const rows = nothingNew ? [] : await this.log.page(this.place, until, prefixes, batchSize);
    const last = rows.length === batchSize ? rows.at(-1) : undefined;
    if (last) this.place = placeOfRow(last);
    else if (!nothingNew) this.place = justBefore(until);

    const drained = !last && until === horizon.oldest;
    if (drained) this.horizon = null;
    else if (rows.length === 0) await this.leap(horizon);
    const caughtUp = drained && this.begunAt !== null && horizon.oldest >= this.begunAt;
    return { events: rows.map(recorded), drained, caughtUp, held: horizon.held };
  }

  private async look(): Promise<Horizon> {
    this.seen = this.signal.count;
    const horizon = await this.log.horizon();
    if (this.begunAt === null && this.place.tx >= horizon.next) {
      throw new Error(
        `${this.after ?? 'the position'} is not of this log, which was restored or replaced: rebuild from its start`,
      );
    }
    this.begunAt ??= horizon.next;
    return horizon;
  }

  /** Over transactions that appended nothing. */
  private async leap(horizon: Horizon): Promise<void> {
    const first = await this.log.firstTransaction(this.place.tx + 1);
    this.place = justBefore(Math.min(first ?? horizon.oldest, horizon.oldest));
  }
}
