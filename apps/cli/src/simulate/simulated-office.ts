import { v5 } from 'uuid';
import type { RecordedDossierEvent } from '#dossier';
import { DossierDesk, DossierReactions, reorganise, NO_MAPPING, type Answer, type Caller, type Given } from '#handling';
import type { CatalogueInForce, DossierRequest, SubmitRequest } from '#handling';
import { Clock, vietnamDay, type EventStore, type Instant } from '#kernel';
import { agencyNow, type Agency } from '#catalogue';
import type { By } from './by.js';
import type { SimulatedDossier } from './simulated-dossier.js';
import type { Deed, Step } from './step.js';

const NAMESPACE = 'd5a3c7a4-0f0e-5b5e-9d1c-5d2f5f0c7a01';
const OPERATOR = { account: 'operator', actor: { id: 'operator', role: 'system', agency: null } } as const;
const LEGAL_BASIS = 'Quyết định sắp xếp tổ chức bộ máy';

/** The simulation's own clock. */
export class SimulatedClock extends Clock {
  at: Instant = '';

  now(): Instant {
    return this.at;
  }
}

export const correlationOf = (run: string, of: string | number): string => v5(`${run} ${of}`, NAMESPACE);

type Events = readonly RecordedDossierEvent[];

/** Everything that is written of simulated dossiers, by the code that writes real ones. */
export class SimulatedOffice {
  private readonly desk: DossierDesk;
  private readonly reactions: DossierReactions;

  constructor(
    store: EventStore,
    private readonly catalogue: CatalogueInForce,
    private readonly clock: SimulatedClock,
    private readonly run: string,
  ) {
    this.desk = new DossierDesk(store, catalogue, clock);
    this.reactions = new DossierReactions(store, catalogue, clock);
  }

  /**
   * Somebody does something, under a key of its own. @returns what the dossier has come to by it
   * @throws where somebody else went on with it since the simulation was interrupted
   */
  async take(dossier: SimulatedDossier, step: Step, deed: Deed, name: string): Promise<Events> {
    this.mustBeMine(dossier);
    const { dossierId, revision } = await this.give(dossier, deed, this.given(dossier, step, name));
    return dossier.follow(await this.desk.load(dossierId), revision);
  }

  /** Time acts: what is asked for is decided anew on the stream; a log that knows already what came after is left alone. */
  async react(dossier: SimulatedDossier, requests: () => readonly DossierRequest[]): Promise<Events> {
    if (dossier.id === null) return [];
    const { revision } = dossier.state;
    const { loaded } = await this.reactions.react(
      dossier.id,
      ({ state }) => (state.revision === revision ? requests() : []),
      correlationOf(this.run, dossier.number),
    );
    return dossier.followEngine(loaded, this.clock.at);
  }

  /** Bàn giao: by the command's own code, one after the other. @returns what each has come to by it */
  async handOver(agency: Agency, dossiers: readonly SimulatedDossier[]): Promise<readonly Events[]> {
    const waiting = dossiers.flatMap(({ id }) => (id === null ? [] : [{ dossierId: id, code: null }]));
    const find = async (after: string | null) => {
      const at = Number(after ?? 0);
      return { dossiers: waiting.slice(at, at + 1), next: at + 1 < waiting.length ? String(at + 1) : null };
    };
    const { desk, clock, run } = this;
    const ground = { desk, view: this.catalogue.view, clock, caller: OPERATOR, find };
    const plan = {
      from: agency.code,
      mapping: NO_MAPPING,
      rest: agencyNow(this.catalogue.view, agency.code, vietnamDay(clock.at))[0] ?? null,
    };
    const correlationId = correlationOf(run, agency.code);
    const { refused } = await reorganise(ground, { ...plan, legalBasis: LEGAL_BASIS, check: false, correlationId });
    if (refused.length > 0) throw new Error(`not handed over: ${JSON.stringify(refused)}`);
    const followed: Events[] = [];
    for (const dossier of dossiers)
      if (dossier.id !== null) followed.push(dossier.followEngine(await desk.load(dossier.id), clock.at));
    return followed;
  }

  /** A step on top of what a worker did months later would be of no office's course. */
  private mustBeMine({ number, next }: SimulatedDossier): void {
    if (next === null) return;
    const { correlationId, actor, recordedAt } = next.meta;
    if (correlationId === correlationOf(this.run, next.type === 'DossierHandedOver' ? next.data.from : number)) return;
    throw new Error(
      `dossier ${number} of the simulation was gone on with by "${actor.id}" on ${vietnamDay(recordedAt)} (${next.type}), ` +
        'after the simulation was interrupted: it cannot be resumed; take an empty log, or another seed',
    );
  }

  private given({ number, state }: SimulatedDossier, { at, effectiveAt, lateReason }: Step, name: string): Given {
    const given = { key: `simulation-${this.run}-${number}-${name}`, correlationId: correlationOf(this.run, number) };
    if (effectiveAt === undefined || lateReason === undefined) return given;
    const last = state.lastEffectiveAt ?? '';
    const happened = effectiveAt > last ? effectiveAt : last;
    return happened < at ? { ...given, effectiveAt: happened, lateReason } : given;
  }

  private give({ id }: SimulatedDossier, { by, does }: Deed, given: Given): Promise<Answer> {
    const caller = callerOf(by);
    switch (does.is) {
      case 'submit':
        return this.desk.submit(caller, given, this.portalsOwn(does.body));
      case 'receive':
        return this.desk.receive(caller, given, { ...does.body, dossierId: does.submitted ? id : null });
      case 'give':
        if (id === null) throw new Error('a command on a dossier that has not come');
        return this.desk.give(caller, given, id, does.request);
    }
  }

  /** Portal codes of different runs are different. */
  private portalsOwn(body: SubmitRequest): SubmitRequest {
    return body.portalCode === null ? body : { ...body, portalCode: `${body.portalCode}-${this.run}` };
  }
}

const callerOf = ({ role, agency }: By): Caller => {
  const account = agency === null ? role : `${role}@${agency}`;
  return { account, actor: { id: account, role, agency } };
};
