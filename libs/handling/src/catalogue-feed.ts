import type { EventStore, Position } from '#kernel';
import { CATALOGUE_PREFIXES, CatalogueView } from '#catalogue';

/** How long a reader of its own writes waits. */
const PATIENCE_MS = 2_000;
const STEP_MS = 5;

/** The catalogue in memory: folded from the log once, then kept up with it. */
export class CatalogueFeed {
  readonly view = new CatalogueView();
  private position: Position = '';
  private readonly ending = new AbortController();
  private following: Promise<void> = Promise.resolve();

  private constructor(private readonly store: EventStore) {}

  /** Resolves when the view holds all that was in the log. */
  static async start(store: EventStore): Promise<CatalogueFeed> {
    const feed = new CatalogueFeed(store);
    await new Promise<void>((ready, failed) => {
      feed.following = feed.follow(ready);
      feed.following.catch(failed);
    });
    return feed;
  }

  /** Waits, bounded, until the view holds the event at a position. */
  async waitFor(position: Position): Promise<void> {
    for (let waited = 0; this.position < position && waited < PATIENCE_MS; waited += STEP_MS)
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.following;
  }

  private async follow(caughtUp: () => void): Promise<void> {
    for await (const batch of this.store.subscribe({ prefixes: CATALOGUE_PREFIXES, signal: this.ending.signal })) {
      for (const event of batch.events) this.view.apply(event);
      this.position = batch.events.at(-1)?.position ?? this.position;
      if (batch.caughtUp) caughtUp();
    }
  }
}
