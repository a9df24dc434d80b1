import {
  actorOf,
  isWithin,
  mayGive,
  mustBeTogether,
  placeFor,
  scopeOf,
  type Asked,
  type Asker,
  type Involvement,
  type Reading,
} from '#access';
import { Refusal, vietnamDay, type Clock, type EventStore, type Meta } from '#kernel';
import {
  caseOf,
  currentStep,
  dossier,
  type Circumstances,
  type DossierCommandOf,
  type DossierCommands,
  type DossierCommandType,
  type DossierEvent,
} from '#dossier';
import { codeAgency } from '#law';
import { agenciesOf, fitForLeg, ofAnOpenAgency, openAgency } from './addressees.js';
import type { CatalogueInForce } from './catalogue-feed.js';
import { answeredBefore, appendDecided, loadDossier, type LoadedDossier } from './dossier-log.js';
import type {
  Answer,
  Caller,
  DossierRequest,
  ErasureOrder,
  Given,
  ReceiveRequest,
  SubmitRequest,
} from './dossier-requests.js';
import { involvementOf, standingIn } from './involvement.js';
import { commandIdOf, digestOf, dossierIdOf, portalDossierIdOf } from './identity.js';
import { dossierOfCode, takeNumber } from './numbering.js';
import { termsOf } from './terms.js';

/** How often a command is decided again when others write to the same dossier. */
const ATTEMPTS = 10;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Commands that a dossier may begin with. */
const BEGINNINGS: readonly DossierCommandType[] = ['SubmitDossier', 'ReceiveDossier', 'ImportDossier', 'VoidNumber'];

type Prepare = (loaded: LoadedDossier, on: Circumstances, meta: Meta) => Promise<readonly DossierEvent[]>;

/** Load, decide, append: the one way in which dossiers are written, for the API, the CLI and the worker alike. */
export class DossierDesk {
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: CatalogueInForce,
    private readonly clock: Clock,
  ) {}

  /** Nộp hồ sơ: the portal's code, or the caller's key, makes the dossier's identity. */
  submit(caller: Caller, given: Given, body: SubmitRequest): Promise<Answer> {
    const dossierId =
      body.portalCode === null ? dossierIdOf(caller.account, given.key) : portalDossierIdOf(body.portalCode);
    const asked = { type: 'SubmitDossier', centre: body.centre } as const;
    return this.run(
      caller,
      given,
      dossierId,
      { submit: body },
      () => asked,
      async ({ state }, on) => {
        const day = vietnamDay(on.at);
        openAgency(this.catalogue.view, body.centre, day);
        const { code, version, name } = this.catalogue.view.receivable(body.procedure, day);
        const data = { ...body, procedure: { code, version, name } };
        return dossier.decide({ type: 'SubmitDossier', data, on }, state);
      },
    );
  }

  /** Tiếp nhận: decided in full before a number is taken; a number whose dossier never comes is voided. */
  receive(caller: Caller, given: Given, body: ReceiveRequest): Promise<Answer> {
    const dossierId = body.dossierId ?? dossierIdOf(caller.account, given.key);
    let code: string | null = null;
    const asked = { type: 'ReceiveDossier', centre: body.centre } as const;
    return this.run(
      caller,
      given,
      dossierId,
      { receive: body },
      () => asked,
      async (loaded, on, meta) => {
        const { command, numberedBy } = this.reception(body, on);
        if (code !== null && loaded.state.voided.includes(code)) code = null;
        const decided = await this.decidedOrVoided(command, loaded, on, meta, code);
        code ??= await takeNumber(this.store, numberedBy, dossierId, meta);
        return numbered(decided, code);
      },
    );
  }

  /** Every other command on a dossier that exists, by its id or code. */
  async give(caller: Caller, given: Given, idOrCode: string, request: DossierRequest): Promise<Answer> {
    placeFor(caller.actor, request.type);
    const dossierId = await this.idFor(idOrCode);
    const asked = (loaded: LoadedDossier) => {
      mustBear(idOrCode, loaded);
      return askedBy(request, loaded);
    };
    return this.run(caller, given, dossierId, request, asked, async ({ state }, on) => {
      const { view } = this.catalogue;
      for (const agency of agenciesOf(request)) openAgency(view, agency, vietnamDay(on.at));
      fitForLeg(view, state, request);
      return dossier.decide(circumstanced(request, on), state);
    });
  }

  /** A dossier for somebody who is about to hand in a file, before a byte of it is taken. @throws Refusal as `give` */
  async awaitingPaper(caller: Caller, idOrCode: string): Promise<LoadedDossier> {
    placeFor(caller.actor, 'StorePaper');
    const loaded = await this.find(idOrCode);
    this.mayAsk(caller, { type: 'StorePaper' }, loaded);
    return loaded;
  }

  /** Lưu tệp: its name and its content make the request, not where it was kept and what a scanner made of it. */
  storePaper(caller: Caller, given: Given, dossierId: string, paper: DossierCommands['StorePaper']): Promise<Answer> {
    const { name, fileName, digest } = paper;
    return this.run(
      caller,
      given,
      dossierId,
      { storePaper: { name, fileName, digest } },
      () => ({ type: 'StorePaper' }),
      async ({ state }, on) => dossier.decide({ type: 'StorePaper', data: paper, on }, state),
    );
  }

  /**
   * Xóa dữ liệu cá nhân: ordered by one and carried out by another, who is named last. The event comes first; what it
   * tells to forget is forgotten behind it (`erasure/`). @throws Refusal `two-persons-needed`, `still-kept`, `not-in-state`
   */
  async erase(persons: readonly Caller[], given: Given, idOrCode: string, order: ErasureOrder): Promise<Answer> {
    const type = 'EraseApplicant';
    const data = { ...order, approvedBy: persons.map(({ account }) => account) };
    const carriedOutBy = persons.at(-1);
    if (carriedOutBy === undefined) throw new Refusal('two-persons-needed');
    const dossierId = await this.idFor(idOrCode);
    const asked = (loaded: LoadedDossier) => {
      mustBear(idOrCode, loaded);
      for (const person of persons) this.mayAsk(person, { type }, loaded);
      mustBeTogether(
        persons.map(({ actor }) => actor),
        type,
      );
      return { type } as const;
    };
    return this.run(carriedOutBy, given, dossierId, { type, data }, asked, async ({ state }, on) =>
      dossier.decide({ type, data, on }, state),
    );
  }

  /**
   * Hủy số đã cấp: a number whose dossier never came, at the revision just read, so that a late reception conflicts and
   * takes a new one. @throws Refusal `unknown-dossier`, `already-received`
   */
  async voidNumber(caller: Caller, given: Given, code: string): Promise<Answer> {
    const data = { code, reason: 'the dossier never came' };
    const dossierId = await dossierOfCode(this.store, code);
    const asked = { type: 'VoidNumber' } as const;
    return this.run(
      caller,
      given,
      dossierId,
      { void: code },
      () => asked,
      async ({ state }, on) => dossier.decide({ type: 'VoidNumber', data, on }, state),
    );
  }

  /** The dossier that bears a code, straight from the log. @throws Refusal `unknown-dossier` */
  async findByCode(code: string): Promise<LoadedDossier> {
    const loaded = await this.load(await dossierOfCode(this.store, code));
    if (caseOf(loaded.state)?.code !== code) throw new Refusal('unknown-dossier', null, { code });
    return loaded;
  }

  /** A dossier by its id or code for somebody who reads it. @throws Refusal `unknown-dossier`, `not-allowed` */
  async findFor({ actor }: Caller, reading: Reading, idOrCode: string): Promise<LoadedDossier> {
    placeFor(actor, reading);
    const loaded = await this.find(idOrCode);
    if (loaded.history.length === 0) throw new Refusal('unknown-dossier');
    this.mustSee(actor, reading, this.involvedFor(actor, involvementOf(loaded), loaded));
    return loaded;
  }

  /** @throws Refusal `unknown-dossier` */
  async find(idOrCode: string): Promise<LoadedDossier> {
    const loaded = await this.load(await this.idFor(idOrCode));
    mustBear(idOrCode, loaded);
    return loaded;
  }

  private async idFor(idOrCode: string): Promise<string> {
    return UUID.test(idOrCode) ? idOrCode : this.idOf(idOrCode);
  }

  /** Whether a number was taken is nobody's business who may not see its dossier: no fact beside the "no". */
  private idOf(code: string): Promise<string> {
    return dossierOfCode(this.store, code).catch((error: unknown) => {
      throw error instanceof Refusal && error.code === 'unknown-dossier' ? new Refusal('unknown-dossier') : error;
    });
  }

  load(dossierId: string): Promise<LoadedDossier> {
    return loadDossier(this.store, dossierId);
  }

  private async run(
    caller: Caller,
    given: Given,
    dossierId: string,
    request: object,
    asked: (loaded: LoadedDossier) => Asked,
    prepare: Prepare,
  ): Promise<Answer> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const loaded = await this.load(dossierId);
      const on = this.circumstances(caller, given, loaded);
      const meta = metaOf(caller, given, dossierId, request, on);
      const before = answeredBefore(loaded, meta);
      if (before !== null) return before;
      ofAnOpenAgency(this.catalogue.view, caller.actor, vietnamDay(on.now));
      this.mayStillAsk(attempt, caller, asked(loaded), loaded);
      const { revision } = loaded.state;
      if (given.expectedRevision !== undefined && given.expectedRevision !== revision)
        throw new Refusal('stale-revision', null, { expected: given.expectedRevision, actual: revision });
      const events = await prepare(loaded, on, meta);
      const code = codeAfter(loaded, events);
      const last = loaded.history.at(-1);
      if (events.length === 0) return { dossierId, code, revision, position: last?.position ?? '' };
      const appended = await appendDecided(this.store, loaded, events, meta);
      if (appended !== null) return { dossierId, code, ...appended };
    }
    throw new Refusal('store-unavailable', null, { attempts: ATTEMPTS });
  }

  /** Who might ask until somebody was faster is told that the dossier has changed. @throws Refusal `stale-revision` */
  private mayStillAsk(attempt: number, caller: Caller, asked: Asked, loaded: LoadedDossier): void {
    try {
      this.mayAsk(caller, asked, loaded);
    } catch (refused) {
      if (attempt === 1) throw refused;
      throw new Refusal('stale-revision', null, { actual: loaded.state.revision });
    }
  }

  /** What exists and may not be seen does not exist for who asks. @throws Refusal `unknown-dossier`, `not-allowed` */
  protected mayAsk({ actor }: Caller, asked: Asked, loaded: LoadedDossier): void {
    placeFor(actor, asked.type);
    const told = asked.type === 'EraseApplicant' ? this.answeringFor(loaded) : involvementOf(loaded);
    const involved = this.involvedFor(actor, told, loaded);
    if (loaded.history.length > 0) this.mustSee(actorOf(actor), 'read-dossier', involved);
    else if (!BEGINNINGS.includes(asked.type)) throw new Refusal('unknown-dossier');
    mayGive(actor, asked, involved);
  }

  /** For what was filed and never received, which no agency decides, the one above the centre answers. */
  private answeringFor(loaded: LoadedDossier): Involvement {
    const involved = involvementOf(loaded);
    const { centre, decidingAgency } = involved;
    if (decidingAgency !== null || centre === null) return involved;
    return { ...involved, decidingAgency: this.catalogue.view.findAgency(centre)?.parent ?? centre };
  }

  private involvedFor(actor: Asker, involved: Involvement, { state }: LoadedDossier): Involvement {
    return standingIn(involved, state, actor, this.catalogue.view, vietnamDay(this.clock.now()));
  }

  private mustSee(actor: Asker, reading: Reading, involved: Involvement): void {
    if (!isWithin(scopeOf(actor, reading, this.catalogue.view), involved)) throw new Refusal('unknown-dossier');
  }

  private circumstances({ actor }: Caller, given: Given, { history }: LoadedDossier): Circumstances {
    const last = history.at(-1)?.meta.recordedAt ?? '';
    const read = this.clock.now();
    const now = read > last ? read : last;
    const calendar = this.catalogue.view.calendar();
    return { actor: actorOf(actor), now, at: given.effectiveAt ?? now, lateReason: given.lateReason ?? null, calendar };
  }

  /** Without its number, which is taken when everything else is decided; and whose number it will be. */
  private reception(
    body: ReceiveRequest,
    on: Circumstances,
  ): { readonly command: DossierCommandOf<'ReceiveDossier'>; readonly numberedBy: string } {
    const { dossierId: _submitted, procedure: _code, case: _case, ...rest } = body;
    const day = vietnamDay(on.at);
    openAgency(this.catalogue.view, body.centre, day);
    const { terms, decidingAgency, isGroup } = termsOf(this.catalogue.view, { ...body, day });
    const collectAt = body.collectAt ?? body.centre;
    return {
      command: { type: 'ReceiveDossier', data: { ...rest, terms, decidingAgency, collectAt, code: '' }, on },
      numberedBy: codeAgency({ isGroup, channel: body.channel, centre: body.centre, decidingAgency }),
    };
  }

  /** A refusal voids the number that an earlier attempt took. */
  private async decidedOrVoided(
    command: DossierCommandOf<'ReceiveDossier'>,
    loaded: LoadedDossier,
    on: Circumstances,
    meta: Meta,
    code: string | null,
  ): Promise<readonly DossierEvent[]> {
    try {
      return dossier.decide(command, loaded.state);
    } catch (refused) {
      if (code !== null) await this.voidOwnNumber(loaded, on, meta, code);
      throw refused;
    }
  }

  private async voidOwnNumber(loaded: LoadedDossier, on: Circumstances, meta: Meta, code: string): Promise<void> {
    const data = { code, reason: 'reception refused after the number was taken' };
    const events = dossier.decide({ type: 'VoidNumber', data, on: { ...on, at: on.now } }, loaded.state);
    const voiding = {
      ...meta,
      effectiveAt: on.now,
      commandId: commandIdOf('numbering', code),
      causationId: meta.commandId,
    };
    if (events.length > 0) await appendDecided(this.store, loaded, events, voiding);
  }
}

/** A code that the dossier does not bear is nobody's. @throws Refusal `unknown-dossier` */
function mustBear(idOrCode: string, { dossierId, state }: LoadedDossier): void {
  if (idOrCode !== dossierId && caseOf(state)?.code !== idOrCode) throw new Refusal('unknown-dossier');
}

/** What of a request decides who may make it. */
function askedBy(request: DossierRequest, { state }: LoadedDossier): Asked {
  const { type, data } = request;
  const file = caseOf(state);
  return {
    type,
    by: 'by' in data && type !== 'ForecastLateness' ? data.by : undefined,
    stepRole: file === null ? undefined : currentStep(file)?.role,
  };
}

/** The number is all that a decided reception still lacks. */
const numbered = (events: readonly DossierEvent[], code: string): readonly DossierEvent[] =>
  events.map((event) => (event.type === 'DossierReceived' ? { ...event, data: { ...event.data, code } } : event));

const circumstanced = <R extends DossierRequest>(
  request: R,
  on: Circumstances,
): R & { readonly on: Circumstances } => ({
  ...request,
  on,
});

function codeAfter({ state }: LoadedDossier, events: readonly DossierEvent[]): string | null {
  const received = events.find((event) => event.type === 'DossierReceived');
  return received?.data.code ?? caseOf(state)?.code ?? null;
}

const metaOf = (caller: Caller, given: Given, dossierId: string, request: object, on: Circumstances): Meta => ({
  actor: on.actor,
  recordedAt: on.now,
  effectiveAt: on.at,
  ...(on.lateReason === null || on.at === on.now ? {} : { lateReason: on.lateReason }),
  correlationId: given.correlationId,
  causationId: null,
  commandId: commandIdOf(caller.account, given.key),
  commandDigest: digestOf({
    dossierId,
    request,
    effectiveAt: given.effectiveAt ?? null,
    lateReason: given.lateReason ?? null,
  }),
});
