import type { Position } from '#kernel';

/** What the log alone says, beside what the read store says. */
export interface Compared {
  readonly agrees: boolean;
  /** How many events it was made of. */
  readonly events: number;
  readonly asOf: Position | null;
  /** What the read store comes to. */
  readonly total: object;
  /** Dossiers that the read model does not follow either. */
  readonly notUnderstood: readonly string[];
  /** Of a figure or the flows: over what they are made of. */
  readonly digests?: { readonly readStore: string; readonly log: string };
  /** Lines that only one of both has. */
  readonly differing: readonly string[];
}

/** Lines of what is counted, of which only one side has. */
export function differing(readStore: readonly string[], log: readonly string[]): readonly string[] {
  const [inStore, inLog] = [new Set(readStore), new Set(log)];
  return [
    ...readStore.flatMap((line) => (inLog.has(line) ? [] : [`read store: ${line}`])),
    ...log.flatMap((line) => (inStore.has(line) ? [] : [`log: ${line}`])),
  ];
}
