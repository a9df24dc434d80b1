import {
  endAgency,
  publication,
  publishCalendar,
  type Agency,
  type CatalogueView,
  type Ending,
  type Publication,
} from '#catalogue';
import { lyingWith } from '#dossier';
import { RESTATEMENT } from '#duties';
import { dayAfter, vietnamDay, type Day, type Instant } from '#kernel';
import { addWorkingMinutes } from '#working-time';
import type { CatalogueThen } from './catalogue-then.js';
import type { Months } from './months.js';
import type { LateHoliday, Merger, Plan, SeededMerger } from './plan.js';
import type { SimulatedClock, SimulatedOffice } from './simulated-office.js';
import type { World } from './world.js';

/** What the office stands on when something befalls it. */
export interface OfficeGround {
  readonly months: Months;
  readonly office: SimulatedOffice;
  readonly catalogue: CatalogueThen;
  readonly world: World;
  readonly clock: SimulatedClock;
}

/** What befalls the whole office in the window: by its plan, and by ends of agencies that others had published before. */
export class Befalling {
  constructor(private readonly ground: OfficeGround) {}

  plan({ holiday, merger }: Plan, from: Day, to: Day): void {
    for (const agency of this.ground.world.endingWithin(from, to)) this.ends(agency);
    if (holiday !== null) this.on(holiday.decreedOn, () => this.decree(holiday));
    if (merger !== null) this.on(merger.lastDay, () => this.merge(merger));
  }

  private on(day: Day, act: () => Promise<void>): void {
    const { months, world } = this.ground;
    months.befall(openingOf(day, world), act);
  }

  /** A later version of the calendar: dates of running dossiers are restated openly, new ones are counted on it. */
  private async decree({ on, decreedOn }: LateHoliday): Promise<void> {
    const { months, catalogue, clock } = this.ground;
    await catalogue.publish(`holiday ${on} ${decreedOn}`, clock.at, (view) => withDayOff(view, on));
    for (const life of months.lives()) await months.timeActs(life, () => RESTATEMENT);
  }

  /** Published on its last day; what stands at its place goes where the successor has the like. */
  private async merge(merger: Merger | SeededMerger): Promise<void> {
    const { catalogue, world, clock } = this.ground;
    const endings = endingsOf('agency' in merger ? merger : this.busiest(merger), world);
    // The name is of the day, not of the agency: more dossiers might make another one the busiest.
    for (const [no, ending] of endings.entries())
      await catalogue.publish(`merger ${merger.lastDay} ${no}`, clock.at, (view) => endAgency(view, ending));
    for (const one of world.endingWithin(merger.lastDay, dayAfter(merger.lastDay, 1))) this.ends(one);
  }

  private busiest({ lastDay, chance }: SeededMerger): Merger | null {
    const { months, world } = this.ground;
    const inHand = new Map<string, number>();
    for (const { dossier } of months.lives())
      for (const code of lyingWith(dossier.state)) inHand.set(code, (inHand.get(code) ?? 0) + 1);
    const load = ({ code }: Agency) => inHand.get(code) ?? 0;
    const groups = world.siblings(lastDay);
    const [agency] = groups.flat().toSorted((a, b) => load(b) - load(a));
    const others = groups.find((group) => group.some(({ code }) => code === agency?.code)) ?? [];
    if (agency === undefined) return null;
    const successor = chance.one(others.filter(({ code }) => code !== agency.code)).code;
    return { agency: agency.code, successor, lastDay };
  }

  /** The next morning the doors are the successor's, and it takes over what runs. */
  private ends(agency: Agency): void {
    const { months, office, world, clock } = this.ground;
    this.on(dayAfter(agency.validTo ?? '', 1), async () => {
      world.openAs(vietnamDay(clock.at));
      const lives = months.lives().filter(({ dossier }) => lyingWith(dossier.state).includes(agency.code));
      const followed = await office.handOver(
        agency,
        lives.map(({ dossier }) => dossier),
      );
      for (const [no, life] of lives.entries()) {
        months.note(life, followed[no] ?? []);
        months.settle(life);
      }
    });
  }
}

function endingsOf(merger: Merger | null, world: World): readonly Ending[] {
  if (merger === null) return [];
  const { agency, successor, lastDay } = merger;
  const taking = new Map(world.placeOf(successor, lastDay).map((one) => [one.code.slice(successor.length), one]));
  return world.placeOf(agency, lastDay).flatMap(({ code, kind }) => {
    const to = taking.get(code.slice(agency.length));
    return to?.kind === kind ? [{ code, on: lastDay, successors: [to.code] }] : [];
  });
}

/** Of the day, or of the next that is worked. */
const openingOf = (day: Day, { calendar }: World): Instant =>
  new Date(Date.parse(addWorkingMinutes(calendar, `${day}T00:00:00+07:00`, 1)) - 60_000).toISOString();

function withDayOff(view: CatalogueView, on: Day): readonly Publication[] {
  const current = view.findCalendar();
  if (current === undefined) return [];
  const { version: _version, ...calendar } = current;
  const off = { on, name: 'Nghỉ theo quyết định công bố muộn' };
  const years = calendar.years.map((of) =>
    String(of.year) === on.slice(0, 4)
      ? { ...of, off: [...of.off, off].toSorted((a, b) => (a.on < b.on ? -1 : 1)) }
      : of,
  );
  return publication(view, `calendar-${calendar.id}`, publishCalendar(current, { ...calendar, years }));
}
