import { program } from 'commander';
import { dueCommand } from './due.command.js';
import { simulateCommand } from './simulate/simulate.command.js';

await program
  .name('npm run -s cli --')
  .description('Đúng Hẹn: tools for operators and inspectors')
  .addCommand(dueCommand)
  .addCommand(simulateCommand)
  .showHelpAfterError()
  .parseAsync();
