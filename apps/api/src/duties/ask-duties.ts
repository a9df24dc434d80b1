import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { scopeOf, type Scope } from '#access';
import { Duties, type DutyCounts, type DutyEntry, type DutyFilter } from '#duties';
import { CatalogueFeed, type Caller } from '#handling';
import { Clock, inVietnam, type Position } from '#kernel';
import { Checkpoints } from '#read-store';

/** A page of duties, and how many there are of the same kind of holder. */
export interface FoundDuties {
  readonly duties: readonly (DutyEntry & { readonly overdue: boolean })[];
  readonly counts: DutyCounts;
  readonly next: string | null;
}

/** What somebody asks for; `overdue` as it is at the moment of asking. */
export interface AskedDuties extends Omit<DutyFilter, 'overdue'> {
  readonly overdue?: boolean;
}

/** What is owed, nearest first. @throws Refusal `not-allowed`, `invalid-input`, `read-model-behind` */
export class AskDuties extends Query<FoundDuties> {
  constructor(
    readonly caller: Caller,
    readonly asked: AskedDuties,
    readonly page: { readonly limit?: number; readonly after?: string },
    readonly atLeast: Position | undefined,
  ) {
    super();
  }
}

@QueryHandler(AskDuties)
export class AskDutiesHandler implements IQueryHandler<AskDuties> {
  constructor(
    private readonly duties: Duties,
    private readonly checkpoints: Checkpoints,
    private readonly catalogue: CatalogueFeed,
    private readonly clock: Clock,
  ) {}

  async execute({ caller: { actor }, asked, page, atLeast }: AskDuties): Promise<FoundDuties> {
    const scope: Scope = scopeOf(actor, 'list-duties', this.catalogue.view);
    if (atLeast !== undefined) await this.checkpoints.waitFor('duties', atLeast);
    const now = this.clock.now();
    const { overdue, ...rest } = asked;
    const filter = { ...rest, ...(overdue === undefined ? {} : { overdue: { is: overdue, at: now } }) };
    const [found, counts] = await Promise.all([
      this.duties.find(scope, filter, now, page),
      this.duties.counts(scope, filter, now),
    ]);
    const duties = found.duties.map((duty) => ({
      ...duty,
      overdue: duty.dueAt < now,
      arisesAt: inVietnam(duty.arisesAt),
      dueAt: inVietnam(duty.dueAt),
    }));
    return { duties, counts, next: found.next };
  }
}
