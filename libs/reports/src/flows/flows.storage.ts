import { workingCalendar } from '#catalogue';
import { rowsOf, type Folded, type ProjectionStorage, type Sql, type TableDefinition } from '#read-store';
import type { WorkingCalendar } from '#working-time';
import { calendarsOfSent } from '../course/calendar-of.js';
import { flowsOf } from './flow.js';
import type { FlowsOfDossier, FlowsRow, PublishedCalendars } from './flows.fold.js';

const text = 'text collate "C"';

/** What was folded of each stream, to go on from. */
const STREAMS: TableDefinition = {
  name: 'flow_streams',
  statements: (name) => [
    `create table ${name} (key ${text} primary key, kind ${text}, revision int, row json) with (fillfactor = 70)`,
    `create index on ${name} (kind) where kind = 'calendar'`,
  ],
};

/** Plain counts of dossiers that were ever sent anywhere: narrow, so that the figure of health is cheap. */
const COUNTS: TableDefinition = {
  name: 'flow_counts',
  statements: (name) => [`create table ${name} (key ${text} primary key, sent int, accepted int, returned int)`],
};

/** Column of the table, its type, and the field of a flow that it keeps. */
const COLUMNS: readonly (readonly [column: string, type: string, field: string])[] = [
  ['dossier_id', text, 'dossierId'],
  ['transfer', 'int', 'transfer'],
  ['from_agency', text, 'from'],
  ['to_agency', text, 'to'],
  ['from_now', text, 'fromNow'],
  ['to_now', text, 'toNow'],
  ['leg', text, 'leg'],
  ['procedure_code', text, 'procedureCode'],
  ['field', text, 'field'],
  ['form', text, 'form'],
  ['sent_at', 'timestamptz', 'sentAt'],
  ['answered_at', 'timestamptz', 'answeredAt'],
  ['completed_at', 'timestamptz', 'completedAt'],
  ['status', text, 'status'],
  ['transit_minutes', 'int', 'transitMinutes'],
  ['held_minutes', 'int', 'heldMinutes'],
  ['late', 'boolean', 'late'],
  ['late_after', 'timestamptz', 'lateAfter'],
  ['calendars', 'text[]', 'calendars'],
];
const KEY = ['dossier_id', 'transfer'];
const names = COLUMNS.map(([column]) => column).join(', ');
const given = COLUMNS.map(([, , field]) => `given."${field}"`).join(', ');
const shape = COLUMNS.map(([, type, field]) => `"${field}" ${type.split(' ')[0]}`).join(', ');
const changes = COLUMNS.filter(([column]) => !KEY.includes(column))
  .map(([column]) => `${column} = excluded.${column}`)
  .join(', ');

/** One row a transfer. */
const FLOWS: TableDefinition = {
  name: 'flows',
  statements: (name) => [
    `create table ${name} (${COLUMNS.map(([column, type]) => `${column} ${type}`).join(', ')},
       primary key (${KEY.join(', ')})) with (fillfactor = 80)`,
    ...['(sent_at)', '(from_agency, sent_at)', '(to_agency, sent_at)', '(procedure_code, sent_at)'].map(
      (index) => `create index on ${name} ${index}`,
    ),
  ],
};

/** Keeps what was folded of a stream in one row, and explodes the transfers of a dossier into theirs. */
export const flowsStorage: ProjectionStorage<FlowsRow> = {
  tables: [STREAMS, COUNTS, FLOWS],
  async load(tx, schema, keys) {
    const rows = await rowsOf<{ readonly row: FlowsRow }>(
      tx,
      `select row from ${schema}.${STREAMS.name} where key = any($1)`,
      [keys],
    );
    return new Map(rows.map(({ row }) => [row.key, { row, revision: row.revision }]));
  },
  async store(tx, schema, rows) {
    const kept = rowsIn(rows);
    await tx.query(
      `insert into ${schema}.${STREAMS.name} (key, kind, revision, row)
       select key, kind, revision, row from json_to_recordset($1) as given (key text, kind text, revision int, row json)
       on conflict (key) do update set revision = excluded.revision, row = excluded.row`,
      [JSON.stringify(kept.map((row) => ({ key: row.key, kind: row.is, revision: row.revision, row })))],
    );
    const senders = kept.filter((row): row is FlowsOfDossier => row.is === 'dossier' && row.counted.sent > 0);
    const isPublished = kept.some((row) => row.is === 'calendar');
    const uncounted = isPublished ? await uncountedIn(tx, schema, senders) : [];
    const all = [...senders, ...uncounted];
    if (all.length > 0) await storeTransfers(tx, schema, all);
  },
};

/** What no calendar could count may be counted by one that came. */
async function uncountedIn(
  tx: Sql,
  schema: string,
  senders: readonly FlowsOfDossier[],
): Promise<readonly FlowsOfDossier[]> {
  const rows = await rowsOf<{ readonly row: FlowsOfDossier }>(
    tx,
    `select row from ${schema}.${STREAMS.name} where key <> all($1::text[]) and key in (
       select dossier_id from ${schema}.${FLOWS.name}
       where (late is null and late_after is null) or (answered_at is not null and transit_minutes is null))`,
    [senders.map(({ key }) => key)],
  );
  return rows.map(({ row }) => row);
}

const rowsIn = (rows: ReadonlyMap<string, Folded<FlowsRow>>): readonly FlowsRow[] =>
  [...rows.values()].flatMap(({ row }) => (row === null ? [] : [row]));

async function storeTransfers(tx: Sql, schema: string, senders: readonly FlowsOfDossier[]): Promise<void> {
  const calendars = await publishedIn(tx, schema);
  const flows = senders.flatMap(({ key: dossierId, course }) =>
    course === null
      ? []
      : flowsOf(course, calendarsOfSent(calendars, course)).map((flow) => ({
          ...{ dossierId, procedureCode: course.procedureCode, field: course.field, ...flow },
        })),
  );
  await tx.query(
    `insert into ${schema}.${FLOWS.name} (${names})
     select ${given} from json_to_recordset($1) as given (${shape})
     on conflict (${KEY.join(', ')}) do update set ${changes}`,
    [JSON.stringify(flows)],
  );
  await tx.query(
    `insert into ${schema}.${COUNTS.name} (key, sent, accepted, returned)
     select key, sent, accepted, returned
     from json_to_recordset($1) as given (key text, sent int, accepted int, returned int)
     on conflict (key) do update set sent = excluded.sent, accepted = excluded.accepted, returned = excluded.returned`,
    [JSON.stringify(senders.map(({ key, counted }) => ({ key, ...counted })))],
  );
}

/** As many as were folded: a row says what the log up to the checkpoint does, whatever its batches were. */
async function publishedIn(tx: Sql, schema: string): Promise<readonly WorkingCalendar[]> {
  const rows = await rowsOf<{ readonly row: PublishedCalendars }>(
    tx,
    `select row from ${schema}.${STREAMS.name} where kind = 'calendar'`,
  );
  return rows.flatMap(({ row }) => row.versions.map(({ data }) => workingCalendar(data)));
}
