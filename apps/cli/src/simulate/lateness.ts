import { dutiesOf, type Duty } from '#duties';
import { addWorkingDays, addWorkingMinutes, between } from '#working-time';
import { deskOf, leaderOf, officerOf } from './by.js';
import type { Course } from './course.js';
import type { Part } from './step.js';

const DAY = 480;
/** When this much of the limit is used up, it shows that a dossier will be late. */
const FORESEEN = 0.7;
/** How a leader answers when an apology is owed. */
const ANSWERS = [
  ['in-time', 75],
  ['late', 15],
  ['never', 10],
] as const;
const RESCHEDULED = 0.9;

/** The officer says by themselves that a dossier will be late (Article 19.6). */
export function* announcement(course: Course): Part {
  const { chance, world, file } = course;
  const limit = between(world.calendar, file.receivedAt, file.dates.lawful);
  const foreseen = addWorkingMinutes(world.calendar, file.receivedAt, Math.floor(limit * FORESEEN));
  if (course.now < foreseen) course.now = foreseen;
  const data = { by: 'officer', reason: 'Khối lượng hồ sơ lớn', days: chance.between(1, 5) } as const;
  yield* course.give(15, ({ holder }) => [officerOf(holder), { type: 'ForecastLateness', data }]);
}

/** Thư xin lỗi: once it is owed, the leader mostly issues it in time, else late or never; the desk gives a new date. */
export function* apology(course: Course): Part {
  const { chance, world } = course;
  const owed = owedApology(course);
  const manner = chance.weighted(ANSWERS);
  if (owed === undefined || manner === 'never') return;
  const left = between(world.calendar, course.now, owed.dueAt);
  const inTime = () => chance.between(1, Math.max(1, Math.min(left - 2, 2 * DAY)));
  const days = chance.between(3, 8);
  const documentNo = `XL-${chance.between(100, 999)}`;
  const issued = yield* course.give(manner === 'late' ? left + chance.between(30, 2 * DAY) : inTime(), (file) => {
    if (course.state.situation.is !== 'in-process' || owedApology(course) === undefined) return null;
    const later = file.dates.current > course.now ? file.dates.current : course.now;
    const proposedDueAt = addWorkingDays(world.calendar, later, days);
    const lateAgency = file.decidingAgency;
    const data = { documentNo, lateAgency, reason: 'Phải xác minh thêm', signer: 'Lãnh đạo cơ quan', proposedDueAt };
    return [leaderOf(file.decidingAgency), { type: 'IssueApology', data }];
  });
  if (issued && chance.happens(RESCHEDULED)) yield* rescheduling(course);
}

function* rescheduling(course: Course): Part {
  yield* course.give(course.chance.between(5, 120), ({ centre, rescheduledTo, apology: letter, dates }) => {
    const proposed = letter?.proposedDueAt ?? '';
    const running = course.state.situation.is === 'in-process' || course.state.situation.is === 'decided';
    const possible = running && rescheduledTo === null && proposed > dates.current && proposed > course.now;
    return possible ? [deskOf(centre), { type: 'RescheduleReturn', data: {} }] : null;
  });
}

/** The apology that is owed on it now, if one is. */
function owedApology({ dossier: { facts }, world }: Course): Duty | undefined {
  if (facts === null) return undefined;
  return dutiesOf(facts, world.calendar).find(({ kind, ended }) => kind === 'apology' && ended === null);
}
