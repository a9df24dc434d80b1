import type {
  Applicant,
  Circumstances,
  DossierCommandOf,
  DossierCommands,
  DossierCommandType,
  Paper,
  Terms,
} from '#dossier';

export const applicant: Applicant = {
  name: 'Nguyễn Thị Hoa',
  kind: 'citizen',
  identityNo: '042190000001',
  phone: '0912000001',
  email: null,
  address: 'Thôn Đông, xã Mẫu',
};

export const paper: Paper = { name: 'Tờ khai', originals: 1, copies: 0, digital: true, digest: 'ab'.repeat(32) };

/** Receive – assign – appraise – check – approve – issue, ten working days, two legs of which the second waits. */
export const terms: Terms = {
  procedure: { code: '1.012784', version: 1, name: 'Đăng ký biến động đất đai' },
  field: 'Đất đai',
  limit: {
    statutory: { amount: 10, unit: 'working-day' },
    local: null,
    sameDay: false,
    case: null,
    counted: { amount: 10, unit: 'working-day' },
    basis: 'statutory',
  },
  supplementPolicy: 'RESET',
  workflow: {
    id: 'land',
    version: 1,
    steps: [
      { id: 'receive', role: 'reception-officer' },
      { id: 'assign', role: 'unit-head' },
      { id: 'appraise', role: 'case-officer' },
      { id: 'check', role: 'unit-head' },
      { id: 'approve', role: 'leader' },
      { id: 'issue', role: 'clerk' },
    ],
    legs: [
      { id: 'tax', after: [] },
      { id: 'registry', after: ['tax'] },
    ],
  },
};

/** The terms with another limit: `counting(3, 'working-day')`. */
export const counting = (
  amount: number,
  unit: Terms['limit']['counted']['unit'],
  supplementPolicy: Terms['supplementPolicy'] = 'RESET',
): Terms => ({
  ...terms,
  supplementPolicy,
  limit: {
    ...terms.limit,
    statutory: { amount, unit },
    counted: { amount, unit },
    sameDay: unit === 'same-day',
  },
});

/** One plausible content for every command, so that tests name only what matters to them. */
export const sampleData: DossierCommands = {
  SubmitDossier: {
    procedure: terms.procedure,
    channel: 'online',
    centre: 'H27.118',
    portalCode: 'G22.99-261102-0001',
    applicant,
    submitter: null,
    request: 'Đăng ký biến động thửa đất số 12',
    papers: [paper],
  },
  RefuseAtDesk: { reason: 'Không thuộc thẩm quyền giải quyết' },
  RequestDeskSupplement: { items: ['Bản sao giấy chứng nhận'], overrideReason: null },
  ReceiveDossier: {
    code: 'H27.118-261102-0001',
    terms,
    channel: 'counter',
    centre: 'H27.118',
    decidingAgency: 'H27.118',
    applicant,
    submitter: null,
    request: 'Đăng ký biến động thửa đất số 12',
    papers: [paper],
    sets: 1,
    collectAt: 'H27.118',
    fee: 50_000,
  },
  AssignDossier: { officer: 'canbo.02', step: 'assign' },
  CompleteStep: { step: 'appraise', note: null },
  SendBackStep: { to: 'assign', reason: 'Giao nhầm người' },
  TransferDossier: { to: 'H27.12', leg: null, work: 'Thẩm định', limit: null, form: 'electronic' },
  AcceptTransfer: { transfer: 1, by: 'H27.12' },
  ReturnTransfer: { transfer: 1, by: 'H27.12', reason: 'Thiếu bản đồ' },
  CompleteLeg: { leg: 'tax', by: 'H27.20', result: 'Thông báo thuế', papers: [paper] },
  RequestOpinion: { agency: 'H27.30', content: 'Quy hoạch sử dụng đất', answerBy: '2026-11-12T10:00:00.000Z' },
  RecordOpinion: { opinion: 1, content: 'Phù hợp quy hoạch' },
  NotifyOpinionOverdue: { opinion: 1 },
  RequestSupplement: { items: ['Bản đồ địa chính'], reason: 'Thiếu thành phần' },
  CompleteSupplement: { papers: [paper] },
  CloseUnsupplemented: { reason: 'Quá 15 ngày không bổ sung' },
  RequestFinancialObligation: { amount: 12_500_000, noticeNo: 'TB-45' },
  FulfilFinancialObligation: { noticeNo: 'TB-45' },
  ForecastLateness: { by: 'officer', reason: 'Chờ đo đạc', days: 2 },
  IssueApology: {
    documentNo: 'XL-07',
    lateAgency: 'H27.118',
    reason: 'Chờ đo đạc',
    signer: 'Trần Văn Nam',
    proposedDueAt: '2026-11-19T01:00:00.000Z',
  },
  RescheduleReturn: {},
  ApproveDecision: { signer: 'Trần Văn Nam', documentNo: 'QD-101' },
  RefuseDecision: { signer: 'Trần Văn Nam', documentNo: 'TL-102', reason: 'Không đủ điều kiện' },
  MarkResultReady: { papers: [paper] },
  ReturnResult: { to: 'Nguyễn Thị Hoa', how: 'counter' },
  WithdrawDossier: { requestedBy: 'Nguyễn Thị Hoa', reason: 'Không còn nhu cầu' },
  StopDossier: { legalBasis: 'Luật Đất đai 2024', reason: 'Đất đang tranh chấp' },
  AdjustApplication: { changes: 'Sửa diện tích', papers: [] },
  AddPapers: { papers: [paper] },
  StorePaper: {
    paper: '0f5c2c8e-8d3a-4a51-9a77-3c1f6f0e2b11',
    name: 'Tờ khai',
    fileName: 'to-khai.pdf',
    type: 'application/pdf',
    size: 48_211,
    digest: 'ab'.repeat(32),
    scan: 'not-scanned',
    atMost: { papers: 100, bytes: 500_000_000 },
  },
  PayFee: { amount: 50_000, receiptNo: 'BL-9' },
  EscalateToHead: { duty: 'rescheduled-date-passed', agency: 'H27.118', reason: 'Đã hẹn lại một lần' },
  RestateDueDate: {},
  ReportLoss: { holder: 'H27.118', remedy: 'Lập lại hồ sơ từ bản điện tử' },
  EraseApplicant: { legalBasis: 'Luật Bảo vệ dữ liệu cá nhân', approvedBy: ['lanhdao.01', 'quantri.01'], keptDays: 0 },
  OpenResultCorrection: { fault: 'Sai số thửa' },
  CloseResultCorrection: { correction: 'Cấp lại giấy', papers: [paper] },
  HandOverDossier: { from: 'H27.118', to: 'H27.119', legalBasis: 'Nghị quyết 1/2026' },
  CorrectEntry: { revision: 0, field: 'applicant.phone', was: '0912000001', is: '0912000002', reason: 'Gõ nhầm' },
  RateSatisfaction: {
    overall: 5,
    criteria: [{ criterion: 'attitude', score: 4 }],
    comment: null,
    collectedBy: 'device',
  },
  AcknowledgeByPortal: { messageId: 'm-1', portalCode: 'G22.99-261102-0001' },
  RejectByPortal: { messageId: 'm-2', code: '05', message: 'Sai định dạng' },
  VoidNumber: { code: 'H27.118-261102-0009', reason: 'reception refused after the number was taken' },
  ImportDossier: {
    provenance: { file: 'municipal-receipt-log.csv', row: 2 },
    externalId: 'case-10011',
    channel: 'Internet',
    agency: 'General',
    procedureName: 'Building permit',
    startedAt: '2011-10-11T11:42:22.000Z',
    promisedAt: null,
    endedAt: null,
  },
  ImportActivity: {
    provenance: { file: 'municipal-receipt-log.csv', row: 3 },
    activity: 'T02 Check confirmation of receipt',
    resource: 'Resource21',
    at: '2011-10-12T08:26:25.000Z',
  },
};

/** A command with its sample content, changed where the test says. */
export const doing = <T extends DossierCommandType>(
  type: T,
  circumstances: Circumstances,
  changes: Partial<DossierCommands[T]> = {},
): DossierCommandOf<T> => ({ type, data: { ...sampleData[type], ...changes }, on: circumstances });

export const commandTypes = Object.keys(sampleData) as DossierCommandType[];
