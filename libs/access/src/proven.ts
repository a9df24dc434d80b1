import { Refusal, type Instant } from '#kernel';
import type { Identities, Identity } from './identities.js';
import type { Accounts } from './local/accounts.js';

/** By what somebody proves who they are where there is no session: a password of a local account, or a bearer token. */
export type Credential =
  | { readonly is: 'password'; readonly account: string; readonly password: string }
  | { readonly is: 'token'; readonly token: string };

const TOKEN = /^[\w.-]{20,8192}$/;
const LINE = /^(\S{1,64}) (\S.{0,199})$/;

/** `account password` or a token, as one line. @throws Refusal `invalid-input` that repeats nothing of it */
export function credentialFrom(line: string): Credential {
  if (TOKEN.test(line)) return { is: 'token', token: line };
  const [, account, password] = LINE.exec(line) ?? [];
  if (account === undefined || password === undefined)
    throw new Refusal('invalid-input', null, { at: 'a token, or account, a space and its password expected' });
  return { is: 'password', account, password };
}

/** Where a credential is proven. */
export interface Proving {
  readonly accounts: Accounts;
  readonly identities: Identities;
}

/**
 * Whoever a credential proves, for a command that several give at once. A password is a log-in like every other, with
 * whatever guards those, and leaves no session behind.
 * @throws Refusal `not-authenticated`, `password-change-needed`, and what else a log-in or a token may meet
 */
export async function proven(proving: Proving, credential: Credential, now: Instant): Promise<Identity> {
  const identity =
    credential.is === 'token'
      ? await proving.identities.callerOf(credential.token, now)
      : await loggedIn(proving.accounts, credential.account, credential.password, now);
  if (identity.mustChangePassword) throw new Refusal('password-change-needed');
  return identity;
}

async function loggedIn(accounts: Accounts, name: string, password: string, now: Instant): Promise<Identity> {
  const { sessions } = accounts;
  const { token } = await accounts.logIn(name, password, now);
  try {
    return await sessions.callerOf(token, now);
  } finally {
    await sessions.end(token);
  }
}
