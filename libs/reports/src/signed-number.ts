import type { CatalogueView } from '#catalogue';
import { inVietnam, Refusal, type EventStore } from '#kernel';
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

/** What an agency closed of exactly these days; null of no agency. */
export async function closedBy(
  store: EventStore,
  agency: string | null,
  { from, to }: Period,
): Promise<ClosedPeriod | UnreadPeriod | null> {
  if (agency === null) return null;
  try {
    return await closedPeriod(store, { agency, from, to });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'store-unavailable') return { unread: agency };
    throw error;
  }
}

/** Who signs the figures of a period: the agency of their dossiers; the province's committee what is not made of dossiers. */
export class ClosingsOf {
  private readonly read = new Map<string | null, ReturnType<typeof closedBy>>();

  /** @param agency whose dossiers, with those below it, they are; null of no one agency's */
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: CatalogueView,
    private readonly agency: string | null,
    private readonly told: ToldOf,
  ) {}

  /** Null where nothing was signed. */
  async of(definition: AnyFigure, figure: Figure | FigureTable): Promise<SignedNumber | null> {
    const { period } = figure.certificate;
    const isOfAgencies = isOfDossiers(definition);
    const signer = isOfAgencies ? this.agency : this.catalogue.provinceCommittee(period.to);
    const closed = this.read.get(signer) ?? closedBy(this.store, signer, period);
    this.read.set(signer, closed);
    const told = { ...this.told, ...(isOfAgencies ? {} : { agencies: null }) };
    return heldAgainst(await closed, { ...numberOfFigure(figure), ...told });
  }
}

/**
 * What was signed of the days that flows are of, by an agency for all that it and those below it are an end of.
 * @param agency whose mandate they are of; null of no one agency's
 */
export async function signedOfFlows(
  store: EventStore,
  agency: string | null,
  flows: FoundFlows,
  told: ToldOf,
): Promise<SignedNumber | null> {
  const { of, agenciesAs, period } = flows.certificate;
  const isPart = Object.values(of).some((asked) => asked !== undefined);
  if (isPart || agenciesAs !== 'then') return null;
  return heldAgainst(await closedBy(store, agency, period), { ...numberOfFlows(flows), ...told });
}

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
  const { agency, signed, restated, compared, evaluatedAt } = beside;
  if (compared === 'unknown') return [`Không đọc được nhật ký: chưa biết ${agency} đã ký gì của kỳ này.`];
  const changes = (was: Said | null, is: Said['terms']): string =>
    changedTerms(was?.terms ?? {}, is)
      .map((one) => `${nameOf(one.term)} ${one.was} → ${one.is}`)
      .join('; ') || 'của hồ sơ khác, hoặc tính khác';
  const again = restated.map((said, at) => {
    const was = restated[at - 1] ?? signed;
    return `Điều chỉnh, biết đến vị trí ${said.asOf}, lý do: ${said.reason}: ${changes(was, said.terms)}.`;
  });
  const differs = `Số trên khác số đã ký: ${changes(lastSigned(beside), terms)}`;
  return [
    signed === null
      ? `${agency} đã khóa sổ kỳ này; con số này không có trong số đã ký.`
      : `${agency} đã khóa sổ kỳ này: biết đến vị trí ${signed.asOf}, định nghĩa phiên bản ${signed.definitionVersion}, mã băm ${signed.digest}.`,
    ...again,
    ...{
      'not-signed': [],
      'as-signed': ['Số trên như số đã ký.'],
      otherwise: [`${differs}.`],
      'of-other-agencies': [`${differs}; cơ quan trực thuộc không còn như khi ký.`],
      'at-another-instant': [`${differs}; số đã ký xét đến ${inVietnam(evaluatedAt ?? '')}.`],
    }[compared],
  ];
}
