import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { scopeOf } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { Clock, inVietnam, Refusal, type Position } from '#kernel';
import { Checkpoints } from '#read-store';
import { ledgerOf, Responsibilities, type Ledger } from '#reports';

/** Who held a dossier when. @throws Refusal `unknown-dossier`, `read-model-behind`, `invalid-input`, `calendar-not-loaded` */
export class AskResponsibility extends Query<Ledger> {
  constructor(
    readonly caller: Caller,
    readonly idOrCode: string,
    readonly atLeast: Position | undefined,
  ) {
    super();
  }
}

@QueryHandler(AskResponsibility)
export class AskResponsibilityHandler implements IQueryHandler<AskResponsibility> {
  constructor(
    private readonly responsibilities: Responsibilities,
    private readonly checkpoints: Checkpoints,
    private readonly catalogue: CatalogueFeed,
    private readonly clock: Clock,
  ) {}

  async execute({ caller: { actor }, idOrCode, atLeast }: AskResponsibility): Promise<Ledger> {
    const { view } = this.catalogue;
    const scope = scopeOf(actor, 'read-responsibility', view);
    // Who may see it is known to the register.
    if (atLeast !== undefined)
      await Promise.all(['responsibility', 'register'].map((name) => this.checkpoints.waitFor(name, atLeast)));
    const row = await this.responsibilities.find(scope, idOrCode);
    if (row === undefined) throw new Refusal('unknown-dossier');
    return atHome(ledgerOf(row, view.calendars(), this.clock.now()));
  }
}

/** Instants as a person in Vietnam reads them, as everywhere in the API. */
function atHome(ledger: Ledger): Ledger {
  const instant = (at: string | null) => (at === null ? null : inVietnam(at));
  const late = ({ dueAt, ...rest }: NonNullable<Ledger['lateness']>['lawful']) => ({
    dueAt: inVietnam(dueAt),
    ...rest,
  });
  return {
    ...ledger,
    receivedAt: instant(ledger.receivedAt),
    endedAt: instant(ledger.endedAt),
    turns: ledger.turns.map((turn) => ({ ...turn, from: inVietnam(turn.from), to: instant(turn.to) })),
    lateness: ledger.lateness && { lawful: late(ledger.lateness.lawful), current: late(ledger.lateness.current) },
    collection: ledger.collection && {
      ...ledger.collection,
      from: inVietnam(ledger.collection.from),
      to: instant(ledger.collection.to),
    },
  };
}
