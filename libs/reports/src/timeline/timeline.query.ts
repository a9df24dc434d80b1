import type { Scope } from '#access';
import { inVietnam } from '#kernel';
import { dossierEvents, type DossierEventOf, type DossierEventType } from '#dossier';
import { asked, LIVE_SCHEMA, rowsOf, type Sql } from '#read-store';
import { sentences, traceOf } from '#working-time';
import { Conditions } from '../register/conditions.js';
import type { TimelineEntry } from './timeline.fold.js';

/** One line of the timeline as a person reads it; instants in Vietnam time. */
export interface TimelineLine extends TimelineEntry {
  /** What the event is called at the desk. */
  readonly title: string;
  /** Why the due date that it set is what it is; empty where it set none. */
  readonly explanation: readonly string[];
}

/** A dossier's history as a person reads it. */
export interface Timeline {
  readonly dossierId: string;
  readonly code: string | null;
  readonly revision: number;
  readonly events: readonly TimelineLine[];
}

interface Entry {
  readonly dossierId: string;
  readonly code: string | null;
  readonly entry: TimelineEntry;
}

/** Dòng thời gian of one dossier, by its id or code. */
export class Timelines {
  constructor(private readonly db: Sql) {}

  /** Undefined where the read models know none that may be seen. @throws Refusal `store-unavailable` */
  async find(scope: Scope, idOrCode: string): Promise<Timeline | undefined> {
    const seen = new Conditions();
    seen.add((value) => `(dossier_id = ${value(idOrCode)} or code = ${value(idOrCode)})`);
    seen.within(scope);
    const rows = await asked(() =>
      rowsOf<Entry>(
        this.db,
        `select dossier_id as "dossierId", code, entry
         from (select dossier_id, code from ${LIVE_SCHEMA}.register ${seen.text} order by dossier_id limit 1) as seen
         join ${LIVE_SCHEMA}.timeline using (dossier_id) order by revision`,
        seen.values,
      ),
    );
    const last = rows.at(-1);
    if (last === undefined) return undefined;
    const { dossierId, code, entry } = last;
    return { dossierId, code, revision: entry.revision, events: rows.map((row) => lineOf(row.entry)) };
  }
}

const lineOf = (entry: TimelineEntry): TimelineLine => ({
  ...entry,
  title: dossierEvents[entry.type].vi,
  effectiveAt: inVietnam(entry.effectiveAt),
  recordedAt: inVietnam(entry.recordedAt),
  explanation: explanationOf(entry),
});

type DataOf<T extends DossierEventType> = DossierEventOf<T>['data'];

/** The projection keeps each event's data as its schema laid down. */
function explanationOf({ type, data }: TimelineEntry): readonly string[] {
  switch (type) {
    case 'DossierReceived':
    case 'DueDateRestated':
      return sentences(traceOf((data as DataOf<typeof type>).due.trace));
    case 'SupplementCompleted':
    case 'FinancialObligationFulfilled': {
      const { moved } = data as DataOf<typeof type>;
      return moved === null ? [] : sentences(traceOf(moved.due.trace));
    }
    default:
      return [];
  }
}
