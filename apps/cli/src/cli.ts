import { CommanderError, program, type Command } from 'commander';
import { Refusal, toldOf } from '#kernel';
import { WrongConfiguration } from '#installation';
import { refusals } from '#law';
import { accountCommand } from './account.command.js';
import { benchCommand } from './bench/bench.command.js';
import { dossierCommand } from './dossier.command.js';
import { dutiesCommand } from './duties.command.js';
import { dueCommand } from './due.command.js';
import { eraseCommand } from './erase.command.js';
import { figureCommand } from './figures/figure.command.js';
import { goalsCommand } from './figures/goals.command.js';
import { formCommand } from './figures/form.command.js';
import { recomputeCommand } from './figures/recompute/recompute.command.js';
import { importCommand } from './import.command.js';
import { importRegisterCommand } from './import-register.command.js';
import { mailboxCommand } from './mailbox.command.js';
import { flowsCommand } from './ledger/flows.command.js';
import { ledgerCommand } from './ledger/ledger.command.js';
import { numbersCommand } from './numbers.command.js';
import { importListCommand } from './oversight/import-list.command.js';
import { inspectionCommand } from './oversight/inspection.command.js';
import { periodCommand } from './oversight/period.command.js';
import { targetsCommand } from './oversight/targets.command.js';
import { exportBundleCommand } from './proof/export-bundle.command.js';
import { keysCommand } from './proof/keys.command.js';
import { sealCommand } from './proof/seal.command.js';
import { verifyCommand } from './proof/verify.command.js';
import { quarantineCommand } from './quarantine.command.js';
import { readingsCommand } from './readings.command.js';
import { rebuildCommand } from './rebuild.command.js';
import { agencyCommand } from './reorganise/agency.command.js';
import { reorganiseCommand } from './reorganise/reorganise.command.js';
import { serviceCommand } from './service.command.js';
import { simulateCommand } from './simulate/simulate.command.js';

program
  .name('npm run -s cli --')
  .description('Đúng Hẹn: tools for operators and inspectors')
  .addCommand(dueCommand)
  .addCommand(dossierCommand)
  .addCommand(dutiesCommand)
  .addCommand(mailboxCommand)
  .addCommand(ledgerCommand)
  .addCommand(flowsCommand)
  .addCommand(figureCommand)
  .addCommand(recomputeCommand)
  .addCommand(goalsCommand)
  .addCommand(formCommand)
  .addCommand(importCommand)
  .addCommand(importRegisterCommand)
  .addCommand(importListCommand)
  .addCommand(inspectionCommand)
  .addCommand(periodCommand)
  .addCommand(targetsCommand)
  .addCommand(simulateCommand)
  .addCommand(numbersCommand)
  .addCommand(agencyCommand)
  .addCommand(reorganiseCommand)
  .addCommand(quarantineCommand)
  .addCommand(rebuildCommand)
  .addCommand(verifyCommand)
  .addCommand(exportBundleCommand)
  .addCommand(sealCommand)
  .addCommand(eraseCommand)
  .addCommand(readingsCommand)
  .addCommand(keysCommand)
  .addCommand(accountCommand)
  .addCommand(serviceCommand)
  .addCommand(benchCommand)
  .showHelpAfterError();

/** Wrong usage, as shells know it; 1 is what was refused or failed. */
const WRONG_USAGE = 2;

/** Runs one command; what it found is in `process.exitCode`, as its process ends. */
export async function cli(args: readonly string[]): Promise<void> {
  try {
    throwing(program);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has said what is wrong; help asked for is no error.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
    else {
      process.stderr.write(`${sentenceOf(error)}\n`);
      process.exitCode = 1;
    }
  }
}

/** Commander exits at once by itself, and what a command has opened would stay open. */
function throwing(command: Command): void {
  command.exitOverride();
  for (const sub of command.commands) throwing(sub);
}

/** A "no" says its sentence, its code and its law; anything else its message. */
function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) {
    const law = error.law === null ? '' : `, ${error.law}`;
    return `${refusals[error.code].vi} (${error.code}${law}) ${JSON.stringify(error.facts)}`;
  }
  if (error instanceof WrongConfiguration) return `error: ${error.message}`;
  return `error: ${toldOf(error).replace(/^Error: /, '')}`;
}
