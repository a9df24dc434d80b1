import type { Instant } from '#kernel';
import { addWorkingDays, between, supplementNoticeBy } from '#working-time';
import { toAnotherLevel } from './between-agencies.js';
import { deskOf, leaderOf, officerOf, SYSTEM } from './by.js';
import type { Course } from './course.js';
import { paperBy } from './papers.js';
import type { Part } from './step.js';

const DAY = 480;
/** What is done in a day or two is neither sent around nor asked about. */
const SHORT = 3 * DAY;

/** What comes between; true when it ended the dossier. */
export function* interruptions(course: Course): Part<boolean> {
  const { chance, world, file } = course;
  if (chance.happens(0.02)) {
    yield* course.give(deskOf(file.centre), added(course), chance.between(10, 240));
  }
  if (chance.happens(0.015)) {
    const data = { requestedBy: 'Người nộp hồ sơ', reason: 'Không còn nhu cầu' };
    yield* course.give(deskOf(file.centre), { type: 'WithdrawDossier', data }, chance.between(30, 960));
    return true;
  }
  if (chance.happens(0.008)) {
    const data = { legalBasis: 'Điều 21 Nghị định 118/2025/NĐ-CP', reason: 'Đang có tranh chấp' };
    yield* course.give(leaderOf(file.decidingAgency), { type: 'StopDossier', data }, chance.between(240, 960));
    return true;
  }
  if (chance.happens(0.1) && (yield* supplement(course))) return true;
  if (chance.happens(0.04)) yield* payment(course);
  if (between(world.calendar, file.receivedAt, file.dates.first) < SHORT) return false;
  if (chance.happens(0.07)) yield* opinion(course);
  if (chance.happens(0.1)) yield* toAnotherLevel(course);
  return false;
}

const added = ({ chance, file }: Course) =>
  file.channel === 'online' && chance.happens(0.5)
    ? ({ type: 'AdjustApplication', data: { changes: 'Điều chỉnh địa chỉ nhận kết quả', papers: [] } } as const)
    : ({ type: 'AddPapers', data: { papers: [paperBy(chance, 'Giấy tờ bổ sung', 0.5)] } } as const);

/** Yêu cầu bổ sung: in three working days; answered after days, or never and then closed, which it tells. */
function* supplement(course: Course): Part<boolean> {
  const { chance, world, file } = course;
  const left = between(world.calendar, course.now, supplementNoticeBy(world.calendar, file.receivedAt));
  const after = chance.between(1, Math.max(30, left - 1));
  const asks = { items: ['Giấy tờ chứng minh'], reason: 'Hồ sơ chưa đủ căn cứ' };
  yield* course.give(officerOf(file.decidingAgency), { type: 'RequestSupplement', data: asks }, after);
  const { situation } = course.state;
  if (situation.is === 'awaiting-supplement' && chance.happens(0.12)) {
    course.now = situation.closesAt;
    const data = { reason: 'Quá 15 ngày không bổ sung' };
    yield* course.give(SYSTEM, { type: 'CloseUnsupplemented', data }, chance.between(1, 120));
    return true;
  }
  course.passDays(chance.between(1, 11));
  const papers = [paperBy(chance, 'Giấy tờ chứng minh', 0.6)];
  yield* course.give(deskOf(file.centre), { type: 'CompleteSupplement', data: { papers } }, 5);
  return false;
}

function* payment(course: Course): Part {
  const { chance, file } = course;
  const noticeNo = `TB-${chance.between(1_000, 9_999)}`;
  const asks = { amount: chance.between(5, 900) * 100_000, noticeNo };
  const officer = officerOf(file.decidingAgency);
  yield* course.give(officer, { type: 'RequestFinancialObligation', data: asks }, chance.between(30, DAY / 2));
  course.passDays(chance.between(1, 6));
  yield* course.give(officer, { type: 'FulfilFinancialObligation', data: { noticeNo } }, 5);
}

/** Lấy ý kiến (Article 19.4): most answer in time, some after a reminder, some never. */
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
    if (course.now < answerBy) course.now = answerBy;
    yield* course.give(SYSTEM, { type: 'NotifyOpinionOverdue', data: { opinion: number } }, chance.between(5, DAY));
    if (chance.happens(0.5)) return;
  }
  const data = { opinion: number, content: 'Thống nhất' };
  yield* course.give(officer, { type: 'RecordOpinion', data }, late ? DAY : chance.between(60, 2 * DAY));
}
