import { caseOf, type DossierState, type RecordedDossierEvent } from '#dossier';
import { vietnamDay } from '#kernel';
import type { SimulatedDossier } from './simulated-dossier.js';

/** How a finished dossier fared against its current due date, by dates; late ones by whether an apology went out. */
export type Outcome = 'early' | 'on-time' | 'late-with-apology' | 'late-without-apology';

type Counts = Readonly<Record<string, number>>;

/** What time did, and how people answered it. */
const ACTS = {
  LatenessForecast: 'lateness forecast',
  ReturnRescheduled: 'return rescheduled',
  DossierClosedUnsupplemented: 'closed unsupplemented',
  OpinionOverdueNotified: 'opinion overdue',
  DueDateRestated: 'due date restated',
  DossierHandedOver: 'handed over',
} as const;

/** What came of a simulation. */
export interface SimulationReport {
  readonly dossiers: number;
  readonly commands: number;
  /** How many dossiers stand where at the end. */
  readonly situations: Counts;
  readonly outcomes: Counts;
  /** Apologies that were owed: in time, late, or not by the end. */
  readonly apologies: Counts;
  readonly timeActed: Counts;
  /** By the kind of duty that failed. */
  readonly escalations: Counts;
  readonly events: Counts;
}

/** Counts a simulation as it goes. */
export class Tally {
  private readonly standing = new Map<number, string>();
  private readonly outcomes = new Map<Outcome, number>();
  private readonly acts = new Map<string, number>();
  private readonly escalations = new Map<string, number>();
  private readonly events = new Map<string, number>();
  private readonly letters = new Map<'in time' | 'late', number>();
  /** Dossiers whose apology did not come by its time. */
  private readonly unapologised = new Set<number>();
  private commands = 0;

  /** @returns how many commands people gave so far */
  command(): number {
    return (this.commands += 1);
  }

  /** These events led a dossier to where it stands. */
  note({ number, state }: SimulatedDossier, events: readonly RecordedDossierEvent[]): void {
    this.standing.set(number, state.situation.is);
    for (const event of events) {
      one(this.events, event.type);
      this.noteAct(number, event);
      const due = caseOf(state)?.dates.current;
      if (event.type === 'ResultReady' && due !== undefined) one(this.outcomes, outcomeOf(event, due, state));
    }
  }

  private noteAct(number: number, { type, data }: RecordedDossierEvent): void {
    const act = Object.entries(ACTS).find(([name]) => name === type)?.[1];
    if (act !== undefined) one(this.acts, act);
    if (type === 'ApologyIssued') one(this.letters, this.unapologised.delete(number) ? 'late' : 'in time');
    if (type !== 'EscalatedToHead') return;
    const [kind = ''] = data.duty.split(' ');
    one(this.escalations, kind);
    if (kind === 'apology') this.unapologised.add(number);
  }

  report(): SimulationReport {
    const situations = new Map<string, number>();
    for (const name of this.standing.values()) one(situations, name);
    return {
      dossiers: this.standing.size,
      commands: this.commands,
      situations: sorted(situations),
      outcomes: sorted(this.outcomes),
      apologies: { ...sorted(this.letters), never: this.unapologised.size },
      timeActed: sorted(this.acts),
      escalations: sorted(this.escalations),
      events: sorted(this.events),
    };
  }
}

function outcomeOf({ meta }: RecordedDossierEvent, dueAt: string, state: DossierState): Outcome {
  const [finished, due] = [vietnamDay(meta.effectiveAt), vietnamDay(dueAt)];
  if (finished < due) return 'early';
  if (finished === due) return 'on-time';
  return (caseOf(state)?.apology ?? null) === null ? 'late-without-apology' : 'late-with-apology';
}

function one<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

const sorted = (counts: ReadonlyMap<string, number>): Counts => Object.fromEntries([...counts].toSorted());
