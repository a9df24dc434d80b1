import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { dueLine } from '#working-time';
import { shippedCalendar } from '#installation';

interface DueOptions {
  readonly from?: string;
  readonly limit?: string;
  readonly policy?: string;
  readonly pause?: readonly string[];
  readonly stdin?: boolean;
  readonly json?: boolean;
}

const LIMIT = /^(?:(\d+(?:[.,]\d+)?)\s+)?([a-z-]+)$/;

/** Hạn trả kết quả: when a dossier is due, and why. */
export const dueCommand = new Command('due')
  .description('computes a due date and explains it, on the working calendar that ships with the engine')
  .option('--from <ISO>', 'official reception, e.g. 2026-11-20T09:00 (Vietnam time unless it has an offset)')
  .option('--limit <amount unit>', 'e.g. "3 working-day"; units: working-day, calendar-day, month, hour, same-day')
  .option('--policy <policy>', 'what a pause does: RESET or PAUSE')
  .option('--pause <from/to...>', 'a pause as two instants with a slash between')
  .option('--stdin', 'one JSON question a line, one JSON answer a line')
  .option('--json', 'print the answer as JSON')
  .action(async (options: DueOptions, command: Command) => {
    if (options.stdin === true) return answerLines();
    if (options.from === undefined || options.limit === undefined)
      return command.error('error: --from and --limit, or --stdin, are needed (see due --help)');
    const line = dueLine(question(options), shippedCalendar());
    if (options.json === true) console.log(line);
    else console.log(readable(line));
    if ('error' in JSON.parse(line)) process.exitCode = 1;
  });

function question({ from, limit = '', policy, pause = [] }: DueOptions): string {
  const [, amount, unit] = LIMIT.exec(limit.trim()) ?? [];
  const pauses = pause.map((text) => {
    const [start, end] = text.split('/');
    return { from: start, to: end };
  });
  return JSON.stringify({
    from,
    limit: { ...(amount === undefined ? {} : { amount: Number(amount.replace(',', '.')) }), unit: unit ?? limit },
    ...(policy === undefined ? {} : { policy }),
    ...(pauses.length === 0 ? {} : { pauses }),
  });
}

async function answerLines(): Promise<void> {
  const calendar = shippedCalendar();
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity }))
    if (line.trim() !== '' && !process.stdout.write(`${dueLine(line, calendar)}\n`))
      await new Promise((resolve) => process.stdout.once('drain', resolve));
}

function readable(line: string): string {
  const answer: {
    readonly error?: string;
    readonly message?: string;
    readonly dueAt?: string;
    readonly apologyBy?: string | null;
    readonly trace?: readonly { readonly sentence: string }[];
  } = JSON.parse(line);
  if (answer.error !== undefined) return `${answer.error}: ${answer.message ?? ''}`;
  return [
    `Hạn trả kết quả: ${answer.dueAt}`,
    `Hạn xin lỗi (nếu dự kiến trễ): ${answer.apologyBy ?? 'phải gửi ngay khi dự kiến trễ'}`,
    ...(answer.trace ?? []).map(({ sentence }) => `  ${sentence}`),
  ].join('\n');
}
