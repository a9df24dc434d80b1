import type { Instant } from '#kernel';
import { Course } from './course.js';
import { processing } from './processing.js';
import { reception } from './reception.js';
import { SimulatedDossier } from './simulated-dossier.js';
import type { Part } from './step.js';

/** One who goes through a course of steps with a dossier. */
export interface Acting {
  readonly course: Course;
  readonly goesOn: Part;
  /** Tells their steps from those of others on the same dossier. */
  readonly name: string;
  steps: number;
  /** Of the next step. */
  at: Instant;
}

/** A dossier in play: who still means to do something with it, and when time is next to act. */
export class Life {
  readonly dossier: SimulatedDossier;
  readonly acting = new Set<Acting>();
  /** How often a leader was asked for an apology. */
  letters = 0;
  /** Of the looks that were appointed only the last stands. */
  looks = 0;
  /** How many things the engine tried in vain since the last event. */
  refused = 0;

  constructor(number: number) {
    this.dossier = new SimulatedDossier(number);
  }

  /** When somebody next does something; the end where nobody does. */
  nextStep(end: Instant): Instant {
    return [...this.acting].reduce((first, { at }) => (at < first ? at : first), end);
  }
}

/** A dossier's whole life as steps, one after the other. */
export function* wholeLife(course: Course): Part {
  yield* reception(course, course.dossier.number);
  if (course.state.situation.is === 'in-process') yield* processing(course);
}
