import {
  departs,
  flag,
  integer,
  list,
  nullable,
  number,
  oneOf,
  optional,
  plain,
  record,
  Refusal,
  type Day,
  type Shape,
  type TypeOf,
} from '#kernel';
import { isWorkingDay, LIMIT_UNITS } from '#working-time';
import type { Agency, LocalVersion, PublishedCalendar } from './catalogue.events.js';
import { type CatalogueView, workingCalendar } from './catalogue-view.js';
import { DEFAULT_WORKFLOW } from './default-workflow.js';
import { namesGroup } from './group-name.js';
import { limitInWords } from './limit-text.js';
import { isFairText } from './national-record.js';
import { publication, type Publication } from './publication.js';
import { publishCalendar, publishLocalVersion, publishWorkflow, registerAgency } from './publishing.js';

const limitShape = record({ amount: number, unit: oneOf(...LIMIT_UNITS) });

const agenciesFile = record({
  note: optional(plain),
  agencies: list(
    record({
      code: plain,
      name: plain,
      level: oneOf('ministry', 'province', 'district', 'commune'),
      kind: plain,
      parent: nullable(plain),
      validFrom: plain,
      validTo: nullable(plain),
      successors: optional(list(plain)),
    }),
  ),
});

const proceduresFile = record({
  note: optional(plain),
  procedures: list(
    record({
      code: plain,
      name: plain,
      field: plain,
      note: optional(plain),
      level: oneOf('province', 'commune'),
      onlineLevel: oneOf('full', 'part', 'none'),
      statutory: limitShape,
      local: nullable(limitShape),
      supplementPolicy: oneOf('RESET', 'PAUSE'),
      sameDay: flag,
      deciderKind: plain,
      steps: list(record({ id: plain, name: plain, role: plain, hours: number })),
      legs: optional(
        list(
          record({
            id: plain,
            agencyKind: plain,
            task: plain,
            limit: limitShape,
            after: list(plain),
            waitsForApplicant: optional(oneOf('financial-obligation')),
          }),
        ),
      ),
    }),
  ),
});

const calendarFile = record({
  id: plain,
  timezone: optional(plain),
  note: optional(plain),
  workingHours: list(list(plain)),
  hoursPerWorkingDay: optional(number),
  years: list(record({ year: integer, status: oneOf('official', 'provisional') })),
});

type ProcedureGiven = TypeOf<typeof proceduresFile>['procedures'][number];

const isAgencies = (value: unknown): value is TypeOf<typeof agenciesFile> => departs(agenciesFile, value) === null;
const isProcedures = (value: unknown): value is TypeOf<typeof proceduresFile> =>
  departs(proceduresFile, value) === null;
const isCalendar = (value: unknown): value is TypeOf<typeof calendarFile> => departs(calendarFile, value) === null;

function given<T>(shape: Shape, conforms: (value: unknown) => value is T, value: unknown): T {
  if (conforms(value)) return value;
  throw invalid(departs(shape, value) ?? 'data');
}
const invalid = (at: string) => new Refusal('invalid-input', null, { at });

/** The agencies of a province, with the ends and successors of those that are gone. @throws Refusal `invalid-input` */
export function importAgencies(file: unknown, view: CatalogueView): readonly Publication[] {
  const { agencies } = given(agenciesFile, isAgencies, file);
  const codes = new Set(agencies.map(({ code }) => code));
  if (codes.size < agencies.length) throw invalid('code: repeated');
  return agencies.flatMap((one) => {
    const agency: Agency = { ...one, successors: one.successors ?? [] };
    for (const other of [...agency.successors, ...(agency.parent === null ? [] : [agency.parent])])
      if (!codes.has(other) && view.findAgency(other) === undefined)
        throw new Refusal('unknown-agency', null, { agency: other });
    return publication(view, `agency-${agency.code}`, registerAgency(view.findAgency(agency.code), agency));
  });
}

/** The public sector's calendar. @throws Refusal `invalid-input` when its days or hours cannot be */
export function importCalendar(file: unknown, view: CatalogueView): readonly Publication[] {
  const calendar = calendarOf(file);
  const [first] = calendar.years;
  if (first === undefined) throw invalid('years');
  isWorkingDay(workingCalendar({ ...calendar, version: 1 }), `${first.year}-01-01`);
  return publication(view, `calendar-${calendar.id}`, publishCalendar(view.findCalendar(), calendar));
}

type Unversioned<T> = Omit<T, 'version'>;

function calendarOf(file: unknown): Unversioned<PublishedCalendar> {
  if (!isRecord(file) || !Array.isArray(file['years'])) throw invalid('years');
  const years: readonly unknown[] = file['years'];
  const heads = years.map((year) => {
    if (!isRecord(year)) throw invalid('years');
    const { off: _off, worked: _worked, ...head } = year;
    return head;
  });
  const { id, workingHours, years: known } = given(calendarFile, isCalendar, { ...file, years: heads });
  const hours = workingHours.map(([from, to, ...more]) => {
    if (from === undefined || to === undefined || more.length > 0) throw invalid('workingHours');
    return { from, to };
  });
  const days = (at: number, name: 'off' | 'worked') => {
    const year = years[at];
    return namedDays(isRecord(year) ? year[name] : undefined, `years[${at}].${name}`);
  };
  return {
    id,
    workingHours: hours,
    years: known.map((head, at) => ({ ...head, off: days(at, 'off'), worked: days(at, 'worked') })),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function namedDays(value: unknown, at: string): readonly { readonly on: Day; readonly name: string }[] {
  if (!isRecord(value)) throw invalid(at);
  return Object.entries(value).map(([on, name]) => {
    if (typeof name !== 'string' || !isFairText(name)) throw invalid(`${at}.${on}`);
    return { on, name };
  });
}

/**
 * The procedures that a province has worked out in full, each with a workflow of its own, and the default workflow. What
 * the file says of the limit holds for every channel, as the province lays it down; the national record stays as printed.
 * @throws Refusal `invalid-input`, `workflow-invalid`, `limit-too-long`, `limit-out-of-range`, `decider-not-set`
 */
export function importLocalProcedures(
  file: unknown,
  view: CatalogueView,
  { validFrom }: { readonly validFrom: Day },
): readonly Publication[] {
  const { procedures } = given(proceduresFile, isProcedures, file);
  const known = view.findWorkflow(DEFAULT_WORKFLOW.id);
  const shared = publication(view, `workflow-${DEFAULT_WORKFLOW.id}`, publishWorkflow(known, DEFAULT_WORKFLOW));
  return [...shared, ...procedures.flatMap((procedure) => localProcedure(view, procedure, validFrom))];
}

function localProcedure(view: CatalogueView, procedure: ProcedureGiven, validFrom: Day): readonly Publication[] {
  const { code, steps, legs = [] } = procedure;
  const current = view.findWorkflow(code);
  const content = {
    id: code,
    steps,
    legs: legs.map((leg) => ({ ...leg, waitsForApplicant: leg.waitsForApplicant ?? null })),
  };
  const published = publishWorkflow(current, content);
  const workflow = { id: code, version: (current?.version ?? 0) + published.length };
  const local = publishLocalVersion(
    view.findLocal(code),
    {
      code,
      name: procedure.name.trim(),
      field: procedure.field,
      isGroup: namesGroup(procedure.name),
      level: procedure.level,
      deciderKind: procedure.deciderKind,
      onlineLevel: procedure.onlineLevel,
      workflow,
      limits: limitsOf(procedure),
      sameDay: procedure.sameDay,
      supplementPolicy: procedure.supplementPolicy,
      validFrom,
    },
    { ...content, ...workflow },
  );
  return [...publication(view, `workflow-${code}`, published), ...publication(view, `procedure-${code}`, local)];
}

const CHANNELS = ['counter', 'online', 'post'] as const;

const limitsOf = ({ onlineLevel, statutory, local }: ProcedureGiven): LocalVersion['limits'] =>
  CHANNELS.filter((channel) => channel !== 'online' || onlineLevel !== 'none').map((channel) => ({
    channel,
    case: 1,
    label: limitInWords(statutory),
    statutory,
    local,
  }));
