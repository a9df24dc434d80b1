import { Command } from 'commander';
import { rebuild } from '#read-store';
import { readModels } from '#installation';
import { changedOutcomes, outcomesProjection, type ChangedOutcome } from '#reports';
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
    const changed: ChangedOutcome[] = [];
    const events = await onInstallation(({ db, store, catalogue, clock }) => {
      const projection = readModels({ calendar: () => catalogue.view.calendar() }).find((known) => known.name === name);
      if (projection === undefined) throw new Error(`no read model is called ${name}`);
      const beforeSwitch = async (): Promise<void> => {
        for await (const one of changedOutcomes(db, clock.now())) changed.push(one);
      };
      return rebuild(db, store, projection, {
        onProgress,
        ...(name === outcomesProjection.name ? { beforeSwitch } : {}),
      });
    });
    if (json === true) console.log(JSON.stringify({ projection: name, events, changed }));
    else console.log([`${name}: ${events} events folded`, ...changedLines(changed)].join('\n'));
  });

/** Every dossier whose class the rebuild changed, and why. */
const changedLines = (changed: readonly ChangedOutcome[]): readonly string[] =>
  changed.map(
    ({ code, dossierId, was, is, fields }) =>
      `${code ?? dossierId}: ${was.strict} → ${is.strict}, after rescheduling ${was.lenient} → ${is.lenient} (${fields.join(', ')})`,
  );
