/**
 * Nhật ký truy cập, apart from the log and from everything that a rebuild makes anew. The trigger keeps a slip of the
 * application, or of an operator, from changing it; it keeps nobody who owns the database.
 */
export const READING_TABLE = `
  create table if not exists vault.readings (
    id uuid not null primary key, at timestamptz not null, account text, role text, agency text, what text not null,
    door text not null, outcome text not null, asked text, dossiers text[] not null, filters text[] not null,
    reason text, request_id text, client_address text);
  create index if not exists readings_in_order on vault.readings (at, id);
  create index if not exists readings_by_account on vault.readings (account, at);
  create index if not exists readings_by_asked on vault.readings (asked) where asked is not null;
  create index if not exists readings_by_dossier on vault.readings using gin (dossiers);
  create or replace function vault.readings_stay() returns trigger language plpgsql as
    $$ begin raise exception 'readings are only added to'; end $$;
  do $$ begin
    if not exists (select from pg_trigger where tgname = 'readings_stay' and tgrelid = 'vault.readings'::regclass) then
      create trigger readings_stay before update or delete or truncate on vault.readings
        for each statement execute function vault.readings_stay();
    end if;
  end $$;`;
