import { ListDigest } from '../figures/digest.js';
import type { FlowStatus } from './flow.js';

/** Một lượt chuyển — what is told of one transfer, by the ends that were asked for; minutes are working minutes. */
export interface FlowLine {
  readonly dossierId: string;
  readonly transfer: number;
  readonly from: string;
  readonly to: string;
  readonly procedure: string;
  readonly status: FlowStatus;
  readonly transitMinutes: number | null;
  readonly heldMinutes: number | null;
  readonly late: boolean;
}

/** Over lines in any order, as if they came by dossier and number. */
export function flowsDigest(lines: readonly FlowLine[]): string {
  const digest = new ListDigest<FlowLine>();
  const ordered = lines.toSorted((a, b) =>
    a.dossierId === b.dossierId ? a.transfer - b.transfer : a.dossierId < b.dossierId ? -1 : 1,
  );
  for (const line of ordered) digest.add(line);
  return digest.hex();
}
