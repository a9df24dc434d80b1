import type { DossierCommand } from '#dossier';
import { doing, historyOf, on } from '#testing';
import { foldOutcome, type OutcomeRow, type Standing } from '../outcome/outcome.fold.js';
import { countedIn, onTimeRateOf, type Counted } from './on-time-rate.js';

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
const SIX: readonly Standing[] = [
  ...['2026-11-13 09:00', '2026-11-16 07:30', '2026-11-16 16:59', '2026-11-17 09:00'].map(finished),
  standingAfter(doing('WithdrawDossier', on('2026-11-20 09:00'))),
  standingAfter(),
];
const counted = (standings: readonly Standing[], period = NOVEMBER, at = EVENING): readonly Counted[] =>
  standings.flatMap((standing) => countedIn(standing, period, at) ?? []);

describe('tỷ lệ giải quyết đúng hạn', () => {
  it('of the six dossiers worked by hand', () => {
    const { strict, apart } = onTimeRateOf(counted(SIX));
    expect(strict).toEqual({
      ...{ early: 1, onTime: 2, late: 1, runningLate: 1 },
      rate: { numerator: 3, denominator: 4 },
      withRunningLate: { numerator: 3, denominator: 5 },
    });
    expect(apart).toEqual({ withdrawn: 1, stopped: 0, closed: 0, noDueDate: 0 });
  });

  it('never rises because a dossier is opened, and no running one counts as on time', () => {
    const before = onTimeRateOf(counted(SIX));
    for (const at of ['2026-11-10T10:00:00.000Z', EVENING]) {
      const opened = onTimeRateOf([...counted(SIX), ...counted([standingAfter()], NOVEMBER, at)]);
      expect(opened.strict.rate).toEqual(before.strict.rate);
      expect(opened.strict.withRunningLate?.numerator).toBe(3);
      expect(opened.strict.withRunningLate?.denominator).toBeGreaterThanOrEqual(5);
    }
  });

  it('of a period in which nothing was finished is nothing', () => {
    const october = { from: '2026-10-01', to: '2026-10-31' };
    expect(onTimeRateOf(counted(SIX, october, '2026-10-31T16:59:59.999Z')).strict.rate).toBeNull();
  });
});
