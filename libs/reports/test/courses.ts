import fc from 'fast-check';
import {
  caseOf,
  dossier,
  type DossierCommand,
  type DossierCommandType,
  type DossierState,
  type Terms,
  type RecordedDossierEvent,
} from '#dossier';
import { at, calendarWithDaysOff, counting, doing, on, paper, recorded, wall } from '#testing';
import { decided } from './lives.js';

const MINUTE = 60_000;
const start = Date.parse(at('2026-10-05 07:00'));

/** What befalls a dossier between its reception and its end; what is refused did not happen. */
const BEFALLS = [
  ...(['RequestSupplement', 'CompleteSupplement', 'CloseUnsupplemented', 'RequestFinancialObligation'] as const),
  ...([
    'FulfilFinancialObligation',
    'IssueApology',
    'RescheduleReturn',
    'RestateDueDate',
    'HandOverDossier',
    'CorrectEntry',
  ] as const),
];
const ENDS = ['result', 'result', 'result', 'WithdrawDossier', 'StopDossier', 'none'] as const;

const minutes = (days: number) => fc.integer({ min: 0, max: days * 1440 });
const entered = fc.constantFrom(0, 0, 0, 3_000);

/** The course of a dossier that mostly comes to an end, by chance. */
export const courses = fc.record({
  received: minutes(30),
  days: fc.integer({ min: 1, max: 12 }),
  unit: fc.constantFrom('working-day', 'calendar-day'),
  policy: fc.constantFrom('RESET', 'PAUSE'),
  befalls: fc.array(fc.record({ what: fc.constantFrom(...BEFALLS), after: minutes(6), entered, half: fc.boolean() }), {
    maxLength: 5,
  }),
  /** Filed online so many minutes before; null where the applicant came to the desk. */
  filed: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, minutes(4)),
  /** Whether the agency of its centre ended before anybody received it. */
  movedOn: fc.boolean(),
  answered: fc.constantFrom('received', 'received', 'received', 'asked', 'refused', 'withdrawn'),
  digital: fc.boolean(),
  shorter: fc.boolean(),
  /** How often its result is found to be wrong, and after how long each is corrected, if ever. */
  corrected: fc.array(fc.record({ found: minutes(3), late: entered, done: fc.option(minutes(8)) }), { maxLength: 2 }),
  rated: fc.option(fc.integer({ min: 1, max: 5 })),
  end: fc.constantFrom(...ENDS),
  endAfter: minutes(12),
  endEntered: entered,
});
type Drawn = typeof courses extends fc.Arbitrary<infer T> ? T : never;

/** The events of a course as the log holds them. */
export function courseEvents(drawn: Drawn): readonly RecordedDossierEvent[] {
  const history: RecordedDossierEvent[] = [];
  let state = dossier.initial;
  let last = start + drawn.received * MINUTE;
  const give = (
    type: DossierCommandType,
    data: object,
    after: number,
    late: number,
    daysOff: readonly string[] = [],
  ) => {
    const moment = last + after * MINUTE;
    const circumstances = on(wall(new Date(moment).toISOString()), {
      entered: wall(new Date(moment + late * MINUTE).toISOString()),
      ...(late === 0 ? {} : { lateReason: 'Mất mạng' }),
      ...(daysOff.length === 0 ? {} : { calendar: calendarWithDaysOff(...daysOff) }),
    });
    const command = doing(type, circumstances, data) as DossierCommand;
    for (const event of decided(command, state)) {
      const written = recorded(event, history.length, command.on);
      history.push(written);
      state = dossier.evolve(state, written);
      last = moment;
    }
  };
  const papers = [{ ...paper, digital: drawn.digital }];
  const [first, successor] = ['H27.118.1', 'H27.119'];
  if (drawn.filed !== null) {
    give('SubmitDossier', { centre: first, papers }, 0, 0);
    if (drawn.movedOn) give('HandOverDossier', { from: first, to: successor }, 0, 0);
    if (drawn.answered === 'asked') give('RequestDeskSupplement', {}, drawn.filed >> 1, 0);
    if (drawn.answered === 'refused') give('RefuseAtDesk', {}, drawn.filed, 0);
    if (drawn.answered === 'withdrawn') give('WithdrawDossier', {}, drawn.filed, 0);
  }
  const centre = drawn.filed !== null && drawn.movedOn ? successor : first;
  const filed = { centre, channel: drawn.filed === null ? 'counter' : 'online', papers };
  give('ReceiveDossier', { terms: termsOf(drawn), ...filed }, drawn.filed ?? 0, 0);
  for (const { what, after, entered: late, half } of drawn.befalls) {
    const waited = what === 'CloseUnsupplemented' ? 21 * 1440 : 0;
    give(what, dataOf(what, last), after + waited, late, half ? ['2026-10-15', '2026-10-29'] : []);
    if (what === 'IssueApology' && half) give('RescheduleReturn', {}, 1, 0);
  }
  if (drawn.end === 'result')
    for (const type of [
      'AssignDossier',
      'CompleteStep',
      'CompleteStep',
      'ApproveDecision',
      'MarkResultReady',
      'ReturnResult',
    ] as const)
      give(
        type,
        type === 'CompleteStep' ? { step: stepOf(state) } : type === 'MarkResultReady' ? { papers } : {},
        drawn.endAfter >> 2,
        type === 'MarkResultReady' ? drawn.endEntered : 0,
      );
  else if (drawn.end !== 'none') give(drawn.end, {}, drawn.endAfter, drawn.endEntered);
  for (const { found, late, done } of drawn.corrected) {
    give('OpenResultCorrection', {}, found, late);
    if (done !== null) give('CloseResultCorrection', {}, done, 0);
  }
  if (drawn.rated !== null) give('RateSatisfaction', { overall: drawn.rated }, 60, 0);
  return history;
}

/** Half of them promise a day less than the law allows. */
function termsOf({ days, unit, policy, shorter }: Drawn): Terms {
  const terms = counting(days, unit, policy);
  const counted = shorter && days > 1 ? { amount: days - 1, unit } : terms.limit.counted;
  return { ...terms, limit: { ...terms.limit, local: counted, counted } };
}

const stepOf = (state: DossierState): string => {
  const file = caseOf(state);
  return file?.workflow.steps.find(({ id }) => !file.completedSteps.includes(id))?.id ?? 'issue';
};

function dataOf(what: (typeof BEFALLS)[number], last: number): object {
  if (what === 'IssueApology') return { proposedDueAt: new Date(last + 25 * 1440 * MINUTE).toISOString() };
  return what === 'HandOverDossier' ? { from: 'H27.118', to: 'H27.119' } : {};
}
