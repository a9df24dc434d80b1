import { catalogueOf } from '../../test/catalogue.js';
import type { DossierCommand, RecordedDossierEvent } from '#dossier';
import { Refusal } from '#kernel';
import { at, counting, doing, historyOf, on, publicCalendar } from '#testing';
import { foldOutcome, type OutcomeRow } from '../outcome/outcome.fold.js';
import type { Standing } from '../outcome/standing.fold.js';
import { Form07aTally, type Form07a } from './form-07a.js';
import { Form07bTally } from './form-07b.js';
import { Progress766Tally } from './progress-766.js';
import type { Seen, Span } from './seen.js';

/** Reporting month 12/2026: 15/11 to 14/12. */
const DECEMBER: Span = { begin: '2026-11-14T16:59:59.999Z', end: '2026-12-14T16:59:59.999Z' };
const catalogue = catalogueOf([publicCalendar]);

const standingAt = (events: readonly RecordedDossierEvent[], until: string): Standing | null =>
  events.filter(({ meta }) => meta.effectiveAt <= until).reduce<OutcomeRow | null>(foldOutcome, null)?.standing ?? null;

let ids = 0;
function seen(events: readonly RecordedDossierEvent[], { begin, end }: Span = DECEMBER): Seen {
  const last = standingAt(events, end);
  if (last === null) throw new Error('nothing was received');
  ids += 1;
  const known = events.filter(({ meta }) => meta.recordedAt <= begin);
  return { dossierId: `d${ids}`, end: last, before: standingAt(events, begin), reported: standingAt(known, begin) };
}
/** Ten working days from 08:00. */
const received = (day: string, content: object = {}, circumstances: object = {}) =>
  doing('ReceiveDossier', on(`${day} 08:00`, circumstances), content);
const finished = (day: string, ended: string, content: object = {}): readonly DossierCommand[] => [
  received(day, content),
  doing('AssignDossier', on(`${day} 08:10`)),
  doing('CompleteStep', on(`${day} 08:20`), { step: 'appraise' }),
  doing('CompleteStep', on(`${day} 08:30`), { step: 'check' }),
  doing('ApproveDecision', on(`${day} 08:40`)),
  doing('MarkResultReady', on(ended)),
];
const form = (histories: readonly (readonly DossierCommand[])[], isOwn = (_: string) => true): Form07a => {
  const tally = new Form07aTally(DECEMBER, catalogue, isOwn);
  for (const history of histories) tally.add(seen(historyOf(...history)));
  return tally.form();
};

/** The nine of `docs/figures.md`. */
const NINE: readonly (readonly DossierCommand[])[] = [
  // Received 02/11, due Monday 16/11: carried over.
  finished('2026-11-02', '2026-11-16 16:00'),
  finished('2026-11-02', '2026-11-17 09:00'),
  [received('2026-11-02'), doing('WithdrawDossier', on('2026-11-20 09:00'))],
  [received('2026-11-02')],
  // Finished before the period: not in it.
  finished('2026-11-02', '2026-11-13 09:00'),
  // Received 16/11, ten working days with 24/11 off: due Tuesday 01/12.
  finished('2026-11-16', '2026-11-30 09:00', { channel: 'online' }),
  [
    received('2026-11-16', { channel: 'post' }),
    doing('RequestSupplement', on('2026-11-18 09:00')),
    doing('CloseUnsupplemented', on('2026-12-07 09:00')),
  ],
  [received('2026-11-16'), doing('RequestSupplement', on('2026-11-30 09:00'))],
  // Received 10/12, due 24/12.
  [received('2026-12-10')],
];

describe('biểu 07a', () => {
  it('of the nine dossiers worked by hand', () => {
    const { total, rows, carriedOver, apart } = form(NINE);
    expect(total.counts).toEqual({
      ...{ received: 8, onlineFull: 0, onlinePart: 1, post: 1, counter: 2, carried: 4 }, // 1 + 1 + 2 + 4
      ...{ resolved: 5, early: 2, onTime: 1, late: 2 }, // 30/11 and closed, asked on 18/11; 16/11; 17/11 and withdrawn on 20/11
      ...{ running: 3, runningInTime: 2, runningLate: 1 }, // waits since 30/11, due 01/12, and due 24/12; due 16/11
    });
    expect(rows.map(({ field, counts }) => [field, counts.received])).toEqual([['Đất đai', 8]]);
    expect(carriedOver).toMatchObject({ carried: 4, before: 4, carriedAsReportedBefore: 4, restated: [] });
    expect(apart).toMatchObject({ withdrawn: 1, closed: 1, paused: 1, pausedLate: 0 });
  });

  it('shows both numbers where a dossier of the period before was entered in this one', () => {
    const late = { entered: '2026-11-20 08:00', lateReason: 'Mất mạng' };
    const { carriedOver } = form([...NINE, [received('2026-11-12', {}, late)]]);
    expect(carriedOver).toMatchObject({ carried: 5, before: 5, carriedAsReportedBefore: 4 });
    expect(carriedOver.restated.map(({ ran }) => ran)).toEqual([true]);
  });

  it('counts what was handed over with its agency at the end, and names its predecessor', () => {
    const handed = [
      received('2026-11-02'),
      doing('HandOverDossier', on('2026-11-20 09:00'), { from: 'H27.118', to: 'H27.119' }),
    ];
    const histories = [handed, [received('2026-11-02')]];
    const [from, to] = ['H27.118', 'H27.119'].map((code) => form(histories, (agency) => agency === code));
    expect(to?.total.counts).toMatchObject({ received: 1, carried: 1 });
    expect(to?.carriedOver).toMatchObject({ before: 0, fromPredecessors: [{ agency: 'H27.118', dossiers: 1 }] });
    expect(from?.total.counts).toMatchObject({ received: 1, carried: 1 });
    expect(from?.carriedOver).toMatchObject({ before: 2, toSuccessors: [{ agency: 'H27.119', dossiers: 1 }] });
    expect(form(histories).carriedOver).toMatchObject({
      carried: 2,
      before: 2,
      fromPredecessors: [],
      toSuccessors: [],
    });
  });

  it('counts one of an older register that promised no date as not late, and shows it apart', () => {
    const older = (ended: string | null) =>
      doing(
        'ImportDossier',
        on('2026-11-02 08:00', { entered: '2026-11-03 08:00', lateReason: 'Nhập từ hệ thống cũ' }),
        {
          ...{ startedAt: at('2026-11-02 08:00'), promisedAt: null, endedAt: ended },
        },
      );
    const { total, rows, apart } = form([[older(null)], [older(at('2026-11-20 09:00'))]]);
    expect(total.counts).toMatchObject({ received: 2, carried: 2, onTime: 1, runningInTime: 1 });
    expect([rows.map(({ field }) => field), apart.withoutDueDate]).toEqual([['Không rõ lĩnh vực'], 2]);
  });

  it('is refused, with the dossier, where one came before the period and was not there then', () => {
    const imported = doing(
      'ImportDossier',
      on('2026-11-20 08:00', { entered: '2026-11-21 08:00', lateReason: 'Nhập từ hệ thống cũ' }),
      { startedAt: at('2026-11-02 08:00'), promisedAt: null, endedAt: null },
    );
    const broken = [...NINE, [imported]];
    expect(() => form(broken)).toThrow(Refusal);
    try {
      form(broken);
    } catch (error) {
      expect(error).toMatchObject({
        code: 'form-does-not-balance',
        facts: { count: 1, dossiers: [{ code: 'case-10011', why: 'received-before-and-not-carried-over' }] },
      });
    }
  });

  it('is by field in the order of the Vietnamese alphabet; one that is written in two encodings is one', () => {
    const fields = ['Thương mại', 'Đất đai', 'Cấp bản sao', 'Cấp bản sao'.normalize('NFD'), 'Dân tộc'];
    const { rows } = form(
      fields.map((field) => [received('2026-11-16', { terms: { ...counting(10, 'working-day'), field } })]),
    );
    expect(rows.map(({ field, counts }) => [field, counts.received])).toEqual([
      ...[['Cấp bản sao', 2] as const, ['Dân tộc', 1] as const, ['Đất đai', 1] as const, ['Thương mại', 1] as const],
    ]);
  });

  it('knows a procedure that can be done online in full', () => {
    const known = catalogueOf([publicCalendar], {
      type: 'LocalVersionPublished',
      v: 1,
      data: {
        ...{ code: '1.012784', version: 1, name: 'Đăng ký biến động đất đai', field: 'Đất đai', isGroup: false },
        ...{ level: 'commune', deciderKind: 'commune', onlineLevel: 'full', workflow: { id: 'land', version: 1 } },
        ...{ limits: [], sameDay: false, supplementPolicy: 'RESET', validFrom: '2025-07-01' },
      },
    });
    const tally = new Form07aTally(DECEMBER, known);
    tally.add(seen(historyOf(received('2026-11-16', { channel: 'online' }))));
    expect(tally.form().total.counts).toMatchObject({ onlineFull: 1, onlinePart: 0 });
  });
});

describe('the progress table of Decision 766', () => {
  it('of the same nine agrees with form 07a', () => {
    const tally = new Progress766Tally(DECEMBER, catalogue);
    for (const history of NINE) tally.add(seen(historyOf(...history)));
    const { total, rows } = tally.table();
    expect(total.counts).toEqual({
      ...{ received: 8, carried: 4, online: 1, counter: 2, post: 1 },
      ...{ handled: 4, handledEarly: 1, handledOnTime: 1, handledLate: 2 }, // withdrawn among them (status 7)
      ...{ running: 2, runningInTime: 1, runningLate: 1, suspended: 1, suspendedInTime: 1, suspendedLate: 0 },
      ...{ ended: 1, endedEarly: 1, endedOnTime: 0, endedLate: 0 }, // closed (status 8)
    });
    expect(rows.map(({ agency }) => agency)).toEqual(['H27.118']);
  });
});

describe('biểu 07b', () => {
  const agency = (code: string, level: 'district' | 'ministry') =>
    catalogueOf([publicCalendar], {
      type: 'AgencyRegistered',
      v: 1,
      data: { code, name: code, level, kind: level, parent: null, validFrom: '2020-01-01' },
    });
  const tallied = (known: typeof catalogue) => {
    const tally = new Form07bTally(DECEMBER, known);
    for (const history of NINE) tally.add(seen(historyOf(...history)));
    return tally;
  };

  it('shows apart what reports to a ministry, or is of no agency that is known', () => {
    expect(tallied(agency('H27.118', 'ministry')).form()).toMatchObject({
      ...{ outside: { ofMinistries: 8, ofUnknownAgencies: 0 }, total: { counts: { received: 0 } } },
    });
    expect(tallied(catalogue).form().outside).toEqual({ ofMinistries: 0, ofUnknownAgencies: 8 });
  });

  it('is refused while a district still has dossiers that nobody took over', () => {
    expect(() => tallied(agency('H27.118', 'district')).form()).toThrow(Refusal);
  });
});
