import type { Instant, RefusalCode } from '#kernel';
import type { Right } from '../rights.js';

/** What was seen, or the code of the refusal. */
export type ReadingOutcome = 'seen' | RefusalCode;

/** Lượt đọc — who looked at which dossier, when and why, or tried to and was refused. It holds nothing of what was read. */
export interface ReadingEntry {
  readonly at: Instant;
  /** Of a failed log-in, the account that was tried, where there is one; null for a stranger. */
  readonly account: string | null;
  readonly role: string | null;
  readonly agency: string | null;
  /** The right that it takes. */
  readonly what: Right | 'log-in';
  /** Where it was asked: the route, or the command of the operator's command line. */
  readonly door: string;
  readonly outcome: ReadingOutcome;
  /** The dossier as it was asked for, by id or code; null for a search. */
  readonly asked: string | null;
  /** Ids of the dossiers that were answered. */
  readonly dossiers: readonly string[];
  /** By which fields a search was narrowed, never to what. */
  readonly filters: readonly string[];
  /** Why, as the reader says. */
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly clientAddress: string | null;
}
