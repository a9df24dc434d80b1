import { Command } from 'commander';
import { inVietnam } from '#kernel';
import { rebuild } from '#read-store';
import { readModels } from '#installation';
import { keepChanges, keptChanges, outcomesProjection, type ChangedOutcome, type KeptChange } from '#reports';
import { onInstallation } from './opening.js';

const EVERY = 10_000;

interface Options {
  readonly json?: boolean;
  readonly changed?: boolean;
}

/** Dựng lại một bảng tra cứu từ sự kiện đầu tiên. */
export const rebuildCommand = new Command('rebuild')
  .description('folds a read model from the first event beside the live one, then puts it in its place')
  .argument(
    '<projection>',
    `one of ${readModels()
      .map(({ name }) => name)
      .join(', ')}`,
  )
  .option('--changed', 'of outcomes: rebuild nothing, and list what rebuilds have changed so far, those of workers too')
  .option('--json', 'print the number of events as JSON')
  .action(async (name: string, { json, changed: kept }: Options, command: Command) => {
    if (!readModels().some((known) => known.name === name))
      return command.error(`error: no read model is called ${name}`);
    if (kept === true) {
      if (name !== outcomesProjection.name) return command.error('error: --changed is of outcomes');
      const all = await onInstallation(({ db }) => keptChanges(db));
      return console.log(
        json === true ? JSON.stringify(all) : all.map(keptLine).join('\n') || 'no rebuild has changed a dossier',
      );
    }
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
        await keepChanges(db, projection.version, clock.now(), (one) => changed.push(one));
      };
      return rebuild(db, store, projection, {
        onProgress,
        ...(name === outcomesProjection.name ? { beforeSwitch } : {}),
      });
    });
    if (json === true) console.log(JSON.stringify({ projection: name, events, changed }));
    else console.log([`${name}: ${events} events folded`, ...changed.map(changedLine)].join('\n'));
  });

/** A dossier whose class a rebuild changed, and why. */
const changedLine = ({ code, dossierId, was, is, fields }: ChangedOutcome): string =>
  `${code ?? dossierId}: ${was.strict} → ${is.strict}, after rescheduling ${was.lenient} → ${is.lenient} (${fields.join(', ')})`;
const keptLine = ({ keptAt, version, ...changed }: KeptChange): string =>
  `${inVietnam(keptAt)}  version ${version}  ${changedLine(changed)}`;
