import { eventSchema, integer, list, oneOf, plain, record, type EventOf, type Recorded } from '#kernel';

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

/** All events of the streams of oversight. */
export const oversightEvents = { TargetsSet, InspectionRecorded, ExternalListImported } as const;

type Schemas = typeof oversightEvents;
export type OversightEventType = keyof Schemas;
export type OversightEventOf<T extends OversightEventType> = EventOf<Schemas[T]>;
export type OversightEvent = { [T in OversightEventType]: OversightEventOf<T> }[OversightEventType];
export type RecordedOversightEvent = Recorded<OversightEvent>;

export type TargetSet = OversightEventOf<'TargetsSet'>['data'];
export type Goal = TargetSet['goals'][number];
export type Inspection = OversightEventOf<'InspectionRecorded'>['data'];
export type ListPart = OversightEventOf<'ExternalListImported'>['data'];

/** Streams of oversight begin with one of these. */
export const OVERSIGHT_PREFIXES = ['targets-', 'inspection-', 'external-list-'] as const;
