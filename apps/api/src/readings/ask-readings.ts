import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Readings, scopeOf, type ReadingEntry, type ReadingFilter, type ReadingPage } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { inVietnam } from '#kernel';

export interface FoundReadings {
  readonly readings: readonly ReadingEntry[];
  readonly next: string | null;
}

/** A page of the journal of readings. @throws Refusal `not-allowed`, `invalid-input` */
export class AskReadings extends Query<FoundReadings> {
  constructor(
    readonly caller: Caller,
    readonly filter: ReadingFilter,
    readonly page: ReadingPage,
  ) {
    super();
  }
}

@QueryHandler(AskReadings)
export class AskReadingsHandler implements IQueryHandler<AskReadings> {
  constructor(
    private readonly readings: Readings,
    private readonly catalogue: CatalogueFeed,
  ) {}

  async execute({ caller: { actor }, filter, page }: AskReadings): Promise<FoundReadings> {
    const scope = scopeOf(actor, 'list-readings', this.catalogue.view);
    const { readings, next } = await this.readings.list(scope, filter, page);
    return { readings: readings.map((entry) => ({ ...entry, at: inVietnam(entry.at) })), next };
  }
}
