import { inVietnam, Refusal, type Instant } from '#kernel';
import type { SupplementPolicy } from '#law';
import type { WorkingCalendar } from './calendar.js';
import { due, type Due, type Pause } from './due.js';
import { LARGEST_LIMIT, LIMIT_UNITS, type Limit, type LimitUnit } from './limit.js';
import { sentence } from './sentence.js';
import type { TraceEntry } from './trace.js';

const INSTANT =
  /^(?<day>\d{4}-\d{2}-\d{2})T(?<hour>(?:[01]\d|2[0-3]):[0-5]\d)(?<second>:[0-5]\d(?:[.,]\d{1,9})?)?(?<offset>Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/;

type Json = Readonly<Record<string, unknown>>;

const invalid = (field: string, reason: string) => new Refusal('invalid-input', null, { field, reason });

/**
 * An instant as people and programs write it: date and time, with an offset or, without one, in Vietnam time.
 * @throws Refusal `invalid-input` with the field and what is wrong with it
 */
export function instantFrom(field: string, text: unknown): Instant {
  if (typeof text !== 'string') throw invalid(field, 'phải là chuỗi ngày giờ ISO 8601');
  const parts = INSTANT.exec(text)?.groups;
  if (parts === undefined)
    throw invalid(field, 'phải là ngày và giờ ISO 8601, ví dụ 2026-11-20T09:00 hoặc 2026-11-20T09:00:00+07:00');
  const { day = '', hour = '', second = '', offset = '+07:00' } = parts;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day)
    throw invalid(field, `không có ngày ${day}`);
  const zone = offset === 'Z' ? offset : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
  return new Date(`${day}T${hour}${second.replace(',', '.')}${zone}`).toISOString();
}

/** A due date as a person reads it: instants in Vietnam time, each line of the trace with its sentence. */
export type ExplainedDue = ReturnType<typeof printed>;

/**
 * The answer to `{"from","limit":{"amount","unit"},"policy"?,"pauses"?:[{"from","to"}]}`.
 * @throws Refusal `invalid-input` naming the field; `calendar-not-loaded`, `limit-out-of-range`, `pause-out-of-order`
 */
export const explainedDue = (input: unknown, calendar: WorkingCalendar): ExplainedDue =>
  printed(due({ ...question(input), calendar }));

/**
 * One line of `due --stdin`: `{"from","limit":{"amount","unit"},"policy"?,"pauses"?:[{"from","to"}]}` answered by
 * `{"dueAt","apologyBy","trace"}` with instants in Vietnam time, or by `{"error","message"}`. It never throws.
 */
export function dueLine(line: string, calendar: WorkingCalendar): string {
  try {
    return JSON.stringify(explainedDue(json(line), calendar));
  } catch (error) {
    return JSON.stringify(
      error instanceof Refusal
        ? { error: error.code, message: messageOf(error) }
        : { error: 'internal-error', message: error instanceof Error ? error.message : String(error) },
    );
  }
}

function question(asked: unknown): {
  from: Instant;
  limit: Limit;
  policy?: SupplementPolicy;
  pauses?: readonly Pause[];
} {
  const input = recordOf('', asked, ['from', 'limit', 'policy', 'pauses']);
  const policy = policyOf(input['policy']);
  const pauses = pausesOf(input['pauses']);
  return {
    from: instantFrom('from', input['from']),
    limit: limitOf(input['limit']),
    ...(policy === null ? {} : { policy }),
    ...(pauses === null ? {} : { pauses }),
  };
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw invalid('', 'dòng không phải là JSON hợp lệ');
  }
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function recordOf(field: string, value: unknown, known: readonly string[]): Json {
  if (!isRecord(value)) throw invalid(field, 'phải là một đối tượng JSON');
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalid(field === '' ? unknown : `${field}.${unknown}`, 'trường không được biết');
  return value;
}

function limitOf(value: unknown): Limit {
  const { amount, unit } = recordOf('limit', value, ['amount', 'unit']);
  if (!isUnit(unit)) throw invalid('limit.unit', `phải là một trong ${LIMIT_UNITS.join(', ')}`);
  if (unit === 'same-day' && (amount === undefined || amount === null)) return { amount: 1, unit };
  if (typeof amount !== 'number') throw invalid('limit.amount', 'phải là một số');
  return { amount, unit };
}

const isUnit = (value: unknown): value is LimitUnit => LIMIT_UNITS.some((unit) => unit === value);

function policyOf(value: unknown): SupplementPolicy | null {
  if (value === undefined || value === null) return null;
  if (value !== 'RESET' && value !== 'PAUSE') throw invalid('policy', 'phải là RESET hoặc PAUSE');
  return value;
}

function pausesOf(value: unknown): readonly Pause[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw invalid('pauses', 'phải là một danh sách');
  return value.map((each: unknown, at) => {
    const field = `pauses[${at}]`;
    const pause = recordOf(field, each, ['from', 'to']);
    return { from: instantFrom(`${field}.from`, pause['from']), to: instantFrom(`${field}.to`, pause['to']) };
  });
}

const printed = ({ dueAt, apologyBy, trace }: Due) => ({
  dueAt: inVietnam(dueAt),
  apologyBy: apologyBy === null ? null : inVietnam(apologyBy),
  trace: trace.map((entry) => ({ ...entryInVietnam(entry), sentence: sentence(entry) })),
});

/** Instants of the trace end in `Z`; days and names do not. */
const entryInVietnam = (entry: TraceEntry): object =>
  Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [
      key,
      INSTANT_FIELDS.has(key) && typeof value === 'string' && value.endsWith('Z') ? inVietnam(value) : value,
    ]),
  );

const INSTANT_FIELDS: ReadonlySet<string> = new Set(['from', 'to', 'at', 'dueBefore']);

function messageOf({ code, facts }: Refusal): string {
  switch (code) {
    case 'calendar-not-loaded':
      return `Lịch ${String(facts['calendar'])} chưa có năm ${String(facts['year'])}`;
    case 'limit-out-of-range':
      return `Thời hạn ${String(facts['amount'])} ${String(facts['unit'])} không hợp lệ: phải lớn hơn 0, không quá ${LARGEST_LIMIT}, phần lẻ chỉ với ngày hoặc giờ làm việc và phải tròn phút`;
    case 'pause-out-of-order':
      return `Tạm dừng kết thúc (${String(facts['to'])}) trước khi bắt đầu (${String(facts['from'])})`;
    default: {
      const field = facts['field'];
      const reason = String(facts['reason'] ?? JSON.stringify(facts));
      return field === undefined || field === '' ? reason : `${String(field)}: ${reason}`;
    }
  }
}
