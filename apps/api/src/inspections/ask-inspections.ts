import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { scopeOf, seesAgency } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { EventStore } from '#kernel';
import { inspectionsOf, oversightOf, type Inspection } from '#oversight';

export interface FoundInspections {
  readonly inspections: readonly Inspection[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** Inspections of the agencies of a mandate, the last recorded first, straight from the log. */
export class AskInspections extends Query<FoundInspections> {
  constructor(
    readonly caller: Caller,
    readonly page: { readonly limit: number; readonly after: string | undefined },
  ) {
    super();
  }
}

@QueryHandler(AskInspections)
export class AskInspectionsHandler implements IQueryHandler<AskInspections> {
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: CatalogueFeed,
  ) {}

  async execute({ caller: { actor }, page: { limit, after } }: AskInspections): Promise<FoundInspections> {
    const scope = scopeOf(actor, 'list-inspections', this.catalogue.view);
    const all = inspectionsOf(await oversightOf(this.store, 'inspection-')).toReversed();
    const mine = all.filter(({ agency }) => seesAgency(scope, agency));
    const from = after === undefined ? 0 : mine.findIndex(({ inspectionId }) => inspectionId === after) + 1;
    const inspections = mine.slice(from, from + limit);
    return { inspections, next: from + limit < mine.length ? (inspections.at(-1)?.inspectionId ?? null) : null };
  }
}
