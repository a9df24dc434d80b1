import { Command } from 'commander';
import { writeTargets } from '#installation';
import { list, optional, plain, record, Refusal } from '#kernel';
import { oversightOf, TargetsSet, targetsSetIn, type Goal, type TargetSet } from '#oversight';
import { GOALS_MEASURED } from '#reports';
import { onInstallation } from '../opening.js';
import { OPERATOR } from './actor.js';
import { givenFile } from './given-file.js';

const { version: _counted, ...given } = TargetsSet.shape.fields;
const targetsFile = record({ note: optional(plain), targets: list(record(given)) });

const set = new Command('set')
  .description('sets the goals of provinces, each from a day on; the same again adds nothing')
  .requiredOption('--file <FILE>', 'JSON, as libs/oversight/data/targets.demo.json')
  .action(async ({ file }: { readonly file: string }) => {
    const { targets } = givenFile(targetsFile, file);
    for (const { figure } of targets.flatMap(({ goals }) => goals))
      if (!GOALS_MEASURED.includes(figure))
        throw new Refusal('invalid-input', null, { at: 'figure', given: figure, known: GOALS_MEASURED });
    const changed = await onInstallation((installation) => writeTargets({ ...installation, actor: OPERATOR }, targets));
    for (const { province, validFrom } of targets)
      console.log(`${province} from ${validFrom}: ${changed.includes(province) ? 'set' : 'known already'}`);
  });

const listing = new Command('list')
  .description('every version of the goals of every province')
  .option('--json', 'print them as JSON')
  .action(async ({ json }: { readonly json?: boolean }) => {
    const sets = targetsSetIn(await onInstallation(({ store }) => oversightOf(store, 'targets-')));
    if (json === true) return console.log(JSON.stringify(sets));
    console.log(sets.length === 0 ? 'none were set yet: "goals" shows those that ship' : sets.map(readable).join('\n'));
  });

const readable = ({ province, name, version, validFrom, goals }: TargetSet): string =>
  [`${name} (${province}), version ${version} from ${validFrom}`, ...goals.map((goal) => `  ${lineOf(goal)}`)].join(
    '\n',
  );

const lineOf = ({ figure, comparison, numerator, denominator, source }: Goal): string =>
  `${figure} ${comparison} ${denominator === 1 ? numerator : `${numerator}/${denominator}`} (${source})`;

/** Chỉ tiêu được giao. */
export const targetsCommand = new Command('targets')
  .description('goals that provinces set for their figures')
  .addCommand(set)
  .addCommand(listing);
