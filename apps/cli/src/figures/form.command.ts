import { Command, Option } from 'commander';
import { inVietnam, Refusal } from '#kernel';
import {
  catalogueAt,
  COLUMNS,
  Forms,
  knownAt,
  lastBefore,
  MONTH_BEGINS,
  outcomesProjection,
  reportingPeriodOf,
  type Numbers,
  type Reported07a,
} from '#reports';
import { columns } from '../ledger/ledger-page.js';
import { onInstallation } from '../opening.js';
import { upToDate } from '../up-to-date.js';
import { belowOf, LATEST, positionOf } from './asked.js';

interface Options {
  readonly period: string;
  readonly agency?: string;
  readonly asOf?: string;
  readonly monthBegins: string;
  readonly json?: boolean;
}

const NAMES = ['07a'] as const;

/** Biểu mẫu báo cáo: what an agency reports, or the refusal that names the dossiers that do not balance. */
export const formCommand = new Command('form')
  .description('an official form of a reporting period: 07a (TT 09/2026)')
  .argument('<form>', NAMES.join(', '))
  .requiredOption('--period <period>', '"2026-11" is 15/10 to 14/11; "2026-Q4", "2026-H1", "2026-9M", "2026", or days')
  .option('--agency <code>', 'the reporting unit, with those below it; the whole province by default')
  .option('--as-of <position>', 'as it was known at a position of the log, or at an instant with its offset')
  .addOption(new Option('--month-begins <day>', 'when reporting months begin').default(String(MONTH_BEGINS)))
  .option('--json', 'print it as JSON')
  .action(async (name: string, { period: text, agency, asOf, monthBegins, json }: Options) => {
    if (!NAMES.some((known) => known === name))
      throw new Refusal('invalid-input', null, { at: 'form', given: name, known: NAMES });
    await onInstallation(async (installation) => {
      const now = installation.clock.now();
      const period = reportingPeriodOf(text, now, Number(monthBegins));
      const leave = await upToDate(installation, outcomesProjection);
      try {
        const position = asOf === undefined ? null : await positionOf(installation, asOf);
        const catalogue = await catalogueAt(installation.store, position ?? LATEST);
        const form = await new Forms(installation.db).form07a(
          {
            period,
            ...(agency === undefined ? {} : { agencies: belowOf(agency, catalogue) }),
            ...(position === null ? {} : { asOf: position }),
            knownBefore: await knownAt(installation.store, lastBefore(period)),
          },
          now,
          catalogue,
        );
        console.log(json === true ? JSON.stringify(form) : readable(form));
      } finally {
        await leave();
      }
    });
  });

function readable(form: Reported07a): string {
  const { certificate, rows, total, strict, carriedAsReportedBefore, withoutDueDate, paused } = form;
  const { period, evaluatedAt, asOf, definitionVersion, dossiers, digest, quarantined } = certificate;
  const named = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([agency, count]) => `${agency} ${count}`)
      .join(', ') || '–';
  return [
    `Biểu số ${certificate.form}, từ ngày ${period.from} đến ngày ${period.to}`,
    ...columns([
      ['STT', 'Lĩnh vực', ...COLUMNS.map((column) => `(${column})`)],
      ...rows.map(({ field, numbers }, at) => [String(at + 1), field ?? 'Không rõ lĩnh vực', ...cells(numbers)]),
      ['', 'TỔNG CỘNG', ...cells(total)],
    ]),
    '',
    `Theo hạn luật định: trước hạn ${strict[10]}, đúng hạn ${strict[11]}, quá hạn ${strict[12]}; đang giải quyết trong hạn ${strict[14]}, quá hạn ${strict[15]}`,
    `Từ kỳ trước: ${total[8]}; kỳ trước đã báo cáo ${carriedAsReportedBefore}; nhận từ cơ quan trước ${named(form.fromPredecessors)}; đã bàn giao ${named(form.toSuccessors)}`,
    `Trong đó đang chờ người nộp ${paused}; không có hạn ${withoutDueDate}; ngoài biểu vì đang cách ly ${quarantined}`,
    `Định nghĩa phiên bản ${definitionVersion}; xét đến ${inVietnam(evaluatedAt)}; biết đến vị trí ${asOf ?? '–'}; ${dossiers} hồ sơ, mã băm ${digest}`,
  ].join('\n');
}

const cells = (numbers: Numbers): readonly string[] => COLUMNS.map((column) => String(numbers[column]));
