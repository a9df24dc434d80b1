import { Command, Option } from 'commander';
import { ROLES } from '#access';
import { dutiesOf, Duties, dutyId, dutyNames, factsOf, type Duty, type DutyEntry } from '#duties';
import { inVietnam, Refusal, type Instant } from '#kernel';
import { onInstallation } from './opening.js';
import { wholeNumber } from './arguments.js';

interface DutiesOptions {
  readonly agency?: string;
  readonly role?: string;
  readonly overdue?: boolean;
  readonly limit: number;
  readonly json?: boolean;
}

const EVERYWHERE = { is: 'all' } as const;

/** Nghĩa vụ: what is open, or every duty of one dossier straight from the log. */
export const dutiesCommand = new Command('duties')
  .description('lists who owes what by when, nearest first; with a code every duty of that dossier, the ended ones too')
  .argument('[code]', 'a dossier, e.g. H27.118-261120-0001')
  .option('--agency <code>', 'only what this agency owes')
  .addOption(new Option('--role <role>', 'only what this role owes').choices([...ROLES]))
  .option('--overdue', 'only what is overdue')
  .option('--limit <N>', 'so many', wholeNumber(1, 10_000), 50)
  .option('--json', 'print them as JSON')
  .action(async (code: string | undefined, options: DutiesOptions) => {
    if (code !== undefined) return ofDossier(code, options.json === true);
    const { agency, role, overdue, limit, json } = options;
    const found = await onInstallation(async ({ db, clock, catalogue }) => {
      if (agency !== undefined && catalogue.view.findAgency(agency) === undefined)
        throw new Refusal('unknown-agency', null, { agency });
      const now = clock.now();
      const filter = {
        ...(agency === undefined ? {} : { agency }),
        ...(role === undefined ? {} : { role }),
        ...(overdue === true ? { overdue: { is: true, at: now } } : {}),
      };
      const duties = new Duties(db);
      const { duties: page } = await duties.find(EVERYWHERE, filter, now, { limit });
      return { now, page, counts: await duties.counts(EVERYWHERE, filter, now) };
    });
    if (json === true) return console.log(JSON.stringify({ duties: found.page, counts: found.counts }));
    console.log(`${found.counts.open} việc đang mở, ${found.counts.overdue} quá hạn`);
    for (const duty of found.page) console.log(lineOf(duty, found.now));
  });

const lineOf = ({ code, dossierId, kind, no, role, agency, officer, dueAt, failed }: DutyEntry, now: string): string =>
  [
    inVietnam(dueAt).slice(0, 16).replace('T', ' '),
    (dueAt < now ? 'quá hạn' : '').padEnd(8),
    (code ?? dossierId).padEnd(20),
    `${kind} ${no}`.padEnd(22),
    `${role}@${agency}${officer === null ? '' : ` (${officer})`}`,
    failed ? '– đã báo cáo người đứng đầu' : '',
  ].join(' ');

async function ofDossier(code: string, json: boolean): Promise<void> {
  const { duties, now } = await onInstallation(async ({ desk, catalogue, clock }) => {
    const facts = factsOf(await desk.findByCode(code));
    return { duties: facts === null ? [] : dutiesOf(facts, catalogue.view.calendar()), now: clock.now() };
  });
  if (json) return console.log(JSON.stringify(duties));
  for (const duty of duties.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))) console.log(dutyLine(duty, now));
}

const OUTCOMES = {
  kept: 'đúng hạn',
  late: 'quá hạn',
  never: 'không thực hiện',
  dropped: 'không còn phải làm',
} as const;

const dutyLine = (duty: Duty, now: Instant): string =>
  [
    inVietnam(duty.dueAt).slice(0, 16).replace('T', ' '),
    dutyId(duty).padEnd(22),
    dutyNames[duty.kind].padEnd(40),
    `${duty.holder.role}@${duty.holder.agency}`.padEnd(32),
    duty.ended === null
      ? `đang mở${duty.dueAt < now ? ', quá hạn' : ''}`
      : `${OUTCOMES[duty.ended.outcome]} ${inVietnam(duty.ended.at).slice(0, 16).replace('T', ' ')}`,
  ].join(' ');
