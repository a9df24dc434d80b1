import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { dossierStream, keepingOf } from '#dossier';
import { eraseApplicant, type Caller, type LoadedDossier } from '#handling';
import { readModels, type Installation } from '#installation';
import { Refusal, vietnamDay, type Day } from '#kernel';
import { Quarantine } from '#read-store';
import { configured, onInstallation } from './opening.js';
import { reasonOption, recorded, type Asking } from './operator.js';
import { provenPerson } from './proven-person.js';
import { linesOf } from './standard-input.js';

interface EraseOptions {
  readonly legalBasis?: string;
  readonly check?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

/** Whether an applicant could be erased today; `keptUntil` is the first day on which they can. */
interface Possibility {
  readonly dossierId: string;
  readonly possible: boolean;
  readonly erased: boolean;
  readonly ended: Day;
  readonly keptUntil: Day;
}

const LONGEST_BASIS = 500;
const CONTROL = /\p{Cc}/u;

/** Xóa dữ liệu cá nhân của người nộp hồ sơ; every figure and every proof stays. */
export const eraseCommand = new Command('erase')
  .description(
    "erases a dossier's applicant for ever: two persons, one leader and one clerk of the deciding agency, prove who they are " +
      'on standard input, a line each: account, a space, password, or a token; the first orders it, the second carries it out',
  )
  .argument('<code>', 'e.g. H27.118-261120-0001, or the id of a dossier that was never received')
  .option('--legal-basis <text>', 'on which law or request; it stays readable, so it names no person')
  .option('--check', 'change nothing; say whether it could be done and from when')
  .addOption(reasonOption())
  .option('--json', 'print the answer as JSON')
  .action(async (code: string, options: EraseOptions, command: Command) => {
    const { legalBasis = '', check, json, reason } = options;
    if (check === true) {
      const asking = { what: 'read-dossier', door: 'erase --check', asked: code, reason } as const;
      const found = await onInstallation((on) => recorded(on, asking, () => possibility(on, code)));
      return tellPossibility(code, found, json);
    }
    if (legalBasis.trim() === '' || legalBasis.length > LONGEST_BASIS || CONTROL.test(legalBasis))
      return command.error(`error: --legal-basis is needed, 1 to ${LONGEST_BASIS} characters on one line`);
    const lines = await linesOf(
      process.stdin,
      'account and password, a line for each of the two persons, then Ctrl-D:\n',
    );
    const order = { legalBasis, keptDays: configured().retentionDays };
    const asking = { what: 'EraseApplicant', door: 'erase', asked: code, reason: reason ?? legalBasis } as const;
    const { revision } = await onInstallation((on) =>
      recorded(on, asking, async () => {
        const persons = await personsOf(on, lines, asking);
        await mustBeFollowed(on, code);
        return eraseApplicant(on, persons, { key: `erase ${randomUUID()}`, correlationId: randomUUID() }, code, order);
      }),
    );
    console.log(json === true ? JSON.stringify({ code, erased: true, revision }) : `${code}: the applicant is erased`);
  });

/** One after the other, so that what fails is said of the first that fails. */
async function personsOf(
  installation: Installation,
  lines: readonly string[],
  asking: Asking,
): Promise<readonly Caller[]> {
  const persons: Caller[] = [];
  for (const line of lines) persons.push(await provenPerson(installation, line, asking));
  return persons;
}

/** A read model that does not follow the dossier would go on showing its applicant. @throws Refusal `dossier-corrupt` */
async function mustBeFollowed({ db, store, desk }: Installation, code: string): Promise<void> {
  const { dossierId } = await desk.find(code);
  const held = await new Quarantine(db, store, readModels()).list();
  const by = held.filter(({ stream }) => stream === dossierStream(dossierId)).map(({ projection }) => projection);
  if (by.length > 0) throw new Refusal('dossier-corrupt', null, { quarantinedBy: by });
}

async function possibility({ desk, clock }: Installation, code: string): Promise<Possibility> {
  const { dossierId, history, state }: LoadedDossier = await desk.find(code);
  if (history.length === 0) throw new Refusal('unknown-dossier');
  const now = clock.now();
  const { ended, keptUntil } = keepingOf(state, configured().retentionDays, now);
  return { dossierId, possible: !state.erased && vietnamDay(now) >= keptUntil, erased: state.erased, ended, keptUntil };
}

function tellPossibility(code: string, found: Possibility, json = false): void {
  const { possible, erased, ended, keptUntil } = found;
  if (!possible && !erased) process.exitCode = 1;
  if (json) return console.log(JSON.stringify({ code, ...found }));
  if (erased) return console.log(`${code}: the applicant was erased already`);
  const when = possible ? `may be erased since ${keptUntil}` : `is kept until ${keptUntil}`;
  console.log(`${code}: ended on ${ended}, ${when}`);
}
