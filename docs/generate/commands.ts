import { commandMatrix, type MatrixRow } from '#testing';
import { cell, table, type Page } from './sources.js';

const matrix = commandMatrix();

const outcomeOf = ({ events = [], refusal, law }: MatrixRow): string => {
  if (refusal !== undefined) return `refused: \`${refusal}\`${law ? ` (${law})` : ''}`;
  return events.length === 0 ? 'nothing: already so' : events.map((type) => `**${type}**`).join(', ');
};

/** Event type → the commands that bring it about. */
export function decidedBy(): ReadonlyMap<string, readonly string[]> {
  const commands = new Map<string, Set<string>>();
  for (const { command, events = [] } of matrix)
    for (const type of events) commands.set(type, (commands.get(type) ?? new Set()).add(command));
  return new Map([...commands].map(([type, of]) => [type, [...of]]));
}

/** Command × state → events, or refusal with its law; states with one outcome share a line. */
export function commandsPage(): Page {
  const commands = [...new Set(matrix.map(({ command }) => command))];
  const section = (command: string): string => {
    const states = new Map<string, string[]>();
    for (const row of matrix.filter((of) => of.command === command)) {
      const outcome = outcomeOf(row);
      states.set(outcome, [...(states.get(outcome) ?? []), row.state]);
    }
    const carriedOutFirst = [...states].sort(([a], [b]) => Number(a.startsWith('ref')) - Number(b.startsWith('ref')));
    return `## ${command}\n\n${table(
      ['Outcome', 'In the state'],
      carriedOutFirst.map(([outcome, of]) => [cell(outcome), cell(of.join(' · '))]),
    )}\n`;
  };
  return {
    text: `# Commands

What each command does in each state of a dossier, asked of the decider itself with one sample of each. Written by \`npm run docs\`.

${commands.map(section).join('\n')}`,
    faults: [],
  };
}
