import { Command } from 'commander';
import { agencyNow, endAgency } from '#catalogue';
import { publish } from '#installation';
import { vietnamDay } from '#kernel';
import { day } from '../arguments.js';
import { onInstallation } from '../opening.js';

interface EndOptions {
  readonly on: string;
  readonly successor: readonly string[];
  readonly json?: boolean;
}

const ACTOR = { id: 'operator', role: 'administrator', agency: null } as const;

const end = new Command('end')
  .description('publishes that an agency has ended, and who takes over what runs; "reorganise" then hands it over')
  .argument('<code>', 'e.g. H27.31')
  .requiredOption('--on <day>', 'its last day, YYYY-MM-DD', day)
  .requiredOption('--successor <code...>', 'one after a merger, several after a split')
  .option('--json', 'print what was published as JSON')
  .action(async (code: string, { on, successor: successors, json }: EndOptions) => {
    const published = await onInstallation((installation) =>
      publish({ ...installation, actor: ACTOR }, (view) => endAgency(view, { code, on, successors })),
    );
    if (json === true) return console.log(JSON.stringify({ code, on, successors, published }));
    console.log(
      published === 0 ? `${code}: nothing new` : `${code} ends after ${on}, succeeded by ${successors.join(', ')}`,
    );
  });

const now = new Command('now')
  .description('says who stands for an agency on a day: itself, its successor, or several after a split')
  .argument('<code>', 'e.g. H27.31')
  .option('--on <day>', 'YYYY-MM-DD; today without it', day)
  .option('--json', 'print their codes as JSON')
  .action(async (code: string, { on, json }: { readonly on?: string; readonly json?: boolean }) => {
    const agencies = await onInstallation(async ({ catalogue: { view }, clock }) =>
      agencyNow(view, code, on ?? vietnamDay(clock.now())).map((one) => ({
        code: one,
        name: view.findAgency(one)?.name,
      })),
    );
    if (json === true) return console.log(JSON.stringify(agencies));
    for (const { code: one, name = 'unknown' } of agencies) console.log(`${one}  ${name}`);
  });

/** Cơ quan: their ends and successors. */
export const agencyCommand = new Command('agency')
  .description('the end of an agency, and who stands for it now')
  .addCommand(end)
  .addCommand(now);
