import { Refusal } from '#kernel';

const SHORTEST = 12;
const LONGEST = 200;

/** What a password may not be: length is what counts, classes of characters do not. @throws Refusal `password-not-allowed` */
export function mustBeAllowed(password: string, account: string): void {
  const length = [...password].length;
  if (length < SHORTEST || length > LONGEST)
    throw new Refusal('password-not-allowed', null, { shortest: SHORTEST, longest: LONGEST });
  if (password.toLowerCase() === account.toLowerCase())
    throw new Refusal('password-not-allowed', null, { why: 'the name of the account' });
}

/** Keyboards write a Vietnamese letter as one character or as several; the password is the same. */
export const asTyped = (password: string): string => password.normalize('NFC');
