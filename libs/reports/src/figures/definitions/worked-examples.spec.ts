import type { DossierCommand } from '#dossier';
import { counting, doing, historyOf, on, paper, publicCalendar } from '#testing';
import { foldOutcome, type OutcomeRow } from '../../outcome/outcome.fold.js';
import type { Standing } from '../../outcome/standing.fold.js';
import { partsSeen, rateOf, type FigureDefinition } from '../definition.js';
import { apologies } from './apologies.js';
import { digitisation } from './digitisation.js';
import { firstPromise } from './first-promise.js';
import { onlineShare } from './online-share.js';
import { receptionInTime } from './reception-in-time.js';
import { resultCorrections } from './result-corrections.js';
import { satisfaction } from './satisfaction.js';
import { actualCut, promisedCut } from './time-cuts.js';
import { transfers } from './transfers.js';

/** The examples of docs/figures.md, of November 2026 as it ends. */
const look = { at: '2026-11-30T16:59:59.999Z', calendars: [publicCalendar] };

function standingAfter(...commands: readonly DossierCommand[]): Standing {
  const row = historyOf(...commands).reduce<OutcomeRow | null>(foldOutcome, null);
  if (row === null || row.standing === null) throw new Error('nothing happened');
  return row.standing;
}
function ratesOf(definition: FigureDefinition, standings: readonly Standing[]) {
  const terms: Record<string, number> = {};
  for (const standing of standings)
    for (const { terms: added } of partsSeen(definition, standing, look))
      for (const [name, number] of Object.entries(added)) terms[name] = (terms[name] ?? 0) + number;
  for (const [name, of] of Object.entries(definition.distinct ?? {}))
    terms[name] = new Set(
      standings
        .filter((one) => partsSeen(definition, one, look).some((part) => of.having.some((term) => term in part.terms)))
        .map((one) => one[of.by]),
    ).size;
  return Object.fromEntries(Object.entries(definition.rates).map(([name, rate]) => [name, rateOf(rate, terms)]));
}

/** Monday 02/11 08:00, ten working days: due Monday 16/11 08:00, an apology by Friday 13/11 17:00. */
const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
const worked = (day: string): readonly DossierCommand[] => [
  doing('AssignDossier', on(`${day} 08:00`)),
  doing('CompleteStep', on(`${day} 08:10`), { step: 'appraise' }),
  doing('CompleteStep', on(`${day} 08:20`), { step: 'check' }),
  doing('ApproveDecision', on(`${day} 08:30`)),
];
const ready = (moment: string, papers = [paper]) => doing('MarkResultReady', on(moment), { papers });
const onPaper = { ...paper, digital: false, digest: null };

describe('the examples worked by hand', () => {
  it('apologies: three late, two apologised, one of them in time', () => {
    const late = (...apology: readonly DossierCommand[]) =>
      standingAfter(received, ...apology, ...worked('2026-11-16'), ready('2026-11-17 09:00'));
    const apology = (moment: string) => doing('IssueApology', on(moment));
    expect(ratesOf(apologies, [late(apology('2026-11-13 16:30')), late(apology('2026-11-16 07:30')), late()])).toEqual({
      coverage: { numerator: 2, denominator: 3 },
      timeliness: { numerator: 1, denominator: 2 },
    });
  });

  it('promised cut: ten working days promised as seven, and fifteen calendar days as they are', () => {
    const limit = (statutory: number, counted: number) => {
      const terms = counting(counted, 'working-day');
      return { ...terms, limit: { ...terms.limit, statutory: { amount: statutory, unit: 'working-day' as const } } };
    };
    const one = standingAfter(doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: limit(10, 7) }));
    const other = standingAfter(
      doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: counting(15, 'calendar-day') }),
    );
    // in sevenths of a minute: 10 × 480 × 7 = 33,600 promised as 7 × 480 × 7 = 23,520; 15 × 2,400 = 36,000 both
    expect(ratesOf(promisedCut, [one, other])).toEqual({ cut: { numerator: 10_080, denominator: 69_600 } });
  });

  it('actual cut: 1,140 working minutes, 90 of them a wait for the payment', () => {
    const paid = standingAfter(
      received,
      doing('RequestFinancialObligation', on('2026-11-03 09:00')),
      doing('FulfilFinancialObligation', on('2026-11-03 10:30')),
      ...worked('2026-11-04'),
      ready('2026-11-04 11:00'),
    );
    // Monday 210 + 210, Tuesday 480, Wednesday 07:00–11:00 240; less 90: 1,050 of 10 × 480, all times 7
    expect(ratesOf(actualCut, [paid])).toEqual({ cut: { numerator: (4_800 - 1_050) * 7, denominator: 4_800 * 7 } });
  });

  it('first promise: kept, put back, late', () => {
    const back = [doing('IssueApology', on('2026-11-04 16:00')), doing('RescheduleReturn', on('2026-11-04 16:10'))];
    const finished = (day: string, ...before: readonly DossierCommand[]) =>
      standingAfter(received, ...before, ...worked('2026-11-05'), ready(`${day} 09:00`));
    expect(
      ratesOf(firstPromise, [finished('2026-11-16'), finished('2026-11-13', ...back), finished('2026-11-17')]),
    ).toEqual({ kept: { numerator: 1, denominator: 3 } });
  });

  it('reception in time: filed on a Saturday, answered on Monday; on Wednesday; withdrawn before', () => {
    const filed = doing('SubmitDossier', on('2026-11-21 10:00')); // eight working hours: Monday 23/11 17:00
    const answered = (moment: string) => standingAfter(filed, doing('RequestDeskSupplement', on(moment)));
    const withdrawn = standingAfter(filed, doing('WithdrawDossier', on('2026-11-23 09:00')));
    expect(ratesOf(receptionInTime, [answered('2026-11-23 16:59'), answered('2026-11-25 08:00'), withdrawn])).toEqual({
      'in-time': { numerator: 1, denominator: 2 },
    });
  });

  it('satisfaction: a five; a three, rated five afterwards; not rated', () => {
    const rated = (...overall: readonly number[]) =>
      standingAfter(
        ...[received, ...worked('2026-11-05'), ready('2026-11-13 09:00')],
        ...overall.map((one, at) => doing('RateSatisfaction', on(`2026-11-1${4 + at} 09:00`), { overall: one })),
      );
    expect(ratesOf(satisfaction, [rated(5), rated(3, 5), rated()])).toEqual({
      satisfied: { numerator: 1, denominator: 2 },
    });
  });

  it('digitisation: all digital, one on paper, none at all; results alike', () => {
    const of = (papers: readonly (typeof paper)[], result: readonly (typeof paper)[]) =>
      standingAfter(
        doing('ReceiveDossier', on('2026-11-02 08:00'), { papers }),
        ...worked('2026-11-05'),
        ready('2026-11-13 09:00', [...result]),
      );
    expect(ratesOf(digitisation, [of([paper, paper], [paper]), of([paper, onPaper], [onPaper]), of([], [])])).toEqual({
      digital: { numerator: 1, denominator: 3 },
      electronic: { numerator: 1, denominator: 3 },
    });
  });

  it('online share: one of three, of one of two procedures', () => {
    const terms = counting(10, 'working-day');
    const other = { ...terms, procedure: { ...terms.procedure, code: '1.000001' } };
    const of = (channel: 'online' | 'counter', procedure = terms) =>
      standingAfter(doing('ReceiveDossier', on('2026-11-02 08:00'), { channel, terms: procedure }));
    expect(ratesOf(onlineShare, [of('online'), of('counter'), of('counter', other)])).toEqual({
      dossiers: { numerator: 1, denominator: 3 },
      procedures: { numerator: 1, denominator: 2 },
    });
  });

  it('transfers: taken over within a working day, a minute after it, and one overtaken by its dossier', () => {
    const sent = [received, doing('TransferDossier', on('2026-11-02 16:00'), { to: 'H27.20' })];
    const taken = (moment: string) =>
      standingAfter(...sent, doing('AcceptTransfer', on(moment), { transfer: 1, by: 'H27.20' }));
    const withdrawn = standingAfter(...sent, doing('WithdrawDossier', on('2026-11-03 09:00')));
    expect(ratesOf(transfers, [taken('2026-11-03 08:00'), taken('2026-11-03 16:01'), withdrawn])).toEqual({
      'in-time': { numerator: 1, denominator: 2 },
    });
  });

  it('result-corrections: on the third working day, on the fourth, and never', () => {
    const found = doing('OpenResultCorrection', on('2026-11-09 09:00')); // by Thursday 12/11 09:00
    const corrected = (moment: string) => doing('CloseResultCorrection', on(moment));
    const finished = [received, ...worked('2026-11-05'), ready('2026-11-05 11:00'), found];
    const [third, fourth] = ['2026-11-12 16:00', '2026-11-13 08:00'].map((moment) =>
      standingAfter(...finished, corrected(moment)),
    );
    const never = standingAfter(...finished);
    expect(ratesOf(resultCorrections, [third ?? never, fourth ?? never, never])).toEqual({
      'in-time': { numerator: 1, denominator: 3 },
    });
    const seen = (day: string) =>
      partsSeen(resultCorrections, never, { ...look, at: `${day}T16:59:59.999Z` }).map(({ terms }) => terms);
    expect([seen('2026-11-12'), seen('2026-11-13')]).toEqual([
      [{ opened: 1 }, { open: 1 }],
      [{ opened: 1 }, { open: 1 }, { late: 1 }],
    ]);
    // A second one is another; the end, and the class, stay as they were.
    const twice = standingAfter(
      ...[...finished, corrected('2026-11-10 09:00'), doing('OpenResultCorrection', on('2026-11-16 09:00'))],
    );
    expect([twice.corrections.length, twice.ended]).toEqual([2, never.ended]);
  });
});
