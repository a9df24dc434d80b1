import { Command } from 'commander';
import { inVietnam, isDay } from '#kernel';
import type { SignedNumber } from '#oversight';
import {
  nameOfSigned,
  numberOfFlows,
  NO_SIGNERS,
  positionOf,
  signedBy,
  signedLines,
  signedOfFlows,
  type FlowFigures,
  type FlowLine,
  type FlowsCertificate,
  type FoundFlows,
} from '#reports';
import { onInstallation } from '../opening.js';
import { askedFlows, subtreeAsked } from './asked-flows.js';
import { columns, duration } from './ledger-page.js';

interface FlowsOptions {
  readonly from: string;
  readonly to: string;
  readonly agency?: string;
  readonly subtrees?: boolean;
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
  .option('--subtrees', 'with --agency: that agency or any below it, as it was then or stands for it now')
  .option('--procedure <code>', 'e.g. 2.000986')
  .option('--as-of <position|instant>', 'what was known: a position of the log, or an instant with its offset')
  .option('--at <instant>', 'late or under way as it stood at this instant; now by default')
  .option('--transfers', 'name every transfer, too')
  .option('--json', 'print it as JSON')
  .action(async ({ json, transfers, asOf, at, ...filter }: FlowsOptions, command: Command) => {
    if (!isDay(filter.from) || !isDay(filter.to)) return command.error('error: --from and --to are days, YYYY-MM-DD');
    const lines: FlowLine[] = [];
    const told = await onInstallation(async (installation) => {
      const found = await askedFlows(installation, filter, { asOf, at }, (line) => {
        if (transfers === true) lines.push(line);
      });
      const agencies = await subtreeAsked(installation, filter, asOf);
      const signers = agencies === null ? NO_SIGNERS : signedBy(filter.agency);
      const signed = await signedOfFlows(installation.store, signers, found, {
        agencies,
        asOf: asOf === undefined ? null : await positionOf(installation, asOf, installation.clock.now()),
        again: (then) => askedFlows(installation, filter, { asOf, at: then }),
      });
      return { ...found, signed };
    });
    if (json === true) console.log(JSON.stringify(transfers === true ? { ...told, transfers: lines } : told));
    else console.log([readable(told), ...(lines.length === 0 ? [] : ['', listed(lines)])].join('\n'));
  });

interface FlowsTold extends FoundFlows {
  readonly signed: SignedNumber | null;
}

function readable(flows: FlowsTold): string {
  const { certificate, edges, cut, total, signed } = flows;
  return [
    ...columns([
      ['Nơi gửi', 'Nơi nhận', 'Thủ tục', ...HEAD],
      ...edges.map((edge) => [edge.from, edge.to, edge.procedure, ...cells(edge)]),
      ['Cộng', '', '', ...cells(total)],
    ]),
    ...(cut ? ['… và các tuyến khác; dòng cộng tính tất cả'] : []),
    ...proofOf(certificate),
    ...signedLines(signed, numberOfFlows(flows), nameOfSigned('flows').term),
  ].join('\n');
}

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
