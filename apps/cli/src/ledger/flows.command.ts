import { Command } from 'commander';
import { isDay } from '#kernel';
import { Flows, type FlowFilter, type FlowFigures, type FoundFlows } from '#reports';
import { onInstallation } from '../opening.js';
import { columns, duration } from './ledger-page.js';

interface FlowsOptions {
  readonly from: string;
  readonly to: string;
  readonly agency?: string;
  readonly procedure?: string;
  readonly json?: boolean;
}

/** Lưu chuyển hồ sơ: what passed between agencies, from the read store. */
export const flowsCommand = new Command('flows')
  .description('what was sent from agency to agency in a period, what became of it, and how long it took')
  .requiredOption('--from <day>', 'sent on this day or later, YYYY-MM-DD')
  .requiredOption('--to <day>', 'sent on this day or earlier, YYYY-MM-DD')
  .option('--agency <code>', 'sender or addressee')
  .option('--procedure <code>', 'e.g. 2.000986')
  .option('--json', 'print it as JSON')
  .action(async ({ json, ...filter }: FlowsOptions, command: Command) => {
    if (!isDay(filter.from) || !isDay(filter.to)) return command.error('error: --from and --to are days, YYYY-MM-DD');
    const found = await read(filter);
    console.log(json === true ? JSON.stringify(found) : readable(found));
  });

const read = (filter: FlowFilter): Promise<FoundFlows> =>
  onInstallation(({ db, clock }) => new Flows(db).find({ is: 'all' }, filter, clock.now()));

const readable = ({ edges, cut, total }: FoundFlows): string =>
  [
    ...columns([
      ['Nơi gửi', 'Nơi nhận', 'Thủ tục', ...HEAD],
      ...edges.map((edge) => [edge.from, edge.to, edge.procedure, ...cells(edge)]),
      ['Cộng', '', '', ...cells(total)],
    ]),
    ...(cut ? ['… và các tuyến khác; dòng cộng tính tất cả'] : []),
  ].join('\n');

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
