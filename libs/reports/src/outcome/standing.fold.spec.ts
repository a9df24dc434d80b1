import { historyOf, at, calendarWithDaysOff, counting, doing, on, paper, recorded, sampleData } from '#testing';
import type { DossierCommand, DossierEvent } from '#dossier';
import { lived, outcomeOf, received, worked } from '../../test/lived.js';
import { foldOutcome } from './outcome.fold.js';

const filed = doing('SubmitDossier', on('2026-11-01 10:00'), { channel: 'post' });
const ready = (moment: string) => doing('MarkResultReady', on(moment));
const finished = [received, ...worked('2026-11-05'), ready('2026-11-13 09:00')];
const back = [doing('IssueApology', on('2026-11-12 16:00')), doing('RescheduleReturn', on('2026-11-12 16:10'))];
const onPaper = { ...paper, digital: false, digest: null };

describe('where a dossier stands for the figures', () => {
  it('filed: by whom it was taken and when, and nothing that comes with the reception', () => {
    expect(lived(filed)).toEqual({
      ...{ code: null, procedure: '1.012784', procedureVersion: null, field: null, channel: 'post' },
      ...{ centre: 'H27.118', agency: null, officer: null, submittedAt: at('2026-11-01 10:00') },
      ...{ answeredAt: null, receivedAt: null, first: null, lawful: null, current: null, calendar: null },
      ...{ limits: null, waits: [], sent: [], legs: [], supplements: 0, rescheduled: false },
      ...{ apologies: { first: null, sinceMove: null, by: null } },
      ...{ digital: null, result: null, corrections: [], rating: null, ended: null },
    });
  });

  it('received: all that the receipt says', () => {
    const due = at('2026-11-16 08:00');
    expect(lived(received)).toEqual({
      ...{ code: 'H27.118-261102-0001', procedure: '1.012784', procedureVersion: 1, field: 'Đất đai' },
      ...{ channel: 'counter', centre: 'H27.118', agency: 'H27.118', officer: null, submittedAt: null },
      ...{ answeredAt: at('2026-11-02 08:00'), receivedAt: at('2026-11-02 08:00') },
      ...{ first: due, lawful: due, current: due, calendar: { id: 'vn-public-sector', version: 1 } },
      limits: { statutory: { amount: 10, unit: 'working-day' }, counted: { amount: 10, unit: 'working-day' } },
      ...{ waits: [], sent: [], legs: [], supplements: 0, rescheduled: false },
      ...{ apologies: { first: null, sinceMove: null, by: at('2026-11-13 17:00') } },
      ...{ digital: true, result: null, corrections: [], rating: null, ended: null },
    });
  });

  it('received: a field is one, however it is encoded', () => {
    const field = 'Cấp, quản lý căn cước';
    const receive = doing('ReceiveDossier', on('2026-11-02 08:00'), {
      terms: { ...counting(10, 'working-day'), field: field.normalize('NFD') },
    });
    expect(lived(receive).field).toBe(field.normalize('NFC'));
  });

  it('filed and then received: from when it waited, and when it was first answered', () => {
    const answered = doing('RequestDeskSupplement', on('2026-11-02 07:10'));
    const { submittedAt, answeredAt } = lived(filed, answered, received);
    expect([submittedAt, answeredAt]).toEqual([at('2026-11-01 10:00'), at('2026-11-02 07:10')]);
    expect(lived(filed, received).answeredAt).toBe(at('2026-11-02 08:00'));
    expect(lived(filed, doing('RefuseAtDesk', on('2026-11-02 07:20'))).answeredAt).toBe(at('2026-11-02 07:20'));
  });

  it('at the desk the first answer stands, and what is no answer changes nothing', () => {
    const again = doing('RequestDeskSupplement', on('2026-11-02 09:00'), { overrideReason: 'Mất giấy' });
    const asked = doing('RequestDeskSupplement', on('2026-11-02 07:10'));
    expect(lived(filed, asked, again).answeredAt).toBe(at('2026-11-02 07:10'));
    expect(lived(filed, doing('AcknowledgeByPortal', on('2026-11-02 07:10')))).toEqual(lived(filed));
  });

  it('withdrawn before it was received, it ended then', () => {
    const late = on('2026-11-02 07:30', { entered: '2026-11-04 09:00', lateReason: 'Mất mạng' });
    const { ended, answeredAt } = lived(doing('SubmitDossier', on('2026-11-01 10:00')), doing('WithdrawDossier', late));
    expect([ended, answeredAt]).toEqual([
      { as: 'withdrawn', at: at('2026-11-02 07:30'), recordedAt: at('2026-11-04 09:00') },
      null,
    ]);
  });

  it.each([
    ['no paper', [], false],
    ['one of two on paper', [paper, onPaper], false],
    ['all digital', [paper, paper], true],
  ])('received with %s, it is digital: %s', (_, papers, digital) => {
    expect(lived(doing('ReceiveDossier', on('2026-11-02 08:00'), { papers: [...papers] })).digital).toBe(digital);
  });
});

describe('what is changed by what happens', () => {
  it('the officer is who was last put in charge', () => {
    const assigned = (moment: string, officer: string) => doing('AssignDossier', on(moment), { officer });
    expect(lived(received, assigned('2026-11-03 08:00', 'a'), assigned('2026-11-03 09:00', 'b')).officer).toBe('b');
  });

  it('a supplement is counted when it is asked for; the wait ends when it comes', () => {
    const asked = doing('RequestSupplement', on('2026-11-04 10:30'));
    const from = at('2026-11-04 10:30');
    const waiting = lived(received, asked);
    expect([waiting.supplements, waiting.waits]).toEqual([1, [{ for: 'supplement', from, to: null }]]);
    const done = lived(received, asked, doing('CompleteSupplement', on('2026-11-10 14:00')));
    expect([done.supplements, done.waits]).toEqual([1, [{ for: 'supplement', from, to: at('2026-11-10 14:00') }]]);
    // counted again from Tuesday 10/11 14:00: Wednesday 25/11, an apology by Monday 23/11, for Tuesday is a holiday
    expect([done.first, done.lawful, done.current]).toEqual([
      at('2026-11-16 08:00'),
      at('2026-11-25 14:00'),
      at('2026-11-25 14:00'),
    ]);
    expect(done.apologies.by).toBe(at('2026-11-23 17:00'));
  });

  it('an apology for a date that the law has moved since is none for the date that stands (Article 19.6)', () => {
    const [apology, asked] = [
      doing('IssueApology', on('2026-11-04 09:00')),
      doing('RequestSupplement', on('2026-11-04 10:30')),
    ];
    const first = at('2026-11-04 09:00');
    expect(lived(received, apology).apologies).toEqual({ first, sinceMove: first, by: at('2026-11-13 17:00') });
    const supplemented = [received, apology, asked, doing('CompleteSupplement', on('2026-11-10 14:00'))];
    expect(lived(...supplemented).apologies).toEqual({ first, sinceMove: null, by: at('2026-11-23 17:00') });
    const proposed = { proposedDueAt: at('2026-11-30 08:00') };
    const again = doing('IssueApology', on('2026-11-20 09:00'), proposed);
    const later = doing('IssueApology', on('2026-11-20 10:00'), proposed);
    expect(lived(...supplemented, again, later).apologies).toEqual({
      ...{ first, sinceMove: at('2026-11-20 09:00'), by: at('2026-11-23 17:00') },
    });
  });

  it('a pause that moves no date leaves the apology for it as it is', () => {
    const oneDay = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: counting(2, 'calendar-day', 'PAUSE') });
    const apology = doing('IssueApology', on('2026-11-03 07:30'));
    const pause = [
      doing('RequestFinancialObligation', on('2026-11-03 09:00')),
      doing('FulfilFinancialObligation', on('2026-11-03 10:00')),
    ];
    // Monday 02/11 + 2 = Wednesday 04/11; a payment within one date puts it back by none, and the count resumes on Tuesday
    const { lawful, apologies } = lived(oneDay, apology, ...pause);
    const first = at('2026-11-03 07:30');
    expect([lawful, apologies]).toEqual([at('2026-11-04 08:00'), { first, sinceMove: first, by: null }]);
  });

  it('a calendar that was decreed later moves the dates, and when the apology is due', () => {
    const restated = doing('RestateDueDate', on('2026-11-09 09:00', { calendar: calendarWithDaysOff('2026-11-16') }));
    const { lawful, current, calendar, apologies } = lived(received, restated);
    expect([lawful, current, calendar, apologies.by]).toEqual([
      ...[at('2026-11-17 08:00'), at('2026-11-17 08:00'), { id: 'vn-public-sector', version: 2 }],
      at('2026-11-13 17:00'), // Monday 16 is off
    ]);
  });

  it('put back, the current date moves and the lawful one stays', () => {
    const standing = lived(received, ...back);
    expect([standing.rescheduled, standing.lawful]).toEqual([true, at('2026-11-16 08:00')]);
    expect(standing.current).toBe(sampleData.IssueApology.proposedDueAt);
    expect(lived(received).rescheduled).toBe(false);
  });

  it('the first result counts, its papers all digital or not', () => {
    const of = (papers: readonly (typeof paper)[]) =>
      lived(
        received,
        ...worked('2026-11-05'),
        doing('MarkResultReady', on('2026-11-13 09:00'), { papers: [...papers] }),
      );
    const electronic = (papers: readonly (typeof paper)[]) => of(papers).result?.electronic;
    expect([electronic([paper]), electronic([paper, onPaper]), electronic([])]).toEqual([true, false, false]);
    expect(of([]).result?.at).toBe(at('2026-11-13 09:00'));
    expect(lived(...finished, doing('ReturnResult', on('2026-11-16 09:00'))).result?.at).toBe(at('2026-11-13 09:00'));
  });

  it.each([
    ['electronic', true],
    ['counter', false],
  ] as const)('a result returned %s without a notice that it was ready is electronic: %s', (how, electronic) => {
    const returned = recorded<DossierEvent>(
      { type: 'ResultReturned', v: 1, data: { to: 'Nguyễn Thị Hoa', how } },
      1,
      on('2026-11-16 09:00'),
    );
    const standing = foldOutcome(outcomeOf(received), returned).standing;
    expect(standing?.result).toEqual({ at: at('2026-11-16 09:00'), electronic });
    expect(standing?.ended?.as).toBe('finished');
  });

  it('the first rating counts', () => {
    const rated = (moment: string, overall: number) => doing('RateSatisfaction', on(moment), { overall });
    expect(lived(...finished, rated('2026-11-14 09:00', 2), rated('2026-11-15 09:00', 5)).rating).toEqual({
      ...{ at: at('2026-11-14 09:00'), overall: 2 },
    });
  });

  it('the first end counts, and keeps when it was entered', () => {
    const late = on('2026-11-13 09:00', { entered: '2026-11-20 09:00', lateReason: 'Mất mạng' });
    const end = [received, ...worked('2026-11-05'), doing('MarkResultReady', late)];
    const ended = { as: 'finished', at: at('2026-11-13 09:00'), recordedAt: at('2026-11-20 09:00') };
    expect(lived(...end).ended).toEqual(ended);
    expect(lived(...end, doing('ReturnResult', on('2026-11-23 09:00'))).ended).toEqual(ended);
  });
});

describe('handed over to a successor', () => {
  const handed = (from: string, changes: { readonly centre?: string } = {}) => {
    const taken = doing('ReceiveDossier', on('2026-11-02 08:00'), changes);
    const { centre, agency } = lived(taken, doing('HandOverDossier', on('2026-11-03 09:00'), { from, to: 'H27.119' }));
    return [centre, agency];
  };

  it('is its successor’s what was of the agency that went: the deciding, the desk, or both', () => {
    expect(handed('H27.118')).toEqual(['H27.119', 'H27.119']);
    expect(handed('H27.118', { centre: 'H27.12' })).toEqual(['H27.12', 'H27.119']);
    expect(handed('H27.12', { centre: 'H27.12' })).toEqual(['H27.119', 'H27.118']);
  });
});

describe('from an older register', () => {
  const started = '2011-10-11T11:42:22.000Z';
  const imported = (promisedAt: string | null, endedAt: string | null) =>
    doing('ImportDossier', on('2026-11-02 07:30'), { promisedAt, endedAt });

  it('stands by the dates as given, whatever offset they were written with', () => {
    const standing = lived(imported('2011-10-20T09:00:00+02:00', '2011-10-19T09:00:00+02:00'));
    const promised = '2011-10-20T07:00:00.000Z';
    expect(standing).toMatchObject({
      ...{ code: 'case-10011', procedure: null, channel: 'Internet', centre: 'General', agency: 'General' },
      ...{ receivedAt: started, first: promised, lawful: promised, current: promised, limits: null, calendar: null },
      ended: { as: 'finished', at: '2011-10-19T07:00:00.000Z', recordedAt: at('2026-11-02 07:30') },
      rating: null,
    });
  });

  it('promised nothing and still running where the register says nothing', () => {
    const { first, lawful, current, ended } = lived(imported(null, null));
    expect([first, lawful, current, ended]).toEqual([null, null, null, null]);
  });
});

describe('the row of outcomes', () => {
  const versionsOf = (...life: readonly DossierCommand[]) => outcomeOf(...life).versions;

  it('keeps a version for every event that changes the standing, and none for the others', () => {
    const events = historyOf(...finished);
    const versions = versionsOf(...finished);
    expect(events.map(({ type }) => type)).toContain('StepCompleted'); // which no figure counts
    expect(versions.map(({ revision }) => events[revision]?.type)).toEqual([
      ...['DossierReceived', 'DossierAssigned', 'ResultReady'],
    ]);
    expect(outcomeOf(...finished).revision).toBe(events.length - 1);
  });

  it('says of each version when it happened, when it was known and where it stands in the log', () => {
    const late = on('2026-11-03 08:00', { entered: '2026-11-04 08:00', lateReason: 'Mất mạng' });
    const [, second] = versionsOf(received, doing('AssignDossier', late));
    expect(second).toMatchObject({
      ...{ revision: 1, position: '1'.padStart(20, '0') },
      ...{ effectiveAt: at('2026-11-03 08:00'), recordedAt: at('2026-11-04 08:00') },
      standing: { officer: 'canbo.02' },
    });
  });

  it('is named by the whole id of the dossier', () => {
    expect(outcomeOf(received).dossierId).toBe('5f3c1f0e-0000-5000-8000-000000000001');
  });

  it('is without a standing while nothing is known that a figure counts', () => {
    const voided = outcomeOf(doing('VoidNumber', on('2026-11-02 08:00')));
    expect([voided.standing, voided.versions]).toEqual([null, []]);
  });
});
