import type { Agency, LocalVersion } from '#catalogue';
import type { Applicant, Channel, Paper } from '#dossier';
import type { DossierRequest } from '#handling';
import { vietnamDay } from '#kernel';
import { addWorkingMinutes } from '#working-time';
import { deskOf, PORTAL, type By } from './by.js';
import type { Chance } from './chance.js';
import type { Course } from './course.js';
import { papersBy } from './papers.js';
import { applicantBy, nameBy } from './people.js';
import type { Part } from './step.js';
import type { World } from './world.js';

/** What is asked for, by whom and where. */
interface Application {
  readonly procedure: string;
  readonly channel: Channel;
  readonly centre: string;
  readonly applicant: Applicant;
  readonly submitter: Applicant | null;
  readonly request: string;
  readonly papers: readonly Paper[];
}

function channelBy({ chance }: Course, { limits }: LocalVersion): Channel {
  const offered = new Set(limits.map(({ channel }) => channel));
  const weights: readonly (readonly [Channel, number])[] = [
    ['counter', 40],
    ['online', 55],
    ['post', 5],
  ];
  return chance.weighted(weights.filter(([channel]) => offered.has(channel)));
}

/** Nộp và tiếp nhận hồ sơ: at the counter, or by the portal and the post and then at the desk. */
export function* reception(course: Course, number: number): Part {
  const { world, chance } = course;
  const version = world.procedureBy(chance);
  const centre = world.centreBy(chance);
  const channel = channelBy(course, version);
  const applicant = applicantBy(chance);
  const application: Application = {
    procedure: version.code,
    channel,
    centre: centre.code,
    applicant,
    submitter: chance.happens(0.1) ? { ...applicant, kind: 'citizen', name: nameBy(chance) } : null,
    request: version.name.slice(0, 500),
    papers: papersBy(chance, channel),
  };
  if (channel === 'counter') return yield* receive(course, application, version, centre);
  if (channel === 'online' && chance.happens(0.25)) course.now = thatEvening(course);
  const body = { ...application, portalCode: channel === 'online' ? `SIM-${number}` : null };
  const by = channel === 'online' ? PORTAL : deskOf(centre.code);
  yield* course.step({ at: course.now, deed: () => ({ by, does: { is: 'submit', body } }) });
  if (yield* turnedAway(course)) return;
  yield* receive(course, application, version, centre);
}

/** The desk that a submitted application lies with: after a reorganisation the successor's. */
function deskFor({ state: { situation } }: Course): By {
  if (situation.is !== 'submitted') throw new Error('the simulated application is not submitted');
  return deskOf(situation.centre);
}

/** The desk answers what was submitted. */
function* answer(course: Course, request: DossierRequest, minutes: number): Part {
  yield* course.enter(minutes, () => ({ by: deskFor(course), does: { is: 'give', request } }));
}

/** Between 19:00 and 23:00 in Hà Nội of the same day: the portal never closes. */
const thatEvening = ({ now, chance }: Course): string =>
  new Date(Date.parse(`${vietnamDay(now)}T12:00:00Z`) + chance.between(0, 4 * 3_600) * 1_000).toISOString();

/** Not everything that was filed is taken: refused, withdrawn, or incomplete and then completed or not. */
function* turnedAway(course: Course): Part<boolean> {
  const { chance } = course;
  const { situation } = course.state;
  if (chance.happens(0.03)) {
    const data = { reason: 'Không thuộc phạm vi giải quyết' };
    yield* answer(course, { type: 'RefuseAtDesk', data }, chance.between(10, 420));
    return true;
  }
  if (situation.is === 'submitted' && situation.channel === 'online' && chance.happens(0.01)) {
    const data = { requestedBy: 'Người nộp hồ sơ', reason: 'Nộp nhầm thủ tục' };
    const request = { type: 'WithdrawDossier', data } as const;
    yield* course.enter(chance.between(1, 120), () => ({ by: PORTAL, does: { is: 'give', request } }));
    return true;
  }
  if (chance.happens(0.06)) {
    yield* deskSupplement(course, null);
    if (chance.happens(0.15)) return true;
    if (chance.happens(0.1)) yield* deskSupplement(course, 'Giấy tờ bổ sung hết giá trị sử dụng');
  }
  return false;
}

/** Hướng dẫn bổ sung tại quầy: once, or again for a reason (Article 16.3). */
function* deskSupplement(course: Course, overrideReason: string | null): Part {
  const { chance } = course;
  const data = { items: ['Tờ khai chưa ký'], overrideReason };
  yield* answer(course, { type: 'RequestDeskSupplement', data }, chance.between(10, 420));
  course.passDays(chance.between(1, 4));
}

function* receive(
  course: Course,
  application: Application,
  { limits, deciderKind }: LocalVersion,
  centre: Agency,
): Part {
  const { world, chance } = course;
  const submitted = course.state.situation.is === 'submitted';
  // Most that was filed is answered within the eight working hours of Article 17.2.
  course.pass(submitted ? (chance.happens(0.97) ? chance.between(5, 470) : chance.between(481, 900)) : 1);
  const of = limits.filter(({ channel }) => channel === application.channel);
  const asked = { case: of.length > 1 ? chance.one(of).case : null, sets: 1, collectAt: null };
  const fee = chance.happens(0.4) ? chance.between(1, 20) * 10_000 : null;
  yield* course.step({
    at: course.now,
    deed: () => {
      // Who came at the last minute of an agency is received by its successor the next morning.
      const by = submitted ? deskFor(course) : deskOf(world.successorOf(centre.code, course.day));
      const decidingAgency = world.deciderBy(chance, deciderKind, centre, course.now)?.code;
      if (decidingAgency === undefined) return null;
      const body = { ...application, ...asked, fee, centre: by.agency ?? centre.code, decidingAgency };
      return { by, does: { is: 'receive', submitted, body } };
    },
  });
}

/** When a person comes: on a working day of the window, most in the morning. */
export function arrivalBy(world: World, chance: Chance): string {
  const midnight = `${chance.one(world.workingDays)}T00:00:00+07:00`;
  const minute = addWorkingMinutes(world.calendar, midnight, Math.min(chance.between(1, 479), chance.between(1, 479)));
  return new Date(Date.parse(minute) + chance.between(0, 59) * 1_000).toISOString();
}
