import { Refusal } from '#kernel';
import { refusalOf } from '#testing';
import { endOf, evaluationInstant, instantOf, periodOf } from './period.js';

const NOW = '2026-11-20T03:00:00.000Z';

describe('a period (kỳ)', () => {
  it.each([
    ['2026-10-15/2026-11-14', '2026-10-15', '2026-11-14'],
    ['2026-02', '2026-02-01', '2026-02-28'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2025-12', '2025-12-01', '2025-12-31'],
    ['2026-Q1', '2026-01-01', '2026-03-31'],
    ['2026-Q2', '2026-04-01', '2026-06-30'],
    ['2026-Q3', '2026-07-01', '2026-09-30'],
    ['2025-Q4', '2025-10-01', '2025-12-31'],
    ['2026', '2026-01-01', '2026-12-31'],
    ['2026-11-20/2026-11-20', '2026-11-20', '2026-11-20'],
  ])('%s is from %s to %s, both included', (text, from, to) => {
    expect(periodOf(text, NOW)).toEqual({ from, to });
  });

  const readAs = (text: string) => refusalOf(() => periodOf(text, NOW))?.facts;
  const FORMS = 'days "2026-10-15/2026-11-14", a month "2026-11", a quarter "2026-Q4", a year';

  it.each([
    ...['', '2026-13', '2026-Q5', '2026-1', '26', '2026-11-14', '0000', '1899', '1899-12', 'in 2026', '2026 '],
    ...['2026-11-14/', '/2026-11-14', '2026-02-30/2026-03-01', '2026-10-01/2026-10-02/2026-10-03'],
  ])('is not "%s": the refusal says how one is written', (given) => {
    expect(() => periodOf(given, NOW)).toThrow(Refusal);
    expect(readAs(given)).toEqual({ at: 'period', given, expected: FORMS });
  });

  it('does not end before it begins', () => {
    const given = '2026-11-14/2026-10-15';
    expect(readAs(given)).toEqual({ at: 'period', given, why: 'the first day comes after the last' });
  });

  it.each(['2027', '2026-12', '2026-11-21/2026-11-22'])('is not told before it has begun: %s', (given) => {
    expect(readAs(given)).toEqual({ at: 'period', given, why: 'the period has not begun' });
  });

  it('begins at midnight in Vietnam, which is 17:00Z', () => {
    expect(refusalOf(() => periodOf('2026-12', '2026-11-30T16:59:59.999Z'))?.code).toBe('invalid-input');
    expect(periodOf('2026-12', '2026-11-30T17:00:00.000Z').from).toBe('2026-12-01');
  });

  it('is looked at as of the last instant of its last day in Vietnam, or now while it lasts', () => {
    expect(endOf({ from: '2026-10-15', to: '2026-11-14' }, NOW)).toBe('2026-11-14T16:59:59.999Z');
    expect(endOf({ from: '2026-01-01', to: '2026-12-31' }, NOW)).toBe(NOW);
  });
});

describe('an instant that is given', () => {
  it.each([
    ['2026-11-20T09:59:59.999+07:00', '2026-11-20T02:59:59.999Z'],
    ['2026-11-20T02:00:00Z', '2026-11-20T02:00:00.000Z'],
    ['2026-11-20T02:00-01:30', '2026-11-20T03:30:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(instantOf(text)).toBe(instant);
  });

  it.each([
    ...[
      '',
      '3',
      '2026',
      '2026-11',
      '2026-11-20',
      'Nov 20 2026',
      '2026-11-20T10:00:00',
      '2026-11-20 10:00:00Z',
      'yesterday',
    ],
    ...[
      '2026-02-30T10:00:00Z',
      '2026-11-20T25:00:00Z',
      '0000-01-01T00:00:00Z',
      '2026-11-20T10:00:00+0700',
      '2026-11-20TZ',
    ],
    ...['on 2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z or so', '26-11-20T10:00:00Z', '2026-11-20T10:00:00+7:00'],
  ])('is none without its day, or its offset: "%s"', (text) => {
    expect(instantOf(text)).toBeNull();
    expect(refusalOf(() => evaluationInstant(text, NOW))?.facts).toMatchObject({ at: 'at', given: text });
  });

  it('is looked at up to now, and not after', () => {
    expect(evaluationInstant(NOW, NOW)).toBe(NOW);
    expect(refusalOf(() => evaluationInstant('2026-11-20T03:00:00.001Z', NOW))).toMatchObject({
      code: 'invalid-input',
      facts: { at: 'at', expected: 'an instant with its offset, not after now' },
    });
  });
});
