import { dayAfter, type Day } from '#kernel';
import { isWorkingDay } from '#working-time';
import { Chance } from './chance.js';
import type { World } from './world.js';

/** Nghỉ do quyết định muộn: a working day that becomes a day off, and when that is decreed. */
export interface LateHoliday {
  readonly on: Day;
  readonly decreedOn: Day;
}

/** Sáp nhập: an agency, its last day, and who takes over. */
export interface Merger {
  readonly agency: string;
  readonly successor: string;
  readonly lastDay: Day;
}

/** What befalls the whole office; `seeded` is left to chance, null does not happen. */
export interface Asked {
  readonly holiday: LateHoliday | 'seeded' | null;
  readonly merger: Merger | 'seeded' | null;
}

/** Left to chance: of those with a sibling the one that has most in hand goes to one of these. */
export interface SeededMerger {
  readonly of: 'busiest';
  readonly lastDay: Day;
  readonly chance: Chance;
}

export interface Plan {
  readonly holiday: LateHoliday | null;
  readonly merger: Merger | SeededMerger | null;
}

/** In a shorter time nothing befalls an office by chance. */
const SHORTEST_WORKING_DAYS = 20;
/** Chance of the office itself: no dossier has this number. */
const OFFICE = 0;

/** Lays down what befalls the office. @throws Error where it cannot */
export function planOf({ holiday, merger }: Asked, world: World, seed: number): Plan {
  const chance = new Chance(seed, OFFICE);
  const decided = { holiday: seededHoliday(world, chance), merger: seededMerger(world, chance) };
  const plan = {
    holiday: holiday === 'seeded' ? decided.holiday : holiday,
    merger: merger === 'seeded' ? decided.merger : merger,
  };
  if (plan.holiday !== null) possibleHoliday(plan.holiday, world);
  if (plan.merger !== null && 'agency' in plan.merger) possibleMerger(plan.merger, world);
  return plan;
}

/** About the middle of the window; two to four working days ahead. */
function seededHoliday({ workingDays }: World, chance: Chance): LateHoliday | null {
  const at = Math.floor((workingDays.length * chance.between(40, 55)) / 100);
  const [decreedOn, on] = [workingDays[at], workingDays[at + chance.between(2, 4)]];
  return workingDays.length < SHORTEST_WORKING_DAYS || decreedOn === undefined || on === undefined
    ? null
    : { on, decreedOn };
}

/** In the second half of the window; which, shows when its day has come. */
function seededMerger({ workingDays }: World, chance: Chance): Plan['merger'] {
  const lastDay = workingDays[Math.floor((workingDays.length * chance.between(60, 75)) / 100)];
  return workingDays.length < SHORTEST_WORKING_DAYS || lastDay === undefined
    ? null
    : { lastDay, of: 'busiest', chance };
}

function possibleHoliday({ on, decreedOn }: LateHoliday, { workingDays, calendar }: World): void {
  const [first = '', last = ''] = [workingDays.at(0), workingDays.at(-1)];
  if (decreedOn < first || on > last || decreedOn >= on)
    throw new Error(`a holiday is decreed within the window and before its day: ${on}@${decreedOn}`);
  if (!isWorkingDay(calendar, on)) throw new Error(`${on} is a day off already`);
}

function possibleMerger({ agency, successor, lastDay }: Merger, world: World): void {
  const [first = '', last = ''] = [world.workingDays.at(0), world.workingDays.at(-1)];
  const next = dayAfter(lastDay, 1);
  if (lastDay < first || next > last) throw new Error(`an agency ends within the window: ${lastDay}`);
  const [from, to] = [agency, successor].map((code) => world.placeOf(code, lastDay).find((one) => one.code === code));
  if (from === undefined || to === undefined || agency === successor)
    throw new Error(`${agency} and ${successor} must be two agencies that work on ${lastDay}`);
  if (from.kind !== to.kind || from.level !== to.level)
    throw new Error(`${successor} is of another kind than ${agency}`);
}
