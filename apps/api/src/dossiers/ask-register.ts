import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { maskedFor, scopeOf, seesContacts } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { inVietnam, Refusal, type Position } from '#kernel';
import { Checkpoints } from '#read-store';
import { Register, type RegisterCounts, type RegisterEntry, type RegisterFilter, type RegisterPage } from '#reports';

export interface FoundInRegister {
  readonly dossiers: readonly RegisterEntry[];
  readonly next: string | null;
}

/** Instants as a person in Vietnam reads them, as everywhere in the API. */
function atHome(entry: RegisterEntry): RegisterEntry {
  const instant = (at: string | null) => (at === null ? null : inVietnam(at));
  return {
    ...entry,
    submittedAt: instant(entry.submittedAt),
    receivedAt: instant(entry.receivedAt),
    filedAt: inVietnam(entry.filedAt),
    dueFirst: instant(entry.dueFirst),
    dueLawful: instant(entry.dueLawful),
    dueCurrent: instant(entry.dueCurrent),
    rescheduledTo: instant(entry.rescheduledTo),
    finishedAt: instant(entry.finishedAt),
    returnedAt: instant(entry.returnedAt),
    erasedAt: instant(entry.erasedAt),
    updatedAt: inVietnam(entry.updatedAt),
  };
}

/** Who does not see telephone numbers does not find people by them. @throws Refusal `not-allowed` */
function mustNotGuess(role: string, { phone }: RegisterFilter): void {
  if (phone !== undefined && !seesContacts(role)) throw new Refusal('not-allowed', null, { role, filter: 'phone' });
}

/** A page of the register, at least as new as a position. @throws Refusal `read-model-behind`, `invalid-input` */
export class AskRegister extends Query<FoundInRegister> {
  constructor(
    readonly caller: Caller,
    readonly filter: RegisterFilter,
    readonly page: RegisterPage,
    readonly atLeast: Position | undefined,
  ) {
    super();
  }
}

@QueryHandler(AskRegister)
export class AskRegisterHandler implements IQueryHandler<AskRegister> {
  constructor(
    private readonly register: Register,
    private readonly checkpoints: Checkpoints,
    private readonly catalogue: CatalogueFeed,
  ) {}

  async execute({ caller: { actor }, filter, page, atLeast }: AskRegister): Promise<FoundInRegister> {
    const scope = scopeOf(actor, 'search-dossiers', this.catalogue.view);
    mustNotGuess(actor.role, filter);
    if (atLeast !== undefined) await this.checkpoints.waitFor('register', atLeast);
    const { dossiers, next } = await this.register.find(scope, filter, page);
    return { dossiers: maskedFor(actor.role, dossiers.map(atHome)), next };
  }
}

/** How many dossiers stand where. @throws Refusal `read-model-behind`, `invalid-input` */
export class CountRegister extends Query<RegisterCounts> {
  constructor(
    readonly caller: Caller,
    readonly filter: RegisterFilter,
    readonly atLeast: Position | undefined,
  ) {
    super();
  }
}

@QueryHandler(CountRegister)
export class CountRegisterHandler implements IQueryHandler<CountRegister> {
  constructor(
    private readonly register: Register,
    private readonly checkpoints: Checkpoints,
    private readonly catalogue: CatalogueFeed,
  ) {}

  async execute({ caller: { actor }, filter, atLeast }: CountRegister): Promise<RegisterCounts> {
    const scope = scopeOf(actor, 'search-dossiers', this.catalogue.view);
    mustNotGuess(actor.role, filter);
    if (atLeast !== undefined) await this.checkpoints.waitFor('register', atLeast);
    return this.register.counts(scope, filter);
  }
}
