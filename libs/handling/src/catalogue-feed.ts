import { Refusal, type EventStore, type Position } from '#kernel';
import { CATALOGUE_PREFIXES, CatalogueView } from '#catalogue';

/** How long whoever has published waits until the view holds it. */
const PATIENCE_MS = 60_000;
const STEP_MS = 5;
/** The catalogue seldom changes, while every dossier's event would wake its reader. */
const GATHERED_MS = 100;

/** Where the catalogue is read. */
export interface CatalogueInForce {
  readonly view: CatalogueView;
}

/** The catalogue in memory: folded from the log once, then kept up with it. */
export class CatalogueFeed implements CatalogueInForce {
  readonly view = new CatalogueView();
  private position: Position = '';
  private readonly ending = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private stopped: Error | null = null;

  private constructor(private readonly store: EventStore) {}

  /** Resolves when the view holds all that was in the log. */
  static async start(store: EventStore): Promise<CatalogueFeed> {
    const feed = new CatalogueFeed(store);
    await new Promise<void>((ready, failed) => {
      feed.following = feed.follow(ready).catch((error: unknown) => {
        feed.stopped = error instanceof Error ? error : new Error(String(error));
        failed(feed.stopped);
      });
    });
    return feed;
  }

  /** The view holds everything up to here. */
  get reached(): Position {
    return this.position;
  }

  /** Why the view no longer follows the log; null while it does. */
  get failure(): Error | null {
    return this.stopped;
  }

  /** Waits, bounded, until the view holds the event at a position. @throws Refusal `read-model-behind` */
  async waitFor(position: Position, patienceMs = PATIENCE_MS): Promise<void> {
    for (let waited = 0; this.position < position; waited += STEP_MS) {
      if (waited >= patienceMs) throw new Refusal('read-model-behind', null, { projection: 'catalogue', position });
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.following;
  }

  private async follow(caughtUp: () => void): Promise<void> {
    const options = { prefixes: CATALOGUE_PREFIXES, gatherMs: GATHERED_MS, signal: this.ending.signal };
    for await (const batch of this.store.subscribe(options)) {
      for (const event of batch.events) this.view.apply(event);
      this.position = batch.events.at(-1)?.position ?? this.position;
      if (batch.caughtUp) caughtUp();
    }
  }
}
