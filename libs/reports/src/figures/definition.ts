import type { Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import type { Standing } from '../outcome/standing.fold.js';

/** Whole numbers by the name of their term; what is not named is 0. */
export type Terms = Readonly<Record<string, number>>;

/** Phát sinh — what a dossier adds once and for ever, on an instant. */
export interface Happening {
  readonly on: Instant;
  readonly terms: Terms;
  /** By which it was counted; that which the due date rests on where it is not told. */
  readonly calendar?: CountedBy;
}

/** A version of a calendar. */
export type CountedBy = Pick<WorkingCalendar, 'id' | 'version'>;

/** Hiện có — what a dossier adds to what stands so at an instant: `from` it on, `until` it no more. */
export interface Lasting {
  /** Null: as long as the dossier stands as it does. */
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly terms: Terms;
}

/** Phần góp — what one dossier adds to a figure. */
export type Part = Happening | Lasting;

export const isHappening = (part: Part): part is Happening => 'on' in part;

/** From where a dossier is looked at: the instant, and the calendars that were known. */
export interface Look {
  readonly at: Instant;
  readonly calendars: readonly WorkingCalendar[];
}

/** How many groups have any dossier in some terms; no group where there is none of it. */
export interface GroupsHaving {
  readonly by: 'procedure';
  readonly having: readonly string[];
}

/** A share: some terms among others; of a cut, what is left of all. */
export interface RateDefinition {
  readonly vi: string;
  readonly of: readonly string[];
  readonly among: readonly string[];
  /** 1 − of / among. */
  readonly isCut?: true;
}

/** Căn cứ — what of a dossier a figure goes by: an instant, null where it never came, or what it is. */
export type Fact =
  { readonly vi: string; readonly at: Instant | null } | { readonly vi: string; readonly is: string | number };

/**
 * Chỉ tiêu — a figure: what each dossier adds, and the rates of the sums. Its version is raised when the definition changes,
 * so that two figures of one name are never taken for the same.
 */
export interface FigureDefinition {
  readonly name: string;
  readonly version: number;
  readonly vi: string;
  /** Where it is laid down, and its target. */
  readonly source: string;
  /** Every term with its heading, in the order of the table. */
  readonly terms: Readonly<Record<string, string>>;
  readonly rates: Readonly<Record<string, RateDefinition>>;
  /** A dossier adds any number to its shares, and not one: where one is set aside nobody can say how far they lie. */
  readonly addsMany?: true;
  /** What of the terms counts, instead of dossiers, the groups that have any of some other terms. */
  readonly distinct?: Readonly<Record<string, GroupsHaving>>;
  /** Something is made of what was filed and not received. */
  readonly unreceived?: true;
  /**
   * By where the dossier stands alone, whenever it is looked at. Once it has ended nothing happens and nothing lasts after
   * the end, or what it came to since; but for `unreceived` nothing does before its reception.
   */
  parts(standing: Standing, calendars: readonly WorkingCalendar[]): readonly Part[];
  /** Why it adds what it does. */
  because(standing: Standing, calendars: readonly WorkingCalendar[]): readonly Fact[];
}

/** What has happened by the instant, and what stands so at it. */
export const partsSeen = (
  definition: Pick<FigureDefinition, 'parts'>,
  standing: Standing,
  { at, calendars }: Look,
): readonly Part[] =>
  definition
    .parts(standing, calendars)
    .filter((part) =>
      isHappening(part) ? part.on <= at : (part.from ?? at) <= at && (part.until === null || at < part.until),
    );

/** Two integers; a percentage is only ever printed. Null where there are no dossiers: neither 0 nor all. */
export type Rate = { readonly numerator: number; readonly denominator: number } | null;

/** Giữa hai giá trị nào: what a rate can be while dossiers are set aside, none of them in time or all of them. */
export interface RateRange {
  readonly lowest: Rate;
  readonly highest: Rate;
}

const sum = (terms: Terms, names: readonly string[]): number =>
  names.reduce((all, name) => all + (terms[name] ?? 0), 0);
const rate = (numerator: number, denominator: number): Rate => (denominator === 0 ? null : { numerator, denominator });

export function rateOf({ of, among, isCut }: RateDefinition, terms: Terms): Rate {
  const all = sum(terms, among);
  return rate(isCut === true ? all - sum(terms, of) : sum(terms, of), all);
}

/** Of a share, wherever a dossier that was set aside belongs, in the rate or in none; null of a cut, which weighs them. */
export function rangeOf({ of, among, isCut }: RateDefinition, terms: Terms, setAside: number): RateRange | null {
  if (isCut === true) return null;
  const [some, all] = [sum(terms, of), sum(terms, among) + setAside];
  return { lowest: rate(some, all), highest: rate(some + setAside, all) };
}
