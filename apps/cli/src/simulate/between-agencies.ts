import { officerOf } from './by.js';
import type { Course } from './course.js';
import type { Part } from './step.js';

const DAY = 480;

/** What is sent, and how long each hand of it may take, in working minutes. */
interface Sending {
  readonly from: string;
  readonly to: string;
  readonly work: string;
  readonly leg: string | null;
  readonly patience: number;
}

/** The whole dossier goes to another level, and comes back: when it was looked into, or at once as not theirs. */
export function* toAnotherLevel(course: Course): Part {
  const { chance, world } = course;
  const home = course.file.holder;
  const away = world.departmentBy(chance, course.now, home);
  const there = { from: home, to: away, work: 'Xác minh hồ sơ', leg: null, patience: DAY };
  const sent = yield* handOver(course, there);
  if (chance.happens(0.1)) {
    const data = { transfer: sent, by: away, reason: 'Không thuộc thẩm quyền' };
    yield* course.give(officerOf(away), { type: 'ReturnTransfer', data }, chance.between(60, DAY));
    return;
  }
  yield* acceptance(course, sent, there);
  const back = { ...there, from: away, to: home, work: 'Đã xác minh' };
  yield* acceptance(course, yield* handOver(course, back), back);
}

/** Các chặng liên thông: those that wait for nothing more go out together, as electronic files do (Article 20.2). */
export function* legsDone(course: Course, share: number): Part {
  const { chance, world } = course;
  const { id: workflow, legs } = course.file.workflow;
  for (let open = legs; open.length > 0;) {
    const ready = open.filter(({ after }) => after.every((leg) => course.file.completedLegs.includes(leg)));
    if (ready.length === 0) throw new Error(`workflow ${workflow} has legs that wait for each other`);
    const { decidingAgency, holder: from } = course.file;
    const sendings = ready.map(({ id: leg }) => {
      const to = world.legAgencyBy(chance, workflow, leg, decidingAgency, course.now);
      return { from, to, work: 'Giải quyết phần việc liên thông', leg, patience: share };
    });
    for (const sending of sendings) yield* taken(course, sending);
    for (const { leg, to: by } of sendings) {
      const data = { leg, by, result: 'Đã giải quyết', papers: [] };
      yield* course.give(officerOf(by), { type: 'CompleteLeg', data }, share);
    }
    open = open.filter((leg) => !ready.includes(leg));
  }
}

/** Sent and taken over; now and then only when sent the second time. */
function* taken(course: Course, sending: Sending): Part {
  let sent = yield* handOver(course, sending);
  if (course.chance.happens(0.04)) {
    const data = { transfer: sent, by: sending.to, reason: 'Thiếu thông tin kèm theo' };
    yield* course.give(officerOf(sending.to), { type: 'ReturnTransfer', data }, sending.patience);
    sent = yield* handOver(course, sending);
  }
  yield* acceptance(course, sent, sending);
}

/** @returns the number of the hand-over */
function* handOver(course: Course, { from, to, work, leg, patience }: Sending): Part<number> {
  const { chance } = course;
  const form = leg === null && chance.happens(0.3) ? 'paper' : 'electronic';
  const data = { to, leg, work, limit: null, form } as const;
  yield* course.give(officerOf(from), { type: 'TransferDossier', data }, within(course, patience / 2));
  return course.file.transfers.length;
}

function* acceptance(course: Course, transfer: number, { to: by, patience }: Sending): Part {
  yield* course.give(officerOf(by), { type: 'AcceptTransfer', data: { transfer, by } }, within(course, patience));
}

const within = ({ chance }: Course, minutes: number) => chance.between(1, Math.max(5, Math.floor(minutes)));
