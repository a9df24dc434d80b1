import { canonicalHash } from '#event-store';
import type { Instant, Position } from '#kernel';
import { asked, rowsOf, type Sql } from '#read-store';
import type { Measure } from '../outcome/classes.js';
import type { Standing } from '../outcome/outcome.fold.js';
import { VERSIONS_TABLE } from '../outcome/outcome.storage.js';
import {
  countedIn,
  ON_TIME_RATE,
  onTimeRateOf,
  rangeOf,
  type Counted,
  type OnTimeRate,
  type RateRange,
} from './on-time-rate.js';
import { endOf, type Period } from './period.js';

/** What a figure may be split by. */
export const GROUPINGS = ['agency', 'centre', 'procedure', 'field', 'channel'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface FigureAsked {
  readonly period: Period;
  readonly by?: Grouping;
  /** What was known: everything up to this position of the log; what is known now by default. */
  readonly asOf?: Position;
}

/** One dossier of a figure, as the revision that it was counted by has it. */
export interface Contribution {
  readonly dossierId: string;
  readonly revision: number;
  readonly standing: Standing;
  readonly counted: Counted;
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
  /** SHA-256 over the canonical JSON of id and classes of each of its dossiers, by id. */
  readonly digest: string;
  /** Dossiers that the read model stopped following by then: in no figure, whatever they would be. */
  readonly quarantined: number;
  /** Where the rates can lie, whatever those are; null where there are none. */
  readonly range: Readonly<Record<Measure, RateRange>> | null;
}

export interface OnTimeFigure {
  readonly certificate: Certificate;
  readonly total: OnTimeRate;
  /** Where a grouping was asked for: by its key, in order. */
  readonly groups: readonly (OnTimeRate & { readonly key: string })[];
}

const PAGE = 5_000;

/** Chỉ tiêu: figures as they are, and as they were known to be at any past. */
export class Figures {
  constructor(private readonly db: Sql) {}

  /** @throws Refusal `store-unavailable` */
  async onTimeRate(asked: FigureAsked, now: Instant): Promise<OnTimeFigure> {
    const { found, position, quarantined } = await this.look(asked, now);
    const { name: figure, version: definitionVersion } = ON_TIME_RATE;
    const total = onTimeRateOf(found.map(({ counted }) => counted));
    return {
      certificate: {
        ...{ figure, definitionVersion, period: asked.period, evaluatedAt: endOf(asked.period, now), asOf: position },
        calendars: [...new Set(found.flatMap(({ standing }) => standing.calendar ?? []))].sort(),
        dossiers: found.length,
        digest: digestOf(found.map(classesOf)),
        quarantined,
        range:
          quarantined === 0
            ? null
            : { strict: rangeOf(total.strict, quarantined), lenient: rangeOf(total.lenient, quarantined) },
      },
      total,
      groups: asked.by === undefined ? [] : grouped(found, asked.by),
    };
  }

  /** The dossiers that a figure is made of. @throws Refusal `store-unavailable` */
  async contributions(asked: FigureAsked, now: Instant): Promise<readonly Contribution[]> {
    return (await this.look(asked, now)).found;
  }

  /** Where one dossier stood, and what it is in the figure; null where it was not known. @throws Refusal `store-unavailable` */
  async explain({ period, asOf }: FigureAsked, code: string, now: Instant): Promise<Explained | null> {
    const position = earlier(asOf, (await this.known())?.position ?? null) ?? '';
    const at = endOf(period, now);
    const [found] = await asked(() => rowsOf<Pick<Contribution, 'standing'>>(this.db, STANDING, [position, at, code]));
    if (found === undefined) return null;
    return { standing: found.standing, counted: countedIn(found.standing, period, at), at };
  }

  private async look({ period, asOf }: FigureAsked, now: Instant) {
    const known = await this.known();
    const position = earlier(asOf, known?.position ?? null);
    const at = endOf(period, now);
    const setAside = await this.setAside(position);
    const found: Contribution[] = [];
    for await (const one of this.standings(position, at, setAside)) {
      const counted = countedIn(one.standing, period, at);
      if (counted !== null) found.push({ ...one, counted });
    }
    return { found, position, quarantined: setAside.length };
  }

  private async known(): Promise<Known | undefined> {
    const [known] = await asked(() => rowsOf<Known>(this.db, KNOWN));
    return known;
  }

  /** The streams that were not followed any more at a position: what is kept of them is from before. */
  private async setAside(position: Position | null): Promise<readonly string[]> {
    const rows = await asked(() => rowsOf<{ readonly stream: string }>(this.db, SET_ASIDE, [position ?? '']));
    return rows.map(({ stream }) => stream);
  }

  /** Where every dossier that was followed stood at an instant, as far as was known at a position. */
  private async *standings(
    position: Position | null,
    at: Instant,
    setAside: readonly string[],
  ): AsyncGenerator<Omit<Contribution, 'counted'>> {
    for (let after: string | null = ''; after !== null;) {
      const rows: readonly Omit<Contribution, 'counted'>[] = await asked(() =>
        rowsOf<Omit<Contribution, 'counted'>>(this.db, STANDINGS, [position ?? '', at, after, setAside]),
      );
      yield* rows;
      after = rows.length < PAGE ? null : (rows.at(-1)?.dossierId ?? null);
    }
  }
}

/** Nobody knows more than was read: what comes after it may change a figure of a later position. */
const earlier = (asked: Position | undefined, reached: Position | null): Position | null =>
  asked !== undefined && reached !== null && asked < reached ? asked : reached;

/** Why a dossier is in a figure as it is. */
export interface Explained {
  readonly standing: Standing;
  /** Null where it is not in the figure: neither ended in the period, nor running late. */
  readonly counted: Counted | null;
  readonly at: Instant;
}

export const classesOf = ({ dossierId, counted }: Contribution) =>
  [dossierId, counted.strict, counted.lenient] as const;

interface Known {
  readonly position: Position | null;
}

const KNOWN = `select position from read.checkpoints where projection = 'outcomes' and build = 'live'`;

const SET_ASIDE = `select stream from read.quarantine
  where projection = 'outcomes' and build = 'live' and position <= $1`;

/** An effective instant never goes back within a dossier: the newest of what was known and had happened is the last. */
const STANDINGS = `select distinct on (dossier_id) dossier_id as "dossierId", revision, standing
  from ${VERSIONS_TABLE} where position <= $1 and effective_at <= $2::timestamptz and dossier_id > $3
    and 'dossier-' || dossier_id <> all($4::text[])
  order by dossier_id, revision desc limit ${PAGE}`;

const STANDING = `select standing from ${VERSIONS_TABLE} where dossier_id = (
    select dossier_id from ${VERSIONS_TABLE} where standing ->> 'code' = $3 limit 1)
  and position <= $1 and effective_at <= $2::timestamptz order by revision desc limit 1`;

/** The same, whatever made the list: the read store, or the log alone. */
export const digestOf = (dossiers: readonly (readonly [id: string, strict: string, lenient: string])[]): string =>
  canonicalHash(dossiers.toSorted(([a], [b]) => (a < b ? -1 : 1)));

function grouped(found: readonly Contribution[], by: Grouping): OnTimeFigure['groups'] {
  const groups = new Map<string, Counted[]>();
  for (const { standing, counted } of found) {
    const key = standing[by] ?? '';
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(counted);
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, counted]) => ({ key, ...onTimeRateOf(counted) }));
}
