import { Command } from 'commander';
import { inVietnam, isDay } from '#kernel';
import type { FlowFigures, FlowsCertificate, FoundFlows } from '#reports';
import { onInstallation } from '../opening.js';
import { askedFlows } from './asked-flows.js';
import { columns, duration } from './ledger-page.js';

interface FlowsOptions {
  readonly from: string;
  readonly to: string;
  readonly agency?: string;
  readonly procedure?: string;
  readonly asOf?: string;
  readonly at?: string;
  readonly json?: boolean;
}

/** Lưu chuyển hồ sơ: what passed between agencies, from the read store. */
export const flowsCommand = new Command('flows')
  .description('what was sent from agency to agency in a period, what became of it, and how long it took')
  .requiredOption('--from <day>', 'sent on this day or later, YYYY-MM-DD')
  .requiredOption('--to <day>', 'sent on this day or earlier, YYYY-MM-DD')
  .option('--agency <code>', 'sender or addressee')
  .option('--procedure <code>', 'e.g. 2.000986')
  .option('--as-of <position|instant>', 'what was known: a position of the log, or an instant with its offset')
  .option('--at <instant>', 'late or under way as it stood at this instant; now by default')
  .option('--json', 'print it as JSON')
  .action(async ({ json, asOf, at, ...filter }: FlowsOptions, command: Command) => {
    if (!isDay(filter.from) || !isDay(filter.to)) return command.error('error: --from and --to are days, YYYY-MM-DD');
    const found = await onInstallation((installation) => askedFlows(installation, filter, { asOf, at }));
    console.log(json === true ? JSON.stringify(found) : readable(found));
  });

const readable = ({ certificate, edges, cut, total }: FoundFlows): string =>
  [
    ...columns([
      ['Nơi gửi', 'Nơi nhận', 'Thủ tục', ...HEAD],
      ...edges.map((edge) => [edge.from, edge.to, edge.procedure, ...cells(edge)]),
      ['Cộng', '', '', ...cells(total)],
    ]),
    ...(cut ? ['… và các tuyến khác; dòng cộng tính tất cả'] : []),
    ...proofOf(certificate),
  ].join('\n');

const proofOf = (certificate: FlowsCertificate): readonly string[] => {
  const { asOf, evaluatedAt, definitionVersion, calendars, transfers, digest, quarantined } = certificate;
  return [
    ...(quarantined === 0 ? [] : [`${quarantined} hồ sơ đang cách ly, không nằm trong số nào`]),
    `Đã biết đến vị trí ${asOf ?? '–'}, tính tại ${inVietnam(evaluatedAt)}, định nghĩa ${definitionVersion}`,
    `Lịch: ${calendars.join(', ') || '–'}; ${transfers} lượt chuyển, mã băm ${digest}`,
  ];
};

const HEAD = [
  'Đã chuyển',
  'Đã nhận',
  'Trả lại',
  'Đang chuyển',
  'Quá hạn',
  'Chuyển (trung vị, 90 %)',
  'Giữ (trung vị, 90 %)',
];

const cells = ({ sent, accepted, returned, inTransit, late, transit, held }: FlowFigures): readonly string[] => [
  ...[sent, accepted, returned, inTransit, late].map(String),
  ...[transit, held].map(({ median, p90 }) =>
    median === null || p90 === null ? '–' : `${duration(median)}, ${duration(p90)}`,
  ),
];
