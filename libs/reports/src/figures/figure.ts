import type { Instant, Position } from '#kernel';
import type { Standing } from '../outcome/standing.fold.js';
import type { Fact, Rate, RateRange, Terms } from './definition.js';
import type { Contribution } from './digest.js';
import type { Grouping } from './groupings.js';
import type { Period } from './period.js';

/** Which dossiers of which past are counted, and by what they are told apart. */
export interface FigureAsked {
  readonly period: Period;
  /** Looked at as of this instant; as of the last of the period by default, or now while it lasts. */
  readonly at?: Instant;
  readonly by?: Grouping;
  /** Every agency with those below it, too: its groups overlap. */
  readonly withSubtrees?: boolean;
  /** Of a list of dossiers: only what counts in this group of `by`. */
  readonly group?: string;
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
  /** Only what these decide; null of all there are. */
  readonly agencies: readonly string[] | null;
  /** The last instant that was looked at. */
  readonly evaluatedAt: Instant;
  /** Everything up to here was known, never more than the read model has reached; null before the first event. */
  readonly asOf: Position | null;
  /** Calendars that it was counted by, and those that the dates of its dossiers rest on. */
  readonly calendars: readonly string[];
  readonly dossiers: number;
  /** SHA-256 over the canonical JSON of id and terms of each of its dossiers, by id. */
  readonly digest: string;
  /** Dossiers that the read model stopped following by then, of the agencies asked for or of none that is known: in no figure. */
  readonly quarantined: number;
}

/** `ranges`: where the rates can lie, whatever the dossiers in quarantine are; null where there are none. */
export interface Totals {
  readonly terms: Terms;
  readonly rates: Readonly<Record<string, Rate>>;
  readonly ranges: Readonly<Record<string, RateRange | null>> | null;
}

/** A figure without the proof that takes a look at each of its dossiers. */
export interface FigureTable {
  readonly certificate: Omit<Certificate, 'calendars' | 'dossiers' | 'digest'>;
  readonly total: Totals;
  /** Where a grouping was asked for: by its key, in order. */
  readonly groups: readonly (Totals & { readonly key: string })[];
}

/** A figure and the proof of it. */
export interface Figure extends FigureTable {
  readonly certificate: Certificate;
}

/** One dossier of a figure, as the revision that it was counted by has it. */
export interface Counted extends Contribution {
  readonly revision: number;
  readonly standing: Standing;
}

/** Why a dossier is in a figure as it is. */
export interface Explained extends Counted {
  readonly at: Instant;
  readonly because: readonly Fact[];
  /** The read model stopped following it: this is from before, and in no figure. */
  readonly quarantined: boolean;
}
