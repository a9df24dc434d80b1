/** What the code has to do with a clause (khoản) of the decree, or with a point of it. */
export type Bearing =
  | {
      readonly is: 'binds';
      /** What the engine does about it. */
      readonly does: string;
      /** The rule, command or duty that does it, as its code and its tests call it. */
      readonly by: string;
      readonly path: string;
    }
  /** It binds offices, persons or facilities: why. */
  | { readonly is: 'free'; readonly why: string }
  /** It will bind the engine: what is not there yet. */
  | { readonly is: 'later'; readonly what: string };

/** A clause as the map lists it; one clause may bear on the code in several ways. */
export interface Clause {
  /** `16.3`, or `8.1.d` for a point. */
  readonly at: string;
  /** Its own words, shortened. */
  readonly quote: string;
  readonly bearing: Bearing;
}

export const binds = (at: string, quote: string, does: string, by: string, path: string): Clause => ({
  at,
  quote,
  bearing: { is: 'binds', does, by, path },
});

export const free = (at: string, quote: string, why: string): Clause => ({ at, quote, bearing: { is: 'free', why } });

export const later = (at: string, quote: string, what: string): Clause => ({
  at,
  quote,
  bearing: { is: 'later', what },
});

/** An article, the number of its clauses, and what is said of each. */
export interface Article {
  readonly number: number;
  readonly heading: string;
  readonly clauses: number;
  readonly list: readonly Clause[];
}
