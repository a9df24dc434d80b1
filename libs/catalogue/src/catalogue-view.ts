import { Refusal, type Day, type Recorded } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import { isOfKind, isOpenOn } from './agency-kind.js';
import { upcastCatalogue } from './catalogue.codec.js';
import type {
  Agency,
  LocalVersion,
  NationalProcedure,
  PublishedCalendar,
  RecordedCatalogueEvent,
  Workflow,
} from './catalogue.events.js';
import { deciderOf } from './decider-kind.js';
import { fieldNamed } from './field-name.js';
import { contradictsItself } from './national-record.js';
import { ProcedureIndex } from './procedure-search.js';

/** A procedure that is known; `local` where it can receive dossiers. */
export interface KnownProcedure {
  readonly code: string;
  readonly national?: NationalProcedure;
  readonly local?: LocalVersion;
}

/** What a search asks for beside its words. */
export interface ProcedureFilter {
  readonly field?: string;
  /** The level of the local version, else a level that the national record names. */
  readonly level?: 'province' | 'commune';
  /** Only what has a local version, or only what has none. */
  readonly receivable?: boolean;
  /** At most this many; 20 by default. */
  readonly limit?: number;
  /** The code of the last procedure of the page before. */
  readonly after?: string;
}

const LEVEL_NAMES = { province: 'Cấp tỉnh', commune: 'Cấp xã' } as const;

/** The catalogue as the events tell it; folded once and kept up with the log. */
export class CatalogueView {
  private readonly agencies = new Map<string, Agency>();
  private readonly national = new Map<string, NationalProcedure>();
  private readonly local = new Map<string, LocalVersion[]>();
  private readonly workflows = new Map<string, Workflow[]>();
  private readonly published: { readonly published: PublishedCalendar; readonly working: WorkingCalendar }[] = [];
  private readonly revisions = new Map<string, number>();
  private readonly index = new ProcedureIndex();

  apply(recorded: Recorded): void {
    const event: RecordedCatalogueEvent = upcastCatalogue(recorded);
    this.revisions.set(event.stream, event.revision);
    switch (event.type) {
      case 'CalendarPublished':
        this.published.push({ published: event.data, working: workingCalendar(event.data) });
        break;
      case 'AgencyRegistered': {
        const { validTo = null, successors = [] } = this.agencies.get(event.data.code) ?? {};
        this.agencies.set(event.data.code, { ...event.data, validTo, successors });
        break;
      }
      case 'AgencyEnded': {
        const agency = this.agencies.get(event.data.code);
        if (agency !== undefined) this.agencies.set(agency.code, { ...agency, ...event.data });
        break;
      }
      case 'ProcedureImported':
        this.national.set(event.data.code, event.data);
        if (!this.local.has(event.data.code)) this.index.put(event.data);
        break;
      case 'LocalVersionPublished':
        pushed(this.local, event.data.code, event.data);
        this.index.put(event.data);
        break;
      case 'WorkflowPublished':
        pushed(this.workflows, event.data.id, event.data);
        break;
    }
  }

  /** Revision of the last event of a catalogue stream; -1 when it has none. */
  revisionOf(stream: string): number {
    return this.revisions.get(stream) ?? -1;
  }

  findAgency(code: string): Agency | undefined {
    return this.agencies.get(code);
  }

  allAgencies(): readonly Agency[] {
    return [...this.agencies.values()];
  }

  /** Ủy ban nhân dân tỉnh: whether everything in the province is below an agency. */
  leadsProvince(code: string): boolean {
    const agency = this.agencies.get(code);
    return agency?.level === 'province' && agency.kind === 'peoples-committee';
  }

  /** Those agencies, that of a province that was merged included. */
  provinceCommittees(): readonly string[] {
    return this.allAgencies().flatMap(({ code }) => (this.leadsProvince(code) ? [code] : []));
  }

  /** An agency and everything below it, abolished agencies included. */
  subtreeOf(code: string): readonly string[] {
    const below = [...this.agencies.values()].filter(({ parent }) => parent === code);
    return [code, ...below.flatMap((agency) => this.subtreeOf(agency.code))];
  }

  isOpen(code: string, on: Day): boolean {
    const agency = this.agencies.get(code);
    return agency !== undefined && isOpenOn(agency, on);
  }

  /** Agencies of a kind that work on a day, by code. */
  agenciesOfKind(kind: string, on: Day): readonly Agency[] {
    return this.allAgencies()
      .filter((agency) => isOfKind(agency, kind) && isOpenOn(agency, on))
      .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  }

  findNational(code: string): NationalProcedure | undefined {
    return this.national.get(code);
  }

  /** The latest local version of a procedure, if one is published. */
  findLocal(code: string): LocalVersion | undefined {
    return this.local.get(code)?.at(-1);
  }

  /** The local version of a procedure that is in force on a day. */
  findLocalOn(code: string, on: Day): LocalVersion | undefined {
    return this.local.get(code)?.findLast(({ validFrom }) => validFrom <= on);
  }

  /** A version that dossiers may be pinned to; it stays addressable for ever. */
  findLocalVersion(code: string, version: number): LocalVersion | undefined {
    return this.local.get(code)?.find((local) => local.version === version);
  }

  /** Every procedure known, by code; `local` where it can receive dossiers. */
  allProcedures(): readonly KnownProcedure[] {
    const codes = [...new Set([...this.national.keys(), ...this.local.keys()])].toSorted();
    return codes.map((code) => this.known(code));
  }

  /** Procedures by the beginnings of words of their names, or by code; with and without marks, best first. */
  searchProcedures(text: string, filter: ProcedureFilter = {}): readonly KnownProcedure[] {
    const found = this.index.search(text).map(({ code }) => this.known(code));
    const from = filter.after === undefined ? 0 : found.findIndex(({ code }) => code === filter.after) + 1;
    return found
      .slice(from)
      .filter((procedure) => passes(procedure, filter))
      .slice(0, filter.limit ?? 20);
  }

  private known(code: string): KnownProcedure {
    return { code, national: this.national.get(code), local: this.findLocal(code) };
  }

  /**
   * The version of a procedure in force on a day.
   * @throws Refusal `unknown-procedure`; without any local version `limit-not-set` (none, or one that contradicts its
   * text) or `decider-not-set` (the record leaves in doubt who decides); else `not-receivable`
   */
  receivable(code: string, on: Day): LocalVersion {
    const inForce = this.findLocalOn(code, on);
    if (inForce !== undefined) return inForce;
    const facts = { procedure: code };
    const national = this.national.get(code);
    if (this.local.has(code)) throw new Refusal('not-receivable', null, { ...facts, on });
    if (national === undefined) throw new Refusal('unknown-procedure', null, facts);
    if (national.limits.length === 0 || contradictsItself(national)) throw new Refusal('limit-not-set', null, facts);
    throw new Refusal('doubt' in deciderOf(national) ? 'decider-not-set' : 'not-receivable', null, facts);
  }

  findWorkflow(id: string, version?: number): Workflow | undefined {
    const versions = this.workflows.get(id);
    return version === undefined ? versions?.at(-1) : versions?.find((workflow) => workflow.version === version);
  }

  findCalendar(): PublishedCalendar | undefined {
    return this.published.at(-1)?.published;
  }

  /** The working calendar in force. @throws Refusal `calendar-not-loaded` when none was published */
  calendar(): WorkingCalendar {
    const latest = this.published.at(-1);
    if (latest === undefined) throw new Refusal('calendar-not-loaded');
    return latest.working;
  }

  /** Every version that was published, in order: what was counted on one is counted on it again. */
  calendars(): readonly WorkingCalendar[] {
    return this.published.map(({ working }) => working);
  }
}

function passes({ national, local }: KnownProcedure, { field, level, receivable }: ProcedureFilter): boolean {
  if (receivable !== undefined && receivable !== (local !== undefined)) return false;
  if (field !== undefined && fieldNamed(field) !== fieldNamed((local ?? national)?.field ?? '')) return false;
  if (level === undefined) return true;
  return local === undefined
    ? national?.level.split(', ').includes(LEVEL_NAMES[level]) === true
    : local.level === level;
}

function pushed<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}

const byDay = (days: readonly { readonly on: string; readonly name: string }[]) =>
  Object.fromEntries(days.map(({ on, name }) => [on, name]));

/** The calendar as the counting needs it. */
export const workingCalendar = ({ id, version, workingHours, years }: PublishedCalendar): WorkingCalendar => ({
  id,
  version,
  workingHours: workingHours.map(({ from, to }) => [from, to] as const),
  years: years.map(({ year, status, off, worked }) => ({ year, status, off: byDay(off), worked: byDay(worked) })),
});
