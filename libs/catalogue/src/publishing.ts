import { isDay, Refusal } from '#kernel';
import { isLonger, limitInMinutes } from '#working-time';
import { isAgencyKind } from './agency-kind.js';
import { chainWithinLimits } from './chain-of-legs.js';
import { isFairText } from './national-record.js';
import type {
  Agency,
  CatalogueEvent,
  LocalVersion,
  NationalProcedure,
  PublishedCalendar,
  Workflow,
} from './catalogue.events.js';

type Unversioned<T> = Omit<T, 'version'>;

/** The same content, whatever the order in which its fields were written. */
const same = (a: object, b: object): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(byName)
            .map(([key, item]) => [key, sorted(item)]),
        )
      : value;

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

const unversioned = <T extends { readonly version: number }>({ version: _, ...rest }: T): Unversioned<T> => rest;

/** Publishing again what stands adds nothing; a change adds a version, counted from 1. */
function nextVersion<T extends { readonly version: number }>(
  current: T | undefined,
  next: Unversioned<T>,
): number | null {
  if (current === undefined) return 1;
  return same(unversioned(current), next) ? null : current.version + 1;
}

export function publishCalendar(
  current: PublishedCalendar | undefined,
  calendar: Unversioned<PublishedCalendar>,
): readonly CatalogueEvent[] {
  const version = nextVersion(current, calendar);
  return version === null ? [] : [{ type: 'CalendarPublished', v: 1, data: { ...calendar, version } }];
}

/**
 * @throws Refusal `workflow-invalid` for repeated ids, two approving steps, a leg that waits for none or is
 * nobody's, or a circle of legs; `limit-out-of-range`
 */
export function publishWorkflow(
  current: Workflow | undefined,
  workflow: Unversioned<Workflow>,
): readonly CatalogueEvent[] {
  fairTexts(workflow);
  soundWorkflow(workflow);
  const version = nextVersion(current, workflow);
  return version === null ? [] : [{ type: 'WorkflowPublished', v: 1, data: { ...workflow, version } }];
}

/**
 * @throws Refusal `limit-too-long`, `limit-out-of-range`, `decider-not-set`, `limit-not-set`; `workflow-invalid` when the
 * workflow is not the one that it names, or its legs take longer than the limit
 */
export function publishLocalVersion(
  current: LocalVersion | undefined,
  local: Unversioned<LocalVersion>,
  workflow: Workflow,
): readonly CatalogueEvent[] {
  fairTexts(local);
  writtenDays(local.validFrom);
  if (!isAgencyKind(local.deciderKind)) throw new Refusal('decider-not-set', null, { kind: local.deciderKind });
  if (local.limits.length === 0) throw new Refusal('limit-not-set', null, { procedure: local.code });
  for (const { statutory, local: promised } of local.limits) {
    limitInMinutes(statutory);
    if (promised !== null && isLonger(promised, statutory))
      throw new Refusal('limit-too-long', null, { procedure: local.code, statutory, local: promised });
  }
  if (workflow.id !== local.workflow.id || workflow.version !== local.workflow.version)
    throw new Refusal('workflow-invalid', null, { workflow: local.workflow, why: 'not the one that was published' });
  chainWithinLimits(local, workflow);
  const version = nextVersion(current, local);
  return version === null ? [] : [{ type: 'LocalVersionPublished', v: 1, data: { ...local, version } }];
}

export const importProcedure = (
  current: NationalProcedure | undefined,
  procedure: NationalProcedure,
): readonly CatalogueEvent[] =>
  current !== undefined && same(current, procedure) ? [] : [{ type: 'ProcedureImported', v: 1, data: procedure }];

/** Registers an agency and, where it has ended, its end with the successors. */
export function registerAgency(current: Agency | undefined, agency: Agency): readonly CatalogueEvent[] {
  const { validTo, successors, ...registered } = agency;
  fairTexts(agency);
  writtenDays(agency.validFrom, ...(validTo === null ? [] : [validTo]));
  const events: CatalogueEvent[] = [];
  const known = current === undefined ? undefined : registrationOf(current);
  if (known === undefined || !same(known, registered))
    events.push({ type: 'AgencyRegistered', v: 1, data: registered });
  if (validTo !== null && (current?.validTo !== validTo || !same(current.successors, successors)))
    events.push({ type: 'AgencyEnded', v: 1, data: { code: agency.code, validTo, successors } });
  return events;
}

const registrationOf = ({ validTo: _ended, successors: _by, ...registered }: Agency) => registered;

/** Text from outside is bounded and without control characters. @throws Refusal `invalid-input` */
function fairTexts(value: unknown): void {
  if (typeof value === 'string' && !isFairText(value))
    throw new Refusal('invalid-input', null, { text: value.slice(0, 80) });
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(fairTexts);
}

/** @throws Refusal `invalid-input` */
function writtenDays(...days: readonly string[]): void {
  const wrong = days.find((day) => !isDay(day));
  if (wrong !== undefined) throw new Refusal('invalid-input', null, { day: wrong.slice(0, 80) });
}

/** A year of working hours: no step takes longer. */
const LONGEST_STEP_HOURS = 2_000;

function soundWorkflow({ id, steps, legs }: Unversioned<Workflow>): void {
  const invalid = (why: string) => new Refusal('workflow-invalid', null, { workflow: id, why });
  const known = new Set(legs.map((leg) => leg.id));
  if (steps.length === 0) throw invalid('no step');
  if (steps.filter(({ role }) => role === 'leader').length > 1) throw invalid('more than one approving step');
  const endless = steps.find(({ hours }) => !(hours >= 0 && hours <= LONGEST_STEP_HOURS));
  if (endless !== undefined) throw invalid(`step ${endless.id} takes ${endless.hours} hours`);
  for (const { limit } of legs) limitInMinutes(limit);
  const nobodys = legs.find(({ agencyKind }) => !isAgencyKind(agencyKind));
  if (nobodys !== undefined) throw invalid(`leg ${nobodys.id} is for an unknown kind of agency`);
  if (new Set(steps.map((step) => step.id)).size < steps.length || known.size < legs.length)
    throw invalid('repeated id');
  const dangling = legs.flatMap(({ after }) => after).find((leg) => !known.has(leg));
  if (dangling !== undefined) throw invalid(`waits for unknown leg ${dangling}`);
  const done = new Set<string>();
  for (let before = -1; done.size > before;) {
    before = done.size;
    for (const leg of legs) if (leg.after.every((other) => done.has(other))) done.add(leg.id);
  }
  if (done.size < legs.length) throw invalid('legs wait for each other in a circle');
}
