import type { Day } from '#kernel';
import type { Agency } from './catalogue.events.js';

const DEPARTMENT = 'department:';

const tests: Readonly<Record<string, (agency: Agency) => boolean>> = {
  commune: ({ level, kind }) => level === 'commune' && kind === 'peoples-committee',
  /** Cấp huyện: until 30/06/2025. */
  district: ({ level, kind }) => level === 'district' && kind === 'peoples-committee',
  'commune-police': ({ level, kind, parent }) =>
    level === 'commune' && kind === 'vertical' && parent?.startsWith('G01.') === true,
  'provincial-police': ({ level, code }) => level === 'province' && code.startsWith('G01.'),
  'social-insurance': ({ code }) => code.startsWith('G24.'),
  tax: ({ code }) => code.startsWith('G12.'),
  'land-office': ({ level, kind, name }) =>
    level === 'province' && kind === 'unit' && name.includes('Văn phòng Đăng ký đất đai'),
  'peoples-committee': ({ level, kind }) => level === 'province' && kind === 'peoples-committee',
};

/** Whether a kind of deciding agency is one that the catalogue knows. */
export const isAgencyKind = (kind: string): boolean =>
  Object.hasOwn(tests, kind) || (kind.startsWith(DEPARTMENT) && kind.length > DEPARTMENT.length);

/** Whether an agency is of the kind that procedures and legs name, e.g. `commune` or `department:Sở Xây dựng`. */
export const isOfKind = (agency: Agency, kind: string): boolean =>
  kind.startsWith(DEPARTMENT)
    ? agency.kind === 'department' && agency.name === kind.slice(DEPARTMENT.length)
    : (tests[kind]?.(agency) ?? false);

/** Whether an agency works on a day. */
export const isOpenOn = ({ validFrom, validTo }: Agency, on: Day): boolean =>
  validFrom <= on && (validTo === null || on <= validTo);
