/** What the vault keeps of identities: nothing that would let its reader in, only fingerprints and argon2id hashes. */
export const IDENTITY_TABLES = `
  alter table vault.accounts
    add column if not exists must_change boolean not null default false,
    add column if not exists closed_at timestamptz;
  alter table vault.sessions
    add column if not exists started_at timestamptz not null default now(),
    add column if not exists seen_at timestamptz not null default now();
  create index if not exists sessions_by_account on vault.sessions (account);
  create index if not exists sessions_by_end on vault.sessions (ends_at);
  create table if not exists vault.login_attempts (
    name_hash text primary key, attempts integer not null, ends_at timestamptz not null);
  create table if not exists vault.service_keys (
    fingerprint text primary key, service text not null, role text not null, rights text[] not null,
    created_at timestamptz not null, ends_at timestamptz, last_used_on date, revoked_at timestamptz);
  create table if not exists vault.revoked_tokens (
    fingerprint text primary key, ends_at timestamptz not null);
  create table if not exists vault.revoked_accounts (
    account text primary key, issued_until timestamptz not null);`;
