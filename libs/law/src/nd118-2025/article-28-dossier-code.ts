import { Refusal, type Day } from '#kernel';

const CODE = /^([A-Z0-9][A-Z0-9.]{0,29})-(\d{2})(\d{2})(\d{2})-(\d{4,9})$/;

/** Where a code's number stands: the agency, the day and the place in that day, from 1. */
export interface CodeParts {
  readonly agency: string;
  /** `yyMMdd`. */
  readonly day: string;
  readonly sequence: number;
}

/**
 * Mã số hồ sơ: the agency's identifier, then day, month and year of reception and the number in the day.
 * @law ND118-2025/28.2
 */
export const dossierCode = (agency: string, recordedOn: Day, sequence: number): string =>
  `${agency}-${shortDay(recordedOn)}-${String(sequence).padStart(4, '0')}`;

/** The day as codes and numbering streams write it, `yyMMdd`. */
export const shortDay = (day: Day): string => day.slice(2).replaceAll('-', '');

/** Takes a code apart. @throws Refusal `invalid-input` when it is none */
export function codeParts(code: string): CodeParts {
  const [, agency, year, month, day, sequence] = CODE.exec(code) ?? [];
  if (agency === undefined || sequence === undefined || Number(sequence) < 1)
    throw new Refusal('invalid-input', 'ND118-2025/28.2', { code: code.slice(0, 60) });
  return { agency, day: `${year}${month}${day}`, sequence: Number(sequence) };
}
