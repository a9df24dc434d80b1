import { caseOf, type DossierState, type RecordedDossierEvent } from '#dossier';
import { vietnamDay } from '#kernel';

/** How a finished dossier fared against its current due date, by dates; late ones by whether an apology went out. */
export type Outcome = 'early' | 'on-time' | 'late-with-apology' | 'late-without-apology';

type Counts = Readonly<Record<string, number>>;

/** What came of a simulation. */
export interface SimulationReport {
  readonly dossiers: number;
  readonly commands: number;
  /** How many dossiers stand where at the end. */
  readonly situations: Counts;
  readonly outcomes: Counts;
  readonly events: Counts;
}

/** Counts a simulation as it goes. */
export class Tally {
  private readonly standing = new Map<number, string>();
  private readonly outcomes = new Map<Outcome, number>();
  private readonly events = new Map<string, number>();
  private commands = 0;

  /** A command of a dossier led to these events and this state. @returns how many commands there were so far */
  note(dossier: number, state: DossierState, events: readonly RecordedDossierEvent[]): number {
    this.standing.set(dossier, state.situation.is);
    for (const event of events) {
      one(this.events, event.type);
      const due = caseOf(state)?.dates.current;
      if (event.type === 'ResultReady' && due !== undefined) one(this.outcomes, outcomeOf(event, due, state));
    }
    return (this.commands += 1);
  }

  report(): SimulationReport {
    const situations = new Map<string, number>();
    for (const name of this.standing.values()) one(situations, name);
    return {
      dossiers: this.standing.size,
      commands: this.commands,
      situations: sorted(situations),
      outcomes: sorted(this.outcomes),
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
