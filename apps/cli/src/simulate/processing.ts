import type { Instant } from '#kernel';
import { addWorkingDays, addWorkingMinutes, between } from '#working-time';
import type { Course } from './course.js';
import type { By, Part } from './step.js';

/** How a dossier will fare against its due date. */
type Pace = 'in-time' | 'late-with-apology' | 'late';

const PACES = [
  ['in-time', 955],
  ['late-with-apology', 30],
  ['late', 15],
] as const;
const DAY = 480;
/** When this much of the limit is used up, it shows that a dossier will be late. */
const FORESEEN = 0.7;

const officerOf = (agency: string): By => ({ role: 'case-officer', agency });
const leaderOf = (agency: string): By => ({ role: 'leader', agency });

/** Giải quyết hồ sơ: from reception to the returned result, or to another end. */
export function* processing(course: Course): Part {
  const { chance } = course;
  const pace: Pace = chance.weighted(PACES);
  const limit = Math.max(60, between(course.world.calendar, course.file.receivedAt, course.file.dates.lawful));
  const work = pace === 'in-time' ? (limit * chance.between(30, 85)) / 100 : limit + chance.between(1, 6) * DAY;
  const { steps, legs } = course.file.workflow;
  const share = work / (steps.length + 3 * legs.length + 2);

  if (chance.happens(0.3)) yield* payFee(course);
  if (yield* incidents(course)) return;
  yield* legsDone(course, share);
  if (pace === 'late-with-apology') yield* apology(course);
  if (yield* stepsDone(course, share)) return;
  yield* decided(course, share);
}

function* payFee(course: Course): Part {
  const { chance, file } = course;
  const data = { amount: chance.between(1, 20) * 10_000, receiptNo: `BL-${chance.between(10_000, 99_999)}` };
  yield* course.give({ role: 'reception-officer', agency: file.centre }, { type: 'PayFee', data }, 3);
}

/** What comes between; true when it ended the dossier. */
function* incidents(course: Course): Part<boolean> {
  const { chance, file } = course;
  const desk: By = { role: 'reception-officer', agency: file.centre };
  if (chance.happens(0.015)) {
    const data = { requestedBy: 'Người nộp hồ sơ', reason: 'Không còn nhu cầu' };
    yield* course.give(desk, { type: 'WithdrawDossier', data }, chance.between(30, 960));
    return true;
  }
  if (chance.happens(0.008)) {
    const data = { legalBasis: 'Điều 21 Nghị định 118/2025/NĐ-CP', reason: 'Đang có tranh chấp' };
    yield* course.give(leaderOf(file.decidingAgency), { type: 'StopDossier', data }, chance.between(240, 960));
    return true;
  }
  if (chance.happens(0.1) && (yield* supplement(course))) return true;
  if (chance.happens(0.04)) yield* payment(course);
  if (chance.happens(0.04)) yield* opinion(course);
  if (chance.happens(0.06)) yield* toAnotherLevel(course);
  return false;
}

/** Yêu cầu bổ sung: answered after days, or never and then closed; true when closed. */
function* supplement(course: Course): Part<boolean> {
  const { chance, file } = course;
  const asks = { items: ['Giấy tờ chứng minh'], reason: 'Hồ sơ chưa đủ căn cứ' };
  const officer = officerOf(file.decidingAgency);
  yield* course.give(officer, { type: 'RequestSupplement', data: asks }, chance.between(30, 3 * DAY));
  const { situation } = course.state;
  const desk: By = { role: 'reception-officer', agency: file.centre };
  if (situation.is === 'awaiting-supplement' && chance.happens(0.12)) {
    course.now = situation.closesAt;
    const data = { reason: 'Quá 15 ngày không bổ sung' };
    yield* course.give(desk, { type: 'CloseUnsupplemented', data }, chance.between(1, 120));
    return true;
  }
  course.passDays(chance.between(1, 11));
  yield* course.give(desk, { type: 'CompleteSupplement', data: { papers: [] } }, 5);
  return false;
}

function* payment(course: Course): Part {
  const { chance, file } = course;
  const noticeNo = `TB-${chance.between(1_000, 9_999)}`;
  const asks = { amount: chance.between(5, 900) * 100_000, noticeNo };
  yield* course.give(officerOf(file.decidingAgency), { type: 'RequestFinancialObligation', data: asks }, DAY / 2);
  course.passDays(chance.between(1, 6));
  yield* course.give(officerOf(file.decidingAgency), { type: 'FulfilFinancialObligation', data: { noticeNo } }, 5);
}

function* opinion(course: Course): Part {
  const { chance, world, file } = course;
  const agency = world.departmentBy(chance, course.now, file.holder);
  const officer = officerOf(file.decidingAgency);
  course.pass(30);
  const answerBy: Instant = addWorkingDays(world.calendar, course.now, 3);
  const asks = { agency, content: 'Đề nghị cho ý kiến về hồ sơ', answerBy };
  yield* course.give(officer, { type: 'RequestOpinion', data: asks }, 10);
  const number = course.file.opinions.length;
  const late = chance.happens(0.2);
  if (late) {
    course.now = answerBy;
    yield* course.give(officer, { type: 'NotifyOpinionOverdue', data: { opinion: number } }, chance.between(5, DAY));
    if (chance.happens(0.5)) return;
  }
  const data = { opinion: number, content: 'Thống nhất' };
  yield* course.give(officer, { type: 'RecordOpinion', data }, late ? DAY : chance.between(60, 2 * DAY));
}

/** The whole dossier goes to another level, and comes back. */
function* toAnotherLevel(course: Course): Part {
  const { chance, world } = course;
  const home = course.file.holder;
  const away = world.departmentBy(chance, course.now, home);
  const sent = yield* handOver(course, home, away, 'Xác minh hồ sơ', null);
  if (chance.happens(0.1)) {
    const data = { transfer: sent, by: away, reason: 'Không thuộc thẩm quyền' };
    yield* course.give(officerOf(away), { type: 'ReturnTransfer', data }, chance.between(60, DAY));
    return;
  }
  yield* acceptance(course, sent, away);
  const back = yield* handOver(course, away, home, 'Đã xác minh', null);
  yield* acceptance(course, back, home);
}

function* handOver(course: Course, from: string, to: string, work: string, leg: string | null): Part<number> {
  const { chance } = course;
  const form = leg === null && chance.happens(0.3) ? 'paper' : 'electronic';
  const data = { to, leg, work, limit: null, form } as const;
  yield* course.give(officerOf(from), { type: 'TransferDossier', data }, chance.between(10, DAY / 2));
  return course.file.transfers.length;
}

function* acceptance(course: Course, transfer: number, by: string): Part {
  const after = course.chance.between(5, DAY);
  yield* course.give(officerOf(by), { type: 'AcceptTransfer', data: { transfer, by } }, after);
}

/** Các chặng liên thông, each once those that it waits for are done. */
function* legsDone(course: Course, share: number): Part {
  const { chance, world } = course;
  const { id: workflow, legs } = course.file.workflow;
  for (let open = legs; open.length > 0;) {
    const [next] = open.filter(({ after }) => after.every((leg) => course.file.completedLegs.includes(leg)));
    if (next === undefined) throw new Error(`workflow ${workflow} has legs that wait for each other`);
    const { decidingAgency, holder } = course.file;
    const agency = world.legAgencyBy(chance, workflow, next.id, decidingAgency, course.now);
    let sent = yield* handOver(course, holder, agency, 'Giải quyết phần việc liên thông', next.id);
    if (chance.happens(0.04)) {
      const data = { transfer: sent, by: agency, reason: 'Thiếu thông tin thửa đất' };
      yield* course.give(officerOf(agency), { type: 'ReturnTransfer', data }, share);
      sent = yield* handOver(course, holder, agency, 'Giải quyết phần việc liên thông', next.id);
    }
    yield* acceptance(course, sent, agency);
    const data = { leg: next.id, by: agency, result: 'Đã giải quyết', papers: [] };
    yield* course.give(officerOf(agency), { type: 'CompleteLeg', data }, share * 2);
    open = open.filter(({ id }) => id !== next.id);
  }
}

/** Xin lỗi và hẹn lại, before the due date passes. */
function* apology(course: Course): Part {
  const { chance, world, file } = course;
  const limit = between(world.calendar, file.receivedAt, file.dates.lawful);
  const foreseen = addWorkingMinutes(world.calendar, file.receivedAt, Math.floor(limit * FORESEEN));
  if (course.now < foreseen) course.now = foreseen;
  const leader = leaderOf(file.decidingAgency);
  const forecast = { by: 'officer', reason: 'Khối lượng hồ sơ lớn', days: chance.between(1, 5) } as const;
  yield* course.give(officerOf(file.decidingAgency), { type: 'ForecastLateness', data: forecast }, 15);
  const later = file.dates.current > course.now ? file.dates.current : course.now;
  const data = {
    documentNo: `XL-${chance.between(100, 999)}`,
    lateAgency: file.decidingAgency,
    reason: 'Phải xác minh thêm',
    signer: 'Lãnh đạo cơ quan',
    proposedDueAt: addWorkingDays(world.calendar, later, chance.between(3, 8)),
  };
  yield* course.give(leader, { type: 'IssueApology', data }, 30);
  const desk: By = { role: 'reception-officer', agency: file.centre };
  yield* course.give(desk, { type: 'RescheduleReturn', data: {} }, chance.between(5, 120));
}

/** The internal steps before the leader's. */
function* stepsDone(course: Course, share: number): Part<boolean> {
  const { chance } = course;
  let sentBack = false;
  for (;;) {
    const { file } = course;
    const step = file.workflow.steps.find(({ id }) => !file.completedSteps.includes(id));
    if (step === undefined || step.role === 'leader') return false;
    const by: By = { role: step.role, agency: file.decidingAgency };
    if (step.id === 'assign') {
      const data = { officer: `case-officer@${file.decidingAgency}`, step: 'appraise' };
      yield* course.give(by, { type: 'AssignDossier', data }, share);
    } else if (step.id === 'check' && !sentBack && chance.happens(0.04)) {
      sentBack = true;
      const data = { to: 'appraise', reason: 'Cần làm rõ căn cứ' };
      yield* course.give(by, { type: 'SendBackStep', data }, share);
    } else yield* course.give(by, { type: 'CompleteStep', data: { step: step.id, note: null } }, share);
  }
}

/** Quyết định, kết quả, trả kết quả and what follows. */
function* decided(course: Course, share: number): Part {
  const { chance, file } = course;
  const leader = leaderOf(file.decidingAgency);
  const clerk: By = { role: 'clerk', agency: file.decidingAgency };
  const desk: By = { role: 'reception-officer', agency: file.centre };
  const signed = { signer: 'Lãnh đạo cơ quan', documentNo: `${chance.between(1, 4_000)}/QĐ` };
  if (chance.happens(0.03)) {
    const data = { ...signed, reason: 'Không đủ điều kiện theo quy định' };
    yield* course.give(leader, { type: 'RefuseDecision', data }, share);
  } else yield* course.give(leader, { type: 'ApproveDecision', data: signed }, share);
  yield* course.give(clerk, { type: 'MarkResultReady', data: { papers: [] } }, share);
  if (chance.happens(0.03)) return;
  const how =
    file.channel === 'online' && chance.happens(0.7)
      ? 'electronic'
      : chance.weighted([
          ['counter', 9],
          ['post', 1],
        ] as const);
  const wait = how === 'electronic' ? chance.between(1, 30) : chance.between(20, 4 * DAY);
  yield* course.give(desk, { type: 'ReturnResult', data: { to: 'Chủ hồ sơ', how } }, wait);
  if (chance.happens(0.4)) yield* rating(course);
  if (chance.happens(0.005)) yield* correction(course);
}

function* rating(course: Course): Part {
  const { chance } = course;
  const overall = chance.weighted([
    [5, 62],
    [4, 28],
    [3, 6],
    [2, 2],
    [1, 2],
  ]);
  const data = {
    overall,
    criteria: [],
    comment: null,
    collectedBy: chance.one(['device', 'portal', 'survey'] as const),
  };
  yield* course.give({ role: 'integration', agency: null }, { type: 'RateSatisfaction', data }, chance.between(1, DAY));
}

function* correction(course: Course): Part {
  const { chance, file, world } = course;
  const desk: By = { role: 'reception-officer', agency: file.centre };
  yield* course.give(
    desk,
    { type: 'OpenResultCorrection', data: { fault: 'Sai ngày sinh' } },
    chance.between(DAY, 4 * DAY),
  );
  course.now = addWorkingMinutes(world.calendar, course.now, chance.between(60, 2 * DAY));
  const data = { correction: 'Đã cấp lại', papers: [] };
  yield* course.give(officerOf(file.decidingAgency), { type: 'CloseResultCorrection', data }, 30);
}
