import type { DossierEventOf, RecordedDossierEvent } from '#dossier';
import type { LoadedDossier } from '#handling';
import { inVietnam, Refusal } from '#kernel';

/** A stored paper as whoever reads its dossier sees it. */
export interface PaperView {
  readonly id: string;
  readonly name: string;
  readonly fileName: string | null;
  readonly type: string;
  readonly size: number;
  readonly digest: string;
  readonly scan: 'clean' | 'infected' | 'not-scanned';
  /** When it was handed in. */
  readonly at: string;
}

type Stored = RecordedDossierEvent & DossierEventOf<'PaperStored'>;

const isStored = (event: RecordedDossierEvent): event is Stored => event.type === 'PaperStored';

const view = ({ data: { paper: id, ...said }, meta }: Stored): PaperView => ({
  id,
  ...said,
  at: inVietnam(meta.effectiveAt),
});

/** Every paper of a dossier, those in quarantine included. */
export const papersOf = ({ history }: LoadedDossier): readonly PaperView[] => history.filter(isStored).map(view);

/** The paper that the event of a revision stored. */
export function paperAt({ history }: LoadedDossier, revision: number): PaperView {
  const event = history[revision];
  if (event === undefined || !isStored(event)) throw new Error(`revision ${revision} stored no paper`);
  return view(event);
}

/** @throws Refusal `unknown-paper` */
export function paperOf(loaded: LoadedDossier, id: string): PaperView {
  const found = papersOf(loaded).find((paper) => paper.id === id);
  if (found === undefined) throw new Refusal('unknown-paper');
  return found;
}
