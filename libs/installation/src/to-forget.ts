import type { DataSource } from 'typeorm';
import type { KeyVault } from '#access';
import type { ToForget } from '#handling';
import type { PaperVault } from '#papers';
import { dropAbandonedRebuilds } from '#read-store';
import { readModels } from './read-models.js';

interface Kept {
  readonly keys: KeyVault;
  readonly db: DataSource;
  readonly papers: PaperVault;
}

/**
 * Everything that is kept of an applicant beside the log and the read models that follow it, and goes when they are
 * erased. Whatever else comes to keep something of them joins this list: the command and the worker forget all of it, and
 * again after an interruption.
 */
export const everythingToForget = ({ keys, db, papers }: Kept): readonly ToForget[] => [
  {
    name: 'key',
    forget: async ({ key, erasedAt }) => {
      if (key !== null) await keys.destroy([key], erasedAt);
    },
  },
  {
    name: 'papers',
    forget: async ({ dossierId }) => {
      await papers.forget(dossierId);
    },
  },
  { name: 'abandoned rebuilds', forget: () => dropAbandonedRebuilds(db, readModels()) },
];
