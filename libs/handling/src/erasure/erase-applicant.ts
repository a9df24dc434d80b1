import type { EventStore } from '#kernel';
import type { DossierDesk } from '../dossier-desk.js';
import { explained } from '../dossier-log.js';
import type { Answer, Caller, ErasureOrder, Given } from '../dossier-requests.js';
import { findErasure, forget, type ToForget } from './forget.js';

/** What an erasure works on: the log is the one that is kept, for it names the keys. */
export interface Erasing {
  readonly desk: DossierDesk;
  readonly log: EventStore;
  readonly toForget: readonly ToForget[];
}

/**
 * Xóa dữ liệu cá nhân: first the event, then what it tells to forget; the read models clear themselves from the event.
 * Whatever is interrupted in between is taken up by the worker, and by the same command given again.
 */
export async function eraseApplicant(
  { desk, log, toForget }: Erasing,
  persons: readonly Caller[],
  given: Given,
  idOrCode: string,
  order: ErasureOrder,
): Promise<Answer> {
  const answer = await desk.erase(persons, given, idOrCode, order);
  try {
    const erased = await findErasure(log, answer.dossierId);
    if (erased !== null) await forget(toForget, erased);
  } catch (error) {
    throw explained(error);
  }
  return answer;
}
