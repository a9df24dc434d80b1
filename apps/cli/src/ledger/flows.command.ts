import { Command } from 'commander';
import { inVietnam, isDay } from '#kernel';
import {
  Flows,
  flowsOfPast,
  flowsProjection,
  mustBeKnown,
  outcomesProjection,
  type FlowFilter,
  type FlowFigures,
  type FlowsPast,
  type FoundFlows,
} from '#reports';
import { onInstallation } from '../opening.js';
import { upToDate } from '../up-to-date.js';
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
    const found = await read(filter, { asOf, at });
    console.log(json === true ? JSON.stringify(found) : readable(found));
  });

/** As far as the log goes, whether a worker runs or not. */
const read = (filter: FlowFilter, past: FlowsPast): Promise<FoundFlows> =>
  onInstallation(async (installation) => {
    const { db, store, clock, catalogue } = installation;
    mustBeKnown(filter, clock.now(), catalogue.view);
    const isNow = past.asOf === undefined && past.at === undefined;
    const leaving: (() => Promise<void>)[] = [];
    try {
      for (const projection of isNow ? [flowsProjection] : [flowsProjection, outcomesProjection])
        leaving.push(await upToDate(installation, projection));
      const now = clock.now();
      if (isNow) return await new Flows(db).find({ is: 'all' }, filter, now);
      return await flowsOfPast({ db, store, now }, { is: 'all' }, filter, past);
    } finally {
      for (const leave of leaving) await leave();
    }
  });

const readable = ({ edges, cut, total, asOf, evaluatedAt, quarantined }: FoundFlows): string =>
  [
    ...columns([
      ['Nơi gửi', 'Nơi nhận', 'Thủ tục', ...HEAD],
      ...edges.map((edge) => [edge.from, edge.to, edge.procedure, ...cells(edge)]),
      ['Cộng', '', '', ...cells(total)],
    ]),
    ...(cut ? ['… và các tuyến khác; dòng cộng tính tất cả'] : []),
    ...(quarantined === 0 ? [] : [`${quarantined} hồ sơ đang cách ly, không nằm trong số nào`]),
    `Đã biết đến vị trí ${asOf ?? '–'}, tính tại ${inVietnam(evaluatedAt)}`,
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
