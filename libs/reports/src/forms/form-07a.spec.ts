import type { DossierCommand } from '#dossier';
import { Refusal } from '#kernel';
import { calendarWithDaysOff, doing, historyOf, on } from '#testing';
import { catalogueOf } from '../../test/catalogue.js';
import { foldOutcome, type OutcomeRow } from '../outcome/outcome.fold.js';
import type { Standing } from '../outcome/standing.fold.js';
import { COLUMNS, Form07aTally, placed, type Looks, type Outcome } from './form-07a.js';
import { lastBefore } from './reporting-period.js';
import { endOf } from '../figures/period.js';

/** Reporting month 11 of 2026. */
const period = { from: '2026-10-15', to: '2026-11-14' };
const looks: Looks = { before: lastBefore(period), at: endOf(period, '2027-01-01T00:00:00.000Z') };
const catalogue = catalogueOf([calendarWithDaysOff()]);

/** Thursday 05/11 08:00, ten working days: due Thursday 19/11 08:00. */
const received = doing('ReceiveDossier', on('2026-11-05 08:00'));
/** Due Monday 16/11 08:00. */
const before = doing('ReceiveDossier', on('2026-11-02 08:00'));

function standing(commands: readonly DossierCommand[], until = looks.at): Standing | undefined {
  const known = historyOf(...commands).filter(({ meta }) => meta.effectiveAt <= until);
  return known.reduce<OutcomeRow | null>(foldOutcome, null)?.standing ?? undefined;
}
const here = (commands: readonly DossierCommand[], change: Partial<Standing> = {}): Standing => {
  const found = standing(commands);
  if (found === undefined) throw new Error('nothing was received');
  return { ...found, ...change };
};
const ended = (as: 'finished' | 'withdrawn' | 'stopped' | 'closed', at: string): Partial<Standing> => ({
  ended: { as, at, recordedAt: at },
});
const asked = (from: string, to: string | null = null): Partial<Standing> => ({
  waits: [{ for: 'supplement', from, to }],
});

describe('Biểu 07a, one dossier', () => {
  it.each([
    ['online', null, 5],
    ['post', null, 6],
    ['counter', null, 7],
    ['counter', '2026-10-14T16:59:59.999Z', 8],
    ['counter', '2026-10-14T17:00:00.000Z', 7],
  ])('received by %s at %s stands in column (%i)', (channel, receivedAt, column) => {
    const one = here([received], { channel, ...(receivedAt === null ? {} : { receivedAt }) });
    expect(placed(one, looks, catalogue)?.received).toBe(column);
  });

  const due = { current: '2026-11-10T01:00:00.000Z', lawful: '2026-11-09T01:00:00.000Z' };
  it.each<[string, Partial<Standing>, Outcome, Outcome]>([
    ['finished the day before', ended('finished', '2026-11-09T09:00:00.000Z'), 10, 11],
    ['finished on the date', ended('finished', '2026-11-10T09:00:00.000Z'), 11, 12],
    ['finished the day after', ended('finished', '2026-11-10T17:00:00.000Z'), 12, 12],
    ['withdrawn before', ended('withdrawn', '2026-11-08T09:00:00.000Z'), 10, 10],
    ['stopped after', ended('stopped', '2026-11-12T09:00:00.000Z'), 12, 12],
    [
      'closed late, asked in time',
      { ...ended('closed', '2026-11-13T09:00:00.000Z'), ...asked('2026-11-09T02:00:00.000Z') },
      11,
      11,
    ],
    [
      'closed, asked when late',
      { ...ended('closed', '2026-11-13T09:00:00.000Z'), ...asked('2026-11-11T02:00:00.000Z') },
      12,
      12,
    ],
    ['running past its date', {}, 15, 15],
    ['waiting since before its date', asked('2026-11-10T02:00:00.000Z'), 14, 15],
    ['finished after the period', ended('finished', '2026-11-20T09:00:00.000Z'), 15, 15],
  ])('%s is classed by the current date, and by the lawful one beside it', (_what, change, outcome, strict) => {
    expect(placed(here([received], { ...due, ...change }), looks, catalogue)).toMatchObject({ outcome, strict });
  });

  it('without a due date is never late, and named apart', () => {
    const none = here([received], { current: null, lawful: null });
    expect(placed(none, looks, catalogue)).toMatchObject({ outcome: 14, withoutDueDate: true });
    const done = { ...none, ...ended('finished', '2026-11-12T09:00:00.000Z') };
    expect(placed(done, looks, catalogue)).toMatchObject({ outcome: 11, withoutDueDate: true });
  });

  it('is not in it when it was over before, or is received after', () => {
    const over = { receivedAt: '2026-10-01T01:00:00.000Z', ...ended('finished', looks.before) };
    expect(placed(here([received], over), looks, catalogue)).toBeNull();
    expect(placed(here([received], { receivedAt: '2026-11-14T17:00:00.000Z' }), looks, catalogue)).toBeNull();
  });
});

describe('Biểu 07a, an agency', () => {
  const agency = here([before]).agency ?? '';
  const old = here([before], { receivedAt: '2026-10-05T01:00:00.000Z' });
  const tally = (ours: string) => new Form07aTally(new Set([ours]), looks, catalogue);

  it('adds up as worked by hand', () => {
    const form = tally(agency);
    form.add('a', old, { ...old, ...ended('finished', '2026-11-13T03:00:00.000Z') }); // due 16/11: early
    form.add('b', old, old); // running in time
    form.add('c', undefined, here([received], { channel: 'post', field: null })); // running in time
    const { rows, total } = form.form();
    expect(rows.map(({ numbers }) => COLUMNS.map((column) => numbers[column]))).toEqual([
      [2, 0, 0, 0, 0, 2, 1, 1, 0, 0, 1, 1, 0],
      [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0],
    ]);
    expect(COLUMNS.map((column) => total[column])).toEqual([3, 0, 0, 1, 0, 2, 1, 1, 0, 0, 2, 2, 0]);
  });

  it('names what came from a predecessor, and the predecessor what it handed over', () => {
    const successor = tally('H99');
    const handed = { ...old, agency: 'H99' };
    successor.add('a', old, handed);
    expect(successor.form()).toMatchObject({ fromPredecessors: { [agency]: 1 }, total: { 8: 1 } });
    const predecessor = tally(agency);
    expect(predecessor.add('a', old, handed)).toBeNull();
    expect(predecessor.form()).toMatchObject({ toSuccessors: { H99: 1 }, total: { 3: 0 } });
  });

  it.each([
    ['a channel without a column', undefined, here([received], { channel: 'fax' })],
    ['carried over, and not known to have run before', undefined, old],
    ['received in the period, and known to have run before it', old, here([received])],
  ])('is refused for %s, naming the dossier', (_what, was, is) => {
    const form = tally(agency);
    form.add('odd', was, is);
    const refusal = (() => {
      try {
        return form.form();
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'form-does-not-balance', facts: { dossiers: ['odd'] } });
  });
});
