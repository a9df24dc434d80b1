import fc from 'fast-check';
import { Refusal } from '#kernel';
import {
  caseOf,
  dossier,
  type Case,
  type DossierCommand,
  type DossierCommandType,
  type DossierState,
  type RecordedDossierEvent,
  type Terms,
} from '#dossier';
import { calendarWithDaysOff, counting, doing, on, publicCalendar, recorded, wall, at } from '#testing';

const MINUTE = 60_000;
/** After the notice, with the days off that may follow. */
const FIFTEEN_DAYS = 21 * 1440;
const start = Date.parse(at('2026-10-05 07:00'));

/** The calendars that lives are counted on: the public one, and one decreed later. */
export const calendars = [publicCalendar, calendarWithDaysOff('2026-10-15', '2026-11-12', '2026-12-03')];
const [, decreedLater = publicCalendar] = calendars;
/** As they may have been published: the first for some years only, the next for more. */
export const publishedCalendars = [
  { ...publicCalendar, years: publicCalendar.years.filter(({ year }) => year <= 2026) },
  decreedLater,
];

type Legs = Terms['workflow']['legs'];
const leg = (
  id: string,
  amount: number,
  unit: 'hour' | 'working-day' | 'calendar-day',
  after: readonly string[] = [],
) => ({
  ...{ id, after, agencyKind: id, task: id },
  ...{ limit: { amount, unit }, waitsForApplicant: id === 'tax' ? ('financial-obligation' as const) : null },
});

/** Workflows by chance: none, side by side, one after another, and a diamond with limits of several units. */
const WORKFLOWS: readonly Legs[] = [
  [],
  [leg('a', 3, 'working-day'), leg('b', 3, 'working-day'), leg('tax', 7, 'calendar-day')],
  [leg('a', 8, 'hour'), leg('tax', 2, 'working-day', ['a']), leg('b', 1, 'working-day', ['tax'])],
  [
    ...[leg('a', 2, 'working-day'), leg('b', 5, 'calendar-day'), leg('tax', 4, 'working-day', ['a'])],
    leg('c', 1, 'working-day', ['tax', 'b']),
  ],
  [{ ...leg('a', 1, 'hour'), limit: null }, { ...leg('b', 1, 'hour', ['a']), limit: null }, leg('c', 1, 'hour')],
];
const AGENCIES = ['H27.118', 'H27.12', 'H27.20', 'H27.30'];

/** What chance decides about the next command. */
export interface Move {
  readonly pick: number;
  readonly which: number;
  readonly after: number;
  readonly entered: number;
  readonly flag: boolean;
}
const move: fc.Arbitrary<Move> = fc.record({
  pick: fc.nat(999),
  which: fc.nat(19),
  /** Minutes after the last event; now and then none, or many days. */
  after: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 900 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 12_000 }) },
  ),
  entered: fc.constantFrom(0, 0, 0, 3_000),
  flag: fc.boolean(),
});
export const moves = fc.array(move, { minLength: 1, maxLength: 45, size: 'max' });

/** What may come next: mostly what passes between agencies. */
function candidates({ situation }: DossierState): readonly DossierCommandType[] {
  switch (situation.is) {
    case 'unknown':
      return ['ReceiveDossier', 'ReceiveDossier', 'SubmitDossier'];
    case 'submitted':
      return ['ReceiveDossier'];
    case 'awaiting-supplement':
      return ['CompleteSupplement', 'AcceptTransfer', 'HandOverDossier', 'CompleteLeg', 'CloseUnsupplemented'];
    case 'awaiting-payment':
      return ['FulfilFinancialObligation', 'AcceptTransfer', 'TransferDossier', 'CompleteLeg'];
    case 'decided':
      return ['MarkResultReady', 'CompleteStep', 'AcceptTransfer', 'HandOverDossier'];
    case 'result-ready':
      return ['HandOverDossier', 'ReturnResult'];
    case 'in-process':
      return [
        ...(['TransferDossier', 'TransferDossier', 'TransferDossier', 'AcceptTransfer', 'AcceptTransfer'] as const),
        ...(['ReturnTransfer', 'CompleteLeg', 'CompleteLeg', 'AssignDossier', 'CompleteStep', 'CompleteStep'] as const),
        ...(['SendBackStep', 'RequestSupplement', 'RequestFinancialObligation', 'HandOverDossier'] as const),
        ...(['IssueApology', 'RescheduleReturn', 'RestateDueDate', 'ApproveDecision', 'RefuseDecision'] as const),
        ...(['RequestOpinion', 'CompleteLeg', 'AcceptTransfer', 'AssignDossier', 'AcceptTransfer'] as const),
        ...(situation.case.completedLegs.length > 1 ? (['WithdrawDossier', 'StopDossier'] as const) : []),
      ];
    default:
      return ['AddPapers', 'RateSatisfaction'];
  }
}

function commandOf(chance: Move, state: DossierState, last: number): DossierCommand {
  const next = candidates(state);
  const type = next[chance.pick % next.length] ?? 'AddPapers';
  const waited = type === 'CloseUnsupplemented' ? FIFTEEN_DAYS : 0;
  const moment = last + (chance.after + waited) * MINUTE;
  const circumstances = on(wall(new Date(moment).toISOString()), {
    entered: wall(new Date(moment + chance.entered * MINUTE).toISOString()),
    ...(chance.entered === 0 ? {} : { lateReason: 'Mất mạng' }),
    calendar: chance.flag ? publicCalendar : decreedLater,
  });
  return doing(type, circumstances, contentOf(type, chance, caseOf(state), moment)) as DossierCommand;
}

const oneOf = <T>(items: readonly T[], chance: number): T | undefined => items[chance % Math.max(1, items.length)];

function contentOf(type: DossierCommandType, { which, flag }: Move, file: Case | null, moment: number): object {
  const agency = oneOf(AGENCIES, which);
  const out = file?.transfers.filter(({ status }) => status === 'in-transit') ?? [];
  const taken = file?.transfers.filter(({ status, leg: of }) => status === 'accepted' && of !== null) ?? [];
  const addressed = oneOf(out, which);
  switch (type) {
    case 'ReceiveDossier': {
      const terms = counting(10, flag ? 'working-day' : 'calendar-day', which % 2 === 0 ? 'RESET' : 'PAUSE');
      return {
        terms: { ...terms, workflow: { ...terms.workflow, legs: oneOf(WORKFLOWS, which) } },
        centre: 'H27.118.1',
      };
    }
    case 'CompleteStep':
      return { step: file?.workflow.steps.find(({ id }) => !file.completedSteps.includes(id))?.id ?? 'issue' };
    case 'TransferDossier': {
      const sent = file?.transfers.flatMap(({ leg: of, status }) => (status === 'returned' ? [] : [of])) ?? [];
      const legs = [null, ...(file?.workflow.legs ?? []).map(({ id }) => id).filter((id) => !sent.includes(id))];
      const limit = which % 3 === 0 ? { amount: 1 + which, unit: 'hour' } : null;
      return { to: agency, leg: oneOf(legs, which), form: flag ? 'paper' : 'electronic', limit };
    }
    case 'AcceptTransfer':
    case 'ReturnTransfer':
      return { transfer: addressed?.transfer ?? 1, by: addressed?.to };
    case 'CompleteLeg': {
      const held = oneOf(taken, which);
      return { leg: held?.leg ?? 'a', by: held?.to };
    }
    case 'HandOverDossier':
      return { from: agency, to: `${agency}.sau` };
    case 'IssueApology':
      return { proposedDueAt: new Date(moment + which * 1440 * MINUTE).toISOString() };
    default:
      return {};
  }
}

/** A life by chance, as the log holds it; what is refused did not happen. */
export function lifeOf(drawn: readonly Move[]): readonly RecordedDossierEvent[] {
  const history: RecordedDossierEvent[] = [];
  let state = dossier.initial;
  let last = start;
  for (const chance of drawn) {
    const command = commandOf(chance, state, last);
    const events = decided(command, state);
    for (const event of events) {
      const written = recorded(event, history.length, command.on);
      history.push(written);
      state = dossier.evolve(state, written);
    }
    if (events.length > 0) last = Date.parse(command.on.at);
  }
  return history;
}

/** What a command leads to; what is refused did not happen. */
export function decided(command: DossierCommand, state: DossierState) {
  try {
    return dossier.decide(command, state);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
