import { readFileSync } from 'node:fs';
import { replay, type Recorded } from '#kernel';
import { goalFor, targets, targetsInForce, type OversightEventOf, type SetTargets } from '#oversight';
import { recorded } from '../test/recorded.js';

const file: { readonly targets: readonly Omit<SetTargets, 'type'>[] } = JSON.parse(
  readFileSync(new URL('../data/targets.demo.json', import.meta.url), 'utf8'),
);
const goal = {
  figure: 'on-time-rate',
  numerator: 985,
  denominator: 1000,
  comparison: 'at-least',
  source: '513/KH-UBND',
} as const;
const first: SetTargets = {
  type: 'SetTargets',
  province: 'ha-tinh',
  name: 'Hà Tĩnh',
  validFrom: '2021-01-01',
  goals: [goal],
};
const second: SetTargets = { ...first, validFrom: '2026-07-01', goals: [{ ...goal, numerator: 990 }] };

/** What stands after commands, one after the other. */
const after = (...commands: readonly SetTargets[]) =>
  commands.reduce<readonly Recorded<OversightEventOf<'TargetsSet'>>[]>((history, command) => {
    const events = targets.decide(command, replay(targets, history));
    return [...history, ...events.map((event, at) => recorded('targets-ha-tinh', history.length + at, event))];
  }, []);

describe('setting the goals of a province (giao chỉ tiêu)', () => {
  it('takes every goal that ships', () => {
    for (const set of file.targets)
      expect(targets.decide({ type: 'SetTargets', ...set }, [])).toEqual([
        { type: 'TargetsSet', v: 1, data: { ...set, version: 1 } },
      ]);
    expect(file.targets.map(({ province }) => province)).toEqual([
      'ha-tinh',
      'quang-ngai',
      'lai-chau',
      'binh-dinh',
      'ho-chi-minh',
    ]);
  });

  it('adds nothing the second time, and a version when something changed', () => {
    expect(after(first, first)).toHaveLength(1);
    expect(after(first, second).map(({ data }) => data.version)).toEqual([1, 2]);
    expect(after(first, second, first).map(({ data }) => data.version)).toEqual([1, 2, 3]);
  });

  it.each([
    ['a province without a code', { province: ' ' }],
    ['a day that is none', { validFrom: '2021-02-29' }],
    ['no goal', { goals: [] }],
    ['a figure with two goals', { goals: [goal, { ...goal, numerator: 1 }] }],
    ['a division by zero', { goals: [{ ...goal, denominator: 0 }] }],
    ['less than nothing', { goals: [{ ...goal, numerator: -1 }] }],
    ['half a dossier', { goals: [{ ...goal, numerator: 0.5 }] }],
    ['more than all', { goals: [{ ...goal, numerator: 1001 }] }],
    ['no source', { goals: [{ ...goal, source: ' ' }] }],
  ])('refuses %s', (_what, change) =>
    expect(() => targets.decide({ ...first, ...change }, [])).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    ),
  );
});

describe('the goals in force on a day', () => {
  const numeratorOn = (day: string) =>
    goalFor(targetsInForce(after(first, second), 'ha-tinh', day), 'on-time-rate')?.numerator ?? null;

  it.each([
    ['2020-12-31', null],
    ['2021-01-01', 985],
    ['2026-06-30', 985],
    ['2026-07-01', 990],
  ])('on %s: %s', (day, numerator) => expect(numeratorOn(day)).toBe(numerator));

  it('are of that province alone', () => expect(targetsInForce(after(first), 'lai-chau', '2026-01-01')).toBeNull());
});
