import { program } from 'commander';
import { Refusal } from '#kernel';
import { refusals } from '#law';
import { accountCommand } from './account.command.js';
import { benchCommand } from './bench/bench.command.js';
import { dossierCommand } from './dossier.command.js';
import { dueCommand } from './due.command.js';
import { importCommand } from './import.command.js';
import { numbersCommand } from './numbers.command.js';
import { quarantineCommand } from './quarantine.command.js';
import { rebuildCommand } from './rebuild.command.js';
import { simulateCommand } from './simulate/simulate.command.js';

program
  .name('npm run -s cli --')
  .description('Đúng Hẹn: tools for operators and inspectors')
  .addCommand(dueCommand)
  .addCommand(dossierCommand)
  .addCommand(importCommand)
  .addCommand(simulateCommand)
  .addCommand(numbersCommand)
  .addCommand(quarantineCommand)
  .addCommand(rebuildCommand)
  .addCommand(accountCommand)
  .addCommand(benchCommand)
  .showHelpAfterError();

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}

/** A "no" says its sentence, its code and its law; anything else its message. */
function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) {
    const law = error.law === null ? '' : `, ${error.law}`;
    return `${refusals[error.code].vi} (${error.code}${law}) ${JSON.stringify(error.facts)}`;
  }
  return `error: ${error instanceof Error ? error.message : String(error)}`;
}
