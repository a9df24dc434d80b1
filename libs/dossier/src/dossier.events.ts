import {
  eventSchema,
  flag,
  integer,
  list,
  nullable,
  oneOf,
  personal,
  plain,
  record,
  type EventOf,
  type Recorded,
} from '#kernel';
import {
  ActivityImported,
  DossierImported,
  EntryCorrected,
  NumberVoided,
  PaperStored,
  PortalAcknowledged,
  PortalRejected,
  SatisfactionRated,
} from './record.events.js';
import { applicantShape, channelShape, dueDatesShape, dueShape, limitShape, paperShape } from './shapes.js';

const procedure = record({ code: plain, version: integer, name: plain });
const papers = list(paperShape);
/** The due dates after a pause or a restart, and how the lawful one was computed; null where nothing moved. */
const moved = nullable(record({ dates: dueDatesShape, due: dueShape }));

/** Nộp hồ sơ (trực tuyến, bưu chính): an application arrived and awaits the desk; no clock runs yet. */
export const DossierSubmitted = eventSchema('DossierSubmitted', 1, 'nộp hồ sơ', {
  procedure,
  channel: channelShape,
  centre: plain,
  portalCode: nullable(plain),
  applicant: applicantShape,
  submitter: nullable(applicantShape),
  request: personal,
  papers,
});

/** Từ chối tiếp nhận (Mẫu 03): the desk did not take the application. */
export const DossierRefusedAtDesk = eventSchema('DossierRefusedAtDesk', 1, 'từ chối tiếp nhận (Mẫu 03)', {
  reason: personal,
});

/** Hướng dẫn bổ sung tại quầy (Mẫu 02): once only; a second carries the reason of its override (Article 16.3). */
export const DeskSupplementRequested = eventSchema(
  'DeskSupplementRequested',
  1,
  'hướng dẫn bổ sung tại quầy (Mẫu 02)',
  {
    items: list(personal),
    overrideReason: nullable(personal),
  },
);

/** Tiếp nhận, hẹn trả (Mẫu 01): a complete file was officially received and the clock started (Article 17.3). */
export const DossierReceived = eventSchema('DossierReceived', 1, 'tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01)', {
  code: plain,
  procedure,
  field: plain,
  channel: channelShape,
  /** Nơi tiếp nhận: any centre receives any procedure of the province (Article 20). */
  centre: plain,
  /** Cơ quan giải quyết. */
  decidingAgency: plain,
  applicant: applicantShape,
  submitter: nullable(applicantShape),
  request: personal,
  papers,
  sets: integer,
  /** Nơi nhận kết quả. */
  collectAt: plain,
  /** Phí, lệ phí in đồng; null where none is due. */
  fee: nullable(integer),
  limit: record({
    statutory: limitShape,
    local: nullable(limitShape),
    sameDay: flag,
    case: nullable(integer),
    /** The limit that was counted. */
    counted: limitShape,
    basis: oneOf('local', 'statutory'),
  }),
  supplementPolicy: oneOf('RESET', 'PAUSE'),
  workflow: record({
    id: plain,
    version: integer,
    steps: list(record({ id: plain, role: plain })),
    legs: list(record({ id: plain, after: list(plain) })),
  }),
  due: dueShape,
});

/** Phân công: an officer was put in charge of a step (Article 19.1). */
export const DossierAssigned = eventSchema('DossierAssigned', 1, 'phân công xử lý', { officer: plain, step: plain });

/** Hoàn thành bước: a step of the internal workflow is done. */
export const StepCompleted = eventSchema('StepCompleted', 1, 'hoàn thành bước', {
  step: plain,
  note: nullable(personal),
});

/** Trả bước trước: the dossier goes back to an earlier step. */
export const StepSentBack = eventSchema('StepSentBack', 1, 'trả lại bước trước', {
  step: plain,
  to: plain,
  reason: personal,
});

/** Chuyển hồ sơ (Phiếu chuyển): sent to another agency or level, whole or for one leg (Articles 18, 20). */
export const DossierTransferred = eventSchema('DossierTransferred', 1, 'chuyển hồ sơ giữa các cấp, cơ quan', {
  /** Number of the hand-over within the dossier, from 1. */
  transfer: integer,
  from: plain,
  to: plain,
  /** The leg it is sent for; null when the whole dossier goes. */
  leg: nullable(plain),
  work: personal,
  limit: nullable(limitShape),
  form: oneOf('paper', 'electronic'),
});

/** Nhận hồ sơ chuyển: the addressee took over. */
export const TransferAccepted = eventSchema('TransferAccepted', 1, 'nhận hồ sơ chuyển đến', {
  transfer: integer,
  by: plain,
});

/** Trả lại nơi gửi: the addressee sent it back. */
export const TransferReturned = eventSchema('TransferReturned', 1, 'trả lại nơi gửi', {
  transfer: integer,
  by: plain,
  reason: personal,
});

/** Cơ quan phối hợp trả kết quả: a leg of a liên thông dossier is done. */
export const LegCompleted = eventSchema('LegCompleted', 1, 'cơ quan phối hợp trả kết quả', {
  leg: plain,
  by: plain,
  result: personal,
  papers,
});

/** Lấy ý kiến: another agency was asked (Article 19.4.b); the clock goes on. */
export const OpinionRequested = eventSchema('OpinionRequested', 1, 'lấy ý kiến', {
  opinion: integer,
  agency: plain,
  content: personal,
  answerBy: plain,
});

/** Cơ quan được lấy ý kiến trả lời (Article 19.4.c). */
export const OpinionReceived = eventSchema('OpinionReceived', 1, 'nhận ý kiến trả lời', {
  opinion: integer,
  agency: plain,
  content: personal,
});

/** Thông báo quá hạn cho ý kiến: the head of the one-stop office was told (Article 19.4.c). */
export const OpinionOverdueNotified = eventSchema('OpinionOverdueNotified', 1, 'thông báo quá hạn cho ý kiến', {
  opinion: integer,
  agency: plain,
});

/** Yêu cầu bổ sung sau thẩm định (Mẫu 02): the applicant is asked to complete the file (Article 19.5). */
export const SupplementRequested = eventSchema('SupplementRequested', 1, 'yêu cầu bổ sung sau thẩm định (Mẫu 02)', {
  round: integer,
  items: list(personal),
  reason: personal,
  /** The fifteenth day, rolled to a working day; the dossier may be closed at `closesAt`. */
  answerByDay: plain,
  closesAt: plain,
});

/** Đã bổ sung: the file is complete again; the count restarts or goes on, by the procedure's policy. */
export const SupplementCompleted = eventSchema('SupplementCompleted', 1, 'đã bổ sung hồ sơ', {
  round: integer,
  papers,
  moved,
});

/** Đóng hồ sơ do không bổ sung: fifteen days passed without completion (Article 19.5). */
export const DossierClosedUnsupplemented = eventSchema(
  'DossierClosedUnsupplemented',
  1,
  'đóng hồ sơ do không bổ sung (15 ngày)',
  { round: integer, reason: personal },
);

/** Yêu cầu nghĩa vụ tài chính: the clock waits for the applicant's payment. */
export const FinancialObligationRequested = eventSchema(
  'FinancialObligationRequested',
  1,
  'yêu cầu nghĩa vụ tài chính',
  {
    /** In đồng. */
    amount: integer,
    noticeNo: plain,
  },
);

/** Đã thực hiện nghĩa vụ tài chính: the clock goes on. */
export const FinancialObligationFulfilled = eventSchema(
  'FinancialObligationFulfilled',
  1,
  'đã thực hiện nghĩa vụ tài chính',
  { noticeNo: plain, moved },
);

/** Văn bản xin lỗi và đề nghị gia hạn (Mẫu 04): lateness is expected or happened, with reason and new date (19.6). */
export const ApologyIssued = eventSchema('ApologyIssued', 1, 'văn bản xin lỗi và đề nghị gia hạn (Mẫu 04)', {
  documentNo: plain,
  lateAgency: plain,
  reason: personal,
  signer: personal,
  oldDueAt: plain,
  proposedDueAt: plain,
});

/** Một cửa điều chỉnh ngày hẹn trả: the appointment was put back, on the strength of an apology (Article 19.6). */
export const ReturnRescheduled = eventSchema('ReturnRescheduled', 1, 'điều chỉnh ngày hẹn trả kết quả', {
  oldDueAt: plain,
  dueAt: plain,
  apologyNo: plain,
  /** False when recorded after the current due date: the citizen gets the appointment, no figure moves. */
  movesCurrent: flag,
});

/** Phê duyệt: the decision was signed. */
export const DecisionApproved = eventSchema('DecisionApproved', 1, 'phê duyệt kết quả', {
  signer: personal,
  documentNo: plain,
});

/** Từ chối giải quyết: refused after appraisal — a result, due within the limit (Article 19.3). */
export const DecisionRefused = eventSchema('DecisionRefused', 1, 'từ chối giải quyết sau thẩm định', {
  signer: personal,
  documentNo: plain,
  reason: personal,
});

/** Đã có kết quả tại Một cửa: the work is finished; this instant decides early, on time or late. */
export const ResultReady = eventSchema('ResultReady', 1, 'đã xử lý xong, có kết quả tại Một cửa', {
  kind: oneOf('granted', 'refused'),
  papers,
});

/** Trả kết quả: the citizen has it. */
export const ResultReturned = eventSchema('ResultReturned', 1, 'trả kết quả', {
  to: personal,
  how: oneOf('counter', 'post', 'electronic'),
});

/** Rút hồ sơ: stopped at the applicant's request, before the decision (Article 21). */
export const DossierWithdrawn = eventSchema('DossierWithdrawn', 1, 'rút hồ sơ theo yêu cầu của người nộp', {
  requestedBy: personal,
  reason: personal,
});

/** Dừng giải quyết (Mẫu 05): the agency stopped, on a legal basis. */
export const DossierStopped = eventSchema('DossierStopped', 1, 'dừng giải quyết (Mẫu 05)', {
  legalBasis: plain,
  reason: personal,
});

/** Người nộp điều chỉnh nội dung hồ sơ trực tuyến (Article 21.2). */
export const ApplicationAdjusted = eventSchema('ApplicationAdjusted', 1, 'điều chỉnh nội dung hồ sơ', {
  changes: personal,
  papers,
});

/** Người nộp bổ sung giấy tờ on their own account, without a request. */
export const PapersAdded = eventSchema('PapersAdded', 1, 'bổ sung giấy tờ', { papers });

/** Nộp phí, lệ phí. */
export const FeePaid = eventSchema('FeePaid', 1, 'nộp phí, lệ phí', {
  /** In đồng. */
  amount: integer,
  receiptNo: plain,
});

/** Dự kiến quá hạn: an officer or a rule expects the dossier to be late (Article 19.6). */
export const LatenessForecast = eventSchema('LatenessForecast', 1, 'dự kiến quá hạn', {
  by: oneOf('officer', 'rule'),
  reason: personal,
  /** Working days that it is expected to be late. */
  days: integer,
});

/** Báo cáo người đứng đầu: a duty failed and the agency's head was told. */
export const EscalatedToHead = eventSchema('EscalatedToHead', 1, 'báo cáo người đứng đầu', {
  duty: plain,
  agency: plain,
  reason: personal,
});

/** Điều chỉnh hạn do lịch làm việc công bố sau: a calendar decreed later moved the lawful date, openly. */
export const DueDateRestated = eventSchema('DueDateRestated', 1, 'điều chỉnh hạn do lịch làm việc công bố sau', {
  old: dueDatesShape,
  dates: dueDatesShape,
  due: dueShape,
});

/** Hồ sơ bị mất, thất lạc (Article 23.2). */
export const DossierLossReported = eventSchema('DossierLossReported', 1, 'báo mất, thất lạc hồ sơ', {
  holder: plain,
  remedy: personal,
});

/** Xóa dữ liệu cá nhân: the applicant's key was destroyed; every proof still holds. */
export const ApplicantErased = eventSchema('ApplicantErased', 1, 'xóa dữ liệu cá nhân', {
  legalBasis: plain,
  approvedBy: list(plain),
});

/** Mở đính chính kết quả sai (Article 23.1): three working days to put it right. */
export const ResultCorrectionOpened = eventSchema('ResultCorrectionOpened', 1, 'mở đính chính kết quả sai', {
  fault: personal,
  correctBy: plain,
});

/** Đã đính chính kết quả (Article 23.1). */
export const ResultCorrectionClosed = eventSchema('ResultCorrectionClosed', 1, 'hoàn thành đính chính kết quả', {
  correction: personal,
  papers,
});

/** Bàn giao do sắp xếp đơn vị: the successor holds the dossier; clocks and promises stay. */
export const DossierHandedOver = eventSchema('DossierHandedOver', 1, 'bàn giao do sắp xếp đơn vị', {
  from: plain,
  to: plain,
  legalBasis: plain,
});

/** All events of the stream `dossier-<id>`, in order of life; what is said about a dossier stands in record.events.ts. */
export const dossierEvents = {
  DossierSubmitted,
  DossierRefusedAtDesk,
  DeskSupplementRequested,
  DossierReceived,
  DossierAssigned,
  StepCompleted,
  StepSentBack,
  DossierTransferred,
  TransferAccepted,
  TransferReturned,
  LegCompleted,
  OpinionRequested,
  OpinionReceived,
  OpinionOverdueNotified,
  SupplementRequested,
  SupplementCompleted,
  DossierClosedUnsupplemented,
  FinancialObligationRequested,
  FinancialObligationFulfilled,
  ApologyIssued,
  ReturnRescheduled,
  DecisionApproved,
  DecisionRefused,
  ResultReady,
  ResultReturned,
  DossierWithdrawn,
  DossierStopped,
  ApplicationAdjusted,
  PapersAdded,
  PaperStored,
  FeePaid,
  LatenessForecast,
  EscalatedToHead,
  DueDateRestated,
  DossierLossReported,
  ApplicantErased,
  ResultCorrectionOpened,
  ResultCorrectionClosed,
  DossierHandedOver,
  EntryCorrected,
  SatisfactionRated,
  PortalAcknowledged,
  PortalRejected,
  NumberVoided,
  DossierImported,
  ActivityImported,
} as const;

type Schemas = typeof dossierEvents;
/** The event of one name, e.g. `DossierEventOf<'ResultReady'>`. */
export type DossierEventOf<T extends keyof Schemas> = EventOf<Schemas[T]>;
export type DossierEventType = keyof Schemas;
export type DossierEvent = { [T in DossierEventType]: DossierEventOf<T> }[DossierEventType];
export type RecordedDossierEvent = Recorded<DossierEvent>;

export const dossierStream = (dossierId: string): string => `dossier-${dossierId}`;
