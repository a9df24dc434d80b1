import { isDay, Refusal, type Day, type Decider } from '#kernel';
import { isFairText } from '#catalogue';
import type { Goal, OversightEventOf, RecordedOversightEvent, TargetSet } from './oversight.events.js';

/** Giao chỉ tiêu: all goals of a province from a day on. */
export interface SetTargets extends Omit<TargetSet, 'version'> {
  readonly type: 'SetTargets';
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/;

/** The goals of a province, version after version; what stood before stays. */
export const targets: Decider<SetTargets, readonly TargetSet[], OversightEventOf<'TargetsSet'>> = {
  initial: [],
  /** @throws Refusal `invalid-input` for what is no goal, or a figure with two */
  decide: ({ type: _, ...set }, versions) => {
    sound(set);
    const last = versions.at(-1);
    if (last !== undefined && isSame(last, set)) return [];
    return [{ type: 'TargetsSet', v: 1, data: { ...set, version: versions.length + 1 } }];
  },
  evolve: (versions, { data }) => [...versions, data],
};

function sound({ province, name, validFrom, goals }: Omit<TargetSet, 'version'>): void {
  const no = (why: string, of: object = {}) => new Refusal('invalid-input', null, { why, ...of });
  if (!CODE.test(province)) throw no('not the code of a province');
  if (name.trim() === '' || !isFairText(name)) throw no('no name');
  if (!isDay(validFrom)) throw no('not a day', { validFrom: validFrom.slice(0, 80) });
  if (goals.length === 0) throw no('no goal');
  for (const { figure, numerator, denominator, source } of goals) {
    if (!CODE.test(figure)) throw no('not the name of a figure');
    if (source.trim() === '' || !isFairText(source)) throw no('no source', { figure });
    if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || numerator < 0 || denominator < 1)
      throw no('not a fraction', { figure, numerator, denominator });
    if (numerator > denominator && denominator !== 1) throw no('more than all', { figure, numerator, denominator });
  }
  if (new Set(goals.map(({ figure }) => figure)).size < goals.length) throw no('a figure with two goals');
}

function isSame(a: Omit<TargetSet, 'version'>, b: Omit<TargetSet, 'version'>): boolean {
  const told = ({ province, name, validFrom, goals }: Omit<TargetSet, 'version'>) => [
    ...[province, name, validFrom],
    ...goals.map((goal) => [goal.figure, goal.numerator, goal.denominator, goal.comparison, goal.source]),
  ];
  return JSON.stringify(told(a)) === JSON.stringify(told(b));
}

/** Every version that was set, in the order of the log. */
export const targetsSetIn = (events: readonly RecordedOversightEvent[]): readonly TargetSet[] =>
  events.flatMap((event) => (event.type === 'TargetsSet' ? [event.data] : []));

/** The goals of a province that hold on a day: of the versions in force by then, the last that was set; null before any. */
export function targetsInForce(events: readonly RecordedOversightEvent[], province: string, on: Day): TargetSet | null {
  const inForce = targetsSetIn(events).filter((set) => set.province === province && set.validFrom <= on);
  return inForce.toSorted((a, b) => a.version - b.version).at(-1) ?? null;
}

/** The goal for a figure; null where none is set. */
export const goalFor = (set: TargetSet | null, figure: string): Goal | null =>
  set?.goals.find((goal) => goal.figure === figure) ?? null;
