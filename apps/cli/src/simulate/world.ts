import { agencyNow, isOfKind, isOpenOn, type Agency, type CatalogueView, type LocalVersion } from '#catalogue';
import { vietnamDay, type Day, type Instant } from '#kernel';
import { isWorkingDay, limitInMinutes, type WorkingCalendar } from '#working-time';
import type { Chance } from './chance.js';

/** Of a hundred dossiers, so many are of procedures with steps and legs of their own. */
const WORKED_OUT_PERCENT = 85;

type Weighted<T> = readonly (readonly [item: T, weight: number])[];

/** How often people come for a procedure, by how long it takes: certified copies daily, assessments now and then. */
const FREQUENCIES = [
  { upToMinutes: 480, weight: 12 },
  { upToMinutes: 3 * 480, weight: 6 },
  { upToMinutes: 10 * 480, weight: 3 },
];
/** The province's centre and the wards of the towns have more visitors than the communes. */
const VISITORS = { province: 6, town: 3, country: 1 };

const frequencyOf = ({ limits: [first] }: LocalVersion): number => {
  const { numerator, denominator } = limitInMinutes(first?.local ?? first?.statutory ?? { amount: 1, unit: 'month' });
  return FREQUENCIES.find(({ upToMinutes }) => numerator <= upToMinutes * denominator)?.weight ?? 1;
};

const visitorsOf = ({ level, name }: Agency): number =>
  level === 'province' ? VISITORS.province : name.includes('Phường') ? VISITORS.town : VISITORS.country;

const DAY_MS = 86_400_000;
const daysOf = (from: Day, to: Day): readonly Day[] =>
  Array.from({ length: (Date.parse(to) - Date.parse(from)) / DAY_MS + 1 }, (_, at) =>
    new Date(Date.parse(from) + at * DAY_MS).toISOString().slice(0, 10),
  );

/** What the simulated people know: the catalogue as published by then, and from when to when they work. */
export class World {
  readonly workingDays: readonly Day[];
  private centres: Weighted<Agency> = [];
  private workedOut: Weighted<LocalVersion> = [];
  private others: Weighted<LocalVersion> = [];

  constructor(
    private readonly view: CatalogueView,
    from: Day,
    to: Day,
  ) {
    this.workingDays = daysOf(from, to).filter((day) => isWorkingDay(this.calendar, day));
    if (this.workingDays.length === 0) throw new Error(`no working day from ${from} to ${to}`);
    this.openAs(from);
  }

  /** The calendar in force. */
  get calendar(): WorkingCalendar {
    return this.view.calendar();
  }

  /** Which doors are open from a day on, and for what. */
  openAs(on: Day): void {
    const centres = this.openOn(on, ({ kind }) => kind === 'one-stop-centre');
    this.centres = centres.map((centre) => [centre, visitorsOf(centre)]);
    const locals = this.view.allProcedures().flatMap(({ local }) => (local === undefined ? [] : [local]));
    const decidable = locals
      .filter(({ deciderKind, validFrom }) => validFrom <= on && this.open(deciderKind, on).length > 0)
      .map((version) => [version, frequencyOf(version)] as const);
    if (decidable.length === 0 || centres.length === 0) throw new Error(`nothing can be received on ${on}`);
    this.workedOut = decidable.filter(([{ workflow }]) => workflow.id !== 'default');
    this.others = decidable.filter(([{ workflow }]) => workflow.id === 'default');
  }

  /** One of the province's procedures: the shorter its limit, the more daily its business. */
  procedureBy(chance: Chance): LocalVersion {
    const workedOut = chance.between(1, 100) <= WORKED_OUT_PERCENT;
    const [these, those] = workedOut ? [this.workedOut, this.others] : [this.others, this.workedOut];
    return chance.weighted(these.length > 0 ? these : those);
  }

  /** Any centre receives any procedure of the province (Article 20); most people go to their commune's. */
  centreBy(chance: Chance): Agency {
    return chance.weighted(this.centres);
  }

  /** Who decides: the commune of the centre where it may, else any of the kind; nobody where the last has ended. */
  deciderBy(chance: Chance, kind: string, centre: Agency, on: Instant): Agency | undefined {
    const able = this.open(kind, vietnamDay(on));
    return able.find(({ code }) => code === centre.parent) ?? (able.length > 0 ? chance.one(able) : undefined);
  }

  /** Those that decide what others of their kind below the same parent decide too: one could follow another. */
  siblings(on: Day): readonly (readonly Agency[])[] {
    const kinds = [...new Set(this.workedOut.map(([{ deciderKind }]) => deciderKind))].toSorted();
    return kinds.flatMap((kind) => {
      const able = this.open(kind, on).filter(({ validTo }) => validTo === null);
      const parents = [...new Set(able.map(({ parent }) => parent))];
      return parents.map((above) => able.filter(({ parent }) => parent === above)).filter(({ length }) => length > 1);
    });
  }

  /** An agency and those that stand at its place: its desk, its police. */
  placeOf(code: string, on: Day): readonly Agency[] {
    return this.openOn(on, (agency) => agency.code === code || agency.code.startsWith(`${code}.`));
  }

  isOpen(code: string, on: Day): boolean {
    return this.view.isOpen(code, on);
  }

  /** Who stands for an agency on a day. */
  successorOf(code: string, on: Day): string {
    return agencyNow(this.view, code, on)[0] ?? code;
  }

  /** Agencies whose last day is one of these, by code. */
  endingWithin(from: Day, to: Day): readonly Agency[] {
    const ending = this.view.allAgencies().filter(({ validTo }) => validTo !== null && validTo >= from && validTo < to);
    return ending.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** Who takes a leg: of its kind, at the deciding agency's own place where there is one. */
  legAgencyBy(chance: Chance, workflow: string, leg: string, decider: string, on: Instant): string {
    const kind = this.view.findWorkflow(workflow)?.legs.find(({ id }) => id === leg)?.agencyKind ?? '';
    const able = this.open(kind, vietnamDay(on));
    const near = able.find(({ code }) => code === decider || code.startsWith(`${decider}.`));
    if (able.length === 0) throw new Error(`nobody takes the leg ${leg} of ${workflow} on ${vietnamDay(on)}`);
    return (near ?? chance.one(able)).code;
  }

  /** Another agency that is asked or helps: a department of the province. */
  departmentBy(chance: Chance, on: Instant, except: string): string {
    const able = this.openOn(vietnamDay(on), ({ kind, code }) => kind === 'department' && code !== except);
    return chance.one(able).code;
  }

  private open(kind: string, on: Day): readonly Agency[] {
    return this.openOn(on, (agency) => isOfKind(agency, kind));
  }

  private openOn(on: Day, is: (agency: Agency) => boolean): readonly Agency[] {
    return this.view
      .allAgencies()
      .filter((agency) => is(agency) && isOpenOn(agency, on))
      .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  }
}
