import { dossierStream } from '#dossier';
import type { EventStore, Instant, Recorded } from '#kernel';

/** A dossier whose applicant was erased, as the log keeps it. */
export interface ErasedDossier {
  readonly dossierId: string;
  /** The key that all its events are sealed by; null where it never had one. */
  readonly key: string | null;
  readonly erasedAt: Instant;
}

/** Something that is kept of an applicant beside the log: forgetting it again changes nothing. */
export interface ToForget {
  readonly name: string;
  forget(dossier: ErasedDossier): Promise<void>;
}

/** What an event tells to forget; null for any but an erasure. */
export const erasedBy = ({ type, stream, meta }: Recorded): ErasedDossier | null =>
  type === 'ApplicantErased'
    ? { dossierId: stream.slice(dossierStream('').length), key: meta.sealed?.key ?? null, erasedAt: meta.recordedAt }
    : null;

/** Forgets everything of a dossier that an event tells to, in order; it may be done again. */
export async function forget(toForget: readonly ToForget[], dossier: ErasedDossier): Promise<void> {
  for (const part of toForget) await part.forget(dossier);
}

/** The erasure of a dossier as the log has it, which is its last event; null before it. */
export async function findErasure(log: EventStore, dossierId: string): Promise<ErasedDossier | null> {
  for await (const event of log.read(dossierStream(dossierId), { direction: 'backwards', limit: 1 }))
    return erasedBy(event);
  return null;
}
