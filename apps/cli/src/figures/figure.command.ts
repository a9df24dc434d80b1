import { Command, Option } from 'commander';
import { inVietnam, Refusal, type Instant } from '#kernel';
import {
  GROUPINGS,
  type Explained,
  type OnTime,
  type OnTimeFigure,
  type OnTimeRate,
  type OutcomeClass,
  type Rate,
  type RateRange,
} from '#reports';
import { columns } from '../ledger/ledger-page.js';
import { onInstallation } from '../opening.js';
import { FIGURES, mustBeFigure, onFigures, type FigureOptions } from './asked.js';

interface Options extends FigureOptions {
  readonly explain?: string;
  readonly json?: boolean;
}

/** Chỉ tiêu: an exact fraction, with what it was made of. */
export const figureCommand = new Command('figure')
  .description('a figure as an exact fraction with its certificate, of any period and of any past')
  .argument('<name>', FIGURES.map(({ name, vi }) => `${name} (${vi})`).join(', '))
  .requiredOption('--period <days>', 'days "2026-10-15/2026-11-14" (inclusive), "2026-11", "2026-Q4" or "2026"')
  .addOption(new Option('--by <grouping>', 'split by').choices(GROUPINGS))
  .option('--as-of <position>', 'as it was known at a position of the log, or at an instant with its offset')
  .option('--explain <code>', 'what one dossier is in it, and why')
  .option('--json', 'print it as JSON')
  .action(async (name: string, { explain, json, ...options }: Options) => {
    mustBeFigure(name);
    const text = await onInstallation((installation) =>
      onFigures(installation, options, async (figures, asked, now) => {
        if (explain === undefined) {
          const figure = await figures.onTimeRate(asked, now);
          return json === true ? JSON.stringify(figure) : readable(figure);
        }
        const explained = await figures.explain(asked, explain, now);
        if (explained === null) throw new Refusal('unknown-dossier', null, { code: explain });
        return json === true ? JSON.stringify(explained) : why(explained);
      }),
    );
    console.log(text);
  });

function readable({ certificate, total, groups }: OnTimeFigure): string {
  const { period, evaluatedAt, asOf, definitionVersion, calendars, dossiers, digest, quarantined, range } = certificate;
  return [
    `${FIGURES[0].vi}, ${period.from} – ${period.to}`,
    ...columns([
      ['', 'Trước hạn', 'Đúng hạn', 'Quá hạn', 'Tỷ lệ', 'Đang quá hạn', 'Tỷ lệ tính cả đang quá hạn'],
      ['theo hạn luật định', ...cells(total.strict)],
      ['theo hạn đã hẹn lại', ...cells(total.lenient)],
      ...groups.flatMap((group) => [
        [`${group.key}, theo hạn luật định`, ...cells(group.strict)],
        [`${group.key}, theo hạn đã hẹn lại`, ...cells(group.lenient)],
      ]),
    ]),
    apartOf(total),
    '',
    `Định nghĩa phiên bản ${definitionVersion}; xét đến ${inVietnam(evaluatedAt)}; biết đến vị trí ${asOf ?? '–'}`,
    `Lịch: ${calendars.join(', ') || '–'}; ${dossiers} hồ sơ, mã băm ${digest}`,
    ...(range === null
      ? []
      : [
          `${quarantined} hồ sơ đang cách ly, không nằm trong con số nào; tỷ lệ theo hạn luật định ${between(range.strict)}, theo hạn đã hẹn lại ${between(range.lenient)}`,
        ]),
  ].join('\n');
}

const apartOf = ({ apart: { withdrawn, stopped, closed, noDueDate } }: OnTimeRate): string =>
  `Ngoài tỷ lệ: rút ${withdrawn}, dừng ${stopped}, đóng do không bổ sung ${closed}, không có hạn ${noDueDate}`;

const cells = ({ early, onTime, late, runningLate, rate, withRunningLate }: OnTime): readonly string[] => [
  ...[early, onTime, late].map(String),
  printed(rate),
  String(runningLate),
  printed(withRunningLate),
];

const between = ({ lowest, highest }: RateRange): string => `từ ${printed(lowest)} đến ${printed(highest)}`;

const HUNDREDTHS = 10_000n;

/** The exact fraction; its percentage is cut, never rounded up, and only ever printed. */
function printed(rate: Rate): string {
  if (rate === null) return 'không có hồ sơ';
  const { numerator, denominator } = rate;
  const hundredths = (BigInt(numerator) * HUNDREDTHS) / BigInt(denominator);
  const [whole, part] = [hundredths / 100n, String(hundredths % 100n).padStart(2, '0')];
  return `${numerator}/${denominator} (${whole},${part} %)`;
}

const CLASS_NAMES: Readonly<Record<OutcomeClass, string>> = {
  early: 'trước hạn',
  'on-time': 'đúng hạn',
  late: 'quá hạn',
  'running-in-time': 'đang giải quyết, trong hạn',
  'running-late': 'đang giải quyết, quá hạn',
  withdrawn: 'rút',
  stopped: 'dừng giải quyết',
  closed: 'đóng do không bổ sung',
  'no-due-date': 'không có hạn',
};

function why({ standing, counted, at }: Explained): string {
  const { code, ended, lawful, current, first, pausedSince, receivedAt } = standing;
  const when = (instant: Instant | null) => (instant === null ? '–' : inVietnam(instant));
  const isOver = ended !== null && ended.at <= at;
  return [
    counted === null
      ? `${code}: không nằm trong con số: chưa kết thúc trong kỳ và không quá hạn`
      : `${code}: theo hạn luật định ${CLASS_NAMES[counted.strict]}, theo hạn đã hẹn lại ${CLASS_NAMES[counted.lenient]}`,
    `  tiếp nhận ${when(receivedAt)}; hạn trên giấy hẹn ${when(first)}, luật định ${when(lawful)}, hiện tại ${when(current)}`,
    isOver ? `  kết thúc (${ended.as}) ${when(ended.at)}` : `  đến ${when(at)} chưa kết thúc`,
    ...(pausedSince === null || isOver ? [] : [`  chờ người nộp từ ${when(pausedSince)}: xét tại lúc đó`]),
    '  so sánh theo ngày, không theo giờ',
  ].join('\n');
}
