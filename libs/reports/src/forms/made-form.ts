import type { CatalogueView } from '#catalogue';
import type { Instant, Position } from '#kernel';
import { heldAgainst, type ClosedPeriod, type SignedNumber, type UnreadPeriod } from '#oversight';
import { nameOfSigned } from '../signed-name.js';
import { numberOfForm, signedLines } from '../signed-number.js';
import type { Forms, FormAsked } from './forms.query.js';
import { printed07a, printed07b, printed766 } from './print/printed-form.js';

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

/** A form with what was signed of its days; its last notes say it. */
export interface SignedForm extends Pick<MadeForm, 'form' | 'printed'> {
  readonly signed: SignedNumber | null;
}

/**
 * @param closed by whoever reports; null where they signed nothing of these days
 * @param asked with the position only where a past was asked for
 */
export function withSigned(
  { form, printed }: MadeForm,
  closed: ClosedPeriod | UnreadPeriod | null,
  { asOf = null, agencies = null }: { readonly asOf?: Position | null; readonly agencies?: readonly string[] | null },
): SignedForm {
  const number = numberOfForm(form);
  const signed = heldAgainst(closed, { ...number, asOf, agencies });
  const lines = signedLines(signed, number, nameOfSigned(number.figure).term);
  return { form, printed: { ...printed, signed: lines }, signed };
}
