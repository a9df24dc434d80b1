import { limitInMinutes } from '#working-time';
import { officerOf } from './by.js';
import type { Course } from './course.js';
import type { Part } from './step.js';

const DAY = 480;
/** Of all legs so many overrun their limit. */
const LATE_AGENCY = 0.05;

/** What is sent, and how long each hand of it may take, in working minutes. */
interface Sending {
  readonly work: string;
  readonly leg: string | null;
  readonly patience: number;
  /** Chosen when it is sent; null: there is nobody to send it to any more. */
  readonly to: () => string | null;
}

/** The whole dossier goes to another level, and comes back: when it was looked into, or at once as not theirs. */
export function* toAnotherLevel(course: Course): Part {
  const { chance, world } = course;
  const to = () => world.departmentBy(chance, course.now, course.file.holder);
  const sent = yield* handOver(course, { to, work: 'Xác minh hồ sơ', leg: null, patience: DAY });
  if (sent === null) return;
  if (chance.happens(0.1)) {
    yield* sendBack(course, sent, 'Không thuộc thẩm quyền', chance.between(60, DAY));
    return;
  }
  yield* acceptance(course, sent, DAY);
  const home = () => (course.file.holder === course.file.decidingAgency ? null : course.file.decidingAgency);
  const back = yield* handOver(course, { to: home, work: 'Đã xác minh', leg: null, patience: DAY });
  if (back !== null) yield* acceptance(course, back, DAY);
}

/** Các chặng liên thông: those that wait for nothing more go out together, as electronic files do (Article 20.2). */
export function* legsDone(course: Course): Part {
  const { id: workflow, legs } = course.file.workflow;
  for (let open = legs; open.length > 0;) {
    const ready = open.filter(({ after }) => after.every((leg) => course.file.completedLegs.includes(leg)));
    if (ready.length === 0) throw new Error(`workflow ${workflow} has legs that wait for each other`);
    const sent: (readonly [leg: (typeof legs)[number], transfer: number | null])[] = [];
    for (const leg of ready) sent.push([leg, yield* taken(course, workflow, leg.id)]);
    for (const [leg, transfer] of sent) yield* legDone(course, leg, transfer);
    open = open.filter((leg) => !ready.includes(leg));
  }
}

/** Sent and taken over; now and then only when sent the second time. */
function* taken(course: Course, workflow: string, leg: string): Part<number | null> {
  const { chance, world } = course;
  const to = () => world.legAgencyBy(chance, workflow, leg, course.file.decidingAgency, course.now);
  const sending = { to, work: 'Giải quyết phần việc liên thông', leg, patience: chance.between(10, 50) };
  let sent = yield* handOver(course, sending);
  if (sent !== null && chance.happens(0.04)) {
    yield* sendBack(course, sent, 'Thiếu thông tin kèm theo', sending.patience);
    sent = yield* handOver(course, sending);
  }
  if (sent !== null) yield* acceptance(course, sent, sending.patience);
  return sent;
}

/** Well within its limit, which the leg before it may need; a late agency lets it lie. */
function* legDone(
  course: Course,
  { id: leg, limit }: Course['file']['workflow']['legs'][number],
  transfer: number | null,
): Part {
  const { chance } = course;
  const { numerator, denominator } = limitInMinutes(limit ?? { amount: 1, unit: 'working-day' });
  const percent = chance.happens(LATE_AGENCY) ? chance.between(110, 190) : chance.between(8, 25);
  yield* course.give((numerator * percent) / (denominator * 100), (file) => {
    const by = file.transfers.find((sent) => sent.transfer === transfer)?.to;
    if (by === undefined) return null;
    return [officerOf(by), { type: 'CompleteLeg', data: { leg, by, result: 'Đã giải quyết', papers: [] } }];
  });
}

/** @returns the number of the hand-over */
function* handOver(course: Course, { to, work, leg, patience }: Sending): Part<number | null> {
  const { chance } = course;
  const form = leg === null && chance.happens(0.3) ? 'paper' : 'electronic';
  const given = yield* course.give(within(course, patience / 2), ({ holder }) => {
    const addressee = to();
    if (addressee === null || (leg === null && addressee === holder)) return null;
    return [officerOf(holder), { type: 'TransferDossier', data: { to: addressee, leg, work, limit: null, form } }];
  });
  return given ? course.file.transfers.length : null;
}

/** Sometimes it lies longer than the working day that it may. */
function* acceptance(course: Course, transfer: number, patience: number): Part {
  const lies = course.chance.happens(0.02) ? course.chance.between(DAY, 3 * DAY) : within(course, patience);
  yield* course.give(lies, (file) => {
    const by = addresseeOf(file, transfer);
    return [officerOf(by), { type: 'AcceptTransfer', data: { transfer, by } }];
  });
}

function* sendBack(course: Course, transfer: number, reason: string, after: number): Part {
  yield* course.give(after, (file) => {
    const by = addresseeOf(file, transfer);
    return [officerOf(by), { type: 'ReturnTransfer', data: { transfer, by, reason } }];
  });
}

/** Whom it is with now: after a reorganisation the successor. */
function addresseeOf({ transfers }: Course['file'], transfer: number): string {
  const to = transfers.find((sent) => sent.transfer === transfer)?.to;
  if (to === undefined) throw new Error('a hand-over that was never made');
  return to;
}

const within = ({ chance }: Course, minutes: number) => chance.between(1, Math.max(5, Math.floor(minutes)));
