import { changedBy, rowsOf, type Sql } from '#read-store';
import type { NoticeOutcome } from './tell.js';

/** Hộp thư công vụ — where a role in an agency is told. */
export interface Mailbox {
  readonly role: string;
  readonly agency: string;
  readonly address: string;
}

/** A mailbox, and what became of so many notices to its role and agency; `waiting`: not told yet. */
export interface ToldMailbox extends Mailbox {
  readonly told: Readonly<Partial<Record<NoticeOutcome | 'waiting', number>>>;
}

/** Who is told where; kept in the schema `vault`, for no event says it. */
export class Mailboxes {
  constructor(private readonly db: Sql) {}

  async set({ role, agency, address }: Mailbox): Promise<void> {
    await this.db.query(
      `insert into vault.mailboxes (role, agency, address) values ($1, $2, $3)
       on conflict (role, agency) do update set address = excluded.address`,
      [role, agency, address],
    );
  }

  /** @returns whether there was one */
  async remove({ role, agency }: Omit<Mailbox, 'address'>): Promise<boolean> {
    return (
      (await changedBy(this.db, 'delete from vault.mailboxes where role = $1 and agency = $2', [role, agency])) > 0
    );
  }

  all(): Promise<readonly ToldMailbox[]> {
    return rowsOf(
      this.db,
      `select m.role, m.agency, m.address, coalesce(json_object_agg(n.outcome, n.count order by n.outcome)
         filter (where n.outcome is not null), '{}') as told
       from vault.mailboxes m left join (
         select role, agency, coalesce(outcome, 'waiting') as outcome, count(*) from vault.notices group by 1, 2, 3
       ) n using (role, agency)
       group by m.role, m.agency, m.address order by m.agency, m.role`,
    );
  }
}
