import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { Refusal } from '#kernel';
import type { ReadingEntry } from './reading-entry.js';

/** How the journal gathers what it writes. */
export interface JournalOptions {
  /** An entry waits at most so long before it is written: what a crash can lose. */
  readonly gatherMs?: number;
  /** So many entries at most wait for the database. */
  readonly most?: number;
  /** Where entries could not be written for so long, nothing more is read. */
  readonly patienceMs?: number;
  /** Hears that entries could not be written; they are tried again. */
  readonly onTrouble?: (error: unknown) => void;
}

const AT_ONCE = 500;
const AGAIN_AFTER_MS = 500;
const ANSWER_WITHIN_MS = 5_000;
const CLOSING_ATTEMPTS = 3;
const LONGEST = 500;
const MOST_DOSSIERS = 100;

/** In many rows at once; an entry whose answer was lost is not written twice. A name that was tried may be anything. */
const WRITE = `insert into vault.readings (id, at, account, role, agency, what, door, outcome, asked, dossiers, filters,
    reason, request_id, client_address)
  select r.id, r.at, case when r.what = 'log-in' then (select name from vault.accounts where name = r.account)
      else r.account end,
    r.role, r.agency, r.what, r.door, r.outcome, r.asked, r.dossiers, r.filters, r.reason, r."requestId", r."clientAddress"
  from jsonb_to_recordset($1::jsonb) r(id uuid, at timestamptz, account text, role text, agency text, what text, door text,
    outcome text, asked text, dossiers text[], filters text[], reason text, "requestId" text, "clientAddress" text)
  on conflict (id) do nothing`;

interface Waiting {
  readonly since: number;
  readonly row: object;
}

/**
 * Ghi nhật ký truy cập: gathers what was read and writes it in batches, so that reading waits for no write. While it
 * cannot write it lets nothing more be read: rather refused than unrecorded.
 */
export class ReadingJournal {
  private readonly waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly options: JournalOptions = {},
  ) {}

  /** @throws Refusal `reading-not-recorded` when it could not be written down: then nothing is shown */
  record(entry: ReadingEntry): void {
    const { most = 5_000, patienceMs = 10_000, gatherMs = 250 } = this.options;
    const since = performance.now();
    const [oldest] = this.waiting;
    if (this.waiting.length >= most || (oldest !== undefined && since - oldest.since > patienceMs)) {
      this.writeIn(0);
      throw new Refusal('reading-not-recorded');
    }
    this.waiting.push({ since, row: { id: randomUUID(), ...bounded(entry) } });
    this.writeIn(this.waiting.length < AT_ONCE ? gatherMs : 0);
  }

  /** Writes all that waits. @throws when the database does not take it */
  async flush(): Promise<void> {
    while (this.waiting.length > 0) await (this.writing ??= this.write().finally(() => (this.writing = null)));
  }

  /** Writes what still waits; tells of what is lost. */
  async close(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    for (let attempt = 1; this.waiting.length > 0 && attempt <= CLOSING_ATTEMPTS; attempt += 1) {
      await this.flush().catch(() => wait(AGAIN_AFTER_MS));
    }
    if (this.waiting.length > 0) this.tell(new Error(`${this.waiting.length} readings are lost`));
  }

  private writeIn(ms: number): void {
    if (this.writing !== null || (this.timer !== null && ms > 0)) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.flush().catch((error: unknown) => {
        this.tell(error);
        this.writeIn(AGAIN_AFTER_MS);
      });
    }, ms);
    this.timer.unref();
  }

  private async write(): Promise<void> {
    const batch = this.waiting.slice(0, AT_ONCE);
    await answered(this.pool.query(WRITE, [JSON.stringify(batch.map(({ row }) => row))]));
    this.waiting.splice(0, batch.length);
  }

  private tell(error: unknown): void {
    this.options.onTrouble?.(error);
  }
}

/** A database that does not answer at all has not written either; the next attempt finds out. */
async function answered(asked: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error('the database does not answer')), ANSWER_WITHIN_MS);
  });
  try {
    await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whatever was sent, an entry can be stored: no NUL, no half character, no text without end. */
const bounded = (entry: ReadingEntry): object =>
  Object.fromEntries(
    Object.entries(entry).map(([field, value]: [string, string | null | readonly string[]]) => [
      field,
      value === null || typeof value === 'string' ? clean(value) : value.slice(0, MOST_DOSSIERS).map(clean),
    ]),
  );

const clean = (text: string | null): string | null =>
  text === null ? null : Buffer.from(text.slice(0, LONGEST).replaceAll('\u0000', '')).toString('utf8');
