import type { KeyVault } from '#access';
import type { ToForget } from '#handling';

/**
 * Everything that is kept of an applicant beside the log, and goes when they are erased. Whatever else comes to keep
 * something of them joins this list: the command and the worker forget all of it, and again after an interruption.
 */
export const everythingToForget = ({ keys }: { readonly keys: KeyVault }): readonly ToForget[] => [
  {
    name: 'key',
    forget: async ({ key, erasedAt }) => {
      if (key !== null) await keys.destroy([key], erasedAt);
    },
  },
];
