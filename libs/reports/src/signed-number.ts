import type { CatalogueView } from '#catalogue';
import { inVietnam, Refusal, type EventStore, type Instant } from '#kernel';
import {
  changedTerms,
  closedPeriod,
  heldAgainst,
  lastSigned,
  type ClosedPeriod,
  type Said,
  type SignedNumber,
  type ToldNumber,
  type UnreadPeriod,
} from '#oversight';
import { isOfDossiers, type AnyFigure } from './figures/any-figure.js';
import type { Figure, FigureTable } from './figures/figure.js';
import type { Period } from './figures/period.js';
import type { FoundFlows } from './flows/flows.query.js';
import type { Form07a } from './forms/form-07a.js';
import type { Form07b } from './forms/form-07b.js';
import type { Certified } from './forms/forms.query.js';
import type { Progress766 } from './forms/progress-766.js';

/** Of whom a number is told, and what was known where a past was asked for. */
type ToldOf = Pick<ToldNumber, 'agencies' | 'asOf'>;
/** A number as it is signed. */
export type SignableNumber = Omit<ToldNumber, keyof ToldOf>;

export const numberOfFigure = ({ certificate, total: { terms } }: Figure | FigureTable): SignableNumber => {
  const { figure, definitionVersion, evaluatedAt } = certificate;
  return { figure, definitionVersion, evaluatedAt, terms, digest: 'digest' in certificate ? certificate.digest : null };
};

/** The line of sums of a form. */
export const numberOfForm = ({ certificate, total }: Certified<Form07a | Form07b | Progress766>): SignableNumber => {
  const { form, definitionVersion, evaluatedAt, digest } = certificate;
  const strict = Object.entries(total.strict).map(([column, number]) => [`strict-${column}`, number]);
  const terms = { ...total.counts, ...Object.fromEntries(strict) };
  return { figure: `form-${form}`, definitionVersion, evaluatedAt, terms, digest };
};

/** Medians are no terms: the digest is over the minutes of each transfer. */
export const numberOfFlows = ({ certificate, total }: FoundFlows): SignableNumber => {
  const { figure, definitionVersion, evaluatedAt, proof } = certificate;
  const { sent, accepted, returned, inTransit, lapsed, late } = total;
  const terms = { sent, accepted, returned, 'not-answered': inTransit, lapsed, late };
  return { figure, definitionVersion, evaluatedAt, terms, digest: proof?.digest ?? null };
};

/** Whose closing is looked for, and of whom one may be told. */
export interface Signers {
  /** The first of them that closed the days. */
  readonly signers: readonly string[];
  /** A closing of any other agency is not told; null: of all. */
  readonly seen: readonly string[] | null;
}

/** What was closed of exactly these days; null where nothing was, or nothing that may be told. */
export async function closedBy(
  store: EventStore,
  { signers, seen }: Signers,
  { from, to }: Period,
): Promise<ClosedPeriod | UnreadPeriod | null> {
  for (const agency of signers)
    try {
      const period = await closedPeriod(store, { agency, from, to });
      if (period !== null) return mayBeTold(period, seen) ? period : null;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'store-unavailable') return { unread: agency };
      throw error;
    }
  return null;
}

/** Whether all that a closing is of is seen; an older one does not say of whom it is. */
export const mayBeTold = ({ closed, restatements }: ClosedPeriod, seen: readonly string[] | null): boolean =>
  seen === null ||
  [closed, ...restatements].every(({ agencies }) => agencies?.every((agency) => seen.includes(agency)) ?? true);

/** What was signed of figures: the agency of their dossiers signs, the province's committee what is not made of dossiers. */
export class ClosingsOf {
  private readonly read = new Map<string, ReturnType<typeof closedBy>>();

  /** @param ofDossiers who signs what is made of the dossiers that are told of */
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: CatalogueView,
    private readonly ofDossiers: Signers,
    private readonly told: ToldOf,
  ) {}

  /** Null where nothing was signed. */
  async of(definition: AnyFigure, figure: Figure | FigureTable): Promise<SignedNumber | null> {
    const { period } = figure.certificate;
    const isOfAgencies = isOfDossiers(definition);
    const asked = isOfAgencies ? this.ofDossiers : signersOfProvince(this.catalogue);
    const key = [period.from, period.to, ...asked.signers].join(' ');
    const closed = this.read.get(key) ?? closedBy(this.store, asked, period);
    this.read.set(key, closed);
    const told = { ...this.told, ...(isOfAgencies ? {} : { agencies: null }) };
    return heldAgainst(await closed, { ...numberOfFigure(figure), ...told });
  }
}

/** Of what is the whole province's. */
export const signersOfProvince = (catalogue: CatalogueView): Signers => ({
  ...{ signers: catalogue.provinceCommittees(), seen: null },
});

/** Nobody's dossiers alone. */
export const NO_SIGNERS: Signers = { signers: [], seen: null };

/** On the command line: of an agency that was asked for. */
export const signedBy = (agency: string | undefined): Signers =>
  agency === undefined ? NO_SIGNERS : { signers: [agency], seen: null };

/**
 * What was signed of the days that flows are of, for all that an agency and those below it are an end of. Those that are looked
 * at as of another instant are looked at again as of the one that was signed.
 */
export async function signedOfFlows(
  store: EventStore,
  signers: Signers,
  flows: FoundFlows,
  { again, ...told }: ToldOf & { again(at: Instant): Promise<FoundFlows> },
): Promise<SignedNumber | null> {
  const { of, agenciesAs, period } = flows.certificate;
  const isPart = Object.values(of).some((asked) => asked !== undefined);
  if (isPart || agenciesAs !== 'then') return null;
  const closed = await closedBy(store, signers, period);
  const signed = heldAgainst(closed, { ...numberOfFlows(flows), ...told });
  if (signed?.compared !== 'at-another-instant' || signed.evaluatedAt === null) return signed;
  const then = heldAgainst(closed, { ...numberOfFlows(await again(signed.evaluatedAt)), ...told });
  return then?.compared === 'as-signed' ? signed : then;
}

/** What changed from one number to the next, term by term. */
export const changesText = (was: Said['terms'], is: Said['terms'], nameOf: (term: string) => string): string =>
  changedTerms(was, is)
    .map((one) => `${nameOf(one.term)} ${one.was} → ${one.is}`)
    .join('; ') || 'của hồ sơ khác, hoặc tính khác';

/**
 * Số đã ký, as lines below a number: what was signed, each restatement, and how the number is to it.
 * @param nameOf of a term, as the number itself names it
 */
export function signedLines(
  beside: SignedNumber | null,
  { terms }: Pick<ToldNumber, 'terms'>,
  nameOf: (term: string) => string,
): readonly string[] {
  if (beside === null) return [];
  const { agency, said, restated, compared, evaluatedAt } = beside;
  if (compared === 'unknown') return [`Không đọc được nhật ký: chưa biết ${agency} đã ký gì của kỳ này.`];
  const changes = (was: Said | null, is: Said['terms']) => changesText(was?.terms ?? {}, is, nameOf);
  const again = restated.map((one, at) => {
    const was = lastSigned({ said, restated: restated.slice(0, at) });
    const is = one.said === null ? 'biểu bị từ chối, không còn số nào' : changes(was, one.said.terms);
    return `Điều chỉnh, biết đến vị trí ${one.asOf || '–'}, lý do: ${one.reason}: ${is}.`;
  });
  const last = restated.length === 0 ? 'số đã ký' : 'lần điều chỉnh gần nhất';
  const differs = `Số trên khác ${last}: ${changes(lastSigned(beside), terms)}`;
  return [
    said === null
      ? `${agency} đã khóa sổ kỳ này; con số này không có trong số đã ký.`
      : `${agency} đã khóa sổ kỳ này: biết đến vị trí ${said.asOf || '–'}, định nghĩa phiên bản ${said.definitionVersion}, mã băm ${said.digest}.`,
    ...again,
    ...{
      'not-signed': [],
      'as-signed': [`Số trên như ${last}.`],
      otherwise: [`${differs}.`],
      'of-other-agencies': [`${differs}; cơ quan trực thuộc không còn như khi ký.`],
      'at-another-instant': [`${differs}; số đã ký xét đến ${inVietnam(evaluatedAt ?? '')}.`],
      'before-signing': [`${differs}; hỏi về điều đã biết trước khi ký.`],
    }[compared],
  ];
}
