import type { DataSource } from 'typeorm';
import { placeFor, type Asker } from '#access';
import type { CatalogueInForce } from '#handling';
import { Refusal, vietnamDay, type Instant } from '#kernel';
import {
  closedPeriod,
  closedPeriodOf,
  closePeriod,
  periodStream,
  restatePeriod,
  saysTheSame,
  type AgencyPeriod,
  type ClosedPeriod,
  type Closing,
  type FigureSaid,
} from '#oversight';
import { projectionHealth, type Sql } from '#read-store';
import {
  catalogueAt,
  DOSSIER_FIGURES,
  earlier,
  endOf,
  figureOf,
  Figures,
  flowsOfPast,
  flowsReach,
  FORM_NAMES,
  Forms,
  heldBy,
  heldByOutcomes,
  justBefore,
  knownAt,
  madeForm,
  numberOfFigure,
  numberOfFlows,
  numberOfForm,
  OTHER_FIGURES,
  reachOf,
  standingsReach,
  type Figure,
  type FigureGround,
  type FormName,
  type FormWanted,
  type SignableNumber,
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
  return { ...closed, now, differs: !saysTheSame(closed, now) };
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
  const agencies = signed?.agencies ?? then.subtreeOf(agency);
  const evaluatedAt = endOf({ from, to }, now);
  const asked = { period: { from, to }, at: evaluatedAt, asOf };
  const ground = { db, store, now };
  const own = await new Figures(db).figures(DOSSIER_FIGURES, { ...asked, agencies }, now, ofDossiers);
  const beside = ofProvince ? await figuresBeside({ ...ground, asked, catalogue: view }) : [];
  const past = { asOf: asOf === '' ? '0' : asOf, at: evaluatedAt };
  const flows = await flowsOfPast(ground, { is: 'involving', agencies }, { from, to }, past);
  const period = { from, to, label: '' };
  const forms = await formsOf(db, {
    names: FORM_NAMES.filter((name) => ofProvince || name !== '07b'),
    asked: { period, knownBefore: await knownAt({ db, store }, justBefore(period)), asOf, agencies },
    ...{ now, catalogue: ofDossiers, agency },
  });
  return {
    ...{ agency, from, to, asOf, evaluatedAt, agencies },
    quarantined: Math.max(...own.map(({ certificate }) => certificate.quarantined)),
    figures: [
      ...[...own, ...beside].map((figure) => saidOf(numberOfFigure(figure), figure.certificate.dossiers)),
      saidOf(numberOfFlows(flows), flows.certificate.transfers),
      ...forms.signed,
    ],
    refused: forms.refused,
  };
}

async function figuresBeside(ground: Omit<FigureGround, 'clock'>): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const definition of OTHER_FIGURES) figures.push(await figureOf(definition, ground));
  return figures;
}

interface FormsWanted extends FormWanted {
  readonly names: readonly FormName[];
}

/** A form that is refused has no numbers that could be signed. */
async function formsOf(
  db: DataSource,
  { names, asked: { agencies, ...asked }, ...wanted }: FormsWanted,
): Promise<{ readonly signed: readonly FigureSaid[]; readonly refused: Closing['refused'] }> {
  const signed: FigureSaid[] = [];
  const refused: Closing['refused'][number][] = [];
  for (const name of names)
    try {
      const of = name === '07b' || agencies === undefined ? asked : { ...asked, agencies };
      const { form } = await madeForm(new Forms(db), name, { ...wanted, asked: of });
      signed.push(saidOf(numberOfForm(form), form.certificate.dossiers));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'form-does-not-balance') throw error;
      refused.push({ form: name, what: String(error.facts['what']), dossiers: Number(error.facts['count']) });
    }
  return { signed, refused };
}

/** As it stands in the event. */
const saidOf = ({ figure, definitionVersion, terms, digest }: SignableNumber, dossiers: number): FigureSaid => {
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
