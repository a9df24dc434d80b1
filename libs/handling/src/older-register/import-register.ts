import { basename } from 'node:path';
import type { DataSource } from 'typeorm';
import { dossier, dossierStream, type DossierCommandOf, type DossierEvent } from '#dossier';
import {
  Refusal,
  RevisionConflict,
  type Actor,
  type Clock,
  type EventStore,
  type Instant,
  type Proposed,
} from '#kernel';
import type { WorkingCalendar } from '#working-time';
import { explained, loadDossier, type LoadedDossier } from '../dossier-log.js';
import { commandIdOf, digestOf, eventIdOf, olderDossierIdOf } from '../identity.js';
import type { RegisterMapping } from './mapping.js';
import { keptRow, olderCase, wrongId, type CaseWrong, type KeptRow, type OlderCase } from './older-case.js';
import { registerRows } from './register-rows.js';
import { RowsByCase } from './rows-by-case.js';

/** A case that was not taken, and why: what is wrong with its rows, or what the engine says to it. */
export interface RefusedCase {
  readonly case: string;
  readonly rows: readonly number[];
  readonly why: CaseWrong | Refusal['code'];
  /** The row and the field that show it. */
  readonly row: number;
  readonly field?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface CaseAndRows {
  readonly case: string;
  readonly rows: readonly number[];
}

/** Báo cáo nhập sổ: every row of the file is in it, as part of a case that was taken, known, or refused. */
export interface ImportReport {
  readonly register: string;
  readonly file: string;
  readonly rows: number;
  readonly cases: number;
  /** Written for the first time. */
  readonly taken: number;
  /** Known already, nothing new. */
  readonly known: number;
  /** Known already, with new activities. */
  readonly extended: number;
  /** Whose promise or end the register has put right since; both stay. */
  readonly corrected: readonly CaseAndRows[];
  readonly refused: readonly RefusedCase[];
  /** Kept all the same. */
  readonly activitiesBeforeStart: readonly CaseAndRows[];
  readonly activitiesAfterEnd: readonly CaseAndRows[];
  readonly promisedBeforeStart: readonly CaseAndRows[];
  readonly events: number;
  /** Rows that name no case. */
  readonly rowsWithoutCase: readonly number[];
}

export interface ImportParts {
  readonly store: EventStore;
  readonly db: DataSource;
  readonly clock: Clock;
  readonly calendar: () => WorkingCalendar;
}

export interface ImportOptions {
  readonly file: string;
  readonly mapping: RegisterMapping;
  /** Looks, and writes nothing. */
  readonly isDryRun?: boolean;
  readonly onProgress?: (cases: number, events: number) => void;
}

const ACTOR: Actor = { id: 'import-register', role: 'system', agency: null };
const AT_ONCE = 16;
/** Why it is late its provenance says: a reason is personal text, and would need a key of its own for every dossier. */
const META = { actor: ACTOR, correlationId: '', causationId: null, commandId: '', commandDigest: '' } as const;

/**
 * Nhập sổ của hệ thống cũ: every case becomes a dossier with its activities, in one append, so that none is there by half.
 * The same case of the same register is the same dossier: importing again adds what is new and nothing else.
 * @throws Refusal `invalid-input` for a file that is no register of this mapping: then nothing was written
 */
export async function importRegister(parts: ImportParts, options: ImportOptions): Promise<ImportReport> {
  const { file, mapping } = options;
  const tally = new Tally(mapping.register, basename(file));
  const byCase = await RowsByCase.open(parts.db);
  try {
    await layDown(byCase, options, tally);
    const busy = new Set<Promise<void>>();
    for await (const [id, rows] of byCase.cases()) {
      const one = taken(parts, options, tally, id, rows).finally(() => busy.delete(one));
      busy.add(one);
      if (busy.size >= AT_ONCE) await Promise.race(busy);
    }
    await Promise.all(busy);
    return tally.report();
  } finally {
    await byCase.close();
  }
}

/** Every row is read before the first case is written: a broken file writes nothing. */
async function layDown(byCase: RowsByCase, { file, mapping }: ImportOptions, tally: Tally): Promise<void> {
  let isFirst = true;
  for await (const row of registerRows(file, mapping.delimiter ?? ',')) {
    if (isFirst) mustHaveColumns(mapping, row.cells);
    isFirst = false;
    tally.rows += 1;
    const kept = keptRow(mapping, row);
    const id = kept.cells.case;
    const why = typeof id === 'string' ? wrongId(id) : null;
    if (typeof id !== 'string' || id === '') tally.rowsWithoutCase.push(row.row);
    else if (why !== null)
      tally.refused.push({ case: nameable(id), rows: [row.row], why, row: row.row, field: 'case' });
    else await byCase.add(id, kept);
  }
}

/** The beginning of an id that cannot be one. */
const nameable = (id: string): string => id.slice(0, 40).replaceAll(/[\p{Cc}\p{Cs}]/gu, '?');

function mustHaveColumns({ columns }: RegisterMapping, cells: ReadonlyMap<string, unknown>): void {
  const missing = Object.values(columns).filter((column) => column !== undefined && !cells.has(column));
  if (missing.length > 0) throw new Refusal('invalid-input', null, { at: 'file', why: 'columns missing', missing });
}

async function taken(
  parts: ImportParts,
  { mapping, file, isDryRun, onProgress }: ImportOptions,
  tally: Tally,
  id: string,
  kept: readonly KeptRow[],
): Promise<void> {
  const now = parts.clock.now();
  const rows = kept.map(({ row }) => row);
  const found = olderCase(mapping, basename(file), kept, now);
  if ('why' in found) tally.refused.push({ case: id, rows, ...found });
  else
    try {
      const events = await write(parts, mapping.register, found, now, isDryRun === true);
      tally.took(found, events);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'store-unavailable') throw error;
      tally.refused.push({ case: id, rows, why: error.code, row: found.dossier.provenance.row, facts: error.facts });
    }
  tally.cases += 1;
  onProgress?.(tally.cases, tally.events);
}

/** What a case leads to beside what is known of it: nothing, activities, a correction, or all of it. */
interface Written {
  readonly before: LoadedDossier;
  readonly events: readonly DossierEvent[];
}

async function write(
  parts: ImportParts,
  register: string,
  found: OlderCase,
  now: Instant,
  isDryRun: boolean,
): Promise<Written> {
  const dossierId = olderDossierIdOf(register, found.dossier.externalId);
  for (;;) {
    const before = await loadDossier(parts.store, dossierId);
    const decided = decide(before, found, now, parts.calendar());
    if (decided.length === 0 || isDryRun) return { before, events: decided.map(({ event }) => event) };
    const stream = dossierStream(dossierId);
    const content = digestOf({ revision: before.state.revision, events: decided.map(({ event }) => event) });
    const commandId = commandIdOf(`register ${register}`, `${dossierId} ${content}`);
    const proposed = decided.map(({ event, at }, no): Proposed<DossierEvent> => ({
      ...event,
      id: eventIdOf(commandId, stream, no),
      meta: {
        // Why it is late its provenance says; the text of a reason would need a key of its own for every dossier.
        ...{ actor: ACTOR, recordedAt: now, effectiveAt: at },
        ...{ correlationId: commandId, causationId: null, commandId, commandDigest: content },
      },
    }));
    try {
      await parts.store.append(stream, before.state.revision < 0 ? 'none' : before.state.revision, proposed);
      return { before, events: decided.map(({ event }) => event) };
    } catch (error) {
      // Somebody else imported it meanwhile: what is still new is decided again.
      if (!(error instanceof RevisionConflict)) throw explained(error);
    }
  }
}

type Given = { [T in 'ImportDossier' | 'ImportActivity']: Omit<DossierCommandOf<T>, 'on'> }[
  'ImportDossier' | 'ImportActivity'];

/** By the rules of the dossier itself, on its history; activities that are known already, as often as they are, add nothing. */
function decide({ history, state: loaded }: LoadedDossier, found: OlderCase, now: Instant, calendar: WorkingCalendar) {
  const decided: { readonly event: DossierEvent; readonly at: Instant }[] = [];
  let state = loaded;
  const meta = (effectiveAt: Instant) => ({ ...META, recordedAt: now, effectiveAt });
  const give = (command: Given, at: Instant) => {
    const on = { actor: ACTOR, now, at, lateReason: null, calendar };
    for (const event of dossier.decide({ ...command, on }, state)) {
      decided.push({ event, at });
      const place = { id: '', stream: '', position: '', revision: state.revision + 1, meta: meta(at) };
      state = dossier.evolve(state, { ...event, ...place });
    }
  };
  give({ type: 'ImportDossier', data: found.dossier }, found.dossier.startedAt);
  const known = new Map<string, number>();
  for (const event of history)
    if (event.type === 'ActivityImported') known.set(keyOf(event.data), (known.get(keyOf(event.data)) ?? 0) + 1);
  for (const activity of found.activities) {
    const left = known.get(keyOf(activity)) ?? 0;
    if (left > 0) known.set(keyOf(activity), left - 1);
    else give({ type: 'ImportActivity', data: activity }, activity.at);
  }
  return decided;
}

const keyOf = ({ activity, resource, at }: OlderCase['activities'][number]): string =>
  JSON.stringify([activity, resource ?? null, at]);

class Tally {
  rows = 0;
  cases = 0;
  events = 0;
  readonly rowsWithoutCase: number[] = [];
  readonly refused: RefusedCase[] = [];
  private taken = 0;
  private known = 0;
  private extended = 0;
  private readonly corrected: CaseAndRows[] = [];
  private readonly before: CaseAndRows[] = [];
  private readonly after: CaseAndRows[] = [];
  private readonly promised: CaseAndRows[] = [];

  constructor(
    private readonly register: string,
    private readonly file: string,
  ) {}

  took({ dossier, rows, beforeStart, afterEnd }: OlderCase, { before, events }: Written): void {
    const { externalId, startedAt, promisedAt } = dossier;
    this.events += events.length;
    if (before.state.revision < 0) this.taken += 1;
    else if (events.length === 0) this.known += 1;
    else if (events.some(({ type }) => type === 'DossierImported')) this.corrected.push({ case: externalId, rows });
    else this.extended += 1;
    if (beforeStart.length > 0) this.before.push({ case: externalId, rows: beforeStart });
    if (afterEnd.length > 0) this.after.push({ case: externalId, rows: afterEnd });
    if (promisedAt !== null && Date.parse(promisedAt) < Date.parse(startedAt))
      this.promised.push({ case: externalId, rows: rows.slice(0, 1) });
  }

  report(): ImportReport {
    const byRow = <T extends CaseAndRows>(cases: readonly T[]) =>
      cases.toSorted((a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0));
    return {
      ...{ register: this.register, file: this.file, rows: this.rows, cases: this.cases },
      ...{ taken: this.taken, known: this.known, extended: this.extended, events: this.events },
      corrected: byRow(this.corrected),
      refused: byRow(this.refused),
      activitiesBeforeStart: byRow(this.before),
      activitiesAfterEnd: byRow(this.after),
      promisedBeforeStart: byRow(this.promised),
      rowsWithoutCase: this.rowsWithoutCase,
    };
  }
}
