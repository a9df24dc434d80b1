import type { DataSource } from 'typeorm';
import type { Scope } from '#access';
import type { CatalogueView } from '#catalogue';
import { dayAfter, Refusal, startOf, type Day, type Instant, type Position } from '#kernel';
import { LIVE_SCHEMA, rowsOf, type Sql } from '#read-store';
import { ListDigest } from '../figures/digest.js';
import { mustHaveBegun, type Period } from '../figures/period.js';
import { inSnapshot } from '../outcome/standings.query.js';
import { Conditions } from '../register/conditions.js';
import type { FlowLine } from './flow-line.js';

/** Agencies as they were when it was sent, or their successors. */
export const AGENCIES_AS = ['then', 'now'] as const;

export interface FlowFilter {
  /** Days of sending in Vietnam, both included. */
  readonly from: Day;
  readonly to: Day;
  /** An end of the edge. */
  readonly agency?: string;
  readonly procedure?: string;
  readonly field?: string;
  readonly agenciesAs?: (typeof AGENCIES_AS)[number];
}

/** Nearest-rank percentiles in working minutes; null where nothing was counted. */
export interface Spread {
  readonly median: number | null;
  readonly p90: number | null;
}

export interface FlowFigures {
  readonly sent: number;
  readonly accepted: number;
  readonly returned: number;
  /** Not answered; `lapsed` of them because the dossier ended before. */
  readonly inTransit: number;
  readonly lapsed: number;
  readonly late: number;
  readonly transit: Spread;
  readonly held: Spread;
}

/** Một tuyến — what went from one agency to another for one procedure. */
export interface FlowEdge extends FlowFigures {
  readonly from: string;
  readonly to: string;
  readonly procedure: string;
}

/** What the flows were made of. */
export interface FlowsCertificate {
  readonly figure: 'flows';
  readonly definitionVersion: number;
  /** Days of sending. */
  readonly period: Period;
  /** Only of these. */
  readonly of: Pick<FlowFilter, 'agency' | 'procedure' | 'field'>;
  readonly agenciesAs: (typeof AGENCIES_AS)[number];
  /** Only edges that an agency of the reader's mandate was an end of. */
  readonly ofMandate: boolean;
  /** The instant at which what is open is late or not. */
  readonly evaluatedAt: Instant;
  /** Up to where it was known; null before the first event. */
  readonly asOf: Position | null;
  /** Dossiers that the read model stopped following by then: in no count. */
  readonly quarantined: number;
  readonly transfers: number;
  /** Null where no proof was asked for. */
  readonly proof: FlowsProof | null;
}

export interface FlowsProof {
  /** Calendars that minutes and due dates are counted by. */
  readonly calendars: readonly string[];
  /** SHA-256 over the canonical JSON of what is told of each transfer, by dossier and number. */
  readonly digest: string;
}

/** `cut`: there are more edges than are shown; the total is over all of them. */
export interface FoundFlows {
  readonly certificate: FlowsCertificate;
  readonly edges: readonly FlowEdge[];
  readonly cut: boolean;
  readonly total: FlowFigures;
}

/** Cân đối: accepted + returned + in transit = sent, of the rows and of the plain events alike. */
export interface FlowHealth {
  readonly sent: number;
  readonly accepted: number;
  readonly returned: number;
  readonly inTransit: number;
  readonly conserved: boolean;
}

const TABLE = `${LIVE_SCHEMA}.flows`;
const COUNTED = `count(*)::int as sent,
  (count(*) filter (where status = 'accepted'))::int as accepted,
  (count(*) filter (where status = 'returned'))::int as returned,
  (count(*) filter (where status in ('in-transit', 'lapsed')))::int as "inTransit"`;

const spread = (column: string): string =>
  `json_build_object('median', percentile_disc(0.5) within group (order by ${column}),
    'p90', percentile_disc(0.9) within group (order by ${column}))`;

const isLate = (now: string): string => `coalesce(late, late_after < ${now}::timestamptz)`;

const figures = (now: string): string => `${COUNTED},
  (count(*) filter (where status = 'lapsed'))::int as lapsed,
  (count(*) filter (where ${isLate(now)}))::int as late,
  ${spread('transit_minutes')} as transit, ${spread('held_minutes')} as held`;

const sum = (column: string): string => `coalesce(sum(${column}), 0)::int as ${column}`;
/** One statement, so that both counts are of one moment. */
const HEALTH = `select rows.*, rows.sent = plain.sent and rows.accepted = plain.accepted
    and rows.returned = plain.returned
    and rows."inTransit" = plain.sent - plain.accepted - plain.returned as conserved
  from (select ${COUNTED} from ${TABLE}) rows,
    (select ${['sent', 'accepted', 'returned'].map(sum).join(', ')} from ${LIVE_SCHEMA}.flow_counts) plain`;

const REACHED = `select position from read.checkpoints where projection = 'flows' and build = 'live'`;
const SET_ASIDE = `select substr(stream, length('dossier-') + 1) as id from read.quarantine
  where projection = 'flows' and build = 'live' and stream like 'dossier-%'`;

/** How far the flows go; null before the first event. */
export async function flowsReach(db: Sql): Promise<Position | null> {
  const [reached] = await rowsOf<{ readonly position: Position | null }>(db, REACHED);
  return reached?.position ?? null;
}

const MOST_EDGES = 1_000;
const NOTHING = { sent: 0, accepted: 0, returned: 0, inTransit: 0 };

/** What is wanted beside the numbers. */
export interface FlowsHeard {
  /** False: no calendars and no digest; true by default. */
  readonly proof?: boolean;
  /** Hears of each transfer, by dossier and number, where there is a proof. */
  readonly onTransfer?: (line: FlowLine) => void;
}

/** Lưu chuyển hồ sơ giữa các cơ quan. @throws Refusal `store-unavailable` */
export class Flows {
  constructor(private readonly db: DataSource) {}

  /** The busiest edges of a period; what is still open is late or not as of `now`. */
  async find(
    scope: Scope,
    filter: FlowFilter,
    now: Instant,
    { proof = true, onTransfer }: FlowsHeard = {},
  ): Promise<FoundFlows> {
    const [from, to] = filter.agenciesAs === 'now' ? ['from_now', 'to_now'] : ['from_agency', 'to_agency'];
    const where = conditionsOf(scope, filter, [from, to]);
    const values = [...where.values, now];
    const at = `$${values.length}`;
    const counted = figures(at);
    const byEdge = `select ${from} as "from", ${to} as "to", procedure_code as procedure, ${counted}
      from ${TABLE} ${where.text} group by 1, 2, 3 order by sent desc, 1, 2, 3 limit ${MOST_EDGES + 1}`;
    const inAll = `select ${counted} from ${TABLE} ${where.text}`;
    const each = `select dossier_id as "dossierId", transfer, ${from} as "from", ${to} as "to", procedure_code as procedure, status,
        transit_minutes as "transitMinutes", held_minutes as "heldMinutes", coalesce(${isLate(at)}, false) as late, calendars
      from ${TABLE} ${where.text}`;
    return inSnapshot(this.db, async (tx) => {
      const edges = await rowsOf<FlowEdge>(tx, byEdge, values);
      const [total] = await rowsOf<FlowFigures>(tx, inAll, values);
      if (total === undefined) throw new Error('a count without a row');
      const told = new ProofOfFlows(onTransfer);
      if (proof) for await (const { calendars, ...line } of linesOf(tx, each, values)) told.add(line, calendars);
      const certificate = {
        ...certified(scope, filter),
        ...{ evaluatedAt: now, asOf: await flowsReach(tx), quarantined: (await rowsOf(tx, SET_ASIDE)).length },
        ...{ transfers: total.sent, proof: proof ? told.proof() : null },
      };
      return { certificate, ...edgesShown(edges), total };
    });
  }

  async health(): Promise<FlowHealth> {
    const [counted] = await rowsOf<FlowHealth>(this.db, HEALTH);
    return counted ?? { ...NOTHING, conserved: true };
  }
}

const PAGE = 5_000;

interface Row extends FlowLine {
  readonly calendars: readonly string[];
}

async function* linesOf(tx: Sql, select: string, values: readonly unknown[]): AsyncGenerator<Row> {
  const place = [values.length + 1, values.length + 2].map((no) => `$${no}`).join(', ');
  const text = `${select} and (dossier_id, transfer) > (${place}) order by dossier_id, transfer limit ${PAGE}`;
  let last: readonly [dossierId: string, transfer: number] = ['', 0];
  for (let read = PAGE; read === PAGE;) {
    const rows = await rowsOf<Row>(tx, text, [...values, ...last]);
    yield* rows;
    read = rows.length;
    last = rows.map(({ dossierId, transfer }) => [dossierId, transfer] as const).at(-1) ?? last;
  }
}

/** Of transfers that are told one by one, by dossier and number. */
export class ProofOfFlows {
  private readonly calendars = new Set<string>();
  private readonly digest = new ListDigest<FlowLine>();

  constructor(private readonly onTransfer: (line: FlowLine) => void = () => {}) {}

  add(line: FlowLine, calendars: readonly string[]): void {
    this.digest.add(line);
    for (const calendar of calendars) this.calendars.add(calendar);
    this.onTransfer(line);
  }

  /** Once, at the end. */
  proof(): FlowsProof {
    return { calendars: [...this.calendars].sort(), digest: this.digest.hex() };
  }
}

const DEFINITION_VERSION = 1;

/** What of the certificate follows from what was asked, and by whom. */
export function certified(
  scope: Scope,
  { from, to, agenciesAs = 'then', ...of }: FlowFilter,
): Pick<FlowsCertificate, 'figure' | 'definitionVersion' | 'period' | 'of' | 'agenciesAs' | 'ofMandate'> {
  return {
    ...{ figure: 'flows', definitionVersion: DEFINITION_VERSION, period: { from, to }, of, agenciesAs },
    ofMandate: scope.is !== 'all',
  };
}

/** @throws Refusal `invalid-input` for days that are reversed or to come, `unknown-agency`, `unknown-procedure` */
export function mustBeKnown({ from, to, agency, procedure }: FlowFilter, now: Instant, catalogue: CatalogueView): void {
  mustHaveBegun('from', from, { from, to }, now);
  if (agency !== undefined && catalogue.findAgency(agency) === undefined)
    throw new Refusal('unknown-agency', null, { agency });
  if (procedure !== undefined && !catalogue.allProcedures().some(({ code }) => code === procedure))
    throw new Refusal('unknown-procedure', null, { code: procedure });
}

/** The busiest first. */
export const edgesShown = (edges: readonly FlowEdge[]): Pick<FoundFlows, 'edges' | 'cut'> => ({
  ...{ edges: edges.slice(0, MOST_EDGES), cut: edges.length > MOST_EDGES },
});

/** From when until when something is sent on the days asked for, the end not included. */
export const daysOf = ({ from, to }: Pick<FlowFilter, 'from' | 'to'>): readonly [Instant, Instant] => [
  startOf(from),
  startOf(dayAfter(to, 1)),
];

/** Whoever reads for an agency sees the edges that it was, or now is, an end of. */
function conditionsOf(scope: Scope, filter: FlowFilter, ends: readonly string[]): Conditions {
  const where = new Conditions();
  where.add(() => `dossier_id not in (${SET_ASIDE})`);
  if (scope.is === 'filed-by') where.add(() => 'false');
  if (scope.is === 'involving')
    where.add((value) => {
      const agencies = value(scope.agencies);
      const columns = ['from_agency', 'to_agency', 'from_now', 'to_now'];
      return `(${columns.map((column) => `${column} = any(${agencies}::text[])`).join(' or ')})`;
    });
  const [begin, end] = daysOf(filter);
  where.add((value) => `sent_at >= ${value(begin)}::timestamptz`);
  where.add((value) => `sent_at < ${value(end)}::timestamptz`);
  const { agency, procedure, field } = filter;
  if (agency !== undefined)
    where.add((value) => {
      const asked = value(agency);
      return `(${ends.map((column) => `${column} = ${asked}`).join(' or ')})`;
    });
  if (procedure !== undefined) where.add((value) => `procedure_code = ${value(procedure)}`);
  if (field !== undefined) where.add((value) => `field = ${value(field)}`);
  return where;
}
