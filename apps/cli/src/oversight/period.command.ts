import { Command } from 'commander';
import { actorOf } from '#access';
import {
  seenPeriod,
  signingFor,
  writePeriod,
  type Installation,
  type PeriodSeen,
  type PeriodWritten,
} from '#installation';
import { Refusal } from '#kernel';
import { closedPeriodsIn, isSame, lastSaid, oversightOf, saidIn, type ClosedPeriod, type Closing } from '#oversight';
import { changesText, FIGURES, flowsProjection, nameOfSigned, outcomesProjection, periodOf, rateOf } from '#reports';
import { printed } from '../figures/printed.js';
import { onInstallation } from '../opening.js';
import { provenPerson } from '../proven-person.js';
import { linesOf } from '../standard-input.js';
import { upToDate } from '../up-to-date.js';

interface Signing {
  readonly period: string;
  readonly reason?: string;
  readonly json?: boolean;
}

const signing = (name: string) =>
  new Command(name)
    .requiredOption('--period <days>', 'as for "figure"')
    .option('--json', 'print what was signed and restated as JSON')
    .action(signed);

const close = signing('close').description(
  'signs the figures of an agency, with those below it, as they are known: its leader proves who they are on standard ' +
    'input, a line: account, a space, password, or a token',
);

const restate = signing('restate')
  .description('says the figures of a closed period again, as "close" does; what was signed stays beside them')
  .requiredOption('--reason <text>', 'why they are others; it stays readable, so it names no person');

async function signed({ period, reason, json }: Signing): Promise<void> {
  const [line = ''] = await linesOf(process.stdin, 'account and password of the leader, then Ctrl-D:\n');
  const written = await onInstallation(async (installation) => {
    const { actor } = await provenPerson(installation, line, { what: 'ClosePeriod', door: 'period' });
    const agency = signingFor(actor);
    const { from, to } = periodOf(period, installation.clock.now());
    return withReadModels(installation, () =>
      writePeriod({ ...installation, actor: actorOf(actor) }, { agency, from, to }, reason ?? null),
    );
  });
  console.log(
    json === true
      ? JSON.stringify(written)
      : [lineOf(written), ...refusedLines(lastSaid(written)), ...unwritten(written)].join('\n'),
  );
}

const unwritten = ({ written }: PeriodWritten): readonly string[] =>
  written ? [] : ['Nhật ký vẫn cho các số đã ký lần cuối: không ghi gì thêm.'];

const show = new Command('show')
  .description('what was signed of a period, what was restated, and whether the log says otherwise now')
  .requiredOption('--agency <code>', 'who closed it')
  .requiredOption('--period <days>', 'as for "figure"')
  .option('--json', 'print it as JSON')
  .action(async ({ agency, period, json }: Signing & { readonly agency: string }) => {
    const seen = await onInstallation(async (installation) => {
      const { catalogue, clock } = installation;
      if (catalogue.view.findAgency(agency) === undefined) throw new Refusal('unknown-agency', null, { agency });
      const { from, to } = periodOf(period, clock.now());
      return withReadModels(installation, () => seenPeriod(installation, { agency, from, to }));
    });
    console.log(json === true ? JSON.stringify(seen) : readable(seen));
  });

const list = new Command('list')
  .description('every period that was closed, in the order of the log')
  .option('--json', 'print them as JSON')
  .action(async ({ json }: { readonly json?: boolean }) => {
    const closed = closedPeriodsIn(await onInstallation(({ store }) => oversightOf(store, 'period-')));
    if (json === true) return console.log(JSON.stringify(closed));
    if (closed.length === 0) return console.log('Chưa khóa sổ kỳ nào.');
    for (const one of closed) console.log(lineOf(one));
  });

/** What is read or signed is of all that was written by then, whether a worker runs or not. */
async function withReadModels<T>(installation: Installation, run: () => Promise<T>): Promise<T> {
  const leaving: (() => Promise<void>)[] = [];
  try {
    for (const projection of [flowsProjection, outcomesProjection])
      leaving.push(await upToDate(installation, projection));
    return await run();
  } finally {
    for (const leave of leaving) await leave();
  }
}

const lineOf = ({ closed: { agency, from, to, asOf, quarantined }, restatements }: ClosedPeriod): string =>
  `${agency}  ${from} – ${to}: đã khóa sổ, biết đến vị trí ${asOf || '–'}` +
  ((quarantined ?? 0) === 0 ? '' : `, không kể ${quarantined} hồ sơ đang cách ly`) +
  (restatements.length === 0 ? '' : `, điều chỉnh ${restatements.length} lần`);

const readable = (seen: PeriodSeen): string =>
  [
    lineOf(seen),
    ...seen.closed.figures.flatMap(figureLines),
    ...refusedLines(seen.closed),
    ...seen.restatements.flatMap((restated, at) => [
      `Điều chỉnh, biết đến vị trí ${restated.asOf || '–'}, lý do: ${restated.reason}:`,
      ...changes(seen.restatements[at - 1] ?? seen.closed, restated),
    ]),
    ...(seen.differs
      ? ['Nay nhật ký cho số khác:', ...changes(lastSaid(seen), seen.now)]
      : [`Nay nhật ký vẫn cho các số ${seen.restatements.length === 0 ? 'đã ký' : 'của lần điều chỉnh gần nhất'}.`]),
  ].join('\n');

/** As it was signed: its rates by its definition of then; its terms where that is another by now, of flows and of forms. */
function figureLines(said: Closing['figures'][number]): readonly string[] {
  const { figure, definitionVersion, dossiers, digest } = said;
  const { title, unit, term } = nameOfSigned(figure, definitionVersion);
  const terms = Object.fromEntries(said.terms.map((one) => [one.term, one.number]));
  const definition = FIGURES.find(({ name, version }) => name === figure && version === definitionVersion);
  return [
    `  ${title} (${figure}), định nghĩa phiên bản ${definitionVersion}: ${dossiers} ${unit}, mã băm ${digest}`,
    ...(definition === undefined
      ? [`    ${said.terms.map((one) => `${term(one.term)} ${one.number}`).join('; ')}`]
      : Object.values(definition.rates).map((rate) => `    ${rate.vi}: ${printed(rateOf(rate, terms))}`)),
  ];
}

/** Of every figure that is of other dossiers, or counts them otherwise: which terms changed. */
function changes(was: Closing, is: Closing): readonly string[] {
  const names = new Set([...was.figures, ...is.figures].map(({ figure }) => figure));
  return [...names].flatMap((figure) => {
    const [before, now] = [saidIn(was, figure), saidIn(is, figure)];
    const { title, term } = nameOfSigned(figure, now?.definitionVersion);
    if (now === null) return [`  ${title}: không còn số nào`];
    if (before !== null && isSame(before, now)) return [];
    return [`  ${title}: ${changesText(before?.terms ?? {}, now.terms, term)}`];
  });
}

const UNBALANCED: Readonly<Record<string, string>> = {
  sums: 'các cột không cộng khớp',
  'sum-of-communes': 'phần II không bằng tổng biểu của các xã',
  'form-07a': 'không khớp với biểu 07a',
};

const refusedLines = ({ refused }: Closing): readonly string[] =>
  refused.map(
    ({ form, what, dossiers }) =>
      `  ${nameOfSigned(`form-${form}`).title} không được ký vì số liệu không khớp: ` +
      (dossiers === 0 ? (UNBALANCED[what] ?? what) : `${dossiers} hồ sơ, lệnh "form ${form}" nêu tên`),
  );

/** Khóa sổ kỳ báo cáo. */
export const periodCommand = new Command('period')
  .description('periods that leaders closed: what was signed, what was restated')
  .addCommand(close)
  .addCommand(restate)
  .addCommand(show)
  .addCommand(list);
