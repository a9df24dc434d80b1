import { Command } from 'commander';
import { Quarantine, type Quarantined } from '#read-store';
import { readModels } from '#installation';
import { onInstallation } from './opening.js';

interface JsonOption {
  readonly json?: boolean;
}

const list = new Command('list')
  .description('lists the streams that a read model does not follow, and why')
  .argument('[projection]', 'only those of one read model')
  .option('--json', 'print them as JSON')
  .action(async (projection: string | undefined, { json }: JsonOption) => {
    const found = await onInstallation(({ db, store }) =>
      new Quarantine(db, store, readModels()).list(projection ?? null),
    );
    if (json === true) console.log(JSON.stringify(found));
    else console.log(found.length === 0 ? 'nothing is quarantined' : found.map(lineOf).join('\n'));
  });

const lineOf = ({ projection, stream, revision, type, v, waiting, since, reason }: Quarantined): string =>
  `${projection}  ${stream}  stopped at revision ${revision} (${type} v${v}), ${waiting} waiting, since ${since}: ${reason}`;

const release = new Command('release')
  .description('reads a stream again from the event that stopped it; it stays when it stops again')
  .argument('<projection>', 'the read model')
  .argument('<stream>', 'e.g. dossier-4f0c…')
  .option('--json', 'print what came of it as JSON')
  .action(async (projection: string, stream: string, { json }: JsonOption, command: Command) => {
    if (!readModels().some(({ name }) => name === projection))
      return command.error(`error: no read model is called ${projection} (${names()})`);
    const outcome = await onInstallation(({ db, store, catalogue }) =>
      new Quarantine(db, store, readModels({ calendar: () => catalogue.view.calendar() })).release(projection, stream),
    );
    if (json === true) console.log(JSON.stringify(outcome));
    else if (outcome.is === 'released') console.log(`released: ${outcome.folded} events folded`);
    else console.error(outcome.is === 'not-quarantined' ? 'it is not quarantined' : `still: ${outcome.stop.reason}`);
    if (outcome.is !== 'released') process.exitCode = 1;
  });

const names = () =>
  readModels()
    .map(({ name }) => name)
    .join(', ');

/** Cách ly: dossiers whose later events wait. */
export const quarantineCommand = new Command('quarantine')
  .description('streams set aside by the read models')
  .addCommand(list)
  .addCommand(release);
