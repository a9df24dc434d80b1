import { Command } from 'commander';
import { rebuild } from '#read-store';
import { readModels } from '#installation';
import { onInstallation } from './opening.js';

const EVERY = 10_000;

/** Dựng lại một bảng tra cứu từ sự kiện đầu tiên. */
export const rebuildCommand = new Command('rebuild')
  .description('folds a read model from the first event beside the live one, then puts it in its place')
  .argument(
    '<projection>',
    `one of ${readModels()
      .map(({ name }) => name)
      .join(', ')}`,
  )
  .option('--json', 'print the number of events as JSON')
  .action(async (name: string, { json }: { readonly json?: boolean }, command: Command) => {
    if (!readModels().some((known) => known.name === name))
      return command.error(`error: no read model is called ${name}`);
    let told = 0;
    const onProgress = (events: number) => {
      if (events - told < EVERY) return;
      told = events;
      process.stderr.write(`${events} events\n`);
    };
    const events = await onInstallation(({ db, store, catalogue }) => {
      const projection = readModels({ calendar: () => catalogue.view.calendar() }).find((known) => known.name === name);
      if (projection === undefined) throw new Error(`no read model is called ${name}`);
      return rebuild(db, store, projection, { onProgress });
    });
    console.log(json === true ? JSON.stringify({ projection: name, events }) : `${name}: ${events} events folded`);
  });
