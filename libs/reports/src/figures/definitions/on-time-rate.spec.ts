import type { DossierCommand } from '#dossier';
import { vietnamDay } from '#kernel';
import { doing, historyOf, on, publicCalendar } from '#testing';
import { foldOutcome, type OutcomeRow } from '../../outcome/outcome.fold.js';
import type { Standing } from '../../outcome/standing.fold.js';
import { isHappening, partsSeen, rateOf, type Terms } from '../definition.js';
import { onTimeRate } from './on-time-rate.js';

const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };
const EVENING = '2026-11-30T16:59:59.999Z';

const standingAfter = (...commands: readonly DossierCommand[]): Standing => {
  const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
  const row = historyOf(received, ...commands).reduce<OutcomeRow | null>(foldOutcome, null);
  if (row === null || row.standing === null) throw new Error('nothing was received');
  return row.standing;
};
const finished = (moment: string): Standing =>
  standingAfter(
    doing('AssignDossier', on('2026-11-03 08:00')),
    doing('CompleteStep', on('2026-11-03 09:00'), { step: 'appraise' }),
    doing('CompleteStep', on('2026-11-03 10:00'), { step: 'check' }),
    doing('ApproveDecision', on('2026-11-03 11:00')),
    doing('MarkResultReady', on(moment)),
  );

/** The six of `docs/figures.md`, due on Monday 16/11. */
const six = (): readonly Standing[] => [
  ...['2026-11-13 09:00', '2026-11-16 07:30', '2026-11-16 16:59', '2026-11-17 09:00'].map(finished),
  standingAfter(doing('WithdrawDossier', on('2026-11-20 09:00'))),
  standingAfter(),
];

function counted(standings: readonly Standing[], period = NOVEMBER, at = EVENING) {
  const terms: Record<string, number> = {};
  for (const standing of standings)
    for (const part of partsSeen(onTimeRate, standing, { at, calendars: [publicCalendar] })) {
      const day = vietnamDay(isHappening(part) ? part.on : at);
      if (isHappening(part) && (day < period.from || day > period.to)) continue;
      for (const [name, number] of Object.entries(part.terms)) terms[name] = (terms[name] ?? 0) + number;
    }
  return terms;
}
const rates = (terms: Terms) =>
  Object.fromEntries(Object.entries(onTimeRate.rates).map(([name, rate]) => [name, rateOf(rate, terms)]));

describe('tỷ lệ giải quyết đúng hạn', () => {
  it('of the six dossiers worked by hand', () => {
    const terms = counted(six());
    expect(terms).toEqual({
      ...{ 'strict-early': 1, 'strict-on-time': 2, 'strict-late': 1, 'strict-running-late': 1 },
      ...{ 'lenient-early': 1, 'lenient-on-time': 2, 'lenient-late': 1, 'lenient-running-late': 1 },
      withdrawn: 1,
    });
    expect(rates(terms)).toMatchObject({
      strict: { numerator: 3, denominator: 4 },
      'strict-with-running': { numerator: 3, denominator: 5 },
    });
  });

  it('never rises because a dossier is opened, and no running one counts as on time', () => {
    const before = rates(counted(six()));
    for (const at of ['2026-11-10T10:00:00.000Z', EVENING]) {
      const opened = counted([standingAfter()], NOVEMBER, at);
      const terms = { ...counted(six()) };
      for (const [name, number] of Object.entries(opened)) terms[name] = (terms[name] ?? 0) + number;
      const after = rates(terms);
      expect(after['strict']).toEqual(before['strict']);
      expect(after['strict-with-running']?.numerator).toBe(3);
      expect(after['strict-with-running']?.denominator).toBeGreaterThanOrEqual(5);
    }
  });

  it('of a period in which nothing was finished is nothing', () => {
    const october = { from: '2026-10-01', to: '2026-10-31' };
    expect(rates(counted(six(), october, '2026-10-31T16:59:59.999Z'))['strict']).toBeNull();
  });

  it('shows what was entered later than a working day after the fact, and counts it by when it happened', () => {
    const steps = [
      doing('AssignDossier', on('2026-11-03 08:00')),
      doing('CompleteStep', on('2026-11-03 09:00'), { step: 'appraise' }),
      doing('CompleteStep', on('2026-11-03 10:00'), { step: 'check' }),
      doing('ApproveDecision', on('2026-11-03 11:00')),
    ];
    const entered = (moment: string) =>
      counted([
        standingAfter(
          ...steps,
          doing('MarkResultReady', on('2026-11-13 09:00', { entered: moment, lateReason: 'Mất mạng' })),
        ),
      ]);
    // Friday 13/11 09:00; a working day later is Monday 16/11 09:00.
    expect(entered('2026-11-16 09:00')).not.toHaveProperty('entered-late');
    expect(entered('2026-11-16 09:01')).toMatchObject({ 'strict-early': 1, 'entered-late': 1 });
  });
});
