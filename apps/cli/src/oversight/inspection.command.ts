import { Command } from 'commander';
import { writeInspection } from '#installation';
import { InspectionRecorded, inspectionsOf, oversightOf, type Inspection } from '#oversight';
import { onInstallation } from '../opening.js';
import { OPERATOR } from './actor.js';
import { givenFile } from './given-file.js';

const record = new Command('record')
  .description('records an inspection that was held; the same again adds nothing')
  .requiredOption('--file <FILE>', 'JSON, as libs/oversight/data/inspection.demo.json')
  .action(async ({ file }: { readonly file: string }) => {
    const inspection = givenFile(InspectionRecorded.shape, file);
    const isNew = await onInstallation((installation) =>
      writeInspection({ ...installation, actor: OPERATOR }, inspection),
    );
    console.log(`${inspection.inspectionId}: ${isNew ? 'recorded' : 'known already'}`);
  });

const list = new Command('list')
  .description('every inspection that was recorded, the last first')
  .option('--json', 'print them as JSON')
  .action(async ({ json }: { readonly json?: boolean }) => {
    const events = await onInstallation(({ store }) => oversightOf(store, 'inspection-'));
    const inspections = inspectionsOf(events).toReversed();
    if (json === true) return console.log(JSON.stringify(inspections));
    if (inspections.length === 0) return console.log('no inspection was recorded yet');
    for (const inspection of inspections) console.log(lineOf(inspection));
  });

const lineOf = ({ from, to, agency, inspectedBy, decision, method, dossiers, outcome }: Inspection): string =>
  `${from} – ${to}  ${agency} by ${inspectedBy}  ${decision}  ${method}, ${dossiers.length} dossiers: ${outcome}`;

/** Kiểm tra: what was inspected, and with what outcome. */
export const inspectionCommand = new Command('inspection')
  .description('inspections that were held')
  .addCommand(record)
  .addCommand(list);
