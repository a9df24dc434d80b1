import type { DossierCommand, Terms } from '#dossier';
import { at, counting, doing, historyOf, on, publicCalendar, terms, wall } from '#testing';
import { ledgerOf, type Ledger } from './ledger.js';
import { foldResponsibility, type ResponsibilityRow } from './responsibility.fold.js';

const rowAfter = (...commands: readonly DossierCommand[]): ResponsibilityRow => {
  let row: ResponsibilityRow | null = null;
  for (const event of historyOf(...commands)) row = foldResponsibility(row, event);
  if (row === null) throw new Error('nothing happened');
  return row;
};

/** `leg tax H27.20`, `unit assign H27.118`, `transit H27.118 H27.12`. */
const named = ({ holder }: ResponsibilityRow['turns'][number]): string =>
  Object.entries(holder)
    .filter(([key]) => key !== 'transfer' && key !== 'role')
    .map(([, value]) => value)
    .join(' ');
const turnsAfter = (...commands: readonly DossierCommand[]): readonly string[] =>
  rowAfter(...commands).turns.map(
    (turn) => `${wall(turn.from).slice(5)} ${turn.to === null ? 'open' : wall(turn.to).slice(5)} ${named(turn)}`,
  );
const ledgerAt = (now: string, ...commands: readonly DossierCommand[]): Ledger =>
  ledgerOf(rowAfter(...commands), [publicCalendar], at(now));
const minutesOf = ({ turns }: Ledger) => turns.map((turn) => [named(turn), turn.minutes]);

const leg = (id: string, days: number, after: readonly string[] = []) => ({
  ...{ id, after, agencyKind: id, task: id, waitsForApplicant: null },
  limit: { amount: days, unit: 'working-day' as const },
});
const withLegs = (...legs: Terms['workflow']['legs']): Terms => ({ ...terms, workflow: { ...terms.workflow, legs } });
const received = (with_: Partial<{ terms: Terms }> = {}) =>
  doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: withLegs(), centre: 'H27.118.1', ...with_ });
const send = (moment: string, leg: string | null, to: string, form: 'paper' | 'electronic' = 'electronic') =>
  doing('TransferDossier', on(moment), { leg, to, form });
const take = (moment: string, transfer: number, by: string) => doing('AcceptTransfer', on(moment), { transfer, by });
const deliver = (moment: string, leg: string, by: string) => doing('CompleteLeg', on(moment), { leg, by });
const assign = doing('AssignDossier', on('2026-11-02 09:00'));
const appraise = doing('CompleteStep', on('2026-11-03 09:00'), { step: 'appraise' });
const check = doing('CompleteStep', on('2026-11-03 10:00'), { step: 'check' });
const approve = doing('ApproveDecision', on('2026-11-03 14:00'));
const ready = doing('MarkResultReady', on('2026-11-04 08:00'));
const returned = doing('ReturnResult', on('2026-11-05 08:00'));

describe('who holds a dossier (sổ trách nhiệm)', () => {
  it('is the unit of the current step, step after step, from reception to the result', () => {
    expect(turnsAfter(received(), assign, appraise, check, approve, ready, returned)).toEqual([
      '11-02 08:00 11-02 09:00 unit assign H27.118',
      '11-02 09:00 11-03 09:00 unit appraise H27.118',
      '11-03 09:00 11-03 10:00 unit check H27.118',
      '11-03 10:00 11-03 14:00 unit approve H27.118',
      '11-03 14:00 11-04 08:00 unit issue H27.118',
    ]);
  });

  it('is nobody before reception, and waiting for collection is shown apart', () => {
    expect(rowAfter(doing('SubmitDossier', on('2026-11-01 20:00'))).turns).toEqual([]);
    const { collection, endedAt, elapsed } = ledgerAt(
      '2026-11-20 08:00',
      ...[received(), assign, appraise, check, approve, ready, returned],
    );
    expect(collection).toEqual({ from: at('2026-11-04 08:00'), to: at('2026-11-05 08:00'), minutes: 480 });
    expect([endedAt, elapsed]).toEqual([at('2026-11-04 08:00'), 960]); // two working days of 480 minutes
  });

  it('is the desk once every step is done, and when it is sent back to it', () => {
    const issued = doing('CompleteStep', on('2026-11-03 15:00'), { step: 'issue' });
    expect(turnsAfter(received(), assign, appraise, check, approve, issued, ready).at(-1)).toBe(
      '11-03 15:00 11-04 08:00 desk  H27.118.1',
    );
    const back = doing('SendBackStep', on('2026-11-02 10:00'), { to: 'receive' });
    expect(turnsAfter(received(), assign, back).at(-1)).toBe('11-02 10:00 open desk receive H27.118.1');
  });

  it.each(['RESET', 'PAUSE'] as const)('is the applicant while a supplement is awaited, with %s too', (policy) => {
    const turns = turnsAfter(
      received({ terms: { ...counting(10, 'working-day', policy), workflow: withLegs().workflow } }),
      doing('RequestSupplement', on('2026-11-02 10:00')),
      doing('CompleteSupplement', on('2026-11-05 10:00')),
    );
    expect(turns).toEqual([
      '11-02 08:00 11-02 10:00 unit assign H27.118',
      '11-02 10:00 11-05 10:00 applicant',
      '11-05 10:00 open unit assign H27.118',
    ]);
  });

  it('is the financial obligation before whoever else works on it', () => {
    expect(
      turnsAfter(
        ...[received({ terms: withLegs(leg('tax', 3)) }), send('2026-11-02 09:00', 'tax', 'H27.20')],
        doing('RequestFinancialObligation', on('2026-11-02 10:00')),
        doing('FulfilFinancialObligation', on('2026-11-04 10:00')),
      ),
    ).toEqual([
      '11-02 08:00 11-02 09:00 unit assign H27.118',
      '11-02 09:00 11-02 10:00 leg tax H27.20',
      '11-02 10:00 11-04 10:00 financial-obligation',
      '11-04 10:00 open leg tax H27.20',
    ]);
  });

  it('is the way between two agencies before a leg, and a sender gets back what is sent back', () => {
    expect(
      turnsAfter(
        ...[received({ terms: withLegs(leg('tax', 3)) }), send('2026-11-02 09:00', 'tax', 'H27.20')],
        send('2026-11-02 10:00', null, 'H27.12', 'paper'),
        doing('ReturnTransfer', on('2026-11-02 14:00'), { transfer: 2, by: 'H27.12' }),
        doing('ReturnTransfer', on('2026-11-02 15:00'), { transfer: 1, by: 'H27.20' }),
        ...[send('2026-11-02 16:00', null, 'H27.12'), take('2026-11-03 08:00', 3, 'H27.12')],
      ),
    ).toEqual([
      '11-02 08:00 11-02 09:00 unit assign H27.118',
      '11-02 09:00 11-02 10:00 leg tax H27.20',
      '11-02 10:00 11-02 14:00 transit H27.118 H27.12',
      '11-02 14:00 11-02 15:00 leg tax H27.20',
      '11-02 15:00 11-02 16:00 unit assign H27.118',
      '11-02 16:00 11-03 08:00 transit H27.118 H27.12',
      '11-03 08:00 open unit assign H27.12',
    ]);
  });

  it('a leg sent back is not open', () => {
    const back = doing('ReturnTransfer', on('2026-11-02 10:00'), { transfer: 1, by: 'H27.20' });
    const sent = [received({ terms: withLegs(leg('tax', 3)) }), send('2026-11-02 09:00', 'tax', 'H27.20')];
    expect(turnsAfter(...sent, back).at(-1)).toBe('11-02 10:00 open unit assign H27.118');
  });

  it('follows a hand-over to the successor', () => {
    const handed = doing('HandOverDossier', on('2026-11-02 10:00'), { from: 'H27.20', to: 'H27.21' });
    const sent = [received({ terms: withLegs(leg('tax', 3)) }), send('2026-11-02 09:00', 'tax', 'H27.20')];
    expect(turnsAfter(...sent, handed).slice(1)).toEqual([
      '11-02 09:00 11-02 10:00 leg tax H27.20',
      '11-02 10:00 open leg tax H27.21',
    ]);
  });

  it.each([
    ['withdrawn', doing('WithdrawDossier', on('2026-11-02 11:00'))],
    ['stopped', doing('StopDossier', on('2026-11-02 11:00'))],
  ])('ends when it is %s', (status, end) => {
    expect(turnsAfter(received(), end)).toEqual(['11-02 08:00 11-02 11:00 unit assign H27.118']);
    expect(ledgerAt('2026-11-20 08:00', received(), end)).toMatchObject({ status, elapsed: 180, collection: null });
  });

  it('an open dossier is held up to now', () => {
    const now = ledgerAt('2026-11-03 08:30', received());
    expect([now.status, now.elapsed, minutesOf(now)]).toEqual(['running', 510, [['unit assign H27.118', 510]]]);
    expect(ledgerAt('2026-11-01 08:00', received(), assign)).toMatchObject({
      elapsed: 60,
      turns: [{ minutes: 60 }, {}],
    }); // a clock that is behind
  });
});

describe('parallel legs', () => {
  /** a 2 days, then c 4 days; b 5 days: a has six days ahead, b five. */
  const legs = withLegs(leg('b', 5), leg('a', 2), leg('c', 4, ['a']));
  const sent = [
    received({ terms: legs }),
    ...[send('2026-11-02 09:00', 'b', 'B'), send('2026-11-02 09:00', 'a', 'A'), send('2026-11-02 09:00', 'c', 'C')],
    ...[take('2026-11-02 10:00', 1, 'B'), take('2026-11-02 10:00', 2, 'A'), take('2026-11-02 10:00', 3, 'C')],
  ];

  it('belong to the one with the longest chain of full limits still ahead, however late it is', () => {
    expect(turnsAfter(...sent).at(-1)).toBe('11-02 09:00 open leg a A'); // a + c = 6 days > b = 5 days
    const after = [...sent, deliver('2026-11-12 09:00', 'a', 'A')];
    expect(turnsAfter(...after).at(-1)).toBe('11-12 09:00 open leg b B'); // b = 5 days > c = 4 days
    expect(turnsAfter(...after, deliver('2026-11-13 09:00', 'b', 'B')).at(-1)).toBe('11-13 09:00 open leg c C');
  });

  it('do not belong to a leg that waits for another', () => {
    const onlyC = [received({ terms: legs }), send('2026-11-02 09:00', 'c', 'C')];
    expect(turnsAfter(...onlyC).at(-1)).toBe('11-02 08:00 open unit assign H27.118');
  });

  it('that are equally long belong to the first of the workflow, whichever was sent first', () => {
    const equal = [
      received({ terms: withLegs(leg('a', 3), leg('b', 3)) }),
      ...[send('2026-11-02 09:00', 'b', 'B'), send('2026-11-02 10:00', 'a', 'A')],
    ];
    expect(turnsAfter(...equal).slice(1)).toEqual(['11-02 09:00 11-02 10:00 leg b B', '11-02 10:00 open leg a A']);
  });

  it('are compared in exact minutes: seven calendar days are 2400, five working days too', () => {
    const days = { ...leg('b', 1), limit: { amount: 7, unit: 'calendar-day' as const } };
    const open = (amount: number) =>
      turnsAfter(
        received({ terms: withLegs(leg('a', amount), days) }),
        ...[send('2026-11-02 09:00', 'a', 'A'), send('2026-11-02 09:00', 'b', 'B')],
      ).at(-1);
    expect(open(5)).toBe('11-02 09:00 open leg a A'); // 5 × 480 = 2400 = 7 × 2400/7: the first
    expect(open(4.9375)).toBe('11-02 09:00 open leg b B'); // 4,9375 × 480 = 2370
  });

  it('of a log that kept no limits belong to the first of the workflow', () => {
    const none = (id: string) => ({ ...leg(id, 1), limit: null });
    const open = [received({ terms: withLegs(none('a'), none('b')) }), send('2026-11-02 09:00', 'b', 'B')];
    expect(turnsAfter(...open, send('2026-11-02 09:00', 'a', 'A')).at(-1)).toBe('11-02 09:00 open leg a A');
  });
});

describe('who overran how much of which limit', () => {
  it('a leg beyond its days, a step beyond its hours, in working minutes', () => {
    const ledger = ledgerAt(
      '2026-11-20 08:00',
      received({ terms: withLegs(leg('tax', 1)) }),
      doing('AssignDossier', on('2026-11-02 14:30')),
      ...[send('2026-11-02 15:00', 'tax', 'H27.20'), take('2026-11-02 16:00', 1, 'H27.20')],
      ...[deliver('2026-11-04 09:00', 'tax', 'H27.20'), doing('WithdrawDossier', on('2026-11-04 10:00'))],
    );
    // assign: 08:00–11:30 and 13:30–14:30 = 270 of 2 hours; appraise: 14:30–15:00, then 09:00–10:00 = 90 of 40 hours
    // tax: 15:00–17:00, 3/11 whole, 4/11 07:00–09:00 = 120 + 480 + 120 = 720 of 480
    const allowed = (numerator: number) => ({ numerator, denominator: 1 });
    expect(ledger.limits).toEqual([
      {
        of: { is: 'step', step: 'assign' },
        agency: 'H27.118',
        allowed: allowed(120),
        held: 270,
        overrun: allowed(150),
        ran: null,
      },
      {
        of: { is: 'step', step: 'appraise' },
        agency: 'H27.118',
        allowed: allowed(2400),
        held: 90,
        overrun: allowed(0),
        ran: null,
      },
      {
        of: { is: 'leg', leg: 'tax', transfer: 1 },
        agency: 'H27.20',
        allowed: allowed(480),
        held: 720,
        overrun: allowed(240),
        ran: 720,
      },
    ]);
    expect(ledger.turns.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(ledger.elapsed); // 270 + 90 + 720 = 1080
  });

  it('is the one who held it when the limit ran out, not the one before', () => {
    const { limits } = ledgerAt(
      '2026-11-20 08:00',
      received({ terms: withLegs(leg('tax', 1)) }),
      ...[send('2026-11-02 08:00', 'tax', 'H27.20'), take('2026-11-02 08:00', 1, 'H27.20')],
      doing('HandOverDossier', on('2026-11-02 16:00'), { from: 'H27.20', to: 'H27.21' }),
      ...[deliver('2026-11-03 16:00', 'tax', 'H27.21'), doing('WithdrawDossier', on('2026-11-03 16:00'))],
    );
    // H27.20: 210 + 150 = 360 of 480; H27.21: 60 + 420 = 480, of which 120 were left
    expect(limits.map(({ agency, held, overrun }) => [agency, held, overrun.numerator])).toEqual([
      ['H27.20', 360, 0],
      ['H27.21', 480, 360],
    ]);
  });

  it('shows the own clock of a leg that ran beside a longer one, without the waits for the applicant', () => {
    const { limits } = ledgerAt(
      '2026-11-20 08:00',
      received({ terms: withLegs(leg('a', 4), leg('b', 1)) }),
      ...[send('2026-11-02 08:00', 'a', 'A'), send('2026-11-02 08:00', 'b', 'B')],
      ...[take('2026-11-02 08:00', 1, 'A'), take('2026-11-02 08:00', 2, 'B')],
      doing('RequestSupplement', on('2026-11-03 08:00')),
      doing('CompleteSupplement', on('2026-11-04 08:00')),
      ...[deliver('2026-11-05 08:00', 'b', 'B'), deliver('2026-11-05 08:00', 'a', 'A')],
    );
    // 2/11 to 5/11 08:00 are three days, one of them waited: 960 each; the ledger gives them to a, whose chain is longer
    expect(limits.flatMap(({ of, held, ran }) => (of.is === 'leg' ? [[of.leg, held, ran]] : []))).toEqual([
      ['a', 960, 960],
      ['b', 0, 960],
    ]);
  });

  it('counts lateness from the due instant in working minutes, after the lawful and the current date', () => {
    const sorry = doing('IssueApology', on('2026-11-13 09:00')); // due 16/11 08:00, proposes 19/11 08:00
    const put = doing('RescheduleReturn', on('2026-11-13 10:00'));
    const { lateness } = ledgerAt('2026-11-18 08:00', received(), sorry, put);
    expect(lateness?.lawful).toEqual({ dueAt: at('2026-11-16 08:00'), late: true, minutes: 960 });
    expect(lateness?.current).toEqual({ dueAt: at('2026-11-19 08:00'), late: false, minutes: 0 });
    const sameDay = ledgerAt('2026-11-16 16:00', received()).lateness;
    expect(sameDay?.lawful).toMatchObject({ late: false, minutes: 0 }); // the day decides, not the hour
  });

  it('is as late as it was when the applicant began to be waited for', () => {
    const asked = doing('RequestSupplement', on('2026-11-13 08:00'));
    expect(ledgerAt('2026-11-26 08:00', received(), asked).lateness?.lawful.late).toBe(false);
    const closed = doing('CloseUnsupplemented', on('2026-12-01 07:00'));
    expect(ledgerAt('2026-12-04 08:00', received(), asked, closed)).toMatchObject({
      status: 'closed',
      lateness: { lawful: { late: false } },
    });
  });
});
