import { addWorkingDays, addWorkingMinutes, between } from '#working-time';
import { deskOf, leaderOf, officerOf, SYSTEM } from './by.js';
import type { Course } from './course.js';
import type { Part } from './step.js';

/** When this much of the limit is used up, it shows that a dossier will be late. */
const FORESEEN = 0.7;

/** Xin lỗi và hẹn lại (Article 19.6): before the due date passes where there is time for it, else after. */
export function* apology(course: Course): Part {
  const { chance, world, file } = course;
  const limit = between(world.calendar, file.receivedAt, file.dates.lawful);
  const foreseen = addWorkingMinutes(world.calendar, file.receivedAt, Math.floor(limit * FORESEEN));
  if (course.now < foreseen) course.now = foreseen;
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
  yield* course.give(leaderOf(file.decidingAgency), { type: 'IssueApology', data }, 30);
  yield* course.give(deskOf(file.centre), { type: 'RescheduleReturn', data: {} }, chance.between(5, 120));
}

/** Báo cáo người đứng đầu: a rescheduled date passed unfinished (Article 19.6). */
export function* escalation(course: Course): Part {
  const { file } = course;
  if (file.rescheduledTo === null || course.now <= file.rescheduledTo) return;
  const data = { duty: 'rescheduled-return', agency: file.decidingAgency, reason: 'Quá ngày hẹn trả đã điều chỉnh' };
  yield* course.give(SYSTEM, { type: 'EscalateToHead', data }, 5);
}
