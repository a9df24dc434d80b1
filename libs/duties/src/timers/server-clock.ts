import { Clock, type Instant } from '#kernel';
import { rowsOf, type Sql } from '#read-store';

const MEASURED_FOR_MS = 30_000;

/**
 * Giờ máy chủ: the time of the database server, so that processes on machines whose clocks differ agree what is due. How far
 * the own clock is off is measured now and then.
 */
export class ServerClock extends Clock {
  private offset = 0;
  private timer: NodeJS.Timeout | null = null;

  private constructor(
    private readonly own: Clock,
    private readonly db: Sql,
  ) {
    super();
  }

  /** @throws when the server does not answer */
  static async on(db: Sql, own: Clock): Promise<ServerClock> {
    const clock = new ServerClock(own, db);
    await clock.measure();
    clock.timer = setInterval(() => void clock.measure().catch(() => {}), MEASURED_FOR_MS).unref();
    return clock;
  }

  now(): Instant {
    return new Date(Date.parse(this.own.now()) + this.offset).toISOString();
  }

  close(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private async measure(): Promise<void> {
    const before = Date.parse(this.own.now());
    const [row] = await rowsOf<{ readonly now: Instant }>(this.db, 'select clock_timestamp() as now');
    const after = Date.parse(this.own.now());
    if (row !== undefined) this.offset = Date.parse(row.now) - (before + after) / 2;
  }
}
