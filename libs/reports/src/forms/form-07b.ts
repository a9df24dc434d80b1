import type { CatalogueView } from '#catalogue';
import type { Terms } from '../figures/definition.js';
import { balances, doesNotBalance, type Breaking } from './counts.js';
import { Form07aTally, inOrder, Sides, type Form07a, type FormRow } from './form-07a.js';
import { isIn, type Seen, type Span } from './seen.js';

/** Biểu số 07b/BTP/KSTT: of a whole province. */
export interface Form07b {
  /** I. Thuộc phạm vi thẩm quyền của UBND cấp tỉnh: decided by provincial agencies. */
  readonly province: Form07a;
  /** II. Tổng hợp của UBND cấp xã: the sum of the communes' forms 07a. */
  readonly communes: Form07a;
  readonly total: Omit<FormRow, 'field'>;
  /** How many communes report anything. */
  readonly reporting: number;
  /** In neither part: who decided them reports to nobody in the province. */
  readonly outside: Outside;
}

export interface Outside {
  /** Decided by offices of ministries, which report to them (form 07c). */
  readonly ofMinistries: number;
  /** Of older registers, by agencies that the catalogue does not know. */
  readonly ofUnknownAgencies: number;
}

/** Adds up the two parts, dossier by dossier, in any order. */
export class Form07bTally {
  private readonly province: Form07aTally;
  private readonly communes: Form07aTally;
  private readonly byCommune = new Map<string, Form07aTally>();
  private readonly breaking: Breaking[] = [];
  private readonly outside = { ofMinistries: 0, ofUnknownAgencies: 0 };

  constructor(
    private readonly span: Span,
    private readonly catalogue: CatalogueView,
  ) {
    this.province = new Form07aTally(span, catalogue, (agency) => this.levelOf(agency) === 'province');
    this.communes = new Form07aTally(span, catalogue, (agency) => this.levelOf(agency) === 'commune');
  }

  /** @returns what the dossier is in the form; null where it is not in it */
  add(seen: Seen): Terms | null {
    const { dossierId, end: standing } = seen;
    if (isIn(seen, this.span)) {
      const level = this.levelOf(standing.agency ?? '');
      if (level === undefined) this.outside.ofUnknownAgencies += 1;
      if (level === 'ministry') this.outside.ofMinistries += 1;
      if (level === 'district')
        this.breaking.push({ dossierId, code: standing.code, why: 'district-never-handed-over' });
    }
    // A commune has carried over what it has handed over since.
    const held = new Set([seen.end, seen.before, seen.reported].map((each) => each?.agency ?? ''));
    for (const agency of held) if (this.levelOf(agency) === 'commune') this.ofCommune(agency).add(seen);
    const [inProvince, inCommunes] = [this.province.add(seen), this.communes.add(seen)];
    return inProvince ?? inCommunes;
  }

  /** @throws Refusal `form-does-not-balance` naming the dossiers, or where the communes' forms do not add up to their dossiers */
  form(): Form07b {
    if (this.breaking.length > 0) throw doesNotBalance('07b', this.breaking);
    const [province, communes] = [this.province.form(), this.communes.form()];
    const forms = [...this.byCommune.values()].map((tally) => tally.form());
    const rows = sumOf(forms);
    if (JSON.stringify(rows) !== JSON.stringify(communes.rows)) throw doesNotBalance('07b', [], 'sum-of-communes');
    const total = new Sides();
    for (const { counts, strict } of [...province.rows, ...rows]) {
      total.lenient.addAll(counts);
      total.strict.addAll(strict);
    }
    if (!balances(total.counts().counts)) throw doesNotBalance('07b', [], 'sums');
    return {
      ...{ province, communes: { ...communes, rows }, total: total.counts() },
      reporting: forms.filter(({ total: { counts } }) => counts.received > 0).length,
      outside: { ...this.outside },
    };
  }

  private levelOf(agency: string) {
    return this.catalogue.findAgency(agency)?.level;
  }

  private ofCommune(code: string): Form07aTally {
    const known = this.byCommune.get(code) ?? new Form07aTally(this.span, this.catalogue, (agency) => agency === code);
    this.byCommune.set(code, known);
    return known;
  }
}

/** The forms of several agencies as one, by field. */
function sumOf(forms: readonly Form07a[]): readonly FormRow[] {
  const fields = new Map<string, Sides>();
  for (const { field, counts, strict } of forms.flatMap(({ rows }) => rows)) {
    const sides = fields.get(field) ?? new Sides();
    sides.lenient.addAll(counts);
    sides.strict.addAll(strict);
    fields.set(field, sides);
  }
  return [...fields]
    .map(([field, sides]) => ({ field, ...sides.counts() }))
    .toSorted((a, b) => inOrder(a.field, b.field));
}
