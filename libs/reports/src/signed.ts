import type { CatalogueView } from '#catalogue';
import type { EventStore } from '#kernel';
import { closedPeriod, lastSaidOf, signedBeside, type Said, type Signed, type Told } from '#oversight';
import { isOfDossiers, type AnyFigure } from './figures/any-figure.js';
import type { Figure, FigureTable } from './figures/figure.js';
import type { FoundFlows } from './flows/flows.query.js';
import type { Form07a } from './forms/form-07a.js';
import type { Form07b } from './forms/form-07b.js';
import type { Certified } from './forms/forms.query.js';
import type { Progress766 } from './forms/progress-766.js';

/** A figure as it is signed, or held against what was. */
export const figureTold = ({ certificate, total: { terms } }: Figure | FigureTable): Told => {
  const { figure, definitionVersion, evaluatedAt } = certificate;
  return { figure, definitionVersion, evaluatedAt, terms, digest: 'digest' in certificate ? certificate.digest : null };
};

/**
 * What was signed of exactly the days of a figure, by whoever signs it: the agency of its dossiers; the province's committee
 * where it is not made of dossiers. @param agency whose dossiers, with those below it, all of it is; null of no one agency's
 */
export async function signedOfFigure(
  { store, catalogue }: { readonly store: EventStore; readonly catalogue: CatalogueView },
  definition: AnyFigure,
  agency: string | null,
  figure: Figure | FigureTable,
): Promise<Signed | null> {
  const signer = isOfDossiers(definition) ? agency : catalogue.provinceCommittee();
  if (signer === null) return null;
  return signedBeside(await closedPeriod(store, { agency: signer, ...figure.certificate.period }), figureTold(figure));
}

/** The line of sums of a form. */
export const formTold = ({ certificate, total }: Certified<Form07a | Form07b | Progress766>): Told => {
  const { form, definitionVersion, evaluatedAt, digest } = certificate;
  const strict = Object.entries(total.strict).map(([column, number]) => [`strict-${column}`, number]);
  const terms = { ...total.counts, ...Object.fromEntries(strict) };
  return { figure: `form-${form}`, definitionVersion, evaluatedAt, terms, digest };
};

/** Medians are no terms: the digest is over the minutes of each transfer. */
export const flowsTold = ({ certificate, total }: FoundFlows): Told => {
  const { figure, definitionVersion, evaluatedAt, proof } = certificate;
  const { sent, accepted, returned, inTransit, lapsed, late } = total;
  const terms = { sent, accepted, returned, 'not-answered': inTransit, lapsed, late };
  return { figure, definitionVersion, evaluatedAt, terms, digest: proof?.digest ?? null };
};

/**
 * What was signed of the days that flows are of, by an agency for all that it and those below it are an end of.
 * @param agency whose mandate they are of; null of no one agency's
 */
export async function signedOfFlows(
  store: EventStore,
  agency: string | null,
  flows: FoundFlows,
): Promise<Signed | null> {
  const { of, agenciesAs, period } = flows.certificate;
  const isPart = Object.values(of).some((asked) => asked !== undefined);
  if (agency === null || isPart || agenciesAs !== 'then') return null;
  return signedBeside(await closedPeriod(store, { agency, ...period }), flowsTold(flows));
}

/**
 * Số đã ký, as lines below a number: what was signed, each restatement, and whether it is another now.
 * @param nameOf of a term, as the number itself names it
 */
export function signedLines(beside: Signed | null, told: Told, nameOf: (term: string) => string): readonly string[] {
  if (beside === null) return [];
  const { agency, signed, restated, differs } = beside;
  const changes = (was: Said | null, is: Pick<Told, 'terms'>): string =>
    Object.entries(is.terms)
      .filter(([term, number]) => (was?.terms[term] ?? 0) !== number)
      .map(([term, number]) => `${nameOf(term)} ${was?.terms[term] ?? 0} → ${number}`)
      .join('; ') || 'của hồ sơ khác, hoặc tính khác';
  const again = restated.map((said, at) => {
    const was = restated[at - 1] ?? signed;
    return `Điều chỉnh, biết đến vị trí ${said.asOf}, lý do: ${said.reason}: ${changes(was, said)}.`;
  });
  const last = lastSaidOf(beside);
  return [
    signed === null
      ? `${agency} đã khóa sổ kỳ này; con số này không có trong số đã ký.`
      : `${agency} đã khóa sổ kỳ này: biết đến vị trí ${signed.asOf}, định nghĩa phiên bản ${signed.definitionVersion}, mã băm ${signed.digest}.`,
    ...again,
    ...(differs === null ? [] : [differs ? `Nay khác số đã ký: ${changes(last, told)}.` : 'Nay vẫn như số đã ký.']),
  ];
}
