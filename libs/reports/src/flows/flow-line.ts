import { createHash } from 'node:crypto';
import type { FlowStatus } from './flow.js';

/** What is told of one transfer, by the ends that were asked for; minutes are working minutes. */
export interface FlowLine {
  readonly dossierId: string;
  readonly transfer: number;
  readonly from: string;
  readonly to: string;
  readonly procedure: string | null;
  readonly status: FlowStatus;
  readonly transitMinutes: number | null;
  readonly heldMinutes: number | null;
  readonly late: boolean;
}

const NONE = '-';

const written = (line: FlowLine): string =>
  [
    ...[line.dossierId, line.transfer, line.from, line.to, line.procedure ?? NONE, line.status],
    ...[line.transitMinutes ?? NONE, line.heldMinutes ?? NONE, line.late ? 'late' : NONE],
  ].join(' ');

/** SHA-256 over a line for each transfer, by dossier and number. */
export function flowsDigest(lines: readonly FlowLine[]): string {
  const ordered = lines.toSorted((a, b) =>
    a.dossierId === b.dossierId ? a.transfer - b.transfer : a.dossierId < b.dossierId ? -1 : 1,
  );
  return createHash('sha256').update(ordered.map(written).join('\n')).digest('hex');
}

/** The same in SQL, over rows of flows; `isLate` is a condition on them. */
export const digestOfRows = ({ from, to, isLate }: { from: string; to: string; isLate: string }): string => {
  const orNone = (value: string) => `coalesce(${value}::text, '${NONE}')`;
  const line = [
    ...['dossier_id', 'transfer', from, to, orNone('procedure_code'), 'status'],
    ...[orNone('transit_minutes'), orNone('held_minutes'), `case when ${isLate} then 'late' else '${NONE}' end`],
  ];
  const lines = `string_agg(concat_ws(' ', ${line.join(', ')}), E'\\n' order by dossier_id, transfer)`;
  return `encode(sha256(convert_to(coalesce(${lines}, ''), 'UTF8')), 'hex')`;
};
