import type { Folded, ProjectionStorage, TableDefinition } from './projection.js';
import { rowsOf, type Sql } from './sql.js';

/** A column, by the field of the row that it holds; types are PostgreSQL's. */
export interface Column<Row> {
  readonly column: string;
  readonly type: string;
  /** What is kept, where it is not a field of the row but follows from it; such a column is not loaded. */
  readonly from?: (row: Row) => unknown;
}

/** One flat row a stream. The key and the revision are fields of the row. */
export interface RowTable<Row> {
  readonly name: string;
  readonly key: keyof Row & string;
  readonly revision: (row: Row) => number;
  readonly columns: Readonly<Record<string, Column<Row>>>;
  /** What follows the table's name in `create index on`, e.g. `(status)`. */
  readonly indexes: readonly string[];
  /** Storage parameters of the table, e.g. `fillfactor = 80`. */
  readonly storage?: string;
}

type Derived<Row> = readonly (readonly [string, (row: Row) => unknown])[];

/** Their null is JSON's. */
const JSON_TYPES = ['json', 'jsonb'];

/** Keeps one flat row a stream: loads by key, and writes a batch in one statement, from JSON. */
export function rowTable<Row extends object>(table: RowTable<Row>): ProjectionStorage<Row> {
  const columns = Object.entries(table.columns);
  const key = table.columns[table.key]?.column ?? table.key;
  const derived = columns.flatMap(([field, { from }]) => (from === undefined ? [] : [[field, from] as const]));

  const names = columns.map(([, { column }]) => column).join(', ');
  const read = columns
    .filter(([, { from }]) => from === undefined)
    .map(([field, { column }]) => `${column} as "${field}"`);
  const plain = columns.filter(([, { type }]) => !JSON_TYPES.includes(type));
  const plainFields = plain.map(([field]) => field);
  const jsonFields = columns.filter(([, { type }]) => JSON_TYPES.includes(type)).map(([field]) => field);
  const given = columns.map(([field]) => `given."${field}"`).join(', ');
  const shape = plain.map(([field, { type }]) => `"${field}" ${type}`).join(', ');
  // A JSON column comes on its own: as a field of a record it would be read three times over.
  const sources = [
    `json_to_recordset($1) as (${shape})`,
    ...jsonFields.map((_, at) => `json_array_elements($${at + 2})`),
  ];
  const fields = [...plainFields, ...jsonFields].map((field) => `"${field}"`).join(', ');
  const changes = columns
    .filter(([field]) => field !== table.key)
    .map(([, { column }]) => `${column} = excluded.${column}`)
    .join(', ');

  return {
    tables: [definition(table, key)],
    async load(tx: Sql, schema: string, keys: readonly string[]) {
      const text = `select ${read.join(', ')} from ${schema}.${table.name} where ${key} = any($1)`;
      const rows = await rowsOf<Row>(tx, text, [keys]);
      return new Map(rows.map((row) => [String(row[table.key]), { row, revision: table.revision(row) }]));
    },
    async store(tx: Sql, schema: string, rows: ReadonlyMap<string, Folded<Row>>) {
      const kept: object[] = [];
      for (const { row } of rows.values()) if (row !== null) kept.push(withDerived(row, derived));
      await tx.query(
        `insert into ${schema}.${table.name} (${names})
         select ${given} from rows from (${sources.join(', ')}) as given (${fields})
         on conflict (${key}) do update set ${changes}`,
        [
          JSON.stringify(kept, plainFields),
          ...jsonFields.map((field) => JSON.stringify(kept.map((row) => Reflect.get(row, field)))),
        ],
      );
    },
  };
}

const withDerived = <Row extends object>(row: Row, derived: Derived<Row>): object =>
  derived.length === 0
    ? row
    : Object.assign({}, row, Object.fromEntries(derived.map(([field, from]) => [field, from(row)])));

const definition = <Row>(table: RowTable<Row>, key: string): TableDefinition => ({
  name: table.name,
  statements: (name) => [
    `create table ${name} (
       ${Object.values(table.columns)
         .map(({ column, type }) => `${column} ${type}${type === 'text' ? ' collate "C"' : ''}`)
         .join(', ')},
       primary key (${key})
     )${table.storage === undefined ? '' : ` with (${table.storage})`}`,
    ...table.indexes.map((index) => `create index on ${name} ${index}`),
  ],
});
