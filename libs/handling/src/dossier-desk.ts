import { isWithin, mayGive, placeOf, scopeOf, type Asked, type Reading } from '#access';
import { Refusal, vietnamDay, type Clock, type Day, type Actor, type EventStore, type Meta } from '#kernel';
import {
  caseOf,
  currentStep,
  dossier,
  type Circumstances,
  type DossierCommandOf,
  type DossierCommandType,
  type DossierEvent,
} from '#dossier';
import { codeAgency } from '#law';
import type { CatalogueFeed } from './catalogue-feed.js';
import { answeredBefore, appendDecided, loadDossier, type LoadedDossier } from './dossier-log.js';
import type { Answer, Caller, DossierRequest, Given, ReceiveRequest, SubmitRequest } from './dossier-requests.js';
import { involvementOf } from './involvement.js';
import { commandIdOf, digestOf, dossierIdOf, portalDossierIdOf } from './identity.js';
import { dossierOfCode, takeNumber } from './numbering.js';
import { agenciesOf, termsOf } from './terms.js';

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
    private readonly catalogue: CatalogueFeed,
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
        this.openAgency(body.centre, day);
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
    placeOf(caller.actor.role, request.type);
    const dossierId = UUID.test(idOrCode) ? idOrCode : await this.idOf(idOrCode);
    const asked = (loaded: LoadedDossier) => {
      if (idOrCode !== dossierId && caseOf(loaded.state)?.code !== idOrCode) throw new Refusal('unknown-dossier');
      return askedBy(request, loaded);
    };
    return this.run(caller, given, dossierId, request, asked, async ({ state }, on) => {
      for (const agency of agenciesOf(request)) this.openAgency(agency, vietnamDay(on.at));
      return dossier.decide(circumstanced(request, on), state);
    });
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
    placeOf(actor.role, reading);
    const loaded = await this.find(idOrCode);
    if (loaded.history.length === 0) throw new Refusal('unknown-dossier');
    this.mustSee(actor, reading, loaded);
    return loaded;
  }

  private async find(idOrCode: string): Promise<LoadedDossier> {
    if (UUID.test(idOrCode)) return this.load(idOrCode);
    const loaded = await this.load(await this.idOf(idOrCode));
    if (caseOf(loaded.state)?.code !== idOrCode) throw new Refusal('unknown-dossier');
    return loaded;
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
      this.mayAsk(caller, asked(loaded), loaded);
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

  /** What exists and may not be seen does not exist for who asks. @throws Refusal `unknown-dossier`, `not-allowed` */
  protected mayAsk({ actor }: Caller, asked: Asked, loaded: LoadedDossier): void {
    placeOf(actor.role, asked.type);
    if (loaded.history.length > 0) this.mustSee(actor, 'read-dossier', loaded);
    else if (!BEGINNINGS.includes(asked.type)) throw new Refusal('unknown-dossier');
    mayGive(actor, asked, involvementOf(loaded));
  }

  private mustSee(actor: Actor, reading: Reading, loaded: LoadedDossier): void {
    if (!isWithin(scopeOf(actor, reading, this.catalogue.view), involvementOf(loaded)))
      throw new Refusal('unknown-dossier');
  }

  private circumstances({ actor }: Caller, given: Given, { history }: LoadedDossier): Circumstances {
    const last = history.at(-1)?.meta.recordedAt ?? '';
    const read = this.clock.now();
    const now = read > last ? read : last;
    const calendar = this.catalogue.view.calendar();
    return { actor, now, at: given.effectiveAt ?? now, lateReason: given.lateReason ?? null, calendar };
  }

  /** Without its number, which is taken when everything else is decided; and whose number it will be. */
  private reception(
    body: ReceiveRequest,
    on: Circumstances,
  ): { readonly command: DossierCommandOf<'ReceiveDossier'>; readonly numberedBy: string } {
    const { dossierId: _submitted, procedure: _code, case: _case, ...rest } = body;
    const day = vietnamDay(on.at);
    this.openAgency(body.centre, day);
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

  private openAgency(code: string, on: Day): void {
    if (this.catalogue.view.findAgency(code) === undefined) throw new Refusal('unknown-agency', null, { agency: code });
    if (!this.catalogue.view.isOpen(code, on)) throw new Refusal('agency-closed', null, { agency: code, on });
  }
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
  actor: caller.actor,
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
