import pg from 'pg';

const CHANNEL = 'event_store_appended';
/** Appends within this time share one NOTIFY. */
const COALESCED_MS = 10;
const FIRST_BACK_OFF_MS = 100;
const LAST_BACK_OFF_MS = 5_000;

/**
 * Wakes readers when something was appended: those of this process at once, those of others by NOTIFY. It has a
 * connection of its own, because a NOTIFY inside an appending transaction serialises all commits. It is only a hint:
 * readers also poll, so a lost one delays and never loses an event.
 */
export class AppendSignal {
  private connection: pg.Client | null = null;
  private connecting = false;
  private unsent = false;
  private sending = false;
  private closed = false;
  private readonly waiting = new Set<() => void>();
  private counted = 0;

  constructor(private readonly config: pg.ClientConfig) {}

  /** How often readers were woken; a reader that saw fewer has something to look for. */
  get count(): number {
    return this.counted;
  }

  /** Called after a commit of this process. */
  appended(): void {
    this.wake();
    this.unsent = true;
    void this.send();
  }

  /** Begins to hear of other processes' appends. */
  listen(): void {
    void this.connect();
  }

  /** Resolves when woken since `seen`, or after some time, or when the signal aborts. */
  woken(seen: number, withinMs: number, ending: AbortSignal): Promise<void> {
    if (this.counted !== seen || ending.aborted || this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        ending.removeEventListener('abort', go);
        this.waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, withinMs);
      ending.addEventListener('abort', go, { once: true });
      this.waiting.add(go);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wake();
    await this.connection?.end().catch(() => {});
  }

  private wake(): void {
    this.counted += 1;
    for (const go of [...this.waiting]) go();
  }

  private async send(): Promise<void> {
    if (this.sending || this.closed) return;
    if (!this.connection) {
      await this.connect();
      return;
    }
    this.sending = true;
    while (this.unsent && this.connection !== null && !this.closed) {
      this.unsent = false;
      await this.connection.query(`notify ${CHANNEL}`).catch(() => {
        this.unsent = true;
      });
      await new Promise((resolve) => setTimeout(resolve, COALESCED_MS));
    }
    this.sending = false;
  }

  private async connect(): Promise<void> {
    if (this.connecting || this.connection || this.closed) return;
    this.connecting = true;
    for (let backOff = FIRST_BACK_OFF_MS; !this.closed; backOff = Math.min(backOff * 2, LAST_BACK_OFF_MS)) {
      if (await this.connected()) break;
      await new Promise((resolve) => setTimeout(resolve, backOff).unref());
    }
    this.connecting = false;
    if (this.unsent) await this.send();
  }

  private async connected(): Promise<boolean> {
    const client = new pg.Client(this.config);
    client.on('error', () => {});
    client.on('notification', (message) => {
      if (!('processID' in client) || message.processId !== client.processID) this.wake();
    });
    try {
      await client.connect();
      await client.query(`set synchronous_commit = off; listen ${CHANNEL}`);
    } catch {
      await client.end().catch(() => {});
      return false;
    }
    this.connection = client;
    client.once('end', () => {
      this.connection = null;
      void this.connect();
    });
    this.wake(); // what was said while nobody listened
    if (this.closed) await client.end();
    return true;
  }
}
