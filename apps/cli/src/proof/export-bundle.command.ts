import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { exportBundle, Signer } from '#inspection';
import { signingKey } from '#installation';
import { configured, onInstallation } from '../opening.js';
import { subjectOf } from './subject.js';

/** Xuất hồ sơ kèm bằng chứng, to be verified by anybody without this installation. */
export const exportBundleCommand = new Command('export-bundle')
  .description('exports a dossier as the log keeps it, with the proofs of each event; personal text stays sealed')
  .argument('<code>', 'e.g. H27.118-261120-0001')
  .option('--out <FILE>', 'where to write it; standard output without it')
  .action(async (code: string, { out }: { readonly out?: string }) => {
    const signer = new Signer(signingKey(configured()));
    const bundle = await onInstallation(async (installation) =>
      exportBundle({ ...installation, signer }, await subjectOf(installation, code)),
    );
    const text = `${JSON.stringify(bundle, null, 1)}\n`;
    if (out === undefined) process.stdout.write(text);
    else writeFileSync(out, text);
  });
