import type { Instant } from '#kernel';
import type { Asker } from './scope.js';

/** Who a token speaks for. */
export interface Identity {
  readonly account: string;
  readonly actor: Asker;
  /** How a person calls the account; nothing is decided by it. */
  readonly name: string;
  /** The password was given by somebody else: until it is changed, the session may do nothing more. */
  readonly mustChangePassword: boolean;
}

/** Danh tính: tells who a bearer token speaks for, and takes it back. */
export abstract class Identities {
  /**
   * @param chosen the role to act in, for who has several
   * @throws Refusal `not-authenticated`, and for some tokens `identity-not-mapped` or `identity-unavailable`
   */
  abstract callerOf(token: string, now: Instant, chosen?: string): Promise<Identity>;

  /** Đăng xuất: this token is worth nothing any more. */
  abstract end(token: string, now: Instant): Promise<void>;

  /** Ends every session of the token's account. */
  abstract endAll(token: string, now: Instant): Promise<void>;
}
