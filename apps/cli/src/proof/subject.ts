import { numberOf } from '#handling';
import type { Subject } from '#inspection';
import type { Installation } from '#installation';

/** The dossier of a code and where its number was taken. @throws Refusal `unknown-dossier`, `invalid-input` */
export async function subjectOf({ desk }: Installation, code: string): Promise<Subject> {
  const { dossierId } = await desk.findByCode(code);
  return { code, dossierId, number: numberOf(code) };
}
