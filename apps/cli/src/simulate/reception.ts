import type { Agency, LocalVersion } from '#catalogue';
import type { Applicant, Channel, Paper } from '#dossier';
import { addWorkingMinutes } from '#working-time';
import type { Course } from './course.js';
import { applicantBy, nameBy } from './people.js';
import type { By, Part } from './step.js';

const PAPERS = ['Tờ khai', 'Căn cước công dân', 'Giấy chứng nhận', 'Bản vẽ hiện trạng', 'Hợp đồng', 'Giấy ủy quyền'];
const PORTAL: By = { role: 'integration', agency: null };

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

const papersBy = ({ chance }: Course, channel: Channel): readonly Paper[] =>
  PAPERS.slice(0, chance.between(1, 4)).map((name) => {
    const digital = channel === 'online' || chance.happens(0.3);
    const digest = digital ? chance.between(0, 0x7fff_ffff).toString(16).padStart(64, '0') : null;
    return { name, originals: digital ? 0 : 1, copies: chance.between(0, 2), digital, digest };
  });

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
    papers: papersBy(course, channel),
  };
  const desk: By = { role: 'reception-officer', agency: centre.code };
  if (channel === 'counter') return yield* receive(course, application, version, centre, desk);
  yield* course.step({
    at: course.now,
    by: channel === 'online' ? PORTAL : desk,
    does: { is: 'submit', body: { ...application, portalCode: channel === 'online' ? `SIM-${number}` : null } },
  });
  if (yield* turnedAway(course, desk)) return;
  yield* receive(course, application, version, centre, desk);
}

/** Not everything that was filed is taken: refused, withdrawn, or incomplete and then completed or not. */
function* turnedAway(course: Course, desk: By): Part<boolean> {
  const { chance } = course;
  if (chance.happens(0.03)) {
    const data = { reason: 'Không thuộc phạm vi giải quyết' };
    yield* course.give(desk, { type: 'RefuseAtDesk', data }, chance.between(10, 420));
    return true;
  }
  if (chance.happens(0.06)) {
    const data = { items: ['Tờ khai chưa ký'], overrideReason: null };
    yield* course.give(desk, { type: 'RequestDeskSupplement', data }, chance.between(10, 420));
    course.passDays(chance.between(1, 4));
    return chance.happens(0.15);
  }
  return false;
}

function* receive(
  course: Course,
  application: Application,
  { limits, deciderKind }: LocalVersion,
  centre: Agency,
  desk: By,
): Part {
  const { world, chance } = course;
  const submitted = course.state.situation.is === 'submitted';
  // Most that was filed is answered within the eight working hours of Article 17.2.
  course.pass(submitted ? (chance.happens(0.97) ? chance.between(5, 470) : chance.between(481, 900)) : 1);
  const of = limits.filter(({ channel }) => channel === application.channel);
  yield* course.step({
    at: course.now,
    by: desk,
    does: {
      is: 'receive',
      submitted,
      body: {
        ...application,
        case: of.length > 1 ? chance.one(of).case : null,
        decidingAgency: world.deciderBy(chance, deciderKind, centre, course.now).code,
        sets: 1,
        collectAt: null,
        fee: chance.happens(0.4) ? chance.between(1, 20) * 10_000 : null,
      },
    },
  });
}

/** When a person comes: a working day of the window, most in the morning; online at any hour. */
export function arrivalBy(course: Pick<Course, 'world' | 'chance'>): string {
  const { world, chance } = course;
  const opening = Date.parse(`${world.from}T00:00:00Z`);
  const days = Math.round((Date.parse(`${world.to}T00:00:00Z`) - opening) / 86_400_000);
  const somewhen = new Date(opening + chance.between(0, days) * 86_400_000).toISOString();
  const minute = addWorkingMinutes(world.calendar, somewhen, Math.min(chance.between(1, 479), chance.between(1, 479)));
  return new Date(Date.parse(minute) + chance.between(0, 59) * 1_000).toISOString();
}
