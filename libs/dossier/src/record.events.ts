import { eventSchema, integer, list, nullable, oneOf, optional, personal, plain, record } from '#kernel';

/** Đính chính nhập liệu: what was wrong and what is right; the past event stays as it was. */
export const EntryCorrected = eventSchema('EntryCorrected', 1, 'đính chính nhập liệu', {
  /** The revision of the event whose entry was wrong. */
  revision: integer,
  field: plain,
  was: personal,
  is: personal,
  reason: personal,
});

const score = integer;
/** Đánh giá mức độ hài lòng: 1 to 5, overall and by the criteria of Article 33.1 where given. */
export const SatisfactionRated = eventSchema('SatisfactionRated', 1, 'đánh giá mức độ hài lòng', {
  overall: score,
  criteria: list(record({ criterion: plain, score })),
  comment: nullable(personal),
  /** How it was collected (Article 31.1). */
  collectedBy: oneOf('device', 'portal', 'paper', 'phone', 'survey'),
});

/** Lưu tệp giấy tờ: the file of a component was taken in, or quarantined; its bytes are kept apart from the log, sealed. */
export const PaperStored = eventSchema('PaperStored', 1, 'lưu tệp giấy tờ, hoặc cách ly tệp nhiễm mã độc', {
  /** Under which id the file is kept. */
  paper: plain,
  /** Thành phần hồ sơ that it is of. */
  name: personal,
  /** As its sender called it; never a path. */
  fileName: nullable(personal),
  /** Media type by its content. */
  type: plain,
  size: integer,
  /** SHA-256 of the file, in hex. */
  digest: plain,
  /** An infected file is in quarantine: kept, and given to nobody. */
  scan: oneOf('clean', 'infected', 'not-scanned'),
});

/** Cổng Dịch vụ công quốc gia nhận bản đồng bộ. */
export const PortalAcknowledged = eventSchema('PortalAcknowledged', 1, 'Cổng DVCQG nhận bản đồng bộ', {
  messageId: plain,
  portalCode: nullable(plain),
});

/** Cổng Dịch vụ công quốc gia từ chối bản đồng bộ. */
export const PortalRejected = eventSchema('PortalRejected', 1, 'Cổng DVCQG từ chối bản đồng bộ', {
  messageId: plain,
  code: plain,
  message: personal,
});

/** Hủy số đã cấp: a number was taken and its dossier never came (Article 28: numbers are gap-free and never reused). */
export const NumberVoided = eventSchema('NumberVoided', 1, 'hủy số đã cấp', { code: plain, reason: plain });

/** Nhập từ hệ thống cũ: a dossier of an external register, with its dates as given. */
export const DossierImported = eventSchema('DossierImported', 1, 'nhập hồ sơ từ hệ thống cũ', {
  provenance: record({ file: plain, row: integer }),
  externalId: plain,
  channel: plain,
  agency: plain,
  procedureName: plain,
  startedAt: plain,
  promisedAt: nullable(plain),
  endedAt: nullable(plain),
});

/** Hoạt động nhập từ hệ thống cũ: changes no state. */
export const ActivityImported = eventSchema('ActivityImported', 1, 'nhập hoạt động từ hệ thống cũ', {
  provenance: record({ file: plain, row: integer }),
  activity: plain,
  resource: optional(plain),
  at: plain,
});
