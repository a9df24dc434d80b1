import { flag, integer, list, nullable, number, oneOf, personal, plain, record, type TypeOf } from '#kernel';
import { countShape, LIMIT_UNITS, traceShape } from '#working-time';

/** Kênh nộp hồ sơ — how an application reaches the office (Article 15). */
export const channelShape = oneOf('counter', 'online', 'post');
export type Channel = TypeOf<typeof channelShape>;

/** Chủ hồ sơ — the person or body the result is for; kinds as the national portal names them. */
export const applicantShape = record({
  name: personal,
  kind: oneOf('citizen', 'business', 'agency', 'other'),
  identityNo: nullable(personal),
  phone: nullable(personal),
  email: nullable(personal),
  address: nullable(personal),
});
export type Applicant = TypeOf<typeof applicantShape>;

/** Thành phần hồ sơ — one paper handed in or issued: counted, and by digest when it is digital. */
export const paperShape = record({
  name: personal,
  originals: integer,
  copies: integer,
  digital: flag,
  /** SHA-256 of the file, in hex; null for paper only. */
  digest: nullable(plain),
});
export type Paper = TypeOf<typeof paperShape>;

/** Thời hạn giải quyết — an amount and its unit. */
export const limitShape = record({
  amount: number,
  unit: oneOf(...LIMIT_UNITS),
});

/** Quy trình nội bộ as it was in force at reception; null where the event was written before a field was kept. */
export const workflowShape = record({
  id: plain,
  version: integer,
  /** `hours`: working hours that the step may take. */
  steps: list(record({ id: plain, role: plain, hours: nullable(number) })),
  legs: list(
    record({
      id: plain,
      after: list(plain),
      agencyKind: nullable(plain),
      task: nullable(plain),
      limit: nullable(limitShape),
      waitsForApplicant: nullable(oneOf('financial-obligation')),
    }),
  ),
});

/** A due date as it was computed: with its trace and the calendar that it rests on. */
export const dueShape = record({
  dueAt: plain,
  /** Hạn gửi văn bản xin lỗi (Article 19.6); null where the apology would be owed at once. */
  apologyBy: nullable(plain),
  calendar: record({ id: plain, version: integer }),
  trace: traceShape,
  /** Where the count stands, to go on from when a pause ends. */
  count: countShape,
});
export type ComputedDue = TypeOf<typeof dueShape>;

/** The three due dates kept for ever: as printed, as moved by law only, and as rescheduled once. */
export const dueDatesShape = record({ first: plain, lawful: plain, current: plain });
export type DueDates = TypeOf<typeof dueDatesShape>;
