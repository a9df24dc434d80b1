import type { CatalogueView } from '#catalogue';
import { vietnamDay, type Instant, type Position } from '#kernel';
import type { Sql } from '#read-store';
import {
  dossiersOfCode,
  setAsideAt,
  standingOf,
  standingsAt,
  standingsReach,
  type DossierStanding,
  type Past,
} from '../outcome/standings.query.js';
import { isStillDue } from '../outcome/classes.js';
import type { Standing } from '../outcome/standing.fold.js';
import {
  isHappening,
  partsSeen,
  rangeOf,
  rateOf,
  type FigureDefinition,
  type Look,
  type Part,
  type Rate,
  type RateRange,
  type Terms,
} from './definition.js';
import { ListDigest, type Contribution } from './digest.js';
import { groupOf, upwards, type Grouping } from './groupings.js';
import { endOf, type Period } from './period.js';

export interface FigureAsked {
  readonly period: Period;
  readonly by?: Grouping;
  /** Every agency with those below it, too: its groups overlap. */
  readonly withSubtrees?: boolean;
  /** Only dossiers of these deciding agencies; of those not received, of these centres. */
  readonly agencies?: readonly string[];
  /** What was known: everything up to this position of the log; what is known now by default. */
  readonly asOf?: Position;
}

/** Giấy chứng nhận của một con số: what it was made of, so that anyone can make it again. */
export interface Certificate {
  readonly figure: string;
  readonly definitionVersion: number;
  readonly period: Period;
  /** The last instant that was looked at. */
  readonly evaluatedAt: Instant;
  /** Everything up to here was known, never more than the read model has reached; null before the first event. */
  readonly asOf: Position | null;
  /** Calendars that the dates of its dossiers rest on. */
  readonly calendars: readonly string[];
  readonly dossiers: number;
  /** SHA-256 over the canonical JSON of id and terms of each of its dossiers, by id. */
  readonly digest: string;
  /** Dossiers that the read model stopped following by then: in no figure, whatever they would be. */
  readonly quarantined: number;
}

/** `ranges`: where the rates can lie, whatever the dossiers in quarantine are; null where there are none. */
export interface Totals {
  readonly terms: Terms;
  readonly rates: Readonly<Record<string, Rate>>;
  readonly ranges: Readonly<Record<string, RateRange | null>> | null;
}

export interface Figure {
  readonly certificate: Certificate;
  readonly total: Totals;
  /** Where a grouping was asked for: by its key, in order. */
  readonly groups: readonly (Totals & { readonly key: string })[];
}

/** One dossier of a figure, as the revision that it was counted by has it. */
export interface Counted extends Contribution {
  readonly revision: number;
  readonly standing: Standing;
}

/** Why a dossier is in a figure as it is. */
export interface Explained extends Counted {
  readonly at: Instant;
  /** The read model stopped following it: this is from before, and in no figure. */
  readonly quarantined: boolean;
}

/** Chỉ tiêu: figures as they are, and as they were known to be at any past. */
export class Figures {
  constructor(private readonly db: Sql) {}

  /** @param catalogue as it was known at the position. @throws Refusal `store-unavailable` */
  async figure(
    definition: FigureDefinition,
    asked: FigureAsked,
    now: Instant,
    catalogue: CatalogueView,
  ): Promise<Figure> {
    const { past, setAside } = await this.pastOf(asked, now);
    const tally = new Tally(definition, asked, catalogue, past.at);
    for await (const each of standingsAt(this.db, past, setAside)) tally.add(each);
    for (const stream of setAside) tally.leaveOut(await standingOf(this.db, past, [idOf(stream)]));
    return {
      certificate: {
        ...{ figure: definition.name, definitionVersion: definition.version, period: asked.period },
        ...{ evaluatedAt: past.at, asOf: past.position, ...tally.proof(), quarantined: setAside.length },
      },
      total: tally.total(),
      groups: tally.groups(),
    };
  }

  /** The dossiers that a figure is made of, by id. @throws Refusal `store-unavailable` */
  async *dossiers(
    definition: FigureDefinition,
    asked: FigureAsked,
    now: Instant,
    catalogue: CatalogueView,
  ): AsyncGenerator<Counted> {
    const { past, setAside } = await this.pastOf(asked, now);
    const tally = new Tally(definition, asked, catalogue, past.at);
    for await (const each of standingsAt(this.db, past, setAside)) {
      const terms = sumOf(tally.counted(each.standing));
      if (terms !== null) yield { ...each, terms };
    }
  }

  /** What the dossiers of a code are in the figure, with where they stood. @throws Refusal `store-unavailable` */
  async explain(
    definition: FigureDefinition,
    asked: FigureAsked,
    code: string,
    now: Instant,
    catalogue: CatalogueView,
  ): Promise<readonly Explained[]> {
    const { past, setAside } = await this.pastOf(asked, now);
    const tally = new Tally(definition, asked, catalogue, past.at);
    const explained: Explained[] = [];
    for (const id of await dossiersOfCode(this.db, code)) {
      const found = await standingOf(this.db, past, [id]);
      if (found === undefined) continue;
      const quarantined = setAside.includes(`dossier-${id}`);
      const terms = quarantined ? {} : (sumOf(tally.counted(found.standing)) ?? {});
      explained.push({ ...found, terms, at: past.at, quarantined });
    }
    return explained;
  }

  /**
   * Còn đến hạn trong kỳ: how many run in time, by the lawful due date, and are due before the period is over; what may yet be
   * lost of it. @throws Refusal `store-unavailable`
   */
  async stillDue(asked: FigureAsked, now: Instant): Promise<number> {
    const { past, setAside } = await this.pastOf(asked, now);
    const agencies = asked.agencies === undefined ? null : new Set(asked.agencies);
    let dossiers = 0;
    for await (const { standing } of standingsAt(this.db, past, setAside))
      if (isStillDue(standing, past.at, asked.period.to) && (agencies?.has(standing.agency ?? '') ?? true))
        dossiers += 1;
    return dossiers;
  }

  private async pastOf({ period, asOf }: FigureAsked, now: Instant) {
    const position = earlier(asOf, await standingsReach(this.db));
    const past: Past = { position, at: endOf(period, now) };
    return { past, setAside: await setAsideAt(this.db, position) };
  }
}

/** Nobody knows more than was read: what comes after it may change a figure of a later position. */
const earlier = (asked: Position | undefined, reached: Position | null): Position | null =>
  asked !== undefined && reached !== null && asked < reached ? asked : reached;

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

function sumOf(parts: readonly Part[]): Terms | null {
  if (parts.length === 0) return null;
  const sums: Record<string, number> = {};
  for (const { terms } of parts)
    for (const [name, number] of Object.entries(terms)) sums[name] = (sums[name] ?? 0) + number;
  return sums;
}

/** Adds up what dossiers are, in all and by group. */
class Tally {
  private readonly look: Look;
  private readonly all: Sums;
  private readonly byKey = new Map<string, Sums>();
  private readonly digest = new ListDigest();
  private readonly calendars = new Set<string>();
  private readonly within: ReadonlySet<string> | null;
  private dossiers = 0;
  /** Set aside before anything was known of them: they could be in any group. */
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

  /** What a dossier adds in the period. */
  counted(standing: Standing): readonly Part[] {
    if (!this.isWithin(standing)) return [];
    const { from, to } = this.asked.period;
    return partsSeen(this.definition, standing, this.look).filter((part) => {
      if (!isHappening(part)) return true;
      const day = vietnamDay(part.on);
      return from <= day && day <= to;
    });
  }

  add({ dossierId, standing }: DossierStanding): void {
    const parts = this.counted(standing);
    const terms = sumOf(parts);
    if (terms === null) return;
    this.dossiers += 1;
    this.digest.add({ dossierId, terms });
    if (standing.calendar !== null) this.calendars.add(`${standing.calendar.id} ${standing.calendar.version}`);
    for (const part of parts) {
      this.all.add(part.terms, standing);
      const on = isHappening(part) ? part.on : this.look.at;
      for (const key of this.keysOf(standing, on)) this.sumsOf(key).add(part.terms, standing);
    }
  }

  /** One that was set aside is in no sum; in its last known group it widens the range. */
  leaveOut(last: DossierStanding | undefined): void {
    if (last === undefined) this.unknown += 1;
    else if (this.isWithin(last.standing)) {
      this.all.setAside += 1;
      for (const key of this.keysOf(last.standing, this.look.at)) this.sumsOf(key).setAside += 1;
    }
  }

  proof(): Pick<Certificate, 'calendars' | 'dossiers' | 'digest'> {
    return { calendars: [...this.calendars].sort(), dossiers: this.dossiers, digest: this.digest.hex() };
  }

  total(): Totals {
    return this.all.totals(this.unknown);
  }

  groups(): Figure['groups'] {
    return [...this.byKey]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, sums]) => ({ key, ...sums.totals(this.unknown) }));
  }

  private isWithin({ agency, centre }: Standing): boolean {
    return this.within === null || this.within.has(agency ?? centre);
  }

  private keysOf(standing: Standing, on: Instant): readonly string[] {
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
  private readonly seen: ReadonlyMap<string, Set<string>>;

  constructor(private readonly definition: FigureDefinition) {
    this.terms = Object.fromEntries(Object.keys(definition.terms).map((name) => [name, 0]));
    this.seen = new Map(Object.keys(definition.distinct ?? {}).map((name) => [name, new Set<string>()]));
  }

  add(terms: Terms, standing: Standing): void {
    for (const [name, number] of Object.entries(terms)) this.terms[name] = (this.terms[name] ?? 0) + number;
    for (const [name, of] of Object.entries(this.definition.distinct ?? {})) {
      const one = of(standing);
      if (one !== null) this.seen.get(name)?.add(one);
    }
  }

  totals(unknown: number): Totals {
    const terms = { ...this.terms };
    for (const [name, values] of this.seen) terms[name] = values.size;
    const setAside = this.setAside + unknown;
    const { rates } = this.definition;
    return {
      terms,
      rates: Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rateOf(rate, terms)])),
      ranges:
        setAside === 0
          ? null
          : Object.fromEntries(
              Object.entries(rates).map(([name, rate]) => [
                name,
                rate.among.some((term) => this.seen.has(term)) ? null : rangeOf(rate, terms, setAside),
              ]),
            ),
    };
  }
}
