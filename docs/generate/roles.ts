import { isRight, READINGS, rights, ROLES, TOGETHER, type Right } from '#access';
import { table, type Page } from './sources.js';

const WHERE: readonly (readonly [string, string])[] = [
  ['everywhere', 'without regard to the agency'],
  ['own-desk', 'at the own centre'],
  ['centre', 'dossiers received at the own centre, or to be collected there'],
  ['holder', 'dossiers that the own agency holds'],
  ['addressed', 'dossiers sent to the own agency, whole or for a leg that is not done, or for its opinion'],
  ['decider', 'dossiers that the own agency decides'],
  ['own', 'dossiers that the account filed'],
  ['involved', 'dossiers that the own agency has to do with in any of these ways'],
  ['mandate', 'dossiers that the own agency or one below it has to do with; all, for an inspector of no agency'],
];

/** Right × role → where; printed from the table that is enforced. */
export function rolesPage(): Page {
  const holders = [...ROLES, 'system'] as const;
  const line = (right: Right) => [right, ...holders.map((role) => rights[right][role] ?? '–')];
  const commands = Object.keys(rights)
    .filter(isRight)
    .filter((right) => !READINGS.some((reading) => reading === right));
  return {
    text: `# Roles

Who may do and read what, and where. Printed by \`npm run docs\` from \`libs/access/src/rights.ts\`, the table that is enforced; what
somebody may not see answers 404, what is not their duty 403. \`CompleteStep\` needs the role of the step as well, and nobody
speaks for another agency. ${TOGETHER.map((right) => `\`${right}\``).join(', ')} takes one of each role of its line, two accounts. \`system\` is the engine and the operator's command line, not an account.

${table(['Where', 'Means'], WHERE)}

## Commands

${table(['Command', ...holders], commands.map(line))}

## Readings

An inspector sees names and no contacts, and finds nobody by telephone.

${table(['Reading', ...holders], READINGS.map(line))}
`,
    faults: [],
  };
}
