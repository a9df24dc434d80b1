import type { CatalogueView } from '#catalogue';
import type { Instant, Position } from '#kernel';
import type { Sql } from '#read-store';
import type { Terms } from '../figures/definition.js';
import { ContributionsDigest } from '../figures/digest.js';
import { endOf } from '../figures/period.js';
import { setAsideAt, standingsReach } from '../outcome/standings.query.js';
import { COLUMNS } from './counts.js';
import { formRange, setAsideIn, type FormRange } from './form-range.js';
import { Form07aTally, type Form07a } from './form-07a.js';
import { Form07bTally, type Form07b } from './form-07b.js';
import { PROGRESS_COLUMNS, Progress766Tally, type Progress766 } from './progress-766.js';
import { justBefore, type ReportingPeriod } from './reporting-period.js';
import type { Seen, Span } from './seen.js';
import { seenBetween } from './seen.query.js';

export interface FormAsked {
  readonly period: ReportingPeriod;
  /** Who reports: only dossiers that these agencies decide at the period's end; all by default. */
  readonly agencies?: readonly string[];
  /** What is known: everything up to this position; what is known now by default. */
  readonly asOf?: Position;
  /** What was known just before the period (`knownAt`): what the form before could say. */
  readonly knownBefore: Position | null;
}

/** What a form was made of, so that anyone can make it again. */
export interface FormCertificate {
  readonly form: string;
  readonly definitionVersion: number;
  readonly period: ReportingPeriod;
  /** Only what these decide; null of all there are. */
  readonly agencies: readonly string[] | null;
  readonly evaluatedAt: Instant;
  readonly asOf: Position | null;
  readonly knownBefore: Position | null;
  readonly dossiers: number;
  /** SHA-256 as of a figure's: over id and columns of each of its dossiers, by id. */
  readonly digest: string;
  /** Dossiers that the read model stopped following by then, of whatever period and agency: in no column. */
  readonly quarantined: number;
}

/** `range`: what its total can be while dossiers are set aside; null where none is. */
export type Certified<T extends { readonly total: { readonly counts: object } }> = T & {
  readonly certificate: FormCertificate;
  readonly range: FormRange<T['total']['counts']> | null;
};

/** Version of what the columns mean. */
const DEFINITION_VERSION = 1;

interface Tally {
  add(seen: Seen): Terms | null;
}

/** Biểu mẫu báo cáo: the official forms, as they are and as they could be made at any past. */
export class Forms {
  constructor(private readonly db: Sql) {}

  /** @param catalogue as it was known at the position. @throws Refusal `form-does-not-balance`, `store-unavailable` */
  async form07a(asked: FormAsked, now: Instant, catalogue: CatalogueView): Promise<Certified<Form07a>> {
    const tally = new Form07aTally(spanOf(asked, now), catalogue, ownOf(asked));
    const { certificate, setAside } = await this.added('07a', tally, asked, now);
    const form = tally.form();
    return { certificate, range: formRange(COLUMNS, form.total.counts, setAside), ...form };
  }

  /** Of the whole province. @throws Refusal `form-does-not-balance`, `store-unavailable` */
  async form07b(asked: FormAsked, now: Instant, catalogue: CatalogueView): Promise<Certified<Form07b>> {
    const tally = new Form07bTally(spanOf(asked, now), catalogue);
    const { certificate, setAside } = await this.added('07b', tally, asked, now);
    const form = tally.form();
    return { certificate, range: formRange(COLUMNS, form.total.counts, setAside), ...form };
  }

  /** @throws Refusal `form-does-not-balance`, `store-unavailable` */
  async progress766(asked: FormAsked, now: Instant, catalogue: CatalogueView): Promise<Certified<Progress766>> {
    const tally = new Progress766Tally(spanOf(asked, now), catalogue, ownOf(asked));
    const { certificate, setAside } = await this.added('766', tally, asked, now);
    const table = tally.table();
    return { certificate, range: formRange(PROGRESS_COLUMNS, table.total.counts, setAside), ...table };
  }

  private async added(form: string, tally: Tally, asked: FormAsked, now: Instant) {
    const reached = await standingsReach(this.db);
    const position = earlier(asked.asOf ?? reached, reached);
    const knownBefore = earlier(asked.knownBefore, position);
    const streams = await setAsideAt(this.db, position);
    const span = spanOf(asked, now);
    const { end } = span;
    const digest = new ContributionsDigest();
    let dossiers = 0;
    const past = { position, knownBefore, setAside: streams, agencies: asked.agencies ?? null };
    for await (const seen of seenBetween(this.db, span, past)) {
      const terms = tally.add(seen);
      if (terms === null) continue;
      dossiers += 1;
      digest.add({ dossierId: seen.dossierId, terms });
    }
    const certificate: FormCertificate = {
      ...{ form, definitionVersion: DEFINITION_VERSION, period: asked.period, evaluatedAt: end },
      agencies: form === '07b' ? null : (asked.agencies?.toSorted() ?? null),
      ...{ asOf: position, knownBefore, dossiers, digest: digest.hex(), quarantined: streams.length },
    };
    return {
      certificate,
      setAside: await setAsideIn(this.db, streams, { position, at: end, now }, span, ownOf(asked)),
    };
  }
}

const spanOf = ({ period }: FormAsked, now: Instant): Span => ({ begin: justBefore(period), end: endOf(period, now) });

function ownOf({ agencies }: FormAsked): (agency: string) => boolean {
  const own = agencies === undefined ? null : new Set(agencies);
  return (agency) => own === null || own.has(agency);
}

/** Null: before the first event. */
const earlier = (a: Position | null, b: Position | null): Position | null =>
  a === null || b === null ? null : a < b ? a : b;
