import { Command } from 'commander';
import { foldResponsibility, ledgerOf, type ResponsibilityRow } from '#reports';
import { onInstallation } from '../opening.js';
import { ledgerPage } from './ledger-page.js';

/** Sổ trách nhiệm theo mã: straight from the log, without the read side. */
export const ledgerCommand = new Command('ledger')
  .description('shows who held a dossier at every working minute, straight from the log, and who overran which limit')
  .argument('<code>', 'e.g. H27.118-261120-0001')
  .option('--json', 'print it as JSON')
  .action(async (code: string, { json }: { readonly json?: boolean }) => {
    const text = await onInstallation(async ({ desk, catalogue: { view }, clock }) => {
      const { dossierId, history } = await desk.findByCode(code);
      const nothing: ResponsibilityRow = { dossierId, code: null, course: null, turns: [], revision: -1 };
      const row = history.reduce<ResponsibilityRow>(foldResponsibility, nothing);
      const ledger = ledgerOf(row, view.calendars(), clock.now());
      return json === true
        ? JSON.stringify(ledger)
        : ledgerPage(ledger, (agency) => view.findAgency(agency)?.name ?? agency);
    });
    console.log(text);
  });
