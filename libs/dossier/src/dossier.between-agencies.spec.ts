import { caseOf, dossier, type DossierCommand } from '#dossier';
import { doing, historyOf, linkedTerms, on, specify, stateAfter } from '#testing';

const given = specify(dossier);
const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
const linked = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: linkedTerms });
const assigned = doing('AssignDossier', on('2026-11-02 09:00'));
const appraised = doing('CompleteStep', on('2026-11-02 10:00'));
const checked = doing('CompleteStep', on('2026-11-02 11:00'), { step: 'check' });
const approved = doing('ApproveDecision', on('2026-11-02 14:00'));
const holderAfter = (...commands: readonly DossierCommand[]) => caseOf(stateAfter(...commands))?.holder;

describe('between agencies (chuyển hồ sơ, liên thông)', () => {
  const sent = doing('TransferDossier', on('2026-11-02 09:30'));
  const taken = doing('AcceptTransfer', on('2026-11-02 09:40'));

  it('the sender holds it until the addressee takes over', () => {
    expect(holderAfter(received, sent)).toBe('H27.118');
    expect(holderAfter(received, sent, taken)).toBe('H27.12');
  });

  it('what was taken over already is not taken over twice, and who asks is told so', () => {
    given(...historyOf(received, sent, taken))
      .when(doing('AcceptTransfer', on('2026-11-02 09:50')))
      .thenRefused('already-accepted');
  });

  it('a third agency does not take what was sent to another', () => {
    given(...historyOf(received, sent))
      .when(doing('AcceptTransfer', on('2026-11-02 09:40'), { by: 'H27.99' }))
      .thenRefused('not-addressed');
    given(...historyOf(received, sent))
      .when(doing('ReturnTransfer', on('2026-11-02 09:40'), { by: 'H27.99' }))
      .thenRefused('not-addressed');
  });

  it('a third agency gets it from the one that holds it', () => {
    const onward = doing('TransferDossier', on('2026-11-02 10:00'), { to: 'H27.13' });
    const takenOnward = doing('AcceptTransfer', on('2026-11-02 10:10'), { transfer: 2, by: 'H27.13' });
    expect(historyOf(received, sent, taken, onward).at(-1)?.data).toMatchObject({ transfer: 2, from: 'H27.12' });
    expect(holderAfter(received, sent, taken, onward, takenOnward)).toBe('H27.13');
  });

  it('sent back, it stays with the sender and may be sent again', () => {
    const back = doing('ReturnTransfer', on('2026-11-02 09:40'));
    expect(holderAfter(received, sent, back)).toBe('H27.118');
    given(...historyOf(received, sent, back))
      .when(taken)
      .thenRefused('not-in-state');
    given(...historyOf(received, sent, back))
      .when(doing('TransferDossier', on('2026-11-02 10:00')))
      .thenWrites('DossierTransferred');
  });

  it('is not sent to where it is, nor twice at once', () => {
    given(...historyOf(received))
      .when(doing('TransferDossier', on('2026-11-02 09:30'), { to: 'H27.118' }))
      .thenRefused('same-agency');
    given(...historyOf(received, sent))
      .when(doing('TransferDossier', on('2026-11-02 09:35'), { to: 'H27.13' }))
      .thenRefused('not-in-state');
  });

  const toTax = doing('TransferDossier', on('2026-11-02 09:30'), { leg: 'tax', to: 'H27.20' });
  const taxTaken = doing('AcceptTransfer', on('2026-11-02 09:40'), { by: 'H27.20' });
  const toRegistry = (form: 'paper' | 'electronic') =>
    doing('TransferDossier', on('2026-11-02 09:45'), { leg: 'registry', to: 'H27.21', form });
  const registryTaken = doing('AcceptTransfer', on('2026-11-02 09:50'), { transfer: 2, by: 'H27.21' });
  const taxDone = doing('CompleteLeg', on('2026-11-03 09:00'));

  it('electronic files go to all agencies at once (Điều 20 khoản 2)', () => {
    given(...historyOf(linked, toTax))
      .when(toRegistry('electronic'))
      .thenWrites('DossierTransferred');
  });

  it('paper waits for the leg before it, then goes', () => {
    given(...historyOf(linked, toTax, taxTaken))
      .when(toRegistry('paper'))
      .thenRefused('leg-not-ready', 'ND118-2025/20.2');
    given(...historyOf(linked, toTax, taxTaken, taxDone))
      .when(doing('TransferDossier', on('2026-11-03 10:00'), { leg: 'registry', to: 'H27.21', form: 'paper' }))
      .thenWrites('DossierTransferred');
  });

  it('a leg delivers only after the legs it waits for', () => {
    given(...historyOf(linked, toTax, taxTaken, toRegistry('electronic'), registryTaken))
      .when(doing('CompleteLeg', on('2026-11-03 08:00'), { leg: 'registry', by: 'H27.21' }))
      .thenRefused('leg-not-ready', 'ND118-2025/20.2');
  });

  it('a leg is delivered by the agency that took it', () => {
    given(...historyOf(linked, toTax))
      .when(taxDone)
      .thenRefused('not-addressed');
    given(...historyOf(linked, toTax, taxTaken))
      .when(doing('CompleteLeg', on('2026-11-03 09:00'), { by: 'H27.21' }))
      .thenRefused('not-addressed');
    given(...historyOf(linked, toTax, taxTaken))
      .when(taxDone)
      .thenWrites('LegCompleted');
  });

  it('a leg does not change who holds the whole', () => {
    expect(holderAfter(linked, toTax, taxTaken)).toBe('H27.118');
  });

  it('a leg that the workflow does not have is unknown', () => {
    given(...historyOf(linked))
      .when(doing('TransferDossier', on('2026-11-02 09:30'), { leg: 'police' }))
      .thenRefused('unknown-leg');
  });

  it('a leg goes to the deciding agency itself too, and to nobody twice while it is out', () => {
    given(...historyOf(linked))
      .when(doing('TransferDossier', on('2026-11-02 09:30'), { leg: 'tax', to: 'H27.118' }))
      .thenWrites('DossierTransferred');
    given(...historyOf(linked, toTax, taxTaken))
      .when(doing('TransferDossier', on('2026-11-02 10:00'), { leg: 'tax', to: 'H27.22' }))
      .thenRefused('not-in-state');
  });

  it('a leg is delivered once, and is not sent again', () => {
    const done = [linked, toTax, taxTaken, taxDone];
    given(...historyOf(...done))
      .when(doing('CompleteLeg', on('2026-11-03 09:30')))
      .thenRefused('leg-done');
    given(...historyOf(...done))
      .when(doing('TransferDossier', on('2026-11-03 09:30'), { leg: 'tax', to: 'H27.22' }))
      .thenRefused('leg-done');
  });

  it('paper lies in one place: it goes for one leg after the other, also where none waits for another', () => {
    const [tax, registry] = linkedTerms.workflow.legs.map((leg) => ({ ...leg, after: [] }));
    const apart = {
      ...linkedTerms,
      workflow: { ...linkedTerms.workflow, legs: [tax, registry].flatMap((leg) => leg ?? []) },
    };
    const parallel = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: apart });
    const onPaper = doing('TransferDossier', on('2026-11-02 09:30'), { leg: 'tax', to: 'H27.20', form: 'paper' });
    given(...historyOf(parallel, onPaper))
      .when(toRegistry('paper'))
      .thenRefused('leg-not-ready', 'ND118-2025/20.2');
    given(...historyOf(parallel, onPaper))
      .when(toRegistry('electronic'))
      .thenWrites('DossierTransferred');
  });

  describe('while the applicant has yet to pay (nghĩa vụ tài chính)', () => {
    const legs = linkedTerms.workflow.legs.flatMap((leg) => [
      leg.id === 'tax' ? { ...leg, waitsForApplicant: 'financial-obligation' as const } : { ...leg, after: [] },
    ]);
    const paying = doing('ReceiveDossier', on('2026-11-02 08:00'), {
      terms: { ...linkedTerms, workflow: { ...linkedTerms.workflow, legs } },
    });
    const asked = doing('RequestFinancialObligation', on('2026-11-02 10:00'));
    const paid = doing('FulfilFinancialObligation', on('2026-11-05 10:00'));

    it('the leg that waits for it delivers only afterwards', () => {
      given(...historyOf(paying, toTax, taxTaken, asked))
        .when(taxDone)
        .thenRefused('payment-awaited');
      given(...historyOf(paying, toTax, taxTaken, asked, paid))
        .when(doing('CompleteLeg', on('2026-11-05 10:30')))
        .thenWrites('LegCompleted');
    });

    it('what does not depend on it is sent, taken and delivered', () => {
      const sent = doing('TransferDossier', on('2026-11-02 10:30'), { leg: 'registry', to: 'H27.21' });
      const history = [paying, toTax, taxTaken, asked, sent];
      given(...historyOf(...history, doing('AcceptTransfer', on('2026-11-02 10:40'), { transfer: 2, by: 'H27.21' })))
        .when(doing('CompleteLeg', on('2026-11-03 08:00'), { leg: 'registry', by: 'H27.21' }))
        .thenWrites('LegCompleted');
      given(...historyOf(paying, asked))
        .when(doing('TransferDossier', on('2026-11-02 10:30')))
        .thenRefused('not-in-state', 'ND118-2025/18');
    });

    it('nothing is owed where nobody asked for it', () => {
      given(...historyOf(paying, toTax, taxTaken))
        .when(taxDone)
        .thenWrites('LegCompleted');
    });
  });

  it('nothing is granted before every leg has delivered, also one that was sent back or never sent', () => {
    const linkedWork = [linked, assigned, appraised, checked];
    const out = doing('TransferDossier', on('2026-11-02 11:30'), { leg: 'tax', to: 'H27.20' });
    const back = doing('ReturnTransfer', on('2026-11-02 11:40'), { by: 'H27.20' });
    for (const history of [linkedWork, [...linkedWork, out], [...linkedWork, out, back]])
      given(...historyOf(...history))
        .when(approved)
        .thenRefused('legs-open', 'ND118-2025/20.2');
    const rest = [
      ...[toTax, taxTaken, toRegistry('electronic'), registryTaken],
      ...[assigned, appraised, checked].map((step) => ({ ...step, on: on('2026-11-02 12:00') })),
      taxDone,
      doing('CompleteLeg', on('2026-11-04 09:00'), { leg: 'registry', by: 'H27.21' }),
    ];
    given(...historyOf(linked, ...rest))
      .when(doing('ApproveDecision', on('2026-11-04 14:00')))
      .thenWrites('StepCompleted', 'DecisionApproved');
  });

  it('a refusal needs no leg that nobody works on, and waits for those that are out', () => {
    const linkedWork = [linked, assigned, appraised, checked];
    const out = doing('TransferDossier', on('2026-11-02 11:30'), { leg: 'tax', to: 'H27.20' });
    given(...historyOf(...linkedWork))
      .when(doing('RefuseDecision', on('2026-11-02 14:00')))
      .thenWrites('StepCompleted', 'DecisionRefused');
    given(...historyOf(...linkedWork, out))
      .when(doing('RefuseDecision', on('2026-11-02 14:00')))
      .thenRefused('legs-open', 'ND118-2025/20.2');
  });

  it('a successor takes over what its predecessor held, and the promises stay', () => {
    const over = doing('HandOverDossier', on('2026-11-03 09:00'));
    const before = caseOf(stateAfter(received));
    const all = { holder: 'H27.119', decidingAgency: 'H27.119', centre: 'H27.119', collectAt: 'H27.119' };
    expect(caseOf(stateAfter(received, over))).toEqual({ ...before, ...all });
  });

  it('a successor takes over the open leg and the opinion that its predecessor was asked for, and nothing that is done', () => {
    const sent = doing('TransferDossier', on('2026-11-02 09:30'), { leg: 'tax', to: 'H27.20' });
    const asked = doing('RequestOpinion', on('2026-11-02 09:40'), { agency: 'H27.20' });
    const over = doing('HandOverDossier', on('2026-11-03 09:00'), { from: 'H27.20', to: 'H27.21' });
    const after = caseOf(stateAfter(linked, sent, asked, over));
    expect(after?.transfers).toMatchObject([{ to: 'H27.21', status: 'in-transit' }]);
    expect(after?.opinions).toMatchObject([{ agency: 'H27.21', answered: false }]);
    const back = doing('ReturnTransfer', on('2026-11-02 09:50'), { by: 'H27.20' });
    given(...historyOf(linked, sent, back))
      .when(over)
      .thenRefused('not-addressed');
  });

  it('an opinion is overdue only after its deadline (Điều 19 khoản 4), and the head is told once', () => {
    const asked = doing('RequestOpinion', on('2026-11-02 09:40'));
    given(...historyOf(received, asked))
      .when(doing('NotifyOpinionOverdue', on('2026-11-12 17:00')))
      .thenRefused('not-yet-due', 'ND118-2025/19.4');
    given(...historyOf(received, asked, doing('NotifyOpinionOverdue', on('2026-11-12 17:01'))))
      .when(doing('NotifyOpinionOverdue', on('2026-11-13 07:00')))
      .thenWrites();
  });

  it('an application that awaits the desk goes to the successor of its centre', () => {
    const submitted = doing('SubmitDossier', on('2026-11-02 07:30'));
    const over = doing('HandOverDossier', on('2026-11-02 09:00'));
    expect(stateAfter(submitted, over).situation).toMatchObject({ is: 'submitted', centre: 'H27.119' });
  });
});
