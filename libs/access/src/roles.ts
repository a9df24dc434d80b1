/** Vai trò — what a person is at the office; `integration` is the national portal. */
export const ROLES = [
  'reception-officer',
  'unit-head',
  'case-officer',
  'leader',
  'clerk',
  'inspector',
  'administrator',
  'integration',
] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (role: string): role is Role => ROLES.some((known) => known === role);
