import { between } from '#working-time';
import { afterwards } from './afterwards.js';
import { legsDone } from './between-agencies.js';
import { clerkOf, deskOf, leaderOf, type By } from './by.js';
import type { Course } from './course.js';
import { interruptions } from './interruptions.js';
import { apology, escalation } from './lateness.js';
import { paperBy } from './papers.js';
import type { Part } from './step.js';

/** How a dossier is meant to fare against its due date; what comes between may still make it late. */
const PACES = [
  ['in-time', 955],
  ['late-with-apology', 30],
  ['late', 15],
] as const;
const DAY = 480;
const SHORTEST_LIMIT = 60;

/** Giải quyết hồ sơ: from reception to the returned result, or to another end. */
export function* processing(course: Course): Part {
  const { chance } = course;
  if (chance.happens(0.3)) yield* payFee(course);
  if (yield* interruptions(course)) return;
  const pace = chance.weighted(PACES);
  const left = Math.max(SHORTEST_LIMIT, between(course.world.calendar, course.now, course.file.dates.current));
  const work = pace === 'in-time' ? (left * chance.between(25, 85)) / 100 : left + chance.between(1, 6) * DAY;
  const { steps, legs } = course.file.workflow;
  const share = work / (steps.length + 3 * legs.length + 1);

  yield* legsDone(course, share);
  if (pace === 'late-with-apology') yield* apology(course);
  yield* stepsDone(course, share);
  yield* escalation(course);
  yield* decided(course, share);
}

function* payFee(course: Course): Part {
  const { chance, file } = course;
  const data = { amount: chance.between(1, 20) * 10_000, receiptNo: `BL-${chance.between(10_000, 99_999)}` };
  yield* course.give(deskOf(file.centre), { type: 'PayFee', data }, 3);
}

/** The internal steps before the leader's. */
function* stepsDone(course: Course, share: number): Part {
  const { chance } = course;
  let sentBack = false;
  for (;;) {
    const { file } = course;
    const step = file.workflow.steps.find(({ id }) => !file.completedSteps.includes(id));
    if (step === undefined || step.role === 'leader') return;
    const by: By = { role: step.role, agency: file.decidingAgency };
    if (step.id === 'assign') {
      const data = { officer: `case-officer@${file.decidingAgency}`, step: 'appraise' };
      yield* course.give(by, { type: 'AssignDossier', data }, share);
    } else if (step.id === 'check' && !sentBack && chance.happens(0.04)) {
      sentBack = true;
      const data = { to: 'appraise', reason: 'Cần làm rõ căn cứ' };
      yield* course.give(by, { type: 'SendBackStep', data }, share / 2);
    } else yield* course.give(by, { type: 'CompleteStep', data: { step: step.id, note: null } }, share);
  }
}

/** Quyết định, kết quả, trả kết quả and what follows. */
function* decided(course: Course, share: number): Part {
  const { chance, file } = course;
  const leader = leaderOf(file.decidingAgency);
  const signed = { signer: 'Lãnh đạo cơ quan', documentNo: `${chance.between(1, 4_000)}/QĐ` };
  if (chance.happens(0.03)) {
    const data = { ...signed, reason: 'Không đủ điều kiện theo quy định' };
    yield* course.give(leader, { type: 'RefuseDecision', data }, share);
  } else yield* course.give(leader, { type: 'ApproveDecision', data: signed }, share);
  const papers = [paperBy(chance, 'Kết quả giải quyết', 0.7)];
  yield* course.give(clerkOf(file.decidingAgency), { type: 'MarkResultReady', data: { papers } }, share);
  if (chance.happens(0.03)) return;
  yield* returned(course);
  yield* afterwards(course);
}

function* returned(course: Course): Part {
  const { chance, file } = course;
  const electronic = file.channel === 'online' && chance.happens(0.7);
  const how = electronic ? 'electronic' : chance.happens(0.1) ? 'post' : 'counter';
  const wait = electronic ? chance.between(1, 30) : chance.between(20, 4 * DAY);
  yield* course.give(deskOf(file.centre), { type: 'ReturnResult', data: { to: 'Chủ hồ sơ', how } }, wait);
}
