import type { DossierEventOf } from '#dossier';
import type { Instant } from '#kernel';
import { CASE_FIELDS, type RegisterField, type RegisterMapping } from './mapping.js';
import { momentOf } from './moment.js';
import type { Cell, RegisterRow } from './register-rows.js';

type Data<T extends 'DossierImported' | 'ActivityImported'> = DossierEventOf<T>['data'];

/** Một hồ sơ của sổ cũ: what its rows say of it together. */
export interface OlderCase {
  readonly dossier: Data<'DossierImported'>;
  readonly activities: readonly Data<'ActivityImported'>[];
  readonly rows: readonly number[];
  /** Rows of activities that lie before the start, or after the end: kept, and told. */
  readonly beforeStart: readonly number[];
  readonly afterEnd: readonly number[];
}

/** Why a case is not taken, as a whole: the first thing that is wrong, where. */
export interface CaseFault {
  readonly why: CaseWrong;
  readonly row: number;
  readonly field?: RegisterField;
}
export type CaseWrong =
  | 'broken-row'
  | 'empty'
  | 'too-long'
  | 'broken-date'
  | 'contradicts-itself'
  | 'ends-before-start'
  | 'too-many-rows'
  | 'in-the-future'
  | 'control-character';

/** So many rows a case may have. */
export const MOST_ROWS = 2_000;
const LONGEST = 1_000;
/** Neither a line of a report nor PostgreSQL can hold it. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
const LONGEST_ID = 200;

/** What is kept of a row until all rows of its case are there: by field, as its cells had it. */
export interface KeptRow {
  readonly row: number;
  readonly cells: Readonly<Partial<Record<RegisterField, Cell>>>;
  readonly fault: string | null;
}

/** The cells that a mapping speaks of. */
export function keptRow({ columns }: RegisterMapping, { row, cells, fault }: RegisterRow): KeptRow {
  const named = Object.entries(columns).map(
    ([field, column]) => [field, trimmed(cells.get(column ?? '') ?? '')] as const,
  );
  return { row, cells: Object.fromEntries(named), fault };
}

const trimmed = (cell: Cell): Cell => (typeof cell === 'string' ? cell.trim().normalize('NFC') : cell);

/** Why rows cannot be laid down under an id; null where they can. */
export function wrongId(id: string): CaseWrong | null {
  if (id.length > LONGEST_ID) return 'too-long';
  return UNPRINTABLE.test(id) ? 'control-character' : null;
}

/** All rows of one case as a dossier and its activities, or why not. @param file its name, without the way to it */
export function olderCase(
  mapping: RegisterMapping,
  file: string,
  kept: readonly KeptRow[],
  now: Instant,
): OlderCase | CaseFault {
  try {
    return caseOf(new Reader(mapping), file, kept, now);
  } catch (error) {
    if (error instanceof Wrong) return error.fault;
    throw error;
  }
}

class Wrong extends Error {
  constructor(readonly fault: CaseFault) {
    super(fault.why);
  }
}

const wrong = (why: CaseWrong, row: number, field?: RegisterField) =>
  new Wrong({ why, row, ...(field === undefined ? {} : { field }) });

function caseOf(read: Reader, file: string, kept: readonly KeptRow[], now: Instant): OlderCase {
  const [first] = kept;
  if (first === undefined) throw new Error('a case without rows');
  if (kept.length > MOST_ROWS) throw wrong('too-many-rows', first.row);
  const broken = kept.find(({ fault }) => fault !== null);
  if (broken !== undefined) throw wrong('broken-row', broken.row);
  const dossier = read.dossier(file, first);
  for (const row of kept) {
    const same = read.dossier(file, row);
    const field = CASE_FIELDS.find((name) => ofField(dossier, name) !== ofField(same, name));
    if (field !== undefined) throw wrong('contradicts-itself', row.row, field);
  }
  const { startedAt, endedAt } = dossier;
  if (endedAt !== null && endedAt < startedAt) throw wrong('ends-before-start', first.row, 'endedAt');
  if (startedAt > now) throw wrong('in-the-future', first.row, 'startedAt');
  if (endedAt !== null && endedAt > now) throw wrong('in-the-future', first.row, 'endedAt');
  const activities = kept.flatMap((row) => read.activity(file, row) ?? []);
  const future = activities.find(({ at }) => at > now);
  if (future !== undefined) throw wrong('in-the-future', future.provenance.row, 'activityAt');
  const rowsWhere = (is: (at: Instant) => boolean) =>
    activities.filter(({ at }) => is(at)).map(({ provenance }) => provenance.row);
  return {
    dossier,
    activities: activities.toSorted((a, b) =>
      a.at < b.at ? -1 : a.at > b.at ? 1 : a.provenance.row - b.provenance.row,
    ),
    rows: kept.map(({ row }) => row),
    beforeStart: rowsWhere((at) => at < startedAt),
    afterEnd: rowsWhere((at) => endedAt !== null && at > endedAt),
  };
}

const ofField = (dossier: Data<'DossierImported'>, field: (typeof CASE_FIELDS)[number]) =>
  field === 'case' ? dossier.externalId : dossier[field];

/** Reads cells by the mapping: constants, translated values, dates. */
class Reader {
  private readonly values: ReadonlyMap<string, ReadonlyMap<string, string>>;

  constructor(private readonly mapping: RegisterMapping) {
    this.values = new Map(
      Object.entries(mapping.values ?? {}).map(([field, pairs]) => [
        field,
        new Map((pairs ?? []).map(({ from, to }) => [from, to])),
      ]),
    );
  }

  dossier(file: string, row: KeptRow): Data<'DossierImported'> {
    return {
      provenance: { file, row: row.row },
      externalId: this.text(row, 'case'),
      channel: this.text(row, 'channel'),
      agency: this.text(row, 'agency'),
      procedureName: this.text(row, 'procedureName'),
      startedAt: this.needed(row, 'startedAt'),
      promisedAt: this.moment(row, 'promisedAt'),
      endedAt: this.moment(row, 'endedAt'),
    };
  }

  /** Null of a row, or a register, that tells of none. */
  activity(file: string, row: KeptRow): Data<'ActivityImported'> | null {
    if (this.mapping.columns.activity === undefined) return null;
    const [activity, at] = [this.optional(row, 'activity'), this.moment(row, 'activityAt')];
    if (activity === '' && at === null) return null;
    if (activity === '') throw wrong('empty', row.row, 'activity');
    if (at === null) throw wrong('empty', row.row, 'activityAt');
    const resource = this.optional(row, 'resource');
    return { provenance: { file, row: row.row }, activity, ...(resource === '' ? {} : { resource }), at };
  }

  private text(row: KeptRow, field: RegisterField): string {
    const text = this.optional(row, field);
    if (text === '') throw wrong('empty', row.row, field);
    return text;
  }

  private optional(row: KeptRow, field: RegisterField): string {
    const cell = row.cells[field] ?? this.mapping.constants?.[field] ?? '';
    const text = typeof cell === 'string' ? cell : cell.instant;
    if (text.length > LONGEST) throw wrong('too-long', row.row, field);
    if (UNPRINTABLE.test(text)) throw wrong('control-character', row.row, field);
    return this.values.get(field)?.get(text) ?? text;
  }

  private needed(row: KeptRow, field: RegisterField): Instant {
    const moment = this.moment(row, field);
    if (moment === null) throw wrong('empty', row.row, field);
    return moment;
  }

  private moment(row: KeptRow, field: RegisterField): Instant | null {
    const cell = row.cells[field] ?? this.mapping.constants?.[field] ?? '';
    if (typeof cell !== 'string') return cell.instant;
    if (cell === '') return null;
    const moment = momentOf(cell, this.mapping.dates);
    if (moment === null) throw wrong('broken-date', row.row, field);
    return moment;
  }
}
