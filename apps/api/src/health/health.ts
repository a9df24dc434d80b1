import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CatalogueFeed } from '#handling';
import { EventStore, toldOf, type StoreHealth } from '#kernel';
import { projectionHealth, type ProjectionHealth } from '#read-store';
import { Flows, type FlowHealth } from '#reports';

const PATIENCE_MS = 3_000;

/** Tình trạng of the parts that answer depends on. */
export interface Found {
  /** Whether commands and queries can be answered now. */
  readonly ok: boolean;
  readonly eventStore: StoreHealth;
  readonly readStore: { readonly ok: boolean; readonly projections: readonly ProjectionHealth[] };
  readonly catalogue: { readonly ok: boolean; readonly detail: string | null };
}

@Injectable()
export class Health {
  constructor(
    private readonly store: EventStore,
    private readonly db: DataSource,
    private readonly catalogue: CatalogueFeed,
    private readonly flows: Flows,
  ) {}

  async look(): Promise<Found> {
    const [eventStore, readStore] = await Promise.all([this.eventStore(), this.readStore()]);
    const { failure } = this.catalogue;
    const catalogue = { ok: failure === null, detail: failure === null ? null : toldOf(failure) };
    return { ok: eventStore.ok && readStore.ok && catalogue.ok, eventStore, readStore, catalogue };
  }

  /** Cân đối: whether all that was sent between agencies is accounted for; null where the read store does not answer. */
  flowFigures(): Promise<FlowHealth | null> {
    return within<FlowHealth | null>(this.flows.health(), null);
  }

  private eventStore(): Promise<StoreHealth> {
    return within(this.store.health(), { ok: false, detail: { error: 'no answer' } });
  }

  private readStore(): Promise<Found['readStore']> {
    const asked = projectionHealth(this.db).then((projections) => ({ ok: true, projections }));
    return within(asked, { ok: false, projections: [] });
  }
}

/** The answer, or what is said when there is none in time. */
async function within<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, otherwise);
  });
  try {
    return await Promise.race([asked.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}
