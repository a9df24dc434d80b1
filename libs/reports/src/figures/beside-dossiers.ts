import { fieldNamed, type CatalogueView } from '#catalogue';
import { canonicalHash } from '#event-store';
import { vietnamDay, type Instant, type Position } from '#kernel';
import type { ExternalList, Inspection } from '#oversight';
import { asked, rowsOf, type Sql } from '#read-store';
import { OUTCOMES_TABLE, VERSIONS_TABLE } from '../outcome/outcome.storage.js';
import { setAsideAt } from '../outcome/standings.query.js';
import { rateOf, type FigureDefinition, type Terms } from './definition.js';
import type { Figure, Totals } from './figure.js';
import type { Period } from './period.js';

/** A figure that is not made of dossiers, but of what stands beside them in the log. */
export type OtherFigure = Omit<FigureDefinition, 'parts' | 'because'>;

/** Tỷ lệ kiểm tra trên môi trường số: of the inspections that ended in the period, those run through replay. */
export const inspectionsByReplay: OtherFigure = {
  name: 'inspections-by-replay',
  version: 1,
  vi: 'Kiểm tra trên môi trường số',
  source: 'Kế hoạch 513/KH-UBND Hà Tĩnh 2021: ≥ 30/100',
  terms: { replay: 'bằng dữ liệu trên phần mềm', 'on-paper': 'trên giấy' },
  rates: { replay: { vi: 'trên môi trường số', of: ['replay'], among: ['replay', 'on-paper'] } },
};

/** Hồ sơ trên phần mềm: of the codes in each other register's newest list of the day, those that the log had come to know by then. */
export const onTheSoftware: OtherFigure = {
  name: 'on-the-software',
  version: 2,
  vi: 'Hồ sơ được tiếp nhận, giải quyết trên phần mềm',
  source: 'Kế hoạch 513/KH-UBND Hà Tĩnh 2021: 1/1',
  terms: { found: 'có trên phần mềm', missing: 'không có' },
  rates: { found: { vi: 'trên phần mềm', of: ['found'], among: ['found', 'missing'] } },
};

/** Lĩnh vực có liên thông: fields with a procedure whose workflow has legs, or that is a group, of all published ones. */
export const coordinatedFields: OtherFigure = {
  name: 'coordinated-fields',
  version: 2,
  vi: 'Lĩnh vực thực hiện liên thông',
  source: '1331/QĐ-UBND Lai Châu 2015: 1/1; 492/QĐ-UBND Bình Định 2011: năm lĩnh vực',
  terms: { coordinated: 'có liên thông', alone: 'không có' },
  rates: { coordinated: { vi: 'có liên thông', of: ['coordinated'], among: ['coordinated', 'alone'] } },
};

export const OTHER_FIGURES: readonly OtherFigure[] = [onTheSoftware, inspectionsByReplay, coordinatedFields];

/** From where it is told. */
export interface OtherAsked {
  readonly period: Period;
  readonly evaluatedAt: Instant;
  readonly asOf: Position | null;
}

/** What it is made of, each in one of its terms. */
export type Named = readonly (readonly [what: string, term: string])[];

/** SHA-256, in hex, over the canonical JSON of the list, by what is named. */
export const namedDigest = (named: Named): string => canonicalHash(named.toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** @param quarantined of the dossiers that it looks for */
function certified(definition: OtherFigure, asked: OtherAsked, named: Named, quarantined = 0): Figure {
  const terms: Record<string, number> = Object.fromEntries(Object.keys(definition.terms).map((name) => [name, 0]));
  for (const [, term] of named) terms[term] = (terms[term] ?? 0) + 1;
  const { name: figure, version: definitionVersion } = definition;
  const proof = { calendars: [], dossiers: named.length, digest: namedDigest(named), quarantined };
  return {
    certificate: { figure, definitionVersion, agencies: null, ...asked, ...proof },
    total: { terms, rates: ratesOf(definition, terms), ranges: null },
    groups: [],
  };
}

const ratesOf = ({ rates }: OtherFigure, terms: Terms) =>
  Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rateOf(rate, terms)]));

/** @param inspections all that were known */
export const inspectionsFigure = (asked: OtherAsked, inspections: readonly Inspection[]): Figure =>
  certified(
    inspectionsByReplay,
    asked,
    inspections
      .filter(({ to }) => asked.period.from <= to && to <= asked.period.to && to <= vietnamDay(asked.evaluatedAt))
      .map(({ inspectionId, method }) => [inspectionId, method]),
  );

/** Fields of the procedures in force on the last day that was looked at. */
export function coordinatedFieldsFigure(asked: OtherAsked, catalogue: CatalogueView): Figure {
  const on = vietnamDay(asked.evaluatedAt);
  const fields = new Map<string, boolean>();
  for (const { code } of catalogue.allProcedures()) {
    const local = catalogue.findLocalOn(code, on);
    if (local === undefined) continue;
    const { id, version } = local.workflow;
    const isLinked = local.isGroup || (catalogue.findWorkflow(id, version)?.legs.length ?? 0) > 0;
    const field = fieldNamed(local.field);
    fields.set(field, isLinked || fields.get(field) === true);
  }
  return certified(
    coordinatedFields,
    asked,
    [...fields].map(([field, isLinked]) => [field, isLinked ? 'coordinated' : 'alone']),
  );
}

const CODES_AT_ONCE = 5_000;
const KNOWN = `select distinct code from ${OUTCOMES_TABLE} o where code = any($1::text[]) and exists (
  select 1 from ${VERSIONS_TABLE} v where v.dossier_id = o.dossier_id and position <= $2 and effective_at <= $3::timestamptz
    and standing ->> 'code' = code)`;

/** What is missing may be among the dossiers that were set aside before anything was known of them. */
function rangesOf({ terms, rates }: Totals): Totals['ranges'] {
  const { found = 0, missing = 0 } = terms;
  const all = found + missing;
  const highest = all === 0 ? null : { numerator: all, denominator: all };
  return { found: { lowest: rates['found'] ?? null, highest } };
}

/** @param lists the newest version of each on the day, as known. @throws Refusal `store-unavailable` */
export async function onTheSoftwareFigure(
  db: Sql,
  looked: OtherAsked,
  lists: readonly Pick<ExternalList, 'listId' | 'codes'>[],
): Promise<Figure> {
  const named: (readonly [string, string])[] = [];
  for (const { listId, codes } of lists)
    for (let at = 0; at < codes.length; at += CODES_AT_ONCE) {
      const some = codes.slice(at, at + CODES_AT_ONCE);
      const rows = await asked(() =>
        rowsOf<{ readonly code: string }>(db, KNOWN, [some, looked.asOf ?? '', looked.evaluatedAt]),
      );
      const known = new Set(rows.map(({ code }) => code));
      for (const code of some) named.push([`${listId} ${code}`, known.has(code) ? 'found' : 'missing']);
    }
  const quarantined = (await setAsideAt(db, looked.asOf)).length;
  const figure = certified(onTheSoftware, looked, named, quarantined);
  return quarantined === 0 ? figure : { ...figure, total: { ...figure.total, ranges: rangesOf(figure.total) } };
}
