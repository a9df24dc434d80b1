import { Command } from 'commander';
import { inVietnam, isDay } from '#kernel';
import type { FlowFigures, FlowLine, FlowsCertificate, FoundFlows } from '#reports';
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
  readonly transfers?: boolean;
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
  .option('--transfers', 'name every transfer, too')
  .option('--json', 'print it as JSON')
  .action(async ({ json, transfers, asOf, at, ...filter }: FlowsOptions, command: Command) => {
    if (!isDay(filter.from) || !isDay(filter.to)) return command.error('error: --from and --to are days, YYYY-MM-DD');
    const lines: FlowLine[] = [];
    const found = await onInstallation((installation) =>
      askedFlows(installation, filter, { asOf, at }, (line) => {
        if (transfers === true) lines.push(line);
      }),
    );
    if (json === true) console.log(JSON.stringify(transfers === true ? { ...found, transfers: lines } : found));
    else console.log([readable(found), ...(lines.length === 0 ? [] : ['', listed(lines)])].join('\n'));
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

const listed = (lines: readonly FlowLine[]): string =>
  columns([
    ['Hồ sơ', 'Lượt', 'Nơi gửi', 'Nơi nhận', 'Thủ tục', 'Kết quả', 'Chuyển', 'Giữ', 'Quá hạn'],
    ...lines.map(({ dossierId, transfer, from, to, procedure, status, transitMinutes, heldMinutes, late }) => [
      ...[dossierId, String(transfer), from, to, procedure, STATUSES[status]],
      ...[transitMinutes, heldMinutes].map((minutes) => (minutes === null ? '–' : duration(minutes))),
      late ? 'quá hạn' : '',
    ]),
  ]).join('\n');

const STATUSES: Readonly<Record<FlowLine['status'], string>> = {
  accepted: 'đã nhận',
  returned: 'trả lại',
  'in-transit': 'đang chuyển',
  lapsed: 'hồ sơ đã kết thúc',
};

const proofOf = (certificate: FlowsCertificate): readonly string[] => {
  const { asOf, evaluatedAt, definitionVersion, transfers, proof, quarantined } = certificate;
  return [
    ...(quarantined === 0 ? [] : [`${quarantined} hồ sơ đang cách ly, không nằm trong số nào`]),
    `Đã biết đến vị trí ${asOf ?? '–'}, tính tại ${inVietnam(evaluatedAt)}, định nghĩa ${definitionVersion}`,
    `Lịch: ${proof?.calendars.join(', ') || '–'}; ${transfers} lượt chuyển, mã băm ${proof?.digest ?? '–'}`,
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
