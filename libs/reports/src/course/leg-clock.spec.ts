import { at, publicCalendar } from '#testing';
import type { CourseLeg } from './course.fold.js';
import { clockOf, type Legged } from './leg-clock.js';
import type { Sent } from './sent.fold.js';
import { deadlineOf } from './transfer-deadline.js';

const leg = (id: string, changes: Partial<CourseLeg> = {}): CourseLeg => ({
  ...{ id, after: [], limit: { amount: 2, unit: 'working-day' }, waitsForPayment: false },
  ...changes,
});
const sent = (changes: Partial<Sent> = {}): Sent => ({
  ...{ transfer: 1, from: 'H27.118', to: 'H27.20', fromNow: 'H27.118', toNow: 'H27.20', leg: 'tax' },
  ...{ form: 'electronic', limit: null, sentAt: at('2026-11-02 09:00'), status: 'accepted' },
  ...{ answeredAt: at('2026-11-02 10:00'), doneAt: null },
  ...changes,
});
const course = (changes: Partial<Legged> = {}): Legged => ({
  ...{ legs: [leg('tax')], sent: [sent()], waits: [], ended: null },
  ...changes,
});
const wait = (from: string, to: string | null, of: 'supplement' | 'payment' = 'supplement') => ({
  ...{ for: of, from: at(`2026-11-${from}`), to: to === null ? null : at(`2026-11-${to}`) },
});
const ended = (moment: string): Legged['ended'] => ({ as: 'withdrawn', at: at(`2026-11-${moment}`) });

describe('the clock of a leg (đồng hồ của chặng)', () => {
  it('runs from sending until it is delivered, sent back, or its dossier ends', () => {
    const running = { limit: { amount: 2, unit: 'working-day' }, startedAt: at('2026-11-02 09:00'), pauses: [] };
    expect(clockOf(course(), sent())).toEqual({ ...running, pausedSince: null, endedAt: null });
    const end = { ended: ended('05 11:00') };
    expect(clockOf(course(end), sent())?.endedAt).toBe(at('2026-11-05 11:00'));
    expect(clockOf(course(end), sent({ doneAt: at('2026-11-04 08:00') }))?.endedAt).toBe(at('2026-11-04 08:00'));
    expect(clockOf(course(end), sent({ status: 'returned' }))?.endedAt).toBe(at('2026-11-02 10:00'));
  });

  it('goes by the workflow’s limit, else by that of the transfer, and is none of a leg that no workflow has', () => {
    const own = { amount: 4, unit: 'hour' } as const;
    expect(clockOf(course(), sent({ limit: own }))?.limit).toEqual({ amount: 2, unit: 'working-day' });
    expect(clockOf(course({ legs: [leg('tax', { limit: null })] }), sent({ limit: own }))?.limit).toEqual(own);
    expect(clockOf(course({ legs: [leg('registry')] }), sent())).toBeNull();
  });

  it('starts when the last of what it waits for is delivered, and not before it was sent', () => {
    const legs = [leg('a'), leg('b'), leg('tax', { after: ['a', 'b'] })];
    const delivered = (id: string, moment: string | null) =>
      sent({ leg: id, doneAt: moment === null ? null : at(`2026-11-${moment}`) });
    const startOf = (a: string | null, b: string | null) =>
      clockOf(course({ legs, sent: [delivered('a', a), delivered('b', b), sent()] }), sent())?.startedAt;
    expect(startOf('04 08:00', '03 15:00')).toBe(at('2026-11-04 08:00'));
    expect(startOf('03 08:00', '04 15:00')).toBe(at('2026-11-04 15:00'));
    expect(startOf('02 08:00', '02 08:30')).toBe(at('2026-11-02 09:00'));
    expect([startOf('04 08:00', null), startOf(null, '04 08:00')]).toEqual([undefined, undefined]);
    const twice = [delivered('a', null), delivered('a', '03 11:00'), delivered('b', '03 08:00')];
    expect(clockOf(course({ legs, sent: twice }), sent())?.startedAt).toBe(at('2026-11-03 11:00'));
  });

  it('never ran where its dossier ended before it could start, and ran no time where it ended as it did', () => {
    const legs = [leg('a'), leg('tax', { after: ['a'] })];
    const first = sent({ leg: 'a', doneAt: at('2026-11-04 08:00') });
    const clock = (end: string) => clockOf(course({ legs, sent: [first], ended: ended(end) }), sent());
    expect(clock('04 07:59')).toBeNull();
    expect(clock('04 08:00')).toMatchObject({ startedAt: at('2026-11-04 08:00'), endedAt: at('2026-11-04 08:00') });
  });

  it('stands for every supplement, and for a payment where the leg needs it', () => {
    const waits = [wait('02 10:00', '03 08:00'), wait('03 09:00', '03 15:00', 'payment')];
    const [supplement, payment] = waits.map(({ from, to }) => ({ from, to }));
    expect(clockOf(course({ waits }), sent())?.pauses).toEqual([supplement]);
    const paying = [leg('tax', { waitsForPayment: true })];
    expect(clockOf(course({ waits, legs: paying }), sent())?.pauses).toEqual([supplement, payment]);
  });

  it('does not stand before it started or after it ended', () => {
    const over = sent({ doneAt: at('2026-11-04 10:00') });
    const pauses = (...waits: readonly ReturnType<typeof wait>[]) => clockOf(course({ waits }), over)?.pauses;
    expect(pauses(wait('02 07:00', '02 08:00'), wait('02 08:00', '02 09:00'))).toEqual([]);
    expect(pauses(wait('02 08:00', '02 11:00'))).toEqual([
      { from: at('2026-11-02 09:00'), to: at('2026-11-02 11:00') },
    ]);
    expect(pauses(wait('04 09:00', '05 09:00'))).toEqual([
      { from: at('2026-11-04 09:00'), to: at('2026-11-04 10:00') },
    ]);
    expect(pauses(wait('04 10:00', '05 09:00'), wait('05 09:00', null))).toEqual([]);
    expect(clockOf(course({ waits: [wait('04 10:00', null)] }), over)?.pausedSince).toBeNull();
  });

  it('stands since a wait began that is not over, or since it started itself', () => {
    const since = (...waits: readonly ReturnType<typeof wait>[]) => clockOf(course({ waits }), sent())?.pausedSince;
    expect(since(wait('02 10:00', '02 11:00'))).toBeNull();
    expect(since(wait('02 10:00', '02 11:00'), wait('03 10:00', null))).toBe(at('2026-11-03 10:00'));
    expect(since(wait('02 08:00', null))).toBe(at('2026-11-02 09:00'));
  });
});

describe('until when what was sent is not late (Article 20.1)', () => {
  const deadline = (changes: Partial<Legged>, of: Sent) => deadlineOf(course(changes), of, publicCalendar);

  it('a leg by the end of the day on which it is due, put back by what it stood', () => {
    expect(deadline({}, sent())).toEqual({ lateAfter: '2026-11-04T16:59:59.999Z', settledAt: null, doneAt: null });
    const waits = [wait('03 09:00', '10 09:00')];
    expect(deadline({ waits }, sent())?.lateAfter).toBe('2026-11-11T16:59:59.999Z'); // one of its two days was left
  });

  it('a whole dossier, and a leg without a limit, by one working day on its way', () => {
    const way = {
      lateAfter: at('2026-11-03 09:00'),
      settledAt: at('2026-11-02 10:00'),
      doneAt: at('2026-11-02 10:00'),
    };
    const whole = sent({ leg: null, limit: { amount: 4, unit: 'hour' } });
    expect(deadline({ legs: [] }, whole)).toEqual(way);
    expect(deadline({ legs: [leg('tax', { limit: null })] }, sent())).toEqual(way);
    expect(deadline({ legs: [] }, sent())).toEqual(way);
    const open = { ...whole, status: 'in-transit', answeredAt: null } as const;
    expect(deadline({ ended: ended('02 15:00') }, open)).toMatchObject({
      ...{ settledAt: at('2026-11-02 15:00'), doneAt: null },
    });
  });

  it('a leg of its own limit that no workflow has is judged by nobody', () => {
    expect(deadline({ legs: [] }, sent({ limit: { amount: 4, unit: 'hour' } }))).toBeNull();
  });

  it('is settled when it was delivered or sent back, when it stood, or when its dossier ended', () => {
    const done = sent({ doneAt: at('2026-11-03 08:00') });
    expect(deadline({}, done)).toMatchObject({ settledAt: done.doneAt, doneAt: done.doneAt });
    const back = sent({ status: 'returned' });
    expect(deadline({}, back)).toMatchObject({ settledAt: back.answeredAt, doneAt: back.answeredAt });
    expect(deadline({ waits: [wait('03 10:00', null)] }, sent())).toMatchObject({
      ...{ settledAt: at('2026-11-03 10:00'), doneAt: null },
    });
    expect(deadline({ ended: ended('03 11:00') }, sent())).toMatchObject({
      ...{ settledAt: at('2026-11-03 11:00'), doneAt: null },
    });
  });
});
