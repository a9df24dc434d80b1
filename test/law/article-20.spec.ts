import { dossier } from '#dossier';
import { allLegsBeforeTheDecision, BETWEEN_LEVELS_WITHIN, legsInOrder } from '#law';
import { at, doing, historyOf, linkedTerms, on, publicCalendar, refusalOf, specify, wall } from '#testing';
import { begin } from '#working-time';

const given = specify(dossier);
const received = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: linkedTerms });
const toTax = (form: 'paper' | 'electronic') =>
  doing('TransferDossier', on('2026-11-02 09:00'), { leg: 'tax', to: 'H27.20', form });
const toRegistry = (form: 'paper' | 'electronic') =>
  doing('TransferDossier', on('2026-11-02 09:10'), { leg: 'registry', to: 'H27.21', form });

describe('Điều 20 khoản 1 NĐ 118/2025', () => {
  it('paper is on its way between levels for at most one working day (ND118-2025/20.1)', () => {
    const { dueAt } = begin({ from: at('2026-11-20 09:00'), limit: BETWEEN_LEVELS_WITHIN, calendar: publicCalendar });
    expect(wall(dueAt)).toBe('2026-11-23 09:00'); // Friday to Monday
  });
});

describe('Điều 20 khoản 2 NĐ 118/2025', () => {
  it('paper goes to the next agency when the one before is done; electronic files go to all at once', () => {
    given(...historyOf(received, toTax('paper')))
      .when(toRegistry('paper'))
      .thenRefused('leg-not-ready', 'ND118-2025/20.2');
    given(...historyOf(received, toTax('electronic')))
      .when(toRegistry('electronic'))
      .thenWrites('DossierTransferred');
  });

  it('an agency delivers after those whose results it needs (ND118-2025/20.2)', () => {
    expect(refusalOf(() => legsInOrder('registry', ['tax']))).toMatchObject({
      ...{ code: 'leg-not-ready', law: 'ND118-2025/20.2', facts: { leg: 'registry', waitsFor: ['tax'] } },
    });
    expect(refusalOf(() => legsInOrder('registry', []))).toBeNull();
  });

  it('the lead agency decides when every other is done (ND118-2025/20.2)', () => {
    expect(refusalOf(() => allLegsBeforeTheDecision(['tax']))?.code).toBe('legs-open');
    expect(refusalOf(() => allLegsBeforeTheDecision([]))).toBeNull();
  });
});
