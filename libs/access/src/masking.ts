import { isRole, type Role } from './roles.js';

/** Who sees of a person only the name: to judge how a dossier fared nobody needs to call its applicant. */
const WITHOUT_CONTACTS: readonly Role[] = ['inspector'];

const CONTACTS: ReadonlySet<string> = new Set(['phone', 'email', 'identityNo', 'address', 'fileName']);
const MASKED = '•••';

export const seesContacts = (role: string): boolean => !isRole(role) || !WITHOUT_CONTACTS.includes(role);

/** What is shown of anything to a role: telephone numbers and the like are masked, at whatever depth they stand. */
export function maskedFor<T>(role: string, shown: T): T {
  return seesContacts(role) ? shown : withoutContacts(shown);
}

function withoutContacts<T>(value: T): T;
function withoutContacts(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => withoutContacts(item));
  const isCorrection = 'field' in value && typeof value.field === 'string' && CONTACTS.has(lastPart(value.field));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const hidden = CONTACTS.has(key) || (isCorrection && (key === 'was' || key === 'is'));
      return [key, hidden && item !== null ? MASKED : withoutContacts(item)];
    }),
  );
}

/** `phone` of `applicant.phone`. */
const lastPart = (field: string): string => field.slice(field.lastIndexOf('.') + 1);
