import type { RecordedDossierEvent } from '#dossier';

/** How a dossier ends, by the event that ends it. */
export const ENDS: Readonly<Partial<Record<RecordedDossierEvent['type'], string>>> = {
  ResultReady: 'finished',
  ResultReturned: 'finished',
  DossierWithdrawn: 'withdrawn',
  DossierStopped: 'stopped',
  DossierClosedUnsupplemented: 'closed',
};
