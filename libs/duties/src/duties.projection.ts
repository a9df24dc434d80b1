import { upcastDossier, type DossierEvent } from '#dossier';
import type { Instant } from '#kernel';
import { LIVE_SCHEMA, rowsOf, type Folded, type Projection, type ProjectionStorage, type Sql } from '#read-store';
import type { WorkingCalendar } from '#working-time';
import { dutiesOf } from './duties-of.js';
import { dutyId } from './duty.js';
import { foldFacts, type DutyFacts } from './facts.fold.js';
import { wakesOf } from './owed.js';

/** When a dossier is to be looked at again. */
export interface Wakes {
  readonly dossierId: string;
  /** Of its last event: whatever that brings is owed at once where its moment has passed. */
  readonly revision: number;
  readonly wakes: readonly Instant[];
}

/** What the read model of duties needs beside the log. */
export interface DutyGround {
  readonly calendar: () => WorkingCalendar;
  /** Sets the timers, in the transaction that the rows are written in; without it, and in a rebuild, none is set. */
  readonly schedule?: (tx: Sql, wakes: readonly Wakes[]) => Promise<void>;
}

export const FACTS_TABLE = 'duty_facts';
export const DUTIES_TABLE = 'duties';
/** How many are open of each holder and kind and due on each day, so that nobody counts hundreds of thousands. */
export const COUNTS_TABLE = 'duty_counts';

const TABLES: ProjectionStorage<DutyFacts>['tables'] = [
  {
    name: FACTS_TABLE,
    statements: (name) => [
      `create table ${name} (
         dossier_id text collate "C" primary key, revision int not null, facts json not null,
         calendar_version int not null, is_open boolean not null) with (fillfactor = 70)`,
      `create index on ${name} (calendar_version, dossier_id) where is_open`,
    ],
  },
  {
    name: DUTIES_TABLE,
    statements: (name) => [
      `create table ${name} (
         dossier_id text collate "C" not null, kind text not null, no int not null, code text collate "C",
         procedure_code text collate "C", role text not null, agency text collate "C" not null, officer text,
         arises_at timestamptz not null, due_at timestamptz not null, law text, failed boolean not null,
         primary key (dossier_id, kind, no))`,
      `create index on ${name} (agency, role, due_at, dossier_id, kind, no)`,
      `create index on ${name} (due_at, dossier_id, kind, no)`,
    ],
  },
  {
    name: COUNTS_TABLE,
    statements: (name) => [
      `create table ${name} (
         agency text collate "C", role text, kind text, due_day date, open int not null,
         primary key (agency, role, kind, due_day)) with (fillfactor = 70)`,
      `create index on ${name} (due_day) where open = 0`,
    ],
  },
];

/** The day in Vietnam that a duty is due on. */
export const DUE_DAY = `(due_at at time zone 'Asia/Ho_Chi_Minh')::date`;

/** Nghĩa vụ: the facts of each dossier, and a row for each duty that is open, by the calendar in force. */
export const dutiesProjection = (ground: DutyGround): Projection<DutyFacts, DossierEvent> => ({
  name: 'duties',
  version: 2,
  prefixes: ['dossier-'],
  personal: [],
  key: (stream) => stream.slice(stream.indexOf('-') + 1),
  upcast: upcastDossier,
  fold: foldFacts,
  storage: { tables: TABLES, load, store: (tx, schema, rows) => storeDuties(ground, tx, schema, rows) },
});

async function load(tx: Sql, schema: string, keys: readonly string[]): Promise<Map<string, Folded<DutyFacts>>> {
  const rows = await rowsOf<{ readonly facts: DutyFacts }>(
    tx,
    `select facts from ${schema}.${FACTS_TABLE} where dossier_id = any($1)`,
    [keys],
  );
  return new Map(rows.map(({ facts }) => [facts.dossierId, { row: facts, revision: facts.revision }]));
}

/** Writes facts and open duties of these dossiers as the calendar in force has them. */
export async function storeDuties(
  { calendar: current, schedule }: DutyGround,
  tx: Sql,
  schema: string,
  rows: ReadonlyMap<string, Folded<DutyFacts>>,
): Promise<void> {
  const calendar = current();
  const facts = [...rows.values()].flatMap(({ row }) => (row === null ? [] : [row]));
  const open = facts.flatMap((one) => openDuties(one, calendar));
  const withOpen = new Set(open.map(({ dossierId }) => dossierId));
  const kept = facts.map((one) => ({
    dossierId: one.dossierId,
    revision: one.revision,
    facts: one,
    calendarVersion: calendar.version,
    isOpen: withOpen.has(one.dossierId),
  }));
  await tx.query(
    `insert into ${schema}.${FACTS_TABLE} (dossier_id, revision, facts, calendar_version, is_open)
     select given."dossierId", given.revision, given.facts, given."calendarVersion", given."isOpen"
     from json_to_recordset($1) given
       ("dossierId" text, revision int, facts json, "calendarVersion" int, "isOpen" boolean)
     on conflict (dossier_id) do update set revision = excluded.revision, facts = excluded.facts,
       calendar_version = excluded.calendar_version, is_open = excluded.is_open`,
    [JSON.stringify(kept)],
  );
  await tx.query(
    counting(
      schema,
      -1,
      `delete from ${schema}.${DUTIES_TABLE} where dossier_id = any($1) returning agency, role, kind, due_at`,
    ),
    [[...rows.keys()]],
  );
  await tx.query(
    counting(
      schema,
      1,
      `insert into ${schema}.${DUTIES_TABLE} (dossier_id, kind, no, code, procedure_code, role, agency, officer,
         arises_at, due_at, law, failed)
       select * from json_to_recordset($1) given ("dossierId" text, kind text, no int, code text, procedure text,
         role text, agency text, officer text, "arisesAt" timestamptz, "dueAt" timestamptz, law text, failed boolean)
       returning agency, role, kind, due_at`,
    ),
    [JSON.stringify(open)],
  );
  await tx.query(`delete from ${schema}.${COUNTS_TABLE} where open = 0`);
  if (schedule === undefined || schema !== LIVE_SCHEMA) return;
  const wakes = facts.map((one) => ({
    dossierId: one.dossierId,
    revision: one.revision,
    wakes: wakesOf(one, calendar),
  }));
  await schedule(tx, wakes);
}

/** A statement that returns duties, and counts each of them once more or once less. */
const counting = (schema: string, by: 1 | -1, returning: string): string =>
  `with changed as (${returning})
   insert into ${schema}.${COUNTS_TABLE} as c (agency, role, kind, due_day, open)
   select agency, role, kind, ${DUE_DAY}, ${by} * count(*) from changed group by 1, 2, 3, 4
   on conflict (agency, role, kind, due_day) do update set open = c.open + excluded.open`;

function openDuties(facts: DutyFacts, calendar: WorkingCalendar) {
  const { dossierId, code, procedure, escalated } = facts;
  return dutiesOf(facts, calendar)
    .filter(({ ended }) => ended === null)
    .map(({ notices: _notices, consequence: _consequence, ended: _ended, holder, ...duty }) => ({
      dossierId,
      code,
      procedure,
      ...duty,
      ...holder,
      failed: escalated.includes(dutyId(duty)),
    }));
}
