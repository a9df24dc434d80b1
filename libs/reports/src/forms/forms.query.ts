import type { CatalogueView } from '#catalogue';
import type { Instant, Position } from '#kernel';
import type { Sql } from '#read-store';
import { ListDigest } from '../figures/digest.js';
import { endOf, type Period } from '../figures/period.js';
import { setAsideAt, standingsAt, standingsReach, type DossierStanding } from '../outcome/standings.query.js';
import { Form07aTally, isCarried, type Form07a, type Looks } from './form-07a.js';
import { lastBefore } from './reporting-period.js';

/** Raised with every change of what a form counts where. */
const DEFINITION_VERSION = 1;

export interface FormAsked {
  readonly period: Period;
  /** The reporting unit: deciding agencies at the period's end; the whole province where none are named. */
  readonly agencies?: readonly string[];
  /** What was known; what is known now by default. */
  readonly asOf?: Position;
  /** What was known when the period before ended; null: nothing. */
  readonly knownBefore: Position | null;
}

/** What a form was made of. */
export interface FormCertificate {
  readonly form: string;
  readonly definitionVersion: number;
  readonly period: Period;
  readonly evaluatedAt: Instant;
  readonly asOf: Position | null;
  readonly dossiers: number;
  /** SHA-256 over the canonical JSON of id and columns of each of its dossiers, by id. */
  readonly digest: string;
  /** Dossiers that the read model stopped following: in no column, whatever they would be. */
  readonly quarantined: number;
}

export interface Reported07a extends Form07a {
  readonly certificate: FormCertificate;
  /** (13) of the period before as it was known when that ended: other than (8) where entries came late. */
  readonly carriedAsReportedBefore: number;
}

/** Biểu mẫu báo cáo, as they are and as they were known to be. */
export class Forms {
  constructor(private readonly db: Sql) {}

  /**
   * @param catalogue as it was known at the position
   * @throws Refusal `form-does-not-balance`, `store-unavailable`
   */
  async form07a(asked: FormAsked, now: Instant, catalogue: CatalogueView): Promise<Reported07a> {
    const { period, agencies } = asked;
    const reach = await standingsReach(this.db);
    const asOf = earlier(asked.asOf ?? reach, reach);
    const look: Looks = { before: lastBefore(period), at: endOf(period, now) };
    const setAside = await setAsideAt(this.db, asOf);
    const ours = agencies === undefined ? null : new Set(agencies);
    const tally = new Form07aTally(ours, look, catalogue);
    const digest = new ListDigest();
    const before = standingsAt(this.db, { position: asOf, at: look.before }, setAside);
    const end = standingsAt(this.db, { position: asOf, at: look.at }, setAside);
    for await (const { dossierId, was, is } of joined(before, end)) {
      const place = tally.add(dossierId, was, is);
      if (place === null) continue;
      const { received, outcome, strict } = place;
      digest.add({ dossierId, terms: { received: received ?? 0, outcome, strict } });
    }
    const form = tally.form();
    return {
      ...form,
      certificate: {
        ...{ form: '07a/BTP/KSTT', definitionVersion: DEFINITION_VERSION, period, evaluatedAt: look.at, asOf },
        ...{ dossiers: form.dossiers, digest: digest.hex(), quarantined: setAside.length },
      },
      carriedAsReportedBefore: await this.carried(earlier(asked.knownBefore, asOf), look, ours),
    };
  }

  private async carried(position: Position | null, look: Looks, ours: ReadonlySet<string> | null): Promise<number> {
    const setAside = await setAsideAt(this.db, position);
    let carried = 0;
    for await (const { standing } of standingsAt(this.db, { position, at: look.before }, setAside)) {
      const { agency } = standing;
      if (agency !== null && (ours === null || ours.has(agency)) && isCarried(standing, look)) carried += 1;
    }
    return carried;
  }
}

/** Null: before the first event. */
const earlier = (a: Position | null, b: Position | null): Position | null =>
  a === null || b === null ? null : a < b ? a : b;

/** Both looks, by id: whatever was known of a dossier before is known at the end too. */
async function* joined(before: AsyncGenerator<DossierStanding>, end: AsyncGenerator<DossierStanding>) {
  let was = await before.next();
  for await (const { dossierId, standing } of end) {
    while (was.done !== true && was.value.dossierId < dossierId) was = await before.next();
    const same = was.done !== true && was.value.dossierId === dossierId ? was.value.standing : undefined;
    yield { dossierId, was: same, is: standing };
  }
}
