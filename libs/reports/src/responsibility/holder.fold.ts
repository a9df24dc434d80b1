import { limitInMinutes, type Fraction, type Limit } from '#working-time';
import type { Course } from '../course/course.fold.js';
import { isOut, type Sent } from '../course/sent.fold.js';

/** Ai đang giữ hồ sơ — the one who has to do the next thing. */
export type Holder =
  | { readonly is: 'applicant' }
  | { readonly is: 'financial-obligation' }
  | { readonly is: 'transit'; readonly transfer: number; readonly from: string; readonly to: string }
  | { readonly is: 'leg'; readonly transfer: number; readonly leg: string; readonly agency: string }
  | { readonly is: 'unit'; readonly step: string; readonly role: string; readonly agency: string }
  | { readonly is: 'desk'; readonly step: string | null; readonly agency: string };

const DESK_ROLE = 'reception-officer';

/** Who holds a dossier, first match first; null once it has ended. */
export function holderOf(course: Course): Holder | null {
  if (course.ended !== null) return null;
  const waiting = course.waits.find(({ to }) => to === null);
  if (waiting?.for === 'supplement') return { is: 'applicant' };
  if (waiting?.for === 'payment') return { is: 'financial-obligation' };
  const whole = course.sent.find(({ leg, status }) => leg === null && status === 'in-transit');
  if (whole !== undefined) return { is: 'transit', transfer: whole.transfer, from: whole.fromNow, to: whole.toNow };
  return holderOfLeg(course) ?? holderOfStep(course);
}

function holderOfStep({ steps, completedSteps, centre, holder }: Course): Holder {
  const step = steps.find(({ id }) => !completedSteps.includes(id));
  if (step === undefined || step.role === DESK_ROLE) return { is: 'desk', step: step?.id ?? null, agency: centre };
  return { is: 'unit', step: step.id, role: step.role, agency: holder };
}

/** Of the open legs the one with the longest chain still ahead; ties by the order of the workflow. */
function holderOfLeg(course: Course): Holder | null {
  const ahead = chains(course);
  let longest: { readonly sent: Sent; readonly minutes: Fraction } | null = null;
  for (const sent of openLegs(course)) {
    const minutes = ahead(sent.leg);
    if (longest === null || isMore(minutes, longest.minutes)) longest = { sent, minutes };
  }
  if (longest === null) return null;
  const { transfer, leg, toNow: agency } = longest.sent;
  return leg === null ? null : { is: 'leg', transfer, leg, agency };
}

/** Legs that were sent, are not completed and wait for no other, in the order of the workflow. */
export function openLegs({ legs, sent }: Course): readonly Sent[] {
  const done = new Set(sent.flatMap(({ leg, doneAt }) => (doneAt === null ? [] : [leg])));
  return legs.flatMap(({ id, after }) => {
    const out = sent.find((each) => each.leg === id && isOut(each));
    return out !== undefined && after.every((before) => done.has(before)) ? [out] : [];
  });
}

/** Thời hạn của chặng — of the workflow, else what its transfer laid down. */
export const limitOfLeg = ({ legs, sent }: Course, leg: string): Limit | null =>
  legs.find(({ id }) => id === leg)?.limit ?? sent.findLast((each) => each.leg === leg && isOut(each))?.limit ?? null;

const NOTHING: Fraction = { numerator: 0, denominator: 1 };

/** How much is still ahead from a leg on, in working minutes: its own full limit and the longest chain behind it. */
function chains(course: Course): (leg: string | null) => Fraction {
  const known = new Map<string, Fraction>();
  const ahead = (leg: string): Fraction => {
    const found = known.get(leg);
    if (found !== undefined) return found;
    known.set(leg, NOTHING); // a circle that an old workflow may hold adds nothing
    const limit = limitOfLeg(course, leg);
    let behind = NOTHING;
    for (const { id, after } of course.legs)
      if (after.includes(leg)) {
        const chain = ahead(id);
        if (isMore(chain, behind)) behind = chain;
      }
    const minutes = sum(limit === null ? NOTHING : limitInMinutes(limit), behind);
    known.set(leg, minutes);
    return minutes;
  };
  return (leg) => (leg === null ? NOTHING : ahead(leg));
}

const isMore = (a: Fraction, b: Fraction): boolean => a.numerator * b.denominator > b.numerator * a.denominator;

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

function sum(a: Fraction, b: Fraction): Fraction {
  const numerator = a.numerator * b.denominator + b.numerator * a.denominator;
  const denominator = a.denominator * b.denominator;
  const by = divisor(numerator, denominator);
  return { numerator: numerator / by, denominator: denominator / by };
}
