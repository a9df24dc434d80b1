import type { DossierRequest } from '#handling';
import { addWorkingMinutes } from '#working-time';
import { deskOf, officerOf, PORTAL, type By } from './by.js';
import type { Course } from './course.js';
import { paperBy } from './papers.js';
import type { Part } from './step.js';

const DAY = 480;

/** What follows a returned result: satisfaction rated, an entry put right, a wrong result corrected. */
export function* afterwards(course: Course): Part {
  const { chance } = course;
  if (chance.happens(0.4)) yield* rating(course);
  if (chance.happens(0.008)) {
    const data = { revision: 0, field: 'applicant.address', was: 'Thôn Đông', is: 'Thôn Đoài', reason: 'Nhập sai' };
    yield* course.give(chance.between(5, DAY), ({ centre }) =>
      whileOpen(course, deskOf(centre), { type: 'CorrectEntry', data }),
    );
  }
  if (chance.happens(0.01)) yield* correction(course);
}

function* rating(course: Course): Part {
  const { chance } = course;
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
  yield* course.give(chance.between(1, DAY), ({ channel, centre }) =>
    whileOpen(course, channel === 'online' ? PORTAL : deskOf(centre), { type: 'RateSatisfaction', data }),
  );
}

/** What was returned is handed over to nobody: who answered for it and has ended, does nothing about it any more. */
const whileOpen = ({ world, day }: Course, by: By, request: DossierRequest): readonly [By, DossierRequest] | null =>
  by.agency === null || world.isOpen(by.agency, day) ? [by, request] : null;

/** Đính chính kết quả sai: mostly in three working days (Article 23.1), now and then later. */
function* correction(course: Course): Part {
  const { chance, world } = course;
  const fault = { fault: 'Sai ngày sinh' };
  const opened = yield* course.give(chance.between(DAY, 4 * DAY), ({ centre }) =>
    whileOpen(course, deskOf(centre), { type: 'OpenResultCorrection', data: fault }),
  );
  if (!opened) return;
  const takes = chance.happens(0.2) ? chance.between(3 * DAY, 6 * DAY) : chance.between(60, 2 * DAY);
  course.now = addWorkingMinutes(world.calendar, course.now, takes);
  const data = { correction: 'Đã cấp lại', papers: [paperBy(chance, 'Kết quả giải quyết', 0.7)] };
  yield* course.give(30, ({ decidingAgency }) =>
    whileOpen(course, officerOf(decidingAgency), { type: 'CloseResultCorrection', data }),
  );
}
