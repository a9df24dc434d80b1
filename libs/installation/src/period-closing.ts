import type { DataSource } from 'typeorm';
import { placeFor, type Asker } from '#access';
import type { CatalogueInForce } from '#handling';
import { Refusal, vietnamDay, type EventStore, type Instant } from '#kernel';
import {
  closedPeriodOf,
  closePeriod,
  lastSaid,
  periodStream,
  restatePeriod,
  saysTheSame,
  upcastOversight,
  type ClosedPeriod,
  type Closing,
  type RecordedOversightEvent,
} from '#oversight';
import { projectionHealth, type Sql } from '#read-store';
import {
  catalogueAt,
  DOSSIER_FIGURES,
  earlier,
  endOf,
  figureOf,
  FIGURES,
  flowsOfPast,
  flowsReach,
  heldBy,
  heldByOutcomes,
  isOfDossiers,
  reachOf,
  standingsReach,
  type Figure,
  type FoundFlows,
  type Terms,
} from '#reports';
import { appendOversight, onceMore, type Overseeing } from './append-oversight.js';

/** Of which agency, with those below it, and which days. */
export type AgencyPeriod = Pick<Closing, 'agency' | 'from' | 'to'>;

/** What was signed, what was restated, and what the log says now. */
export interface PeriodSeen extends ClosedPeriod {
  readonly now: Closing;
  /** Whether the log says otherwise than was last said: it waits to be restated. */
  readonly differs: boolean;
}

type Reading = Pick<Overseeing, 'store' | 'clock'> & { readonly db: DataSource; readonly catalogue: CatalogueInForce };

/** A leader signs for the agency that they lead. @throws Refusal `not-allowed` */
export function signingFor(asker: Asker): string {
  placeFor(asker, 'ClosePeriod');
  if (asker.agency === null) throw new Refusal('not-allowed', null, { right: 'ClosePeriod', why: 'of no agency' });
  return asker.agency;
}

/** `written`: whether anything was otherwise than it was last said. */
export interface PeriodWritten extends ClosedPeriod {
  readonly written: boolean;
}

/**
 * Khóa sổ kỳ báo cáo, or with a reason what is known since.
 * @throws Refusal of `closePeriod` and `restatePeriod`, `read-model-behind`
 */
export async function writePeriod(
  overseeing: Reading & Overseeing,
  asked: AgencyPeriod,
  reason: string | null,
): Promise<PeriodWritten> {
  const { store, clock, db } = overseeing;
  const stream = periodStream(asked);
  await mustBeCaughtUp(db);
  const events = await onceMore(async () => {
    const now = clock.now();
    const signed = (await periodRead(store, stream))?.closed;
    const closing = await figuresOf(overseeing, asked, now, signed);
    return appendOversight(overseeing, stream, (history) => {
      const current = closedPeriodOf(history);
      return reason === null
        ? closePeriod(current, closing, vietnamDay(now))
        : restatePeriod(current, { ...closing, reason });
    });
  });
  const period = await periodRead(store, stream);
  if (period === null) throw new Error('a period that was closed is not');
  return { ...period, written: events > 0 };
}

/** Kỳ đã khóa beside what the log says. @throws Refusal `period-not-closed` */
export async function seenPeriod(reading: Reading, period: AgencyPeriod): Promise<PeriodSeen> {
  const closed = await periodRead(reading.store, periodStream(period));
  if (closed === null) throw new Refusal('period-not-closed', null, { ...period });
  const now = await figuresOf(reading, period, reading.clock.now(), closed.closed);
  return { ...closed, now, differs: !saysTheSame(lastSaid(closed), now) };
}

type Said = Closing['figures'][number];

/**
 * Every figure of an agency and those below it, as known now: of its dossiers, of what was sent from or to it, and for the
 * province's committee of what stands beside the dossiers, which is the whole province's.
 */
async function figuresOf(
  { db, store }: Reading,
  { agency, from, to }: AgencyPeriod,
  now: Instant,
  signed?: Closing,
): Promise<Closing> {
  const known = await heldByOutcomes({ db, store }, await reachOf({ db, store }));
  const asOf = (await heldBy(await flowsReach(db), { store }, known)) ?? '';
  const view = await catalogueAt(store, asOf);
  // As whoever asks for the figure at that position is told it: by what was known with the last of the dossiers' events.
  const ofDossiers = await catalogueAt(store, earlier(asOf, await standingsReach(db)));
  // A closed period stays that of the agencies for which it was signed.
  const then = signed === undefined ? view : await catalogueAt(store, signed.asOf);
  const agencies = then.subtreeOf(agency);
  const evaluatedAt = endOf({ from, to }, now);
  const asked = { period: { from, to }, at: evaluatedAt, asOf };
  const said: Said[] = [];
  let quarantined = 0;
  for (const definition of then.leadsProvince(agency) ? FIGURES : DOSSIER_FIGURES) {
    const isOfAgencies = isOfDossiers(definition);
    const of = isOfAgencies ? { ...asked, agencies } : asked;
    const figure = await figureOf(definition, {
      db,
      store,
      asked: of,
      catalogue: isOfAgencies ? ofDossiers : view,
      now,
    });
    if (isOfAgencies) quarantined = Math.max(quarantined, figure.certificate.quarantined);
    said.push(saidOf(figure));
  }
  const past = { asOf: asOf === '' ? '0' : asOf, at: evaluatedAt };
  const flows = await flowsOfPast({ db, store, now }, { is: 'involving', agencies }, { from, to }, past);
  said.push(saidOfFlows(flows));
  return { agency, from, to, asOf, evaluatedAt, quarantined, figures: said };
}

function saidOf({ certificate: { figure, definitionVersion, dossiers, digest }, total }: Figure): Said {
  return { figure, definitionVersion, dossiers, digest, terms: termsOf(total.terms) };
}

/** Medians are not said: the digest is over the minutes of each transfer. */
function saidOfFlows({ certificate: { figure, definitionVersion, transfers, proof }, total }: FoundFlows): Said {
  if (proof === null) throw new Error('flows without their proof');
  const { sent, accepted, returned, inTransit, lapsed, late } = total;
  const terms = termsOf({ sent, accepted, returned, 'not-answered': inTransit, lapsed, late });
  return { figure, definitionVersion, dossiers: transfers, digest: proof.digest, terms };
}

const termsOf = (terms: Terms): Said['terms'] => Object.entries(terms).map(([term, number]) => ({ term, number }));

/** A closed period as the log has it; null where it was never closed. */
async function periodRead(store: EventStore, stream: string): Promise<ClosedPeriod | null> {
  const events: RecordedOversightEvent[] = [];
  for await (const event of store.read(stream)) events.push(upcastOversight(event));
  return closedPeriodOf(events);
}

/** What is signed is of what was written until a moment ago, and not of what a read model had to go on with. */
async function mustBeCaughtUp(db: Sql): Promise<void> {
  const health = await projectionHealth(db);
  for (const name of ['outcomes', 'flows'])
    if (health.find(({ projection }) => projection === name)?.caughtUp !== true)
      throw new Refusal('read-model-behind', null, { projection: name });
}
