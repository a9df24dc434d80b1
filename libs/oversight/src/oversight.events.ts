import { eventSchema, integer, list, nullable, oneOf, plain, record, type EventOf, type Recorded } from '#kernel';

const goal = record({
  figure: plain,
  numerator: integer,
  denominator: integer,
  comparison: oneOf('at-least', 'more-than'),
  source: plain,
});

/** Chỉ tiêu được giao: what a province asks of its figures from a day on; a later version replaces it from its own day. */
export const TargetsSet = eventSchema('TargetsSet', 1, 'giao chỉ tiêu', {
  province: plain,
  name: plain,
  version: integer,
  validFrom: plain,
  goals: list(goal),
});

/**
 * Kết quả kiểm tra: an inspection that was held, run through the engine's replay or on paper. Its findings stand in the
 * document that the number names: they speak of persons, and only streams of dossiers are sealed.
 */
export const InspectionRecorded = eventSchema('InspectionRecorded', 1, 'ghi nhận kiểm tra', {
  inspectionId: plain,
  inspectedBy: plain,
  agency: plain,
  from: plain,
  to: plain,
  method: oneOf('replay', 'on-paper'),
  decision: plain,
  dossiers: list(plain),
  outcome: oneOf('no-violation', 'violations-found'),
});

/** Danh sách từ hệ thống khác: a part of the codes that another register holds; a version counts once all parts are there. */
export const ExternalListImported = eventSchema('ExternalListImported', 1, 'nhập danh sách đối chiếu', {
  listId: plain,
  version: integer,
  source: plain,
  listedOn: plain,
  /** SHA-256 of the whole file, hexadecimal. */
  digest: plain,
  part: integer,
  parts: integer,
  codes: list(plain),
});

const figures = list(
  record({
    figure: plain,
    definitionVersion: integer,
    /** Of how many it is; of inspections, codes, fields or transfers where it is not made of dossiers. */
    dossiers: integer,
    /** SHA-256 over them and what each adds, hexadecimal. */
    digest: plain,
    terms: list(record({ term: plain, number: integer })),
  }),
);
const closing = {
  ...{ agency: plain, from: plain, to: plain },
  /** What was known, as a position of the log. */
  asOf: plain,
  /** The last instant that was looked at. */
  evaluatedAt: plain,
  /** Whose figures they are: the agency and those below it; null where the event is older than that was told. */
  agencies: nullable(list(plain)),
  /** How many dossiers were set aside and are in no figure; null where the event is older than that was told. */
  quarantined: nullable(integer),
  figures,
  /** Forms that were not signed, for they do not balance: what breaks them, and how many dossiers where it is those. */
  refused: list(record({ form: plain, what: plain, dossiers: integer })),
};

/** Khóa sổ kỳ báo cáo: the figures of an agency, with those below it, for a period, as a leader signed them. */
export const PeriodClosed = eventSchema('PeriodClosed', 3, 'khóa sổ kỳ báo cáo', closing);

/** Điều chỉnh số liệu kỳ đã khóa: the figures as they are known since, and why; those that were signed stay beside them. */
export const PeriodRestated = eventSchema('PeriodRestated', 3, 'điều chỉnh số liệu kỳ đã khóa', {
  ...closing,
  /** Names no person: it is kept as it is. */
  reason: plain,
});

/** All events of the streams of oversight. */
export const oversightEvents = {
  TargetsSet,
  InspectionRecorded,
  ExternalListImported,
  PeriodClosed,
  PeriodRestated,
} as const;

type Schemas = typeof oversightEvents;
export type OversightEventType = keyof Schemas;
export type OversightEventOf<T extends OversightEventType> = EventOf<Schemas[T]>;
export type OversightEvent = { [T in OversightEventType]: OversightEventOf<T> }[OversightEventType];
export type RecordedOversightEvent = Recorded<OversightEvent>;

export type TargetSet = OversightEventOf<'TargetsSet'>['data'];
export type Goal = TargetSet['goals'][number];
export type Inspection = OversightEventOf<'InspectionRecorded'>['data'];
export type Closing = OversightEventOf<'PeriodClosed'>['data'];
export type FigureSaid = Closing['figures'][number];
export type Restatement = OversightEventOf<'PeriodRestated'>['data'];
export type ListPart = OversightEventOf<'ExternalListImported'>['data'];

/** Streams of oversight begin with one of these. */
export const OVERSIGHT_PREFIXES = ['targets-', 'inspection-', 'external-list-', 'period-'] as const;
