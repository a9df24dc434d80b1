import type { Pool } from 'pg';
import type { Position } from '#kernel';

/**
 * Which keys were destroyed, and how far the log was gone through for erasures. Both stand beside the keys: a vault of an
 * older backup is behind by exactly the erasures that it does not know of.
 */
export const ERASURES = `
  create table if not exists vault.destroyed_keys (id uuid primary key, destroyed_at timestamptz not null);
  create table if not exists vault.erasures_followed (
    of text primary key, stream text not null, revision int not null, position text not null);`;

/** The last event that was looked at; its place tells whether it still stands where it stood. */
export interface Followed {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

const DOSSIERS = 'dossiers';

/** How far the log was gone through for erasures. */
export class ErasuresFollowed {
  constructor(private readonly pool: Pool) {}

  async last(): Promise<Followed | null> {
    const { rows } = await this.pool.query<Followed>(
      'select stream, revision, position from vault.erasures_followed where of = $1',
      [DOSSIERS],
    );
    return rows[0] ?? null;
  }

  async moveTo({ stream, revision, position }: Followed): Promise<void> {
    await this.pool.query(
      `insert into vault.erasures_followed (of, stream, revision, position) values ($1, $2, $3, $4)
       on conflict (of) do update set stream = excluded.stream, revision = excluded.revision, position = excluded.position`,
      [DOSSIERS, stream, revision, position],
    );
  }
}
