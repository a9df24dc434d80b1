import { between, paperForwardedBy } from '#working-time';
import { afterwards } from './afterwards.js';
import { legsDone } from './between-agencies.js';
import { clerkOf, deskOf, headOf, leaderOf, type By } from './by.js';
import type { Course } from './course.js';
import { interruptions } from './interruptions.js';
import { announcement } from './lateness.js';
import { paperBy } from './papers.js';
import type { Part } from './step.js';

/** How a dossier is meant to fare against its due date; what comes between may still make it late. */
const PACES = [
  ['in-time', 970],
  ['announced', 15],
  ['late', 15],
] as const;
const DAY = 480;
const SHORTEST_LIMIT = 60;
const SHORTEST_STEP = 10;
/** Of all steps so many lie for days, for their officer is not there. */
const ABSENT_OFFICER = 0.006;

/** Giải quyết hồ sơ: from reception to the returned result, or to another end. */
export function* processing(course: Course): Part {
  const { chance } = course;
  if (chance.happens(0.3)) yield* payFee(course);
  yield* takenUp(course);
  if (yield* interruptions(course)) return;
  yield* legsDone(course);
  const pace = chance.weighted(PACES);
  const left = Math.max(SHORTEST_LIMIT, between(course.world.calendar, course.now, course.file.dates.current));
  const share = left / (course.file.workflow.steps.length + 1);
  if (pace !== 'in-time') course.pass(chance.between(Math.floor(left * 0.6), left + 2 * DAY));
  if (pace === 'announced') yield* announcement(course);
  yield* stepsDone(course, share);
  yield* decided(course, share);
}

function* payFee(course: Course): Part {
  const { chance } = course;
  const data = { amount: chance.between(1, 20) * 10_000, receiptNo: `BL-${chance.between(10_000, 99_999)}` };
  yield* course.give(3, ({ centre }) => [deskOf(centre), { type: 'PayFee', data }]);
}

/** Phân công: the head of the unit has the paper the same day or the next morning (Article 18.2), and gives it to somebody. */
function* takenUp(course: Course): Part {
  const { chance, world, file } = course;
  const left = between(world.calendar, course.now, paperForwardedBy(world.calendar, file.receivedAt));
  const minutes = chance.happens(0.985) ? Math.min(chance.between(5, 100), Math.max(1, left - 1)) : DAY;
  yield* course.give(minutes, ({ decidingAgency }) => [
    headOf(decidingAgency),
    { type: 'AssignDossier', data: { officer: `case-officer@${decidingAgency}`, step: 'appraise' } },
  ]);
}

/** A step mostly takes a good part of what is left of its hours; where none are laid down, of the dossier's for each. */
function minutesFor({ chance, leftOfStep }: Course, share: number): number {
  const absent = chance.happens(ABSENT_OFFICER) ? chance.between(2, 6) * DAY : 0;
  return absent + Math.max(SHORTEST_STEP, ((leftOfStep ?? share) * chance.between(15, 75)) / 100);
}

/** The internal steps before the leader's. */
function* stepsDone(course: Course, share: number): Part {
  const { chance } = course;
  let sentBack = false;
  for (;;) {
    const { file } = course;
    const step = file.workflow.steps.find(({ id }) => !file.completedSteps.includes(id));
    if (step === undefined || step.role === 'leader') return;
    const by = (agency: string): By => ({ role: step.role, agency });
    if (step.id === 'check' && !sentBack && chance.happens(0.04)) {
      sentBack = true;
      const data = { to: 'appraise', reason: 'Cần làm rõ căn cứ' };
      yield* course.give(minutesFor(course, share) / 2, ({ holder }) => [by(holder), { type: 'SendBackStep', data }]);
    } else {
      const data = { step: step.id, note: null };
      yield* course.give(minutesFor(course, share), ({ holder }) => [by(holder), { type: 'CompleteStep', data }]);
    }
  }
}

/** Quyết định, kết quả, trả kết quả and what follows. */
function* decided(course: Course, share: number): Part {
  const { chance } = course;
  const signed = { signer: 'Lãnh đạo cơ quan', documentNo: `${chance.between(1, 4_000)}/QĐ` };
  const refusal = chance.happens(0.03) ? { ...signed, reason: 'Không đủ điều kiện theo quy định' } : null;
  yield* course.give(minutesFor(course, share), ({ decidingAgency }) => [
    leaderOf(decidingAgency),
    refusal === null ? { type: 'ApproveDecision', data: signed } : { type: 'RefuseDecision', data: refusal },
  ]);
  const papers = [paperBy(chance, 'Kết quả giải quyết', 0.7)];
  yield* course.give(minutesFor(course, share), ({ decidingAgency }) => [
    clerkOf(decidingAgency),
    { type: 'MarkResultReady', data: { papers } },
  ]);
  if (chance.happens(0.03)) return;
  yield* returned(course);
  yield* afterwards(course);
}

function* returned(course: Course): Part {
  const { chance, file } = course;
  const electronic = file.channel === 'online' && chance.happens(0.7);
  const how = electronic ? 'electronic' : chance.happens(0.1) ? 'post' : 'counter';
  const wait = electronic ? chance.between(1, 30) : chance.between(20, 4 * DAY);
  const data = { to: 'Chủ hồ sơ', how } as const;
  yield* course.give(wait, ({ centre }) => [deskOf(centre), { type: 'ReturnResult', data }]);
}
