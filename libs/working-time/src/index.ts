export { type SupplementPolicy } from '#law';
export {
  type CalendarYear,
  type DayKind,
  dayKind,
  isWorkingDay,
  nextWorkingDay,
  previousWorkingDay,
  type WorkingCalendar,
} from './calendar.js';
export {
  answerBy,
  apologyDeadline,
  closesUnsupplementedAt,
  paperForwardedBy,
  supplementNoticeBy,
} from './deadlines.js';
export {
  begin,
  type Count,
  type CountInput,
  countShape,
  due,
  type Due,
  type Pause,
  remainingAt,
  resume,
} from './due.js';
export { dueLine, explainedDue, type ExplainedDue, instantFrom } from './due-line.js';
export {
  addWorkingDays,
  addWorkingMinutes,
  between,
  lastClosingOf,
  latestStart,
  nextOpening,
  normalise,
} from './hours.js';
export { ifLoaded } from './if-loaded.js';
export {
  checkLimit,
  type Fraction,
  isLonger,
  isMore,
  LARGEST_LIMIT,
  type Limit,
  LIMIT_UNITS,
  type LimitBasis,
  limitInMinutes,
  limitToCount,
  type LimitUnit,
  sumOf,
} from './limit.js';
export { sentence, sentences } from './sentence.js';
export {
  type RecordedTrace,
  type StartReason,
  type Trace,
  type TraceEntry,
  traceEntryShape,
  traceOf,
  traceShape,
} from './trace.js';
