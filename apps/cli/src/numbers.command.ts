import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { caseOf } from '#dossier';
import { numbersTaken, type DossierDesk, type TakenNumber } from '#handling';
import { isDay } from '#kernel';
import { onInstallation } from './opening.js';

interface NumbersOptions {
  readonly agency: string;
  readonly day: string;
  readonly void?: boolean;
  readonly json?: boolean;
}

/** What became of a number. */
type Fate = 'borne' | 'voided' | 'never-came';

const OPERATOR = {
  account: 'operator',
  actor: { id: 'operator', role: 'system', agency: null },
} as const;

/** Số đã cấp: which dossier bears each number of a day; those that none bears can be voided (Article 28). */
export const numbersCommand = new Command('numbers')
  .description("lists an agency's numbers of a day whose dossier never came, and voids them when told")
  .requiredOption('--agency <code>', 'e.g. H27.118')
  .requiredOption('--day <day>', 'the day on which they were taken, YYYY-MM-DD')
  .option('--void', 'void them, so that the day has no unexplained gap')
  .option('--json', 'print all numbers of the day as JSON')
  .action(async (options: NumbersOptions, command: Command) => {
    if (!isDay(options.day)) return command.error('error: --day is a day, YYYY-MM-DD');
    const numbers = await onInstallation(async ({ store, desk }) => {
      const found: { code: string; fate: Fate }[] = [];
      for (const taken of await numbersTaken(store, options.agency, options.day))
        found.push({ code: taken.code, fate: await fateOf(desk, taken, options.void === true) });
      return found;
    });
    if (options.json === true) return console.log(JSON.stringify(numbers));
    const never = numbers.filter(({ fate }) => fate === 'never-came');
    console.log(`${numbers.length} numbers taken, ${never.length} whose dossier never came`);
    for (const { code } of never) console.log(`  ${code}`);
  });

async function fateOf(desk: DossierDesk, { code, dossierId }: TakenNumber, voiding: boolean): Promise<Fate> {
  const { state } = await desk.load(dossierId);
  if (caseOf(state)?.code === code) return 'borne';
  if (state.voided.includes(code)) return 'voided';
  if (!voiding) return 'never-came';
  await desk.voidNumber(OPERATOR, { key: `void ${code}`, correlationId: randomUUID() }, code);
  return 'voided';
}
