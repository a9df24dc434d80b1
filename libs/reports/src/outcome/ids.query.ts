import { asked, rowsOf, type Sql } from '#read-store';

/** A statement finds all that are left, and gives so many. */
const AT_ONCE = 200_000;
const PAGE = 5_000;

/**
 * The ids that a statement finds, each once and in their order, page by page. They are found before they are sorted: in the
 * order of an index of ids a server would go through all that there are.
 * @param found selects `dossier_id` @param after this one. @throws Refusal `store-unavailable`
 */
export async function* pagesOfIds(
  db: Sql,
  found: string,
  values: readonly unknown[],
  after = '',
): AsyncGenerator<readonly string[]> {
  const text = `with found as materialized (select dossier_id from (${found}) each where dossier_id > $${values.length + 1})
    select distinct dossier_id as id from found order by id limit ${AT_ONCE}`;
  for (let last: string | undefined = after; last !== undefined;) {
    const rows: readonly { readonly id: string }[] = await asked(() => rowsOf(db, text, [...values, last]));
    for (let at = 0; at < rows.length; at += PAGE) yield rows.slice(at, at + PAGE).map(({ id }) => id);
    last = rows.length < AT_ONCE ? undefined : rows.at(-1)?.id;
  }
}
