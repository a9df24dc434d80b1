import { ifLoaded, type WorkingCalendar } from '#working-time';
import type { Duty } from './duty.js';
import type { DutyFacts } from './facts.fold.js';
import { answerSubmission } from './kinds/answer-submission.js';
import { apology } from './kinds/apology.js';
import { closeUnsupplemented } from './kinds/close-unsupplemented.js';
import { collect } from './kinds/collect.js';
import { corrections } from './kinds/correction.js';
import { forwardPaper } from './kinds/forward-paper.js';
import { legDuties } from './kinds/leg.js';
import { opinionDuties } from './kinds/opinion.js';
import { result } from './kinds/result.js';
import { stepDuty } from './kinds/step.js';
import { supplementNotice } from './kinds/supplement-notice.js';
import { takeOver } from './kinds/take-over.js';

const KINDS = [
  answerSubmission,
  forwardPaper,
  supplementNotice,
  closeUnsupplemented,
  stepDuty,
  takeOver,
  legDuties,
  opinionDuties,
  apology,
  result,
  corrections,
  collect,
];

/**
 * Every duty of a dossier, open and ended, by the working calendar. One that needs days of a year that is not published yet
 * is left out until it is.
 */
export const dutiesOf = (facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] =>
  KINDS.flatMap((kind) => ifLoaded(() => kind(facts, calendar)) ?? []);
