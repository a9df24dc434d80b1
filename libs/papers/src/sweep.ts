import { dossierStream, UnknownEvent, upcastDossier } from '#dossier';
import { StreamCorrupt, type EventStore } from '#kernel';
import type { PaperStorage } from './paper-storage.js';

const HOUR_MS = 3_600_000;
/** A file that no event names after so long never gets one: no upload lasts that long. */
export const ORPHANED_AFTER_MS = 24 * HOUR_MS;

/**
 * Dọn tệp mồ côi: deletes what a process that died between storing a file and writing its event left behind, and what was
 * never whole. A dossier that the log does not know keeps everything: it is another log's. @returns how many papers
 */
export async function sweepPapers(storage: PaperStorage, store: EventStore, now: number): Promise<number> {
  const before = now - ORPHANED_AFTER_MS;
  await storage.sweepUnfinished(before);
  let deleted = 0;
  let dossier = '';
  let named: ReadonlySet<string> | null = null;
  for await (const { dossierId, paper, since } of storage.list()) {
    if (since >= before) continue;
    if (dossier !== dossierId) named = await papersNamedBy(store, dossierId);
    dossier = dossierId;
    if (named === null || named.has(paper)) continue;
    await storage.delete({ dossierId, paper });
    deleted += 1;
  }
  return deleted;
}

/** Null where nobody can tell: no such dossier, or one whose events cannot be read. */
async function papersNamedBy(store: EventStore, dossierId: string): Promise<ReadonlySet<string> | null> {
  let isKnown = false;
  const papers = new Set<string>();
  try {
    for await (const recorded of store.read(dossierStream(dossierId))) {
      isKnown = true;
      const event = upcastDossier(recorded);
      if (event.type === 'PaperStored') papers.add(event.data.paper);
    }
  } catch (error) {
    if (error instanceof UnknownEvent || error instanceof StreamCorrupt) return null;
    throw error;
  }
  return isKnown ? papers : null;
}
