import fc from 'fast-check';
import type { DossierCommand, RecordedDossierEvent } from '#dossier';
import { at, doing, historyOf, on, wall } from '#testing';

const DAY_MS = 86_400_000;
const start = Date.parse(at('2026-10-05 07:00'));
const days = fc.nat(60);

/** A dossier of an older register, with a promise or none, ended or not, by chance. */
export const older = fc.record({ started: days, promised: fc.option(days), ended: fc.option(days) });
type Drawn = typeof older extends fc.Arbitrary<infer T> ? T : never;

/** As it is imported months after, of the day on which it began. */
export function olderEvents({ started, promised, ended }: Drawn): readonly RecordedDossierEvent[] {
  const after = (lasting: number | null) =>
    lasting === null ? null : new Date(start + (started + lasting) * DAY_MS).toISOString();
  const dates = { startedAt: after(0) ?? '', promisedAt: after(promised), endedAt: after(ended) };
  const circumstances = on(wall(dates.startedAt), { entered: '2027-03-01 08:00', lateReason: 'Nhập từ hệ thống cũ' });
  return historyOf(doing('ImportDossier', circumstances, dates) as DossierCommand);
}
