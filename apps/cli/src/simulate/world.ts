import { isOfKind, isOpenOn, type Agency, type CatalogueView, type LocalVersion } from '#catalogue';
import { vietnamDay, type Day, type Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import type { Chance } from './chance.js';

/** Of a hundred dossiers, so many are of procedures with steps and legs of their own. */
const WORKED_OUT_PERCENT = 85;

/** What the simulated people know: the catalogue as published, and from when to when they work. */
export class World {
  readonly calendar: WorkingCalendar;
  private readonly centres: readonly Agency[];
  private readonly workedOut: readonly LocalVersion[];
  private readonly others: readonly LocalVersion[];

  constructor(
    private readonly view: CatalogueView,
    readonly from: Day,
    readonly to: Day,
  ) {
    this.calendar = view.calendar();
    this.centres = this.openOn(from, ({ kind }) => kind === 'one-stop-centre');
    const locals = view.allProcedures().flatMap(({ local }) => (local === undefined ? [] : [local]));
    const decidable = locals.filter(({ deciderKind }) => this.open(deciderKind, from).length > 0);
    this.workedOut = decidable.filter(({ workflow }) => workflow.id !== 'default');
    this.others = decidable.filter(({ workflow }) => workflow.id === 'default');
  }

  /** One of the province's procedures. */
  procedureBy(chance: Chance): LocalVersion {
    const workedOut = this.others.length === 0 || chance.between(1, 100) <= WORKED_OUT_PERCENT;
    return chance.one(workedOut ? this.workedOut : this.others);
  }

  /** Any centre receives any procedure of the province (Article 20); most people go to their commune's. */
  centreBy(chance: Chance): Agency {
    return chance.one(this.centres);
  }

  /** Who decides: the commune of the centre where it may, else any of the kind. */
  deciderBy(chance: Chance, kind: string, centre: Agency, on: Instant): Agency {
    const able = this.open(kind, vietnamDay(on));
    return able.find(({ code }) => code === centre.parent) ?? chance.one(able);
  }

  /** Who takes a leg: of its kind, at the deciding agency's own place where there is one. */
  legAgencyBy(chance: Chance, workflow: string, leg: string, decider: string, on: Instant): string {
    const kind = this.view.findWorkflow(workflow)?.legs.find(({ id }) => id === leg)?.agencyKind ?? '';
    const able = this.open(kind, vietnamDay(on));
    const near = able.find(({ code }) => code === decider || code.startsWith(`${decider}.`));
    return (near ?? chance.one(able)).code;
  }

  /** Another agency that is asked or helps: a department of the province. */
  departmentBy(chance: Chance, on: Instant, except: string): string {
    const able = this.openOn(vietnamDay(on), ({ kind, code }) => kind === 'department' && code !== except);
    return chance.one(able).code;
  }

  private open(kind: string, on: Day): readonly Agency[] {
    return this.openOn(on, (agency) => isOfKind(agency, kind));
  }

  private openOn(on: Day, is: (agency: Agency) => boolean): readonly Agency[] {
    return this.view
      .allAgencies()
      .filter((agency) => is(agency) && isOpenOn(agency, on))
      .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  }
}
