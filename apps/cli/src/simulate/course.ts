import { caseOf, dossier, type Case, type DossierState } from '#dossier';
import type { DossierRequest } from '#handling';
import { vietnamDay, type Instant } from '#kernel';
import { addWorkingMinutes } from '#working-time';
import type { By } from './by.js';
import type { Chance } from './chance.js';
import type { Part, Step } from './step.js';
import type { World } from './world.js';

/** Of a thousand entries, so many are made after the fact. */
const LATE_ENTRY = 0.012;
const MINUTE_MS = 60_000;

/** The course of one dossier: where its time stands and what has become of it. */
export class Course {
  now: Instant;
  state: DossierState = dossier.initial;

  constructor(
    readonly world: World,
    readonly chance: Chance,
    begins: Instant,
  ) {
    this.now = begins;
  }

  /** The received dossier. */
  get file(): Case {
    const file = caseOf(this.state);
    if (file === null) throw new Error('the simulated dossier is not received');
    return file;
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

  /** Somebody gives a command after so many working minutes; now and then it is entered later. */
  *give(by: By, request: DossierRequest, workingMinutes: number): Part {
    this.pass(workingMinutes);
    const happened = this.now;
    const late = this.chance.happens(LATE_ENTRY);
    if (late) this.pass(this.chance.between(30, 480));
    yield* this.step({
      at: this.now,
      by,
      does: { is: 'give', request },
      ...(late ? { effectiveAt: happened, lateReason: 'Mất kết nối, nhập sau khi có mạng' } : {}),
    });
  }

  *step(step: Step): Part {
    this.state = yield step;
  }
}
