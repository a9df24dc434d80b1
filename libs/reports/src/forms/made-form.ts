import type { CatalogueView } from '#catalogue';
import type { Instant } from '#kernel';
import { signedBeside, type ClosedPeriod, type Signed } from '#oversight';
import { formTold, signedLines } from '../signed.js';
import { COLUMNS } from './counts.js';
import type { Forms, FormAsked } from './forms.query.js';
import { printed07a, printed07b, printed766, type PrintedColumn } from './print/printed-form.js';
import { PROGRESS_COLUMNS } from './progress-766.js';

export const FORM_NAMES = ['07a', '07b', '766'] as const;
export type FormName = (typeof FORM_NAMES)[number];

/** How a form is asked for. */
export interface FormWanted {
  readonly asked: FormAsked;
  readonly now: Instant;
  /** As it was known at the position. */
  readonly catalogue: CatalogueView;
  /** Who reports; null of the whole province. */
  readonly agency: string | null;
}

const PROVINCE = 'UBND cấp tỉnh';
const MINISTRY = 'Bộ Tư pháp';

/** A form of a name, with how it is printed. @throws Refusal `form-does-not-balance`, `store-unavailable` */
export async function madeForm(forms: Forms, name: FormName, { asked, now, catalogue, agency }: FormWanted) {
  const reporting = agency === null ? PROVINCE : (catalogue.findAgency(agency)?.name ?? agency);
  if (name === '07a') {
    const form = await forms.form07a(asked, now, catalogue);
    return { form, printed: printed07a(form, { reporting, receiving: PROVINCE }) };
  }
  if (name === '07b') {
    const form = await forms.form07b(asked, now, catalogue);
    return { form, printed: printed07b(form, { reporting, receiving: MINISTRY }) };
  }
  const form = await forms.progress766(asked, now, catalogue);
  return { form, printed: printed766(form, { reporting, receiving: PROVINCE }, catalogue) };
}

export type MadeForm = Awaited<ReturnType<typeof madeForm>>;

/** A form beside what was signed of its days; its notes say both. */
export interface FormBesideSigned extends Pick<MadeForm, 'form' | 'printed'> {
  readonly signed: Signed | null;
}

/** @param closed by whoever reports; null where they signed nothing of these days */
export function besideSigned(made: MadeForm, name: FormName, closed: ClosedPeriod | null): FormBesideSigned {
  const { form, printed } = made;
  const told = formTold(form);
  const signed = signedBeside(closed, told);
  const lines = signedLines(signed, told, (term) => columnNamed(name, printed.columns, term));
  return { form, printed: { ...printed, notes: [...printed.notes, ...lines] }, signed };
}

const STRICT = 'strict-';

/** As the form numbers its columns. */
function columnNamed(name: FormName, columns: readonly PrintedColumn[], term: string): string {
  const of: readonly string[] = name === '766' ? PROGRESS_COLUMNS : COLUMNS;
  const isStrict = term.startsWith(STRICT);
  const number = columns[of.indexOf(isStrict ? term.slice(STRICT.length) : term)]?.number ?? term;
  return `cột ${number}${isStrict ? ' theo hạn luật định' : ''}`;
}
