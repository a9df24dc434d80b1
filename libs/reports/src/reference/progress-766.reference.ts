import type { RecordedDossierEvent } from '#dossier';
import { day, ofStreams, told, type ReferenceFormAsked } from './form-07a.reference.js';

/** The nineteen columns of the progress table, by the current due date, and by the lawful one. */
export type ReferenceProgress = Readonly<
  Record<string, { readonly lenient: readonly number[]; readonly strict: readonly number[] }>
>;

/** Where each part of the table begins; its sum stands there. */
const [HANDLED, RUNNING, SUSPENDED, ENDED, COLUMNS] = [5, 9, 12, 15, 19];
const NO_RESULT = ['DossierStopped', 'DossierClosedUnsupplemented'];

/**
 * The progress table of Decision 766 from the plain list of events, with loops, by deciding agency.
 * @param events of all dossiers, in the order of the log, as far as was known
 */
export function referenceProgress(
  events: readonly RecordedDossierEvent[],
  { begin, end, isOwn }: Omit<ReferenceFormAsked, 'isOnlineFull'>,
): ReferenceProgress {
  const agencies: Record<string, { lenient: number[]; strict: number[] }> = {};
  for (const own of ofStreams(events)) {
    const now = told(own, end);
    if (now.received === '' || now.received > end || !isOwn(now.agency)) continue;
    if (now.end !== '' && now.end <= begin) continue;
    const row = (agencies[now.agency] ??= { lenient: nothing(), strict: nothing() });
    for (const [columns, due] of [
      [row.lenient, now.current],
      [row.strict, now.lawful],
    ] as const) {
      const count = (column: number) => {
        columns[column] = (columns[column] ?? 0) + 1;
      };
      count(0);
      if (now.received <= begin) count(1);
      else if (now.channel === 'online') count(2);
      else count(now.channel === 'post' ? 4 : 3);
      if (now.end !== '' && now.end <= end) {
        const on = now.how === 'DossierClosedUnsupplemented' ? now.asked : now.end;
        const part = NO_RESULT.includes(now.how) ? ENDED : HANDLED;
        count(part);
        if (due === '' || day(on) === day(due)) count(part + 2);
        else count(day(on) < day(due) ? part + 1 : part + 3);
      } else {
        const part = now.waiting === '' ? RUNNING : SUSPENDED;
        const on = now.waiting === '' ? end : now.waiting;
        count(part);
        count(due !== '' && day(on) > day(due) ? part + 2 : part + 1);
      }
    }
  }
  return agencies;
}

const nothing = (): number[] => Array.from({ length: COLUMNS }, () => 0);
