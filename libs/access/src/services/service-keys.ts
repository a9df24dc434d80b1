import type { Pool } from 'pg';
import { Refusal, vietnamDay, type Day, type Instant } from '#kernel';
import { fingerprint, secretOf, shortened } from '../fingerprint.js';
import { Identities, type Identity } from '../identities.js';
import { rights, type Right } from '../rights.js';
import type { Role } from '../roles.js';

export const SERVICE_KEY = 'dhk_';
const NAME = /^[a-z][a-z0-9._-]{1,63}$/;

/** Roles that a program may have; what officials decide is decided by persons. */
export const SERVICE_ROLES: readonly Role[] = ['integration'];

/** What a key is for. */
export interface Service {
  readonly name: string;
  readonly role: Role;
  /** The rights that the key may use, of those of the role. */
  readonly rights: readonly Right[];
  readonly endsAt: Instant | null;
}

/** A key as an operator sees it. */
export interface KnownKey extends Service {
  readonly id: string;
  readonly createdAt: Instant;
  readonly lastUsedOn: Day | null;
  readonly revokedAt: Instant | null;
}

interface KeyRow {
  readonly fingerprint: string;
  readonly service: string;
  readonly role: Role;
  readonly rights: readonly Right[];
  readonly created_at: Date;
  readonly ends_at: Date | null;
  readonly last_used_on: Day | null;
  readonly revoked_at: Date | null;
}

/**
 * Tài khoản dịch vụ: keys of programs. A service may have several at once, so that a new one is in use before the old
 * one is revoked; to the log they are one account, `service:<name>`.
 */
export class ServiceKeys extends Identities {
  constructor(private readonly pool: Pool) {
    super();
  }

  /** @returns the key, this once @throws Refusal `invalid-input` */
  async create({ name, role, rights: asked, endsAt }: Service, now: Instant): Promise<string> {
    const at = wrongIn({ name, role, rights: asked, endsAt }, now);
    if (at !== null) throw new Refusal('invalid-input', null, { at });
    const key = secretOf(SERVICE_KEY);
    await this.pool.query(
      `insert into vault.service_keys (fingerprint, service, role, rights, created_at, ends_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [fingerprint(key), name, role, [...new Set(asked)].sort(), now, endsAt],
    );
    return key;
  }

  async callerOf(key: string, now: Instant): Promise<Identity> {
    const print = fingerprint(key);
    const { rows } = await this.pool.query<KeyRow>({
      name: 'service-key',
      text: `select service, role, rights, last_used_on::text from vault.service_keys
             where fingerprint = $1 and revoked_at is null and (ends_at is null or ends_at > $2)`,
      values: [print, now],
    });
    const [row] = rows;
    if (row === undefined) throw new Refusal('not-authenticated');
    await this.used(print, row.last_used_on, vietnamDay(now));
    const account = `service:${row.service}`;
    const actor = { id: account, role: row.role, agency: null, only: row.rights };
    return { account, actor, name: row.service, mustChangePassword: false };
  }

  /** A program cannot take its key back: whoever runs the service does. @throws Refusal `not-allowed` */
  async end(): Promise<void> {
    throw new Refusal('not-allowed', null, { why: 'a key does not log out; it is revoked by the operator' });
  }

  async endAll(): Promise<void> {
    await this.end();
  }

  /** Revokes every key of a service, or the one of an id. @returns how many */
  async revoke(service: string, id: string | null, now: Instant): Promise<number> {
    const { rowCount } = await this.pool.query(
      `update vault.service_keys set revoked_at = $3
       where service = $1 and starts_with(fingerprint, $2) and revoked_at is null`,
      [service, id ?? '', now],
    );
    return rowCount ?? 0;
  }

  async list(): Promise<readonly KnownKey[]> {
    const { rows } = await this.pool.query<KeyRow>(
      `select fingerprint, service, role, rights, created_at, ends_at, last_used_on::text, revoked_at
       from vault.service_keys order by service, created_at`,
    );
    return rows.map((row) => ({
      id: shortened(row.fingerprint),
      name: row.service,
      role: row.role,
      rights: row.rights,
      createdAt: row.created_at.toISOString(),
      endsAt: row.ends_at?.toISOString() ?? null,
      lastUsedOn: row.last_used_on,
      revokedAt: row.revoked_at?.toISOString() ?? null,
    }));
  }

  /** A day is enough to see which keys nobody uses; one write a day. */
  private async used(print: string, before: Day | null, today: Day): Promise<void> {
    if (before !== null && before >= today) return;
    await this.pool.query('update vault.service_keys set last_used_on = $2 where fingerprint = $1', [print, today]);
  }
}

function wrongIn({ name, role, rights: asked, endsAt }: Service, now: Instant): string | null {
  if (!NAME.test(name)) return 'name: 2 to 64 small letters, digits, dots and dashes';
  if (!SERVICE_ROLES.includes(role)) return `role: ${SERVICE_ROLES.join(' | ')} expected`;
  if (asked.length === 0) return 'scope: at least one right';
  const beyond = asked.find((right) => rights[right][role] === undefined);
  if (beyond !== undefined) return `scope: ${role} has no right to ${beyond}`;
  return endsAt !== null && endsAt <= now ? 'expires: in the past' : null;
}
