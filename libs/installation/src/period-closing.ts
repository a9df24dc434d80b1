import type { DataSource } from 'typeorm';
import { placeFor, type Asker } from '#access';
import type { CatalogueInForce } from '#handling';
import { Refusal, vietnamDay, type Instant } from '#kernel';
import {
  closedPeriod,
  closedPeriodOf,
  closePeriod,
  lastSaid,
  periodStream,
  restatePeriod,
  saysTheSame,
  type AgencyPeriod,
  type ClosedPeriod,
  type Closing,
  type FigureSaid,
  type Told,
} from '#oversight';
import { projectionHealth, type Sql } from '#read-store';
import {
  catalogueAt,
  DOSSIER_FIGURES,
  earlier,
  endOf,
  figureOf,
  figureTold,
  flowsOfPast,
  flowsReach,
  flowsTold,
  FORM_NAMES,
  Forms,
  formTold,
  heldBy,
  heldByOutcomes,
  justBefore,
  knownAt,
  madeForm,
  OTHER_FIGURES,
  reachOf,
  standingsReach,
} from '#reports';
import { appendOversight, onceMore, type Overseeing } from './append-oversight.js';

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
    const signed = (await closedPeriod(store, asked))?.closed;
    const closing = await figuresOf(overseeing, asked, now, signed);
    return appendOversight(overseeing, stream, (history) => {
      const current = closedPeriodOf(history);
      return reason === null
        ? closePeriod(current, closing, vietnamDay(now))
        : restatePeriod(current, { ...closing, reason });
    });
  });
  const period = await closedPeriod(store, asked);
  if (period === null) throw new Error('a period that was closed is not');
  return { ...period, written: events > 0 };
}

/** Kỳ đã khóa beside what the log says. @throws Refusal `period-not-closed` */
export async function seenPeriod(reading: Reading, period: AgencyPeriod): Promise<PeriodSeen> {
  const closed = await closedPeriod(reading.store, period);
  if (closed === null) throw new Refusal('period-not-closed', null, { ...period });
  const now = await figuresOf(reading, period, reading.clock.now(), closed.closed);
  return { ...closed, now, differs: !saysTheSame(lastSaid(closed), now) };
}

/**
 * Every figure of an agency and those below it, as known now: of its dossiers, of what was sent from or to it, the sums of
 * its official forms, and for the province's committee of what stands beside the dossiers, which is the whole province's.
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
  const ofProvince = then.leadsProvince(agency);
  const agencies = then.subtreeOf(agency);
  const evaluatedAt = endOf({ from, to }, now);
  const asked = { period: { from, to }, at: evaluatedAt, asOf };
  const ground = { db, store, now };
  const figures: FigureSaid[] = [];
  let quarantined = 0;
  for (const definition of DOSSIER_FIGURES) {
    const figure = await figureOf(definition, { ...ground, asked: { ...asked, agencies }, catalogue: ofDossiers });
    quarantined = Math.max(quarantined, figure.certificate.quarantined);
    figures.push(saidOf(figureTold(figure), figure.certificate.dossiers));
  }
  for (const definition of ofProvince ? OTHER_FIGURES : []) {
    const figure = await figureOf(definition, { ...ground, asked, catalogue: view });
    figures.push(saidOf(figureTold(figure), figure.certificate.dossiers));
  }
  const past = { asOf: asOf === '' ? '0' : asOf, at: evaluatedAt };
  const flows = await flowsOfPast(ground, { is: 'involving', agencies }, { from, to }, past);
  figures.push(saidOf(flowsTold(flows), flows.certificate.transfers));
  const period = { from, to, label: '' };
  const ofForms = { period, knownBefore: await knownAt({ db, store }, justBefore(period)), asOf };
  for (const name of FORM_NAMES) {
    if (name === '07b' && !ofProvince) continue;
    const asked = name === '07b' ? ofForms : { ...ofForms, agencies };
    const made = await balanced(() => madeForm(new Forms(db), name, { asked, now, catalogue: ofDossiers, agency }));
    if (made !== null) figures.push(saidOf(formTold(made.form), made.form.certificate.dossiers));
  }
  return { agency, from, to, asOf, evaluatedAt, quarantined, figures };
}

/** A form that is refused has no numbers that could be signed: null. */
async function balanced<T>(form: () => Promise<T>): Promise<T | null> {
  try {
    return await form();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'form-does-not-balance') return null;
    throw error;
  }
}

/** As it stands in the event. */
const saidOf = ({ figure, definitionVersion, terms, digest }: Told, dossiers: number): FigureSaid => {
  if (digest === null) throw new Error(`${figure} without its proof`);
  const numbers = Object.entries(terms).map(([term, number]) => ({ term, number }));
  return { figure, definitionVersion, dossiers, digest, terms: numbers };
};

/** What is signed is of what was written until a moment ago, and not of what a read model had to go on with. */
async function mustBeCaughtUp(db: Sql): Promise<void> {
  const health = await projectionHealth(db);
  for (const name of ['outcomes', 'flows'])
    if (health.find(({ projection }) => projection === name)?.caughtUp !== true)
      throw new Refusal('read-model-behind', null, { projection: name });
}
