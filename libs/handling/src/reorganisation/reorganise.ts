import { randomUUID } from 'node:crypto';
import type { CatalogueView } from '#catalogue';
import { lyingWith } from '#dossier';
import { Refusal, vietnamDay, type Clock, type RefusalCode } from '#kernel';
import type { DossierDesk } from '../dossier-desk.js';
import type { LoadedDossier } from '../dossier-log.js';
import type { Caller } from '../dossier-requests.js';
import { successorRule, type Plan, type SuccessorRule } from './successor-rule.js';

/** So many dossiers are handed over at once. */
const AT_ONCE = 8;

/** A dossier that the read side says has to do with the agency. */
export interface Found {
  readonly dossierId: string;
  readonly code: string | null;
}

/** One batch of dossiers, and where the next begins; null at the end. */
export type FindBatch = (
  after: string | null,
) => Promise<{ readonly dossiers: readonly Found[]; readonly next: string | null }>;

/** What a reorganisation stands on. */
export interface Ground {
  readonly desk: DossierDesk;
  readonly view: CatalogueView;
  readonly clock: Clock;
  readonly caller: Caller;
  readonly find: FindBatch;
}

export interface Reorganisation extends Plan {
  readonly legalBasis: string;
  /** Only says what would happen. */
  readonly check: boolean;
  /** Under which all its events are found again; each its own where absent. */
  readonly correlationId?: string;
  /** Ends after the dossiers in hand. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (looked: number) => void;
}

/** Kết quả bàn giao: what became of the dossiers that were found. */
export interface Reorganised {
  readonly looked: number;
  /** How many went, or would go, to whom. */
  readonly handedOver: Readonly<Record<string, number>>;
  /** Nothing of them lies with the agency: handed over before, or ended meanwhile. */
  readonly nothingThere: number;
  /** For which no rule names a successor. */
  readonly left: readonly string[];
  readonly refused: readonly { readonly dossier: string; readonly code: RefusalCode; readonly facts: object }[];
  readonly interrupted: boolean;
}

type Outcome =
  | { readonly is: 'handed-over'; readonly to: string }
  | { readonly is: 'nothing-there' }
  | { readonly is: 'left' }
  | { readonly is: 'refused'; readonly refusal: Refusal };

/** These concern the whole, not one dossier. */
const STOPS: readonly RefusalCode[] = ['store-unavailable', 'not-allowed'];

/**
 * Bàn giao do sắp xếp đơn vị: hands the running dossiers of an agency that has ended, with its open legs, awaited opinions
 * and desks, over to its successors, batch by batch. Each dossier is decided on its own stream and is one event: wherever it
 * was interrupted nothing is half done, and given again it goes on.
 * @throws Refusal `unknown-agency`, `agency-still-open`, `invalid-input`, `store-unavailable`
 */
export async function reorganise(ground: Ground, asked: Reorganisation): Promise<Reorganised> {
  const today = vietnamDay(ground.clock.now());
  const rule = successorRule(ground.view, asked, today);
  const ended = ground.view.findAgency(asked.from)?.validTo ?? today;
  if (!asked.check && ended >= today) throw new Refusal('agency-still-open', null, { agency: asked.from, on: today });
  if (asked.legalBasis.trim() === '') throw new Refusal('invalid-input', null, { field: 'legalBasis' });
  const run = new Run(ground, asked, rule);
  for (let after: string | null = null; ;) {
    const { dossiers, next } = await ground.find(after);
    await run.take(dossiers);
    if (next === null || asked.signal?.aborted === true) return run.report();
    after = next;
  }
}

/** One run, and what it has come to so far. */
class Run {
  private looked = 0;
  private nothingThere = 0;
  private readonly handedOver = new Map<string, number>();
  private readonly left: string[] = [];
  private readonly refused: { dossier: string; code: RefusalCode; facts: object }[] = [];
  private interrupted = false;

  constructor(
    private readonly ground: Ground,
    private readonly asked: Reorganisation,
    private readonly rule: SuccessorRule,
  ) {}

  async take(dossiers: readonly Found[]): Promise<void> {
    const waiting = dossiers.values();
    const one = async (): Promise<void> => {
      for (const found of waiting) {
        if (this.asked.signal?.aborted === true) return void (this.interrupted = true);
        this.note(found, await this.handOver(found.dossierId));
        this.looked += 1;
        this.asked.onProgress?.(this.looked);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    if (this.asked.signal?.aborted === true) this.interrupted = true;
  }

  report(): Reorganised {
    const { looked, nothingThere, left, refused, interrupted } = this;
    const handedOver = Object.fromEntries([...this.handedOver].toSorted());
    return { looked, handedOver, nothingThere, left, refused, interrupted };
  }

  private async handOver(dossierId: string): Promise<Outcome> {
    try {
      const loaded = await this.ground.desk.load(dossierId);
      if (!this.lies(loaded)) return { is: 'nothing-there' };
      const to = this.rule(loaded);
      if (to === null) return { is: 'left' };
      if (!this.asked.check) await this.give(dossierId, to);
      return { is: 'handed-over', to };
    } catch (error) {
      if (!(error instanceof Refusal) || STOPS.includes(error.code)) throw error;
      return { is: 'refused', refusal: error };
    }
  }

  private lies({ state }: LoadedDossier): boolean {
    return lyingWith(state).includes(this.asked.from);
  }

  /** Under one key, whoever gives it; a refusal counts only where the dossier lies there still. */
  private async give(dossierId: string, to: string): Promise<void> {
    const { from, legalBasis } = this.asked;
    const { desk, caller } = this.ground;
    const given = { key: `reorganise ${from} ${dossierId}`, correlationId: this.asked.correlationId ?? randomUUID() };
    try {
      await desk.give(caller, given, dossierId, { type: 'HandOverDossier', data: { from, to, legalBasis } });
    } catch (error) {
      const settled = error instanceof Refusal && (error.code === 'key-reused' || error.code === 'not-addressed');
      if (!settled || this.lies(await desk.load(dossierId))) throw error;
    }
  }

  private note({ dossierId, code }: Found, outcome: Outcome): void {
    const dossier = code ?? dossierId;
    switch (outcome.is) {
      case 'handed-over':
        this.handedOver.set(outcome.to, (this.handedOver.get(outcome.to) ?? 0) + 1);
        break;
      case 'nothing-there':
        this.nothingThere += 1;
        break;
      case 'left':
        this.left.push(dossier);
        break;
      case 'refused':
        this.refused.push({ dossier, code: outcome.refusal.code, facts: outcome.refusal.facts });
    }
  }
}
