import { Command } from 'commander';
import { sealLedger, Signer } from '#inspection';
import { signingKey } from '#installation';
import { vietnamDay } from '#kernel';
import { configured, onInstallation } from '../opening.js';

/** Niêm sổ ngay. */
export const sealCommand = new Command('seal')
  .description('seals every event that the ledger does not cover yet, today included; the worker does so by itself')
  .option('--json', 'print the number of entries as JSON')
  .action(async ({ json }: { readonly json?: boolean }) => {
    const signer = new Signer(signingKey(configured()));
    const entries = await onInstallation((installation) =>
      sealLedger({ ...installation, signer }, vietnamDay(installation.clock.now())),
    );
    console.log(json === true ? JSON.stringify({ entries }) : `${entries} ledger entries written`);
  });
