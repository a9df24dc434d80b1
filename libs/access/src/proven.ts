import { Refusal, type Instant } from '#kernel';
import type { Accounts, Session } from './accounts.js';

/** By what somebody proves who they are where there is no session: so far the password of a local account. */
export interface Credential {
  readonly is: 'password';
  readonly account: string;
  readonly password: string;
}

const LINE = /^(\S{1,64}) (\S.{0,199})$/;

/** `account password`, as one line. @throws Refusal `invalid-input` that repeats nothing of it */
export function credentialFrom(line: string): Credential {
  const [, account, password] = LINE.exec(line) ?? [];
  if (account === undefined || password === undefined)
    throw new Refusal('invalid-input', null, { at: 'account, a space and its password expected' });
  return { is: 'password', account, password };
}

/**
 * Whoever a credential proves, for a command that several give at once. It is a log-in like every other, with whatever
 * guards those, and leaves no session behind. @throws Refusal `not-authenticated`
 */
export async function proven(accounts: Accounts, { account, password }: Credential, now: Instant): Promise<Session> {
  const { token } = await accounts.logIn(account, password, now);
  try {
    return await accounts.sessionOf(token, now);
  } finally {
    await accounts.logOut(token);
  }
}
