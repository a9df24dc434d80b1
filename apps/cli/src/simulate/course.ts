import { caseOf, type Case, type DossierState } from '#dossier';
import { dutiesOf } from '#duties';
import type { DossierRequest } from '#handling';
import { vietnamDay, type Instant } from '#kernel';
import { addWorkingMinutes, between } from '#working-time';
import type { By } from './by.js';
import type { Chance } from './chance.js';
import type { SimulatedDossier } from './simulated-dossier.js';
import type { Deed, Part, Step } from './step.js';
import type { World } from './world.js';

/** Of a thousand entries, so many are made after the fact. */
const LATE_ENTRY = 0.012;
const MINUTE_MS = 60_000;

/** What somebody asks of the dossier when it comes to it; null: it has become pointless. */
type Asking = (file: Case) => readonly [By, DossierRequest] | null;

/** What one person after the other does with a dossier: where their time stands and what has become of it. */
export class Course {
  now: Instant;

  constructor(
    readonly world: World,
    readonly chance: Chance,
    readonly dossier: SimulatedDossier,
    begins: Instant,
  ) {
    this.now = begins;
  }

  get state(): DossierState {
    return this.dossier.state;
  }

  /** The received dossier. */
  get file(): Case {
    const file = caseOf(this.state);
    if (file === null) throw new Error('the simulated dossier is not received');
    return file;
  }

  /** Working minutes that the step in hand may still take; null where none are laid down. */
  get leftOfStep(): number | null {
    const { facts } = this.dossier;
    const duties = facts === null ? [] : dutiesOf(facts, this.world.calendar);
    const step = duties.find(({ kind, ended }) => kind === 'step' && ended === null);
    return step === undefined ? null : between(this.world.calendar, this.now, step.dueAt);
  }

  get day(): string {
    return vietnamDay(this.now);
  }

  /** Lets working minutes pass; people do not meet on the stroke of a minute. */
  pass(workingMinutes: number): void {
    const minute = addWorkingMinutes(this.world.calendar, this.now, Math.max(1, Math.round(workingMinutes)));
    this.now = new Date(Date.parse(minute) + this.chance.between(0, 59) * 1_000).toISOString();
  }

  /** Lets days of the calendar pass, and comes in working time. */
  passDays(days: number): void {
    this.now = new Date(Date.parse(this.now) + days * 24 * 60 * MINUTE_MS).toISOString();
    this.pass(this.chance.between(1, 240));
  }

  /** Somebody gives a command on what was received, after so many working minutes. @returns whether there was cause to */
  *give(workingMinutes: number, asking: Asking): Part<boolean> {
    return yield* this.enter(workingMinutes, () => {
      const asked = asking(this.file);
      return asked === null ? null : { by: asked[0], does: { is: 'give', request: asked[1] } };
    });
  }

  /** Something is done after so many working minutes; now and then it is entered later. */
  *enter(workingMinutes: number, deed: () => Deed | null): Part<boolean> {
    this.pass(workingMinutes);
    const happened = this.now;
    const late = this.chance.happens(LATE_ENTRY);
    if (late) this.pass(this.chance.between(30, 480));
    const why = { effectiveAt: happened, lateReason: 'Mất kết nối, nhập sau khi có mạng' };
    return yield* this.step({ at: this.now, deed, ...(late ? why : {}) });
  }

  *step(step: Step): Part<boolean> {
    return yield step;
  }
}
