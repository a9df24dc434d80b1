import { changedBy, rowsOf, type Sql } from '#read-store';

/** Hộp thư công vụ — where a role in an agency is told. */
export interface Mailbox {
  readonly role: string;
  readonly agency: string;
  readonly address: string;
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

  all(): Promise<readonly Mailbox[]> {
    return rowsOf(this.db, 'select role, agency, address from vault.mailboxes order by agency, role');
  }
}
