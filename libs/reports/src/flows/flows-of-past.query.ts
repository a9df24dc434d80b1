import type { DataSource } from 'typeorm';
import type { Scope } from '#access';
import { vietnamDay, type EventStore, type Instant } from '#kernel';
import { LIVE_SCHEMA, rowsOf, type Sql } from '#read-store';
import type { WorkingCalendar } from '#working-time';
import { calendarsOfSent } from '../course/calendar-of.js';
import { catalogueAt } from '../figures/catalogue-at.js';
import { heldByOutcomes, positionOf } from '../figures/known-at.js';
import { evaluationInstant } from '../figures/period.js';
import { earlier, EVERYTHING, inSnapshot, setAsideAt, standingsOfSome, type Past } from '../outcome/standings.query.js';
import type { Standing } from '../outcome/standing.fold.js';
import { flowsOf, type Flow } from './flow.js';
import type { FlowLine } from './flow-line.js';
import { FlowSums } from './flow-sums.js';
import {
  certified,
  daysOf,
  flowsReach,
  ProofOfFlows,
  type FlowFilter,
  type FlowsHeard,
  type FoundFlows,
} from './flows.query.js';

/** Whatever was sent in the days is in the rows of today too: nothing that was sent is ever taken back. */
const SENDERS = `select distinct dossier_id as "dossierId" from ${LIVE_SCHEMA}.flows
  where sent_at >= $1::timestamptz and sent_at < $2::timestamptz order by 1`;

/** From what they are told. */
export interface FlowsGround {
  readonly db: DataSource;
  readonly store: EventStore;
  readonly now: Instant;
}

/** What was known, by a position or an instant, and the instant at which it is looked at; all, and now, by default. */
export interface FlowsPast {
  readonly asOf?: string | undefined;
  readonly at?: string | undefined;
}

/**
 * Lưu chuyển hồ sơ as it was known, and as it stood at an instant: counted again from where each dossier stood. What was set
 * aside is in no count. @throws Refusal `invalid-input`, `store-unavailable`
 */
export async function flowsOfPast(
  { db, store, now }: FlowsGround,
  scope: Scope,
  filter: FlowFilter,
  wanted: FlowsPast,
  { proof = true, onTransfer }: FlowsHeard = {},
): Promise<FoundFlows> {
  const at = wanted.at === undefined ? now : evaluationInstant(wanted.at, now);
  const known = wanted.asOf === undefined ? EVERYTHING : await positionOf({ db, store }, wanted.asOf, now);
  const past: Past = { position: await heldByOutcomes({ db, store }, earlier(known, await flowsReach(db))), at };
  const calendars = (await catalogueAt(store, past.position)).calendars();
  return inSnapshot(db, async (tx) => {
    const [sums, told] = [new FlowSums(), new ProofOfFlows(onTransfer)];
    const setAside = await setAsideAt(tx, past.position);
    const ids = await sendersIn(tx, filter, new Set(setAside));
    for await (const { dossierId, standing } of standingsOfSome(tx, past, ids))
      for (const flow of sentBy(standing, calendars)) {
        if (!isAsked(flow, standing, scope, filter)) continue;
        const line = lineOf(dossierId, standing, flow, filter, at);
        sums.add(line);
        told.add(line, flow.calendars);
      }
    const { total, ...edges } = sums.told();
    const certificate = {
      ...certified(scope, filter),
      ...{ evaluatedAt: at, asOf: past.position, quarantined: setAside.length },
      ...{ transfers: total.sent, proof: proof ? told.proof() : null },
    };
    return { certificate, ...edges, total };
  });
}

async function sendersIn(tx: Sql, filter: FlowFilter, setAside: ReadonlySet<string>): Promise<readonly string[]> {
  const rows = await rowsOf<{ readonly dossierId: string }>(tx, SENDERS, [...daysOf(filter)]);
  return rows.flatMap(({ dossierId }) => (setAside.has(`dossier-${dossierId}`) ? [] : [dossierId]));
}

const sentBy = (standing: Standing, calendars: readonly WorkingCalendar[]): readonly Flow[] =>
  flowsOf(standing, calendarsOfSent(calendars, standing));

const endsOf = ({ from, to, fromNow, toNow }: Flow, { agenciesAs }: FlowFilter): readonly [string, string] =>
  agenciesAs === 'now' ? [fromNow, toNow] : [from, to];

function lineOf(dossierId: string, { procedure }: Standing, flow: Flow, filter: FlowFilter, at: Instant): FlowLine {
  const { transfer, status, transitMinutes, heldMinutes, late, lateAfter } = flow;
  const [from, to] = endsOf(flow, filter);
  const told = { dossierId, transfer, from, to, procedure: procedure ?? '', status, transitMinutes, heldMinutes };
  return { ...told, late: late ?? (lateAfter !== null && lateAfter < at) };
}

function isAsked(flow: Flow, { procedure, field }: Standing, scope: Scope, filter: FlowFilter): boolean {
  if (scope.is === 'filed-by') return false;
  const touched = [flow.from, flow.to, flow.fromNow, flow.toNow];
  if (scope.is === 'involving' && !touched.some((agency) => scope.agencies.includes(agency))) return false;
  const day = vietnamDay(flow.sentAt);
  return (
    filter.from <= day &&
    day <= filter.to &&
    (filter.agency === undefined || endsOf(flow, filter).includes(filter.agency)) &&
    (filter.procedure === undefined || filter.procedure === procedure) &&
    (filter.field === undefined || filter.field === field)
  );
}
