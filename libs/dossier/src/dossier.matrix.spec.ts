import { commandMatrix, commandTypes, sampleHistories, stateAfter, type MatrixRow } from '#testing';
import { rules } from '#dossier';
import { refusals } from '#law';

const rows = commandMatrix();
const cell = (command: string, state: string): MatrixRow | undefined =>
  rows.find((row) => row.command === command && row.state === state);

describe('the matrix of commands and states', () => {
  it('asks every command in every state', () => {
    expect([...commandTypes].sort()).toEqual(Object.keys(rules).sort());
    expect(rows).toHaveLength(commandTypes.length * Object.keys(sampleHistories).length);
  });

  it('has a sample of every state that a dossier can be in', () => {
    const states = new Set(Object.values(sampleHistories).map((commands) => stateAfter(...commands).situation.is));
    expect([...states].sort()).toEqual([
      'awaiting-payment',
      'awaiting-supplement',
      'closed',
      'decided',
      'imported',
      'in-process',
      'refused-at-desk',
      'result-ready',
      'returned',
      'stopped',
      'submitted',
      'unknown',
      'withdrawn',
      'withdrawn-before-reception',
    ]);
  });

  it('names each sample by the state it is in', () => {
    for (const [name, commands] of Object.entries(sampleHistories))
      expect(name.split(',')[0]).toBe(stateAfter(...commands).situation.is);
  });

  it('finds for every command a state in which it is carried out', () => {
    const neverCarriedOut = commandTypes.filter(
      (type) => !rows.some(({ command, events }) => command === type && (events ?? []).length > 0),
    );
    expect(neverCarriedOut).toEqual([]);
  });

  it('answers each refusal with a code that has its Vietnamese sentence, and with an article where law says no', () => {
    for (const { refusal, law } of rows.filter((row) => row.refusal !== undefined)) {
      expect(Object.keys(refusals)).toContain(refusal);
      expect(law ?? 'ND118-2025/0').toMatch(/^ND118-2025\/\d+(\.\d+)*$/);
    }
  });

  it.each([
    ['ReceiveDossier', 'in-process', 'already-received', 'ND118-2025/17.3'],
    ['RequestDeskSupplement', 'submitted, supplement asked', 'second-desk-supplement', 'ND118-2025/16.3'],
    ['RescheduleReturn', 'in-process', 'no-apology', 'ND118-2025/19.6'],
    ['RescheduleReturn', 'in-process, rescheduled', 'already-rescheduled', 'ND118-2025/19.6'],
    ['WithdrawDossier', 'decided', 'already-decided', 'ND118-2025/21'],
    ['StopDossier', 'returned', 'already-decided', 'ND118-2025/21'],
    ['ReturnResult', 'returned', 'already-returned', 'ND118-2025/22.3'],
    ['ApproveDecision', 'in-process', 'steps-open', 'ND118-2025/19.3'],
    ['EraseApplicant', 'result-ready', 'not-in-state', null],
    ['RateSatisfaction', 'withdrawn, erased', 'applicant-erased', null],
    ['AddPapers', 'unknown', 'unknown-dossier', null],
    ['StorePaper', 'returned', 'not-in-state', null],
    ['StorePaper', 'withdrawn, erased', 'applicant-erased', null],
  ])('%s in "%s" is refused: %s (%s)', (command, state, refusal, law) => {
    expect(cell(command, state)).toEqual({ command, state, refusal, law });
  });

  it.each([
    ['AssignDossier', 'in-process', ['DossierAssigned', 'StepCompleted']],
    ['ApproveDecision', 'in-process, steps done', ['StepCompleted', 'DecisionApproved']],
    ['MarkResultReady', 'decided', ['StepCompleted', 'ResultReady']],
    ['AcceptTransfer', 'in-process, leg open', []],
    ['CompleteLeg', 'in-process, leg open', ['LegCompleted']],
    ['EraseApplicant', 'withdrawn, erased', []],
    ['VoidNumber', 'unknown', ['NumberVoided']],
  ])('%s in "%s" writes %j', (command, state, events) => {
    expect(cell(command, state)).toEqual({ command, state, events });
  });
});
