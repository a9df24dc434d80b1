import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { exportBundle, Signer } from '#inspection';
import { signingKey } from '#installation';
import { configured, onInstallation } from '../opening.js';
import { reasonOption, recorded } from '../operator.js';
import { subjectOf } from './subject.js';

/** Xuất hồ sơ kèm bằng chứng, to be verified by anybody without this installation. */
export const exportBundleCommand = new Command('export-bundle')
  .description('exports a dossier as the log keeps it, with the proofs of each event; personal text stays sealed')
  .argument('<code>', 'e.g. H27.118-261120-0001')
  .option('--out <FILE>', 'where to write it; standard output without it')
  .addOption(reasonOption())
  .action(async (code: string, { out, reason }: { readonly out?: string; readonly reason?: string }) => {
    const signer = new Signer(signingKey(configured()));
    const bundle = await onInstallation(async (installation) => {
      const asking = { what: 'read-dossier', door: 'export-bundle', asked: code, reason } as const;
      const subject = await recorded(installation, asking, () => subjectOf(installation, code));
      return exportBundle({ ...installation, signer }, subject);
    });
    const text = `${JSON.stringify(bundle, null, 1)}\n`;
    if (out === undefined) process.stdout.write(text);
    else writeFileSync(out, text);
  });
