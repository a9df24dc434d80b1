import type { NationalProcedure } from './catalogue.events.js';

/** Why the deciding kind of agency, or a default, is left to a person. */
export type DeciderDoubt =
  | 'several-levels'
  | 'level-not-here'
  | 'authority-not-named'
  | 'authority-unclear'
  | 'authorities-differ'
  | 'authority-of-another-level';

const COMMUNE = [
  'ủy ban nhân dân xã, phường, thị trấn',
  'ủy ban nhân dân cấp xã, phường, thị trấn',
  'ủy ban nhân dân cấp xã',
  'chủ tịch ủy ban nhân dân xã',
  'chủ tịch ubnd cấp xã',
];
const PROVINCE = [
  'ủy ban nhân dân cấp tỉnh',
  'chủ tịch ủy ban nhân dân cấp tỉnh',
  'ủy ban nhân dân tỉnh và thành phố trực thuộc trung ương',
  'chủ tịch ủy ban nhân dân tỉnh, thành phố trực thuộc trung ương',
];
const LAND_OFFICE = [
  'văn phòng đăng ký đất đai',
  'văn phòng đăng ký đất đai, chi nhánh văn phòng đăng ký đất đai',
  'chi nhánh văn phòng đăng ký đất đai, văn phòng đăng ký đất đai',
];
/** Printed names that mean one kind and no other; names joined or unknown are for a person. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ...COMMUNE.map((name) => [name, 'commune'] as const),
  ...PROVINCE.map((name) => [name, 'peoples-committee'] as const),
  ...LAND_OFFICE.map((name) => [name, 'land-office'] as const),
  ['công an cấp xã', 'commune-police'],
  ['công an tỉnh', 'provincial-police'],
  ['công an cấp tỉnh', 'provincial-police'],
  ...[
    'Sở Nội vụ',
    'Sở Tư pháp',
    'Sở Tài chính',
    'Sở Công Thương',
    'Sở Nông nghiệp và Môi trường',
    'Sở Xây dựng',
    'Sở Văn hóa, Thể thao và Du lịch',
    'Sở Khoa học và Công nghệ',
    'Sở Giáo dục và Đào tạo',
    'Sở Y tế',
  ].map((name) => [printed(name), `department:${name}`] as const),
  ['sở tài chính các tỉnh, thành phố', 'department:Sở Tài chính'],
]);
const LEVELS: Readonly<Record<string, 'province' | 'commune'>> = { 'Cấp tỉnh': 'province', 'Cấp xã': 'commune' };

function printed(name: string): string {
  const plain = name.normalize('NFC').toLowerCase().replaceAll('uỷ', 'ủy').replaceAll(/\s+/gu, ' ').trim();
  return plain.replace(/[.]$/u, '');
}

const levelOf = (kind: string) => (kind === 'commune' || kind === 'commune-police' ? 'commune' : 'province');

/**
 * Who decides, where the record leaves no doubt: one level of the province, and its authorities, as many as are named,
 * mean one kind of agency of that level. A commune's level beside a customs office is not a commune's procedure.
 */
export function deciderOf({
  level: levels,
  competentAuthority,
  executingAgency,
}: NationalProcedure):
  { readonly level: 'province' | 'commune'; readonly kind: string } | { readonly doubt: DeciderDoubt } {
  if (levels.includes(',')) return { doubt: 'several-levels' };
  const level = LEVELS[levels];
  if (level === undefined) return { doubt: 'level-not-here' };
  const named = [competentAuthority, executingAgency].filter((name) => name !== null);
  const kinds = new Set(named.map((name) => KINDS.get(printed(name))));
  const [kind] = kinds;
  if (named.length === 0) return { doubt: 'authority-not-named' };
  if (kinds.has(undefined) || kind === undefined) return { doubt: 'authority-unclear' };
  if (kinds.size > 1) return { doubt: 'authorities-differ' };
  return levelOf(kind) === level ? { level, kind } : { doubt: 'authority-of-another-level' };
}
