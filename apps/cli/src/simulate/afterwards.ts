import { addWorkingMinutes } from '#working-time';
import { deskOf, officerOf, PORTAL } from './by.js';
import type { Course } from './course.js';
import { paperBy } from './papers.js';
import type { Part } from './step.js';

const DAY = 480;

/** What follows a returned result: satisfaction rated, an entry put right, a wrong result corrected. */
export function* afterwards(course: Course): Part {
  const { chance, file } = course;
  if (chance.happens(0.4)) yield* rating(course);
  if (chance.happens(0.008)) {
    const data = { revision: 0, field: 'applicant.address', was: 'Thôn Đông', is: 'Thôn Đoài', reason: 'Nhập sai' };
    yield* course.give(deskOf(file.centre), { type: 'CorrectEntry', data }, chance.between(5, DAY));
  }
  if (chance.happens(0.005)) yield* correction(course);
}

function* rating(course: Course): Part {
  const { chance, file } = course;
  const score = () =>
    chance.weighted([
      [5, 62],
      [4, 28],
      [3, 6],
      [2, 2],
      [1, 2],
    ]);
  const criteria = chance.happens(0.3) ? [{ criterion: 'Thái độ phục vụ', score: score() }] : [];
  const collectedBy = chance.one(['device', 'portal', 'survey'] as const);
  const data = { overall: score(), criteria, comment: null, collectedBy };
  const by = file.channel === 'online' ? PORTAL : deskOf(file.centre);
  yield* course.give(by, { type: 'RateSatisfaction', data }, chance.between(1, DAY));
}

/** Đính chính kết quả sai, in three working days (Article 23.1). */
function* correction(course: Course): Part {
  const { chance, file, world } = course;
  const fault = { fault: 'Sai ngày sinh' };
  yield* course.give(deskOf(file.centre), { type: 'OpenResultCorrection', data: fault }, chance.between(DAY, 4 * DAY));
  course.now = addWorkingMinutes(world.calendar, course.now, chance.between(60, 2 * DAY));
  const data = { correction: 'Đã cấp lại', papers: [paperBy(chance, 'Kết quả giải quyết', 0.7)] };
  yield* course.give(officerOf(file.decidingAgency), { type: 'CloseResultCorrection', data }, 30);
}
