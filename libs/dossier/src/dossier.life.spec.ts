import { caseOf, dossier, type DossierCommand } from '#dossier';
import { at, counting, doing, historyOf, on, specify, stateAfter, terms } from '#testing';

const given = specify(dossier);
const submitted = doing('SubmitDossier', on('2026-11-02 07:30'));
const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
const assigned = doing('AssignDossier', on('2026-11-02 09:00'));
const appraised = doing('CompleteStep', on('2026-11-02 10:00'));
const checked = doing('CompleteStep', on('2026-11-02 11:00'), { step: 'check' });
const approved = doing('ApproveDecision', on('2026-11-02 14:00'));
const ready = doing('MarkResultReady', on('2026-11-02 15:00'));
const returned = doing('ReturnResult', on('2026-11-02 16:00'));
const worked = [received, assigned, appraised, checked];
const stepsAfter = (...commands: readonly DossierCommand[]) => caseOf(stateAfter(...commands))?.completedSteps;

describe('at the desk (tại Bộ phận Một cửa)', () => {
  const asked = doing('RequestDeskSupplement', on('2026-11-02 07:40'));

  it('a supplement at the desk is asked for once (Điều 16 khoản 3)', () => {
    given(...historyOf(submitted))
      .when(asked)
      .thenWrites('DeskSupplementRequested');
    given(...historyOf(submitted, asked))
      .when(doing('RequestDeskSupplement', on('2026-11-02 07:50')))
      .thenRefused('second-desk-supplement', 'ND118-2025/16.3');
  });

  it.each([
    ['with a reason', 'Luật chuyên ngành mới có hiệu lực', ['DeskSupplementRequested']],
    ['with a reason of blanks', '  ', null],
  ])('a second time %s', (_, overrideReason, written) => {
    const second = given(...historyOf(submitted, asked)).when(
      doing('RequestDeskSupplement', on('2026-11-02 07:50'), { overrideReason }),
    );
    if (written === null) second.thenRefused('second-desk-supplement', 'ND118-2025/16.3');
    else second.thenWrites('DeskSupplementRequested');
  });

  it('an applicant without a name is refused, submitted or received', () => {
    const nameless = {
      name: ' \t',
      kind: 'citizen',
      identityNo: null,
      phone: null,
      email: null,
      address: null,
    } as const;
    given()
      .when(doing('SubmitDossier', on('2026-11-02 07:30'), { applicant: nameless }))
      .thenRefused('invalid-input');
    given()
      .when(doing('ReceiveDossier', on('2026-11-02 08:00'), { applicant: nameless }))
      .thenRefused('invalid-input');
  });

  it('what was refused at the desk is not received afterwards', () => {
    given(...historyOf(submitted, doing('RefuseAtDesk', on('2026-11-02 07:40'))))
      .when(received)
      .thenRefused('not-in-state', 'ND118-2025/17.3');
  });

  it('a dossier has one code for life', () => {
    given(...historyOf(received))
      .when(doing('ReceiveDossier', on('2026-11-02 09:00'), { code: 'H27.118-261102-0002' }))
      .thenRefused('already-received', 'ND118-2025/17.3');
  });

  it('a limit of nothing is refused before anything is written', () => {
    given()
      .when(doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: counting(0, 'working-day') }))
      .thenRefused('limit-out-of-range');
  });

  it('a reception beyond the loaded calendar is refused, never guessed', () => {
    given()
      .when(doing('ReceiveDossier', on('2027-12-28 08:00')))
      .thenRefused('calendar-not-loaded');
  });
});

describe('steps inside the agency (các bước nội bộ)', () => {
  it('reception is the first step and done with the receipt', () => {
    expect(stepsAfter(received)).toEqual(['receive']);
  });

  it('assigning completes the step of that name, and only once', () => {
    given(...historyOf(received))
      .when(assigned)
      .thenWrites('DossierAssigned', 'StepCompleted');
    given(...historyOf(received, assigned))
      .when(doing('AssignDossier', on('2026-11-02 09:30'), { step: 'appraise' }))
      .thenWrites('DossierAssigned');
  });

  it('only the current step is completed', () => {
    given(...historyOf(received))
      .when(appraised)
      .thenRefused('unknown-step');
    given(...historyOf(received, assigned))
      .when(appraised)
      .thenWrites('StepCompleted');
  });

  it('the leader signs; the approving step is not ticked off', () => {
    given(...historyOf(...worked))
      .when(doing('CompleteStep', on('2026-11-02 12:00'), { step: 'approve' }))
      .thenRefused('unknown-step');
  });

  it('nobody jumps to a step that is not in the workflow', () => {
    given(...historyOf(received))
      .when(doing('AssignDossier', on('2026-11-02 09:00'), { step: 'anywhere' }))
      .thenRefused('unknown-step');
  });

  it('a step sent back has to be done again, and those after it', () => {
    const back = doing('SendBackStep', on('2026-11-02 12:00'), { to: 'appraise' });
    expect(stepsAfter(...worked, back)).toEqual(['receive', 'assign']);
    given(...historyOf(...worked, back))
      .when(approved)
      .thenRefused('steps-open', 'ND118-2025/19.3');
  });

  it('nothing is sent forward to a step still to come', () => {
    given(...historyOf(received, assigned))
      .when(doing('SendBackStep', on('2026-11-02 12:00'), { to: 'check' }))
      .thenRefused('unknown-step');
  });
});

describe('the decision and the result (quyết định, trả kết quả)', () => {
  it('a refusal after appraisal is a result of its own kind (Điều 19 khoản 3)', () => {
    const refused = doing('RefuseDecision', on('2026-11-02 14:00'));
    given(...historyOf(...worked, refused))
      .when(ready)
      .then(
        { type: 'StepCompleted', v: 1, data: { step: 'issue', note: null } },
        { type: 'ResultReady', v: 1, data: { kind: 'refused', papers: ready.data.papers } },
      );
  });

  it('a granted result goes from the desk to the citizen, once', () => {
    given(...historyOf(...worked, approved, ready))
      .when(returned)
      .thenWrites('ResultReturned');
    given(...historyOf(...worked, approved, ready, returned))
      .when(doing('ReturnResult', on('2026-11-02 16:30')))
      .thenRefused('already-returned', 'ND118-2025/22.3');
  });

  it('is not decided while the applicant is asked for papers', () => {
    given(...historyOf(...worked, doing('RequestSupplement', on('2026-11-02 12:00'))))
      .when(approved)
      .thenRefused('not-in-state', 'ND118-2025/19.3');
  });

  it('is done step by step by the shortest workflow too', () => {
    const short = {
      ...terms,
      workflow: { ...terms.workflow, steps: [{ id: 'receive', role: 'reception-officer', hours: 2 }] },
    };
    const brief = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: short });
    given(...historyOf(brief))
      .when(approved)
      .thenWrites('DecisionApproved');
    given(...historyOf(brief, approved))
      .when(ready)
      .thenWrites('ResultReady');
  });

  it.each(['WithdrawDossier', 'StopDossier'] as const)('%s is possible until the decision (Điều 21)', (type) => {
    const moment = on('2026-11-02 14:30');
    const command: DossierCommand = type === 'StopDossier' ? doing(type, moment) : doing(type, moment);
    const written = type === 'StopDossier' ? 'DossierStopped' : 'DossierWithdrawn';
    given(...historyOf(...worked))
      .when(command)
      .thenWrites(written);
    given(...historyOf(received, doing('RequestSupplement', on('2026-11-02 12:00'))))
      .when(command)
      .thenWrites(written);
    given(...historyOf(...worked, approved))
      .when(command)
      .thenRefused('already-decided', 'ND118-2025/21');
  });

  it('before reception only who filed online withdraws (Điều 21)', () => {
    const withdrawn = doing('WithdrawDossier', on('2026-11-02 07:40'));
    given(...historyOf(submitted))
      .when(withdrawn)
      .thenWrites('DossierWithdrawn');
    given(...historyOf(doing('SubmitDossier', on('2026-11-02 07:30'), { channel: 'post' })))
      .when(withdrawn)
      .thenRefused('not-in-state', 'ND118-2025/21.1');
  });

  it('a wrong result is put right within three working days (Điều 23 khoản 1)', () => {
    const opened = doing('OpenResultCorrection', on('2026-11-20 09:00'));
    expect(historyOf(...worked, approved, ready, returned, opened).at(-1)?.data).toMatchObject({
      correctBy: at('2026-11-26 09:00'), // Fri 20; Mon 23 = 1, Tue 24 holiday, Wed 25 = 2, Thu 26 = 3
    });
    given(...historyOf(...worked, approved, ready, returned))
      .when(doing('CloseResultCorrection', on('2026-11-20 09:00')))
      .thenRefused('not-in-state', 'ND118-2025/23.1');
  });

  it.each([0, 6, 2.5])('satisfaction of %d is none', (overall) => {
    given(...historyOf(...worked, approved, ready, returned))
      .when(doing('RateSatisfaction', on('2026-11-03 09:00'), { overall }))
      .thenRefused('invalid-input', 'ND118-2025/33.1');
  });
});
