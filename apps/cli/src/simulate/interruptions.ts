import { addWorkingDays, between, supplementNoticeBy } from '#working-time';
import { toAnotherLevel } from './between-agencies.js';
import { deskOf, leaderOf, officerOf } from './by.js';
import type { Course } from './course.js';
import { paperBy } from './papers.js';
import type { Part } from './step.js';

const DAY = 480;
/** What is done in a few days is neither sent around nor asked about. */
const SHORT = 5 * DAY;

/** What comes between; true when nobody goes on with it. */
export function* interruptions(course: Course): Part<boolean> {
  const { chance, world, file } = course;
  if (chance.happens(0.02)) {
    const request = added(course);
    yield* course.give(chance.between(10, 60), ({ centre }) => [deskOf(centre), request]);
  }
  if (chance.happens(0.015)) {
    const data = { requestedBy: 'Người nộp hồ sơ', reason: 'Không còn nhu cầu' };
    yield* course.give(chance.between(30, 960), ({ centre }) => [deskOf(centre), { type: 'WithdrawDossier', data }]);
    return true;
  }
  if (chance.happens(0.008)) {
    const data = { legalBasis: 'Điều 21 Nghị định 118/2025/NĐ-CP', reason: 'Đang có tranh chấp' };
    yield* course.give(chance.between(240, 960), ({ decidingAgency }) => [
      leaderOf(decidingAgency),
      { type: 'StopDossier', data },
    ]);
    return true;
  }
  if (chance.happens(0.1) && (yield* supplement(course))) return true;
  if (chance.happens(0.04)) yield* payment(course);
  if (between(world.calendar, file.receivedAt, file.dates.first) < SHORT) return false;
  if (chance.happens(0.2)) yield* opinion(course);
  if (chance.happens(0.1)) yield* toAnotherLevel(course);
  return false;
}

const added = ({ chance, file }: Course) =>
  file.channel === 'online' && chance.happens(0.5)
    ? ({ type: 'AdjustApplication', data: { changes: 'Điều chỉnh địa chỉ nhận kết quả', papers: [] } } as const)
    : ({ type: 'AddPapers', data: { papers: [paperBy(chance, 'Giấy tờ bổ sung', 0.5)] } } as const);

/** Yêu cầu bổ sung: in three working days; answered after days, or never: then time closes the dossier. */
function* supplement(course: Course): Part<boolean> {
  const { chance, world, file } = course;
  const lawful = between(world.calendar, course.now, supplementNoticeBy(world.calendar, file.receivedAt));
  const left = Math.min(lawful - 1, Math.floor((course.leftOfStep ?? lawful) / 2));
  const after = chance.between(1, Math.max(30, left));
  const asks = { items: ['Giấy tờ chứng minh'], reason: 'Hồ sơ chưa đủ căn cứ' };
  yield* course.give(after, ({ holder }) => [officerOf(holder), { type: 'RequestSupplement', data: asks }]);
  if (chance.happens(0.15)) return true;
  course.passDays(chance.between(1, 11));
  const data = { papers: [paperBy(chance, 'Giấy tờ chứng minh', 0.6)] };
  yield* course.give(5, ({ centre }) => [deskOf(centre), { type: 'CompleteSupplement', data }]);
  return false;
}

function* payment(course: Course): Part {
  const { chance } = course;
  const noticeNo = `TB-${chance.between(1_000, 9_999)}`;
  const asks = { amount: chance.between(5, 900) * 100_000, noticeNo };
  yield* course.give(chance.between(30, DAY / 2), ({ holder }) => [
    officerOf(holder),
    { type: 'RequestFinancialObligation', data: asks },
  ]);
  course.passDays(chance.between(1, 6));
  yield* course.give(5, ({ holder }) => [officerOf(holder), { type: 'FulfilFinancialObligation', data: { noticeNo } }]);
}

/** Lấy ý kiến (Article 19.4): most answer in time, some after they were overdue, some never. */
function* opinion(course: Course): Part {
  const { chance, world } = course;
  course.pass(30);
  const asked = yield* course.give(10, ({ holder }) => {
    const answerBy = addWorkingDays(world.calendar, course.now, 3);
    const agency = world.departmentBy(chance, course.now, holder);
    const data = { agency, content: 'Đề nghị cho ý kiến về hồ sơ', answerBy };
    return [officerOf(holder), { type: 'RequestOpinion', data }];
  });
  if (!asked) return;
  const { opinions } = course.file;
  const number = opinions.length;
  const answerBy = opinions.at(-1)?.answerBy ?? course.now;
  const late = chance.happens(0.2);
  if (late && chance.happens(0.5)) return; // never: the dossier goes on without it
  if (late && course.now < answerBy) course.now = answerBy;
  const data = { opinion: number, content: 'Thống nhất' };
  yield* course.give(chance.between(late ? 30 : 60, late ? DAY : 2 * DAY), ({ holder }) => [
    officerOf(holder),
    { type: 'RecordOpinion', data },
  ]);
}
