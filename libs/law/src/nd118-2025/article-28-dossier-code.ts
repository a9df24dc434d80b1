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

/** Mã định danh của Cổng Dịch vụ công quốc gia, which numbers groups that are filed online. */
export const NATIONAL_PORTAL = 'G22.99';

/** What decides whose identifier a code begins with. */
export interface Coded {
  /** Nhóm thủ tục hành chính liên thông: several procedures as one dossier. */
  readonly isGroup: boolean;
  readonly channel: 'counter' | 'online' | 'post';
  readonly centre: string;
  readonly decidingAgency: string;
}

/**
 * Whose identifier a code begins with: the deciding agency's; for a group of linked procedures that of the one-stop centre
 * which received it, or the national portal's when it was filed online.
 * @law ND118-2025/28.2
 */
export function codeAgency({ isGroup, channel, centre, decidingAgency }: Coded): string {
  if (!isGroup) return decidingAgency;
  return channel === 'online' ? NATIONAL_PORTAL : centre;
}

/** The day as codes and numbering streams write it, `yyMMdd`. */
export const shortDay = (day: Day): string => day.slice(2).replaceAll('-', '');

/** Takes a code apart. @throws Refusal `invalid-input` when it is none */
export function codeParts(code: string): CodeParts {
  const [, agency, year, month, day, sequence] = CODE.exec(code) ?? [];
  if (agency === undefined || sequence === undefined || Number(sequence) < 1)
    throw new Refusal('invalid-input', 'ND118-2025/28.2', { code: code.slice(0, 60) });
  return { agency, day: `${year}${month}${day}`, sequence: Number(sequence) };
}
