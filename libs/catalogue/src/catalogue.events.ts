import {
  eventSchema,
  flag,
  integer,
  list,
  nullable,
  number,
  oneOf,
  plain,
  record,
  type EventOf,
  type Recorded,
  type TypeOf,
} from '#kernel';
import { LIMIT_UNITS } from '#working-time';

export const channelShape = oneOf('counter', 'online', 'post');
const limit = record({ amount: number, unit: oneOf(...LIMIT_UNITS) });
const namedDay = record({ on: plain, name: plain });

/** Lịch làm việc: the public sector's working calendar as decreed; a later notice is a new version. */
export const CalendarPublished = eventSchema('CalendarPublished', 1, 'công bố lịch làm việc', {
  id: plain,
  version: integer,
  workingHours: list(record({ from: plain, to: plain })),
  years: list(
    record({
      year: integer,
      status: oneOf('official', 'provisional'),
      off: list(namedDay),
      worked: list(namedDay),
    }),
  ),
});

/** Cơ quan, đơn vị: an office began to exist. */
export const AgencyRegistered = eventSchema('AgencyRegistered', 1, 'thành lập cơ quan', {
  code: plain,
  name: plain,
  level: oneOf('ministry', 'province', 'district', 'commune'),
  kind: plain,
  parent: nullable(plain),
  validFrom: plain,
});

/** Chấm dứt hoạt động: the office ended; its successors take over what runs. */
export const AgencyEnded = eventSchema('AgencyEnded', 1, 'chấm dứt hoạt động của cơ quan', {
  code: plain,
  validTo: plain,
  successors: list(plain),
});

/** Thủ tục hành chính quốc gia: the record of the national database, as printed. */
export const ProcedureImported = eventSchema('ProcedureImported', 1, 'nhập thủ tục từ cơ sở dữ liệu quốc gia', {
  code: plain,
  name: plain,
  ministry: plain,
  field: plain,
  decision: plain,
  level: plain,
  competentAuthority: nullable(plain),
  executingAgency: nullable(plain),
  coordinatingAgency: nullable(plain),
  channels: list(channelShape),
  limits: list(record({ channel: channelShape, amount: number, unit: oneOf(...LIMIT_UNITS) })),
  limitText: plain,
  resultCodes: list(plain),
});

/** Thủ tục công bố tại địa phương: from here on dossiers can be received. */
export const LocalVersionPublished = eventSchema('LocalVersionPublished', 1, 'công bố thủ tục tại địa phương', {
  code: plain,
  version: integer,
  name: plain,
  field: plain,
  /** Nhóm thủ tục hành chính liên thông (Article 3.2): several procedures as one dossier, with a code of its own kind. */
  isGroup: flag,
  level: oneOf('province', 'commune'),
  deciderKind: plain,
  onlineLevel: oneOf('full', 'part', 'none'),
  workflow: record({ id: plain, version: integer }),
  limits: list(
    record({ channel: channelShape, case: integer, label: plain, statutory: limit, local: nullable(limit) }),
  ),
  sameDay: flag,
  supplementPolicy: oneOf('RESET', 'PAUSE'),
  validFrom: plain,
});

/** Quy trình nội bộ: steps inside the agency and legs between agencies. */
export const WorkflowPublished = eventSchema('WorkflowPublished', 1, 'công bố quy trình', {
  id: plain,
  version: integer,
  steps: list(record({ id: plain, name: plain, role: plain, hours: number })),
  legs: list(
    record({
      id: plain,
      agencyKind: plain,
      task: plain,
      limit,
      after: list(plain),
      waitsForApplicant: nullable(oneOf('financial-obligation')),
    }),
  ),
});

/** All events of the catalogue's streams. */
export const catalogueEvents = {
  CalendarPublished,
  AgencyRegistered,
  AgencyEnded,
  ProcedureImported,
  LocalVersionPublished,
  WorkflowPublished,
} as const;

type Schemas = typeof catalogueEvents;
export type CatalogueEventType = keyof Schemas;
export type CatalogueEventOf<T extends CatalogueEventType> = EventOf<Schemas[T]>;
export type CatalogueEvent = { [T in CatalogueEventType]: CatalogueEventOf<T> }[CatalogueEventType];
export type RecordedCatalogueEvent = Recorded<CatalogueEvent>;

export type Agency = CatalogueEventOf<'AgencyRegistered'>['data'] & {
  readonly validTo: string | null;
  readonly successors: readonly string[];
};
export type NationalProcedure = CatalogueEventOf<'ProcedureImported'>['data'];
export type LocalVersion = CatalogueEventOf<'LocalVersionPublished'>['data'];
export type Workflow = CatalogueEventOf<'WorkflowPublished'>['data'];
export type PublishedCalendar = CatalogueEventOf<'CalendarPublished'>['data'];
export type CatalogueChannel = TypeOf<typeof channelShape>;

/** Streams of the catalogue begin with one of these. */
export const CATALOGUE_PREFIXES = ['calendar-', 'agency-', 'procedure-', 'workflow-'] as const;
