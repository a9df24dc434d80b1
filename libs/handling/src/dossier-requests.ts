import type { Asker } from '#access';
import type { Instant, Position } from '#kernel';
import type { Applicant, Channel, DossierCommands, DossierCommandType, Paper } from '#dossier';

/** Who asks: the account, and the actor that its events will name. */
export interface Caller {
  readonly account: string;
  readonly actor: Asker;
}

/** How a command was given. */
export interface Given {
  /** `Idempotency-Key`: the same key with the same body is answered as the first time. */
  readonly key: string;
  /** `If-Match`: the revision that the caller saw; stale when the dossier has moved on. */
  readonly expectedRevision?: number;
  /** When it happened, for a late entry; now when absent. */
  readonly effectiveAt?: Instant;
  readonly lateReason?: string;
  readonly correlationId: string;
}

/** What a command led to: where the dossier stands and the position that a query may wait for. */
export interface Answer {
  readonly dossierId: string;
  /** Null until the dossier is received. */
  readonly code: string | null;
  readonly revision: number;
  readonly position: Position;
}

interface Application {
  readonly procedure: string;
  readonly applicant: Applicant;
  readonly submitter: Applicant | null;
  readonly request: string;
  readonly papers: readonly Paper[];
}

/** Hồ sơ nộp trực tuyến hoặc qua bưu chính: an application that awaits the desk. */
export interface SubmitRequest extends Application {
  readonly channel: Channel;
  readonly centre: string;
  readonly portalCode: string | null;
}

/** Tiếp nhận tại quầy, or of what was submitted (`dossierId`). */
export interface ReceiveRequest extends Application {
  readonly dossierId: string | null;
  readonly channel: Channel;
  readonly centre: string;
  /** Which of the procedure's cases it is, where it has several. */
  readonly case: number | null;
  /** Chosen by the catalogue when only one is possible. */
  readonly decidingAgency: string | null;
  readonly sets: number;
  readonly collectAt: string | null;
  readonly fee: number | null;
}

/** Xóa dữ liệu cá nhân: on which law, and for how long a dossier is kept here. */
export type ErasureOrder = Omit<DossierCommands['EraseApplicant'], 'approvedBy'>;

/** Nobody erases alone: `EraseApplicant` has a way of its own. */
type Addressed = Exclude<DossierCommandType, 'SubmitDossier' | 'ReceiveDossier' | 'EraseApplicant'>;

/** Every other command, as given: `{ type: 'RequestSupplement', data: … }`. */
export type DossierRequest = { [T in Addressed]: { readonly type: T; readonly data: DossierCommands[T] } }[Addressed];
