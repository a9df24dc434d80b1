import fc from 'fast-check';
import { departs, Refusal, replay } from '#kernel';
import {
  caseOf,
  dossier,
  dossierEvents,
  type Case,
  type DossierCommand,
  type DossierCommandType,
  type DossierState,
  type RecordedDossierEvent,
} from '#dossier';
import {
  at,
  calendarWithDaysOff,
  commandTypes,
  counting,
  doing,
  on,
  publicCalendar,
  recorded,
  terms,
  wall,
} from '#testing';

const MINUTE = 60_000;
const start = Date.parse(at('2026-10-05 07:00'));

/** What chance decides about the next command: mostly one that fits where the dossier stands, sometimes any. */
const move = fc.record({
  type: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...commandTypes) },
    { weight: 14, arbitrary: fc.constant(null) },
  ),
  /** Minutes after the last event; sometimes before it. */
  after: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 900 }) },
    { weight: 1, arbitrary: fc.integer({ min: -60, max: -1 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
  ),
  entered: fc.constantFrom(0, 0, 0, 3_000),
  pick: fc.nat(5),
  flag: fc.boolean(),
});
interface Move {
  readonly type: DossierCommandType;
  readonly after: number;
  readonly entered: number;
  readonly pick: number;
  readonly flag: boolean;
}

/** What a clerk would do next. */
function fitting({ situation }: DossierState): readonly DossierCommandType[] {
  switch (situation.is) {
    case 'unknown':
      return ['SubmitDossier', 'ReceiveDossier', 'SubmitDossier', 'ReceiveDossier', 'ImportDossier'];
    case 'submitted':
      return ['ReceiveDossier', 'ReceiveDossier', 'RequestDeskSupplement', 'AdjustApplication', 'RefuseAtDesk'];
    case 'awaiting-supplement':
      return ['CompleteSupplement', 'CompleteSupplement', 'CloseUnsupplemented'];
    case 'awaiting-payment':
      return ['FulfilFinancialObligation'];
    case 'decided':
      return ['MarkResultReady'];
    case 'result-ready':
    case 'returned':
      return ['ReturnResult', 'OpenResultCorrection', 'CloseResultCorrection', 'RateSatisfaction'];
    case 'in-process':
      if (situation.case.transfers.some(({ status }) => status === 'in-transit'))
        return ['AcceptTransfer', 'ReturnTransfer'];
      if (stepOf(situation.case) === 'approve') return ['CompleteLeg', 'ApproveDecision', 'RefuseDecision'];
      return [
        ...(['AssignDossier', 'CompleteStep', 'CompleteStep', 'CompleteLeg', 'TransferDossier'] as const),
        ...(['RequestSupplement', 'RequestFinancialObligation', 'IssueApology', 'RescheduleReturn'] as const),
        ...(['RequestOpinion', 'RecordOpinion', 'NotifyOpinionOverdue', 'RestateDueDate'] as const),
      ];
    default:
      return ['CorrectEntry', 'ImportActivity', 'RateSatisfaction'];
  }
}

const termsOf = ({ pick, flag }: Move) =>
  counting(
    [10, 3, 1.5, 20, 1, 8][pick] ?? 10,
    (['working-day', 'working-day', 'working-day', 'calendar-day', 'month', 'hour'] as const)[pick] ?? 'working-day',
    flag ? 'RESET' : 'PAUSE',
  );

const legOf = ({ pick }: Move) => [null, null, 'tax', 'registry', 'tax', 'registry'][pick] ?? null;
const stepOf = (file: Case | null) =>
  (file?.workflow ?? terms.workflow).steps.find(({ id }) => !file?.completedSteps.includes(id))?.id ?? 'issue';

/** The command that chance asks for, addressed as well as a clerk would where that is possible. */
function commandOf(chance: Move, file: Case | null, last: number): DossierCommand {
  const moment = last + chance.after * MINUTE;
  const circumstances = on(wall(new Date(moment).toISOString()), {
    entered: wall(new Date(moment + chance.entered * MINUTE).toISOString()),
    ...(chance.entered === 0 ? {} : { lateReason: 'Mất mạng' }),
    calendar: chance.flag ? publicCalendar : calendarWithDaysOff('2026-10-15', '2026-11-12', '2026-12-03'),
  });
  const open = file?.transfers.find(
    ({ status }) => status === (chance.type === 'CompleteLeg' ? 'accepted' : 'in-transit'),
  );
  const addressed = { transfer: open?.transfer ?? 1, by: open?.to ?? 'H27.12' };
  const give = <T extends DossierCommand['type']>(type: T, changes: object) =>
    doing(type, circumstances, changes) as DossierCommand;
  switch (chance.type) {
    case 'ReceiveDossier':
      return give(chance.type, { terms: termsOf(chance) });
    case 'CompleteStep':
      return give(chance.type, { step: stepOf(file) });
    case 'TransferDossier':
      return give(chance.type, {
        leg: legOf(chance),
        to: `H27.${chance.pick}`,
        form: chance.flag ? 'paper' : 'electronic',
      });
    case 'AcceptTransfer':
    case 'ReturnTransfer':
      return give(chance.type, addressed);
    case 'CompleteLeg':
      return give(chance.type, { leg: open?.leg ?? 'tax', by: addressed.by });
    case 'IssueApology': {
      const proposedDueAt = new Date(Date.parse(file?.dates.current ?? circumstances.at) + chance.pick * 1440 * MINUTE);
      return give(chance.type, { proposedDueAt: proposedDueAt.toISOString() });
    }
    default:
      return give(chance.type, {});
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** Decides; a refusal is an answer, anything else thrown is a fault. */
function answer(command: DossierCommand, state: DossierState) {
  try {
    return { events: dossier.decide(command, state), refused: null };
  } catch (error) {
    if (error instanceof Refusal)
      return { events: [], refused: { code: error.code, law: error.law, facts: error.facts } };
    throw error;
  }
}

/** A life by chance; `check` sees each command decided, before its events are taken in. */
function live(
  moves: readonly (Omit<Move, 'type'> & { readonly type: DossierCommandType | null })[],
): readonly RecordedDossierEvent[] {
  const history: RecordedDossierEvent[] = [];
  let state = frozen(dossier.initial);
  let last = start;
  for (const drawn of moves) {
    const next = fitting(state);
    const type = drawn.type ?? next[(drawn.after + 60 + drawn.pick) % next.length] ?? 'AddPapers';
    const chance: Move = { ...drawn, type };
    const command = frozen(commandOf(chance, caseOf(state), last));
    const first = answer(command, state);
    expect(answer(command, state)).toEqual(first);
    for (const event of first.events) {
      expect(departs(dossierEvents[event.type].shape, event.data)).toBeNull();
      const written = frozen(recorded(event, history.length, command.on));
      history.push(written);
      state = frozen(dossier.evolve(state, written));
    }
    if (first.events.length > 0 && command.type !== 'ImportActivity') last = Date.parse(command.on.at);
  }
  return history;
}

const lives = fc.array(move, { minLength: 1, maxLength: 60, size: 'max' });
const statesOf = (history: readonly RecordedDossierEvent[]): readonly DossierState[] => {
  let state = dossier.initial;
  return history.map((event) => (state = dossier.evolve(state, event)));
};
const runs = { numRuns: 40, seed: 118 };

describe('whatever is commanded, in whatever order', () => {
  it('a command is decided the same twice, changes nothing that it was given, and every event fits its schema', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        live(moves);
      }),
      runs,
    );
  });

  it('the first due date never changes once printed, and the code neither', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        const cases = statesOf(live(moves)).flatMap((state) => caseOf(state) ?? []);
        expect(new Set(cases.map(({ dates }) => dates.first)).size).toBeLessThanOrEqual(1);
        expect(new Set(cases.map(({ code }) => code)).size).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('the current date is never before the lawful one, and the return is put back at most once', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        const history = live(moves);
        for (const state of statesOf(history)) {
          const dates = caseOf(state)?.dates;
          if (dates !== undefined) expect(dates.current >= dates.lawful).toBe(true);
        }
        expect(history.filter(({ type }) => type === 'ReturnRescheduled').length).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('times never run backwards, but for imported activities', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        const times = live(moves).flatMap(({ type, meta }) => (type === 'ActivityImported' ? [] : [meta.effectiveAt]));
        expect(times).toEqual([...times].sort());
      }),
      runs,
    );
  });

  it('a state replays from the text of its events', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        const history = live(moves);
        const read: RecordedDossierEvent[] = JSON.parse(JSON.stringify(history));
        expect(replay(dossier, read)).toEqual(replay(dossier, history));
      }),
      runs,
    );
  });

  it('evolve takes any event after any history without throwing', () => {
    fc.assert(
      fc.property(lives, lives, (one, other) => {
        const [history, foreign] = [live(one), live(other)];
        const state = replay(dossier, [...history, ...foreign]);
        expect(state.revision).toBe((foreign.at(-1) ?? history.at(-1))?.revision ?? -1);
      }),
      runs,
    );
  });

  it('chance gets to the end often enough to mean something', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(lives, (moves) => {
        for (const { type } of live(moves)) reached.add(type);
      }),
      { ...runs, numRuns: 400 },
    );
    expect(Object.keys(dossierEvents).filter((type) => !reached.has(type))).toEqual([]);
  });
});
