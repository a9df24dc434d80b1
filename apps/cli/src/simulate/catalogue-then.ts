import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import { CATALOGUE_PREFIXES, CatalogueView, type Publication } from '#catalogue';
import type { CatalogueFeed } from '#handling';
import type { EventStore, Instant, Meta, Proposed, Recorded } from '#kernel';

const ACTOR = { id: 'simulation', role: 'administrator', agency: null } as const;

/**
 * The catalogue as it was known at the simulated moment: what this simulation publishes itself is not known before, and what
 * was published after its own first publication never, so that a repetition meets what it met the first time.
 */
export class CatalogueThen {
  readonly view = new CatalogueView();
  private known: readonly Recorded[] = [];

  private constructor(
    private readonly store: EventStore,
    private readonly feed: CatalogueFeed,
    private readonly correlationId: string,
  ) {}

  static async begin(store: EventStore, feed: CatalogueFeed, correlationId: string): Promise<CatalogueThen> {
    const then = new CatalogueThen(store, feed, correlationId);
    const events = await allOf(store);
    const mine = (event: Recorded) => event.meta.correlationId === correlationId;
    const first = events.find(mine)?.position;
    for (const event of events) if (first === undefined || event.position < first) then.view.apply(event);
    then.known = events.filter(mine);
    return then;
  }

  /** Published at a moment under a name of its own, unless the log has it already. */
  async publish(name: string, at: Instant, decide: (view: CatalogueView) => readonly Publication[]): Promise<void> {
    const commandId = v5(name, this.correlationId);
    const before = this.known.filter(({ meta }) => meta.commandId === commandId);
    if (before.length > 0) return before.forEach((event) => this.view.apply(event));
    for (const { stream, revision, events } of decide(this.feed.view)) {
      const meta = this.metaOf(commandId, at, events);
      const proposed = events.map((event, no) => ({ ...event, id: v5(`${stream} ${no}`, commandId), meta }));
      await this.append(stream, revision, proposed);
    }
  }

  private async append(stream: string, revision: number, events: readonly Proposed[]): Promise<void> {
    const { position } = await this.store.append(stream, revision < 0 ? 'none' : revision, events);
    await this.feed.waitFor(position);
    for await (const event of this.store.read(stream, { from: revision + 1, limit: events.length }))
      this.view.apply(event);
  }

  private metaOf(commandId: string, at: Instant, events: readonly object[]): Meta {
    const { correlationId } = this;
    const commandDigest = createHash('sha256').update(JSON.stringify(events)).digest('hex');
    const meta = { actor: ACTOR, recordedAt: at, effectiveAt: at, correlationId, causationId: null };
    return { ...meta, commandId, commandDigest };
  }
}

async function allOf(store: EventStore): Promise<readonly Recorded[]> {
  const events: Recorded[] = [];
  for await (const batch of store.subscribe({ prefixes: CATALOGUE_PREFIXES })) {
    events.push(...batch.events);
    if (batch.caughtUp) break;
  }
  return events;
}
