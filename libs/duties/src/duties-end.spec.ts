import { DUTY_KINDS, dutiesOf, foldFacts, owedBy, wakesOf, type DutyFacts, type DutyKind } from '#duties';
import type { DossierCommand } from '#dossier';
import { at, doing, historyOf, linkedTerms, on, publicCalendar as vietnam } from '#testing';

const factsAfter = (commands: readonly DossierCommand[]): DutyFacts => {
  const facts = historyOf(...commands).reduce<DutyFacts | null>(foldFacts, null);
  if (facts === null) throw new Error('no event');
  return facts;
};
const openAfter = (commands: readonly DossierCommand[]): readonly DutyKind[] =>
  dutiesOf(factsAfter(commands), vietnam).flatMap(({ kind, ended }) => (ended === null ? [kind] : []));

const submitted = doing('SubmitDossier', on('2026-11-02 07:30'));
const received = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: linkedTerms });
const assigned = doing('AssignDossier', on('2026-11-02 09:00'));
const forecast = doing('ForecastLateness', on('2026-11-02 09:10'));
const taxSent = doing('TransferDossier', on('2026-11-02 09:20'), { leg: 'tax', to: 'H27.20' });
const taxTaken = doing('AcceptTransfer', on('2026-11-02 09:30'), { by: 'H27.20' });
const registrySent = doing('TransferDossier', on('2026-11-02 09:40'), { leg: 'registry', to: 'H27.30' });
const asked = doing('RequestOpinion', on('2026-11-02 09:50'));
const supplementAsked = doing('RequestSupplement', on('2026-11-02 10:00'));
const paymentAsked = doing('RequestFinancialObligation', on('2026-11-02 10:00'));
/** Everything of it is in somebody's hands. */
const busy = [received, assigned, forecast, taxSent, taxTaken, registrySent, asked];

const here = doing('ReceiveDossier', on('2026-11-02 08:00'));
const signed = [
  doing('CompleteStep', on('2026-11-02 10:00'), { step: 'appraise' }),
  doing('CompleteStep', on('2026-11-02 11:00'), { step: 'check' }),
  doing('ApproveDecision', on('2026-11-02 14:00')),
];
/** Foreseen as late, and decided before anybody apologised. */
const decided = [here, assigned, forecast, ...signed];
const ready = doing('MarkResultReady', on('2026-11-02 15:00'));
const wrong = doing('OpenResultCorrection', on('2026-11-02 15:30'));

const withdrawn = doing('WithdrawDossier', on('2026-11-02 16:00'));
const stopped = doing('StopDossier', on('2026-11-02 16:00'));
const closed = doing('CloseUnsupplemented', on('2026-11-18 07:00'));
const returned = doing('ReturnResult', on('2026-11-02 16:00'));

/** How a dossier ends, what was owed just before, and what outlives it. */
const ENDS: readonly (readonly [
  end: string,
  before: readonly DossierCommand[],
  last: DossierCommand,
  outlives: readonly DutyKind[],
])[] = [
  ['refused at the desk', [submitted], doing('RefuseAtDesk', on('2026-11-02 07:40')), []],
  ['withdrawn before reception', [submitted], doing('WithdrawDossier', on('2026-11-02 07:40')), []],
  ['withdrawn as soon as it was received', [received], withdrawn, []],
  ['withdrawn in the midst of it', busy, withdrawn, []],
  ['withdrawn while a supplement is awaited', [...busy, supplementAsked], withdrawn, []],
  ['withdrawn while a payment is awaited', [...busy, paymentAsked], withdrawn, []],
  ['stopped by law', busy, stopped, []],
  ['closed without a supplement', [...busy, supplementAsked], closed, []],
  ['finished', decided, ready, ['collect']],
  ['returned', [...decided, ready], returned, []],
  ['returned with a fault', [...decided, ready, wrong], returned, ['correction']],
];

describe('the end of a dossier', () => {
  it.each(ENDS)('%s ends every duty but what outlives it', (_end, before, last, outlives) => {
    expect(openAfter(before).length).toBeGreaterThan(0);
    expect(openAfter([...before, last])).toEqual(outlives);
  });

  it.each(ENDS.filter(([, , , outlives]) => outlives.length === 0))(
    '%s leaves the engine nothing to do and no moment to look again',
    (_end, before, last) => {
      const facts = factsAfter([...before, last]);
      expect([owedBy(facts, vietnam, at('2027-03-01 08:00')), wakesOf(facts, vietnam)]).toEqual([[], []]);
    },
  );

  it('was tried with every kind of duty open', () => {
    const open = new Set(ENDS.flatMap(([, before]) => openAfter(before)));
    expect([...open].sort()).toEqual([...DUTY_KINDS].sort());
  });
});
