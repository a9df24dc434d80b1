import type { Instant } from './time.js';

/** A fact that happened, with the number of its schema in its type, so that a stale writer does not compile. */
export interface Event<T extends string = string, V extends number = number, D extends object = object> {
  readonly type: T;
  readonly v: V;
  readonly data: D;
}

/** Người thực hiện — who gave the command, in which role and for which agency. */
export interface Actor {
  readonly id: string;
  readonly role: string;
  /** Agency code; null for accounts that belong to none (system, portal). */
  readonly agency: string | null;
}

/** What is known about an event beside what it says. */
export interface Meta {
  readonly actor: Actor;
  /** When the system learnt of it. */
  readonly recordedAt: Instant;
  /** When it happened; never after `recordedAt`. */
  readonly effectiveAt: Instant;
  /** Why it was entered after the fact; personal, as all free text. */
  readonly lateReason?: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  /** The command that caused it: the caller's idempotency key, made a UUID. */
  readonly commandId: string;
  /** SHA-256 of the canonical request, so that a repeated key with another body is told apart. */
  readonly commandDigest: string;
  /** Hash of the event before it in its stream; null for the first. Written with `hash` as the event is appended. */
  readonly previousHash?: string | null;
  /** SHA-256 that binds the event, as the log holds it, to its place and to all before it in its stream. */
  readonly hash?: string;
  /** How the log keeps the event's personal text; absent where it has none to keep. */
  readonly sealed?: Sealed;
}

/** Personal text out of reach without a key: of which key, and the text of the event enciphered by it. */
export interface Sealed {
  readonly key: string;
  /** Null where this event has no personal text. */
  readonly box: string | null;
}

/** An event about to be appended. */
export type Proposed<E extends Event = Event> = E & { readonly id: string; readonly meta: Meta };

/** Opaque place of an event in the whole log; text order is log order. */
export type Position = string;

/** An event as the log holds it. `revision` counts from 0 within its stream. */
export type Recorded<E extends Event = Event> = Proposed<E> & {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
};
