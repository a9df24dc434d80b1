import { fieldNamed, type CatalogueView } from '#catalogue';
import { vietnamDay, type Instant } from '#kernel';
import type { DossierStanding } from '../outcome/standings.query.js';
import type { Standing } from '../outcome/standing.fold.js';
import {
  isHappening,
  partsSeen,
  rangeOf,
  rateOf,
  type FigureDefinition,
  type Look,
  type Part,
  type Terms,
} from './definition.js';
import { ContributionsDigest } from './digest.js';
import type { Certificate, Figure, FigureAsked, Totals } from './figure.js';
import { groupOf, upwards, type Placed } from './groupings.js';

/** What a dossier is in a figure; null where it is not in it. */
export function sumOf(parts: readonly Part[]): Terms | null {
  if (parts.length === 0) return null;
  const sums: Record<string, number> = {};
  for (const { terms } of parts)
    for (const [name, number] of Object.entries(terms)) sums[name] = (sums[name] ?? 0) + number;
  return sums;
}

/** Adds up what dossiers are, in all and by group. */
export class Tally {
  private readonly look: Look;
  private readonly all: Sums;
  private readonly byKey = new Map<string, Sums>();
  private readonly digest = new ContributionsDigest();
  private readonly calendars = new Set<string>();
  private readonly within: ReadonlySet<string> | null;
  private dossiers = 0;
  /** Set aside, of the agencies asked for. */
  private leftOut = 0;
  /** Set aside before anything was known of them: they could be in any group, and of any agency. */
  private unknown = 0;

  constructor(
    private readonly definition: FigureDefinition,
    private readonly asked: FigureAsked,
    private readonly catalogue: CatalogueView,
    at: Instant,
  ) {
    this.look = { at, calendars: catalogue.calendars() };
    this.all = new Sums(definition);
    this.within = asked.agencies === undefined ? null : new Set(asked.agencies);
  }

  /** What a dossier adds in the period, looked at as the period ends, or before. */
  counted(standing: Standing, at: Instant = this.look.at): readonly Part[] {
    if (!this.isWithin(standing)) return [];
    const { from, to } = this.asked.period;
    const seen = partsSeen(this.definition, standing, { ...this.look, at }).filter((part) => {
      if (!isHappening(part)) return true;
      const day = vietnamDay(part.on);
      return from <= day && day <= to;
    });
    const { by, group: named } = this.asked;
    const group = by === 'field' && named !== undefined ? fieldNamed(named) : named;
    return group === undefined ? seen : seen.filter((part) => this.keysOf(standing, this.when(part)).includes(group));
  }

  /** What lasts is placed as it is looked at. */
  private when(part: Part): Instant {
    return isHappening(part) ? part.on : this.look.at;
  }

  add({ dossierId, standing }: DossierStanding): void {
    const parts = this.counted(standing);
    const terms = sumOf(parts);
    if (terms === null) return;
    this.dossiers += 1;
    this.digest.add({ dossierId, terms });
    for (const part of parts) {
      const calendar = (isHappening(part) ? part.calendar : undefined) ?? standing.calendar;
      if (calendar !== null) this.calendars.add(`${calendar.id} ${calendar.version}`);
    }
    this.addParts(standing, parts);
  }

  /** Adds parts to the sums alone, or takes them back. */
  addParts(standing: Placed, parts: readonly Part[], times: 1 | -1 = 1): void {
    for (const part of parts) {
      this.all.add(part.terms, standing, times);
      for (const key of this.keysOf(standing, this.when(part))) this.sumsOf(key).add(part.terms, standing, times);
    }
  }

  /** One that was set aside is in no sum; in its last known group it widens the range. */
  leaveOut(last: DossierStanding | undefined): void {
    if (last === undefined) this.unknown += 1;
    else if (this.isWithin(last.standing)) {
      this.leftOut += 1;
      this.all.setAside += 1;
      for (const key of this.keysOf(last.standing, this.look.at)) this.sumsOf(key).setAside += 1;
    }
  }

  proof(): Pick<Certificate, 'calendars' | 'dossiers' | 'digest'> {
    return { calendars: [...this.calendars].sort(), dossiers: this.dossiers, digest: this.digest.hex() };
  }

  /** How many were set aside that could be in it. */
  setAside(): number {
    return this.leftOut + this.unknown;
  }

  total(): Totals {
    return this.all.totals(this.unknown);
  }

  groups(): Figure['groups'] {
    return [...this.byKey]
      .filter(([, sums]) => !sums.isEmpty())
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, sums]) => ({ key, ...sums.totals(this.unknown) }));
  }

  isWithin({ agency, centre }: Placed): boolean {
    return this.within === null || this.within.has(agency ?? centre);
  }

  private keysOf(standing: Placed, on: Instant): readonly string[] {
    const { by, withSubtrees } = this.asked;
    if (by === undefined) return [];
    const { at } = this.look;
    const key = groupOf(by, standing, { on, at, catalogue: this.catalogue });
    return withSubtrees === true && (by === 'agency' || by === 'agency-now') ? upwards(key, this.catalogue) : [key];
  }

  private sumsOf(key: string): Sums {
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const sums = new Sums(this.definition);
    this.byKey.set(key, sums);
    return sums;
  }
}

class Sums {
  setAside = 0;
  private readonly terms: Record<string, number>;
  /** Of those terms that count groups: what each group has. */
  private readonly groups: ReadonlyMap<string, Map<string, number>>;

  constructor(private readonly definition: FigureDefinition) {
    this.terms = Object.fromEntries(Object.keys(definition.terms).map((name) => [name, 0]));
    this.groups = new Map(Object.keys(definition.distinct ?? {}).map((name) => [name, new Map<string, number>()]));
  }

  add(terms: Terms, placed: Placed, times: 1 | -1): void {
    for (const [name, number] of Object.entries(terms)) this.terms[name] = (this.terms[name] ?? 0) + number * times;
    for (const [name, { by, having }] of Object.entries(this.definition.distinct ?? {})) {
      const groups = this.groups.get(name);
      const group = placed[by];
      if (groups === undefined || group === null) continue;
      const added = having.reduce((sum, term) => sum + (terms[term] ?? 0), 0);
      groups.set(group, (groups.get(group) ?? 0) + added * times);
    }
  }

  /** What was added was taken back again. */
  isEmpty(): boolean {
    return this.setAside === 0 && Object.values(this.terms).every((number) => number === 0);
  }

  totals(unknown: number): Totals {
    const terms = { ...this.terms };
    for (const [name, groups] of this.groups) terms[name] = [...groups.values()].filter((number) => number > 0).length;
    const setAside = this.setAside + unknown;
    const { rates, addsMany } = this.definition;
    return {
      terms,
      rates: Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rateOf(rate, terms)])),
      ranges:
        setAside === 0
          ? null
          : Object.fromEntries(
              Object.entries(rates).map(([name, rate]) => [
                name,
                addsMany === true || rate.among.some((term) => this.groups.has(term))
                  ? null
                  : rangeOf(rate, terms, setAside),
              ]),
            ),
    };
  }
}
