import { lyingWith, type RecordedDossierEvent } from '#dossier';
import { owedBy } from '#duties';
import type { DossierRequest } from '#handling';
import { vietnamDay, type Instant } from '#kernel';
import { isWorkingDay } from '#working-time';
import { Agenda } from './agenda.js';
import { Chance } from './chance.js';
import { Course } from './course.js';
import { apology } from './lateness.js';
import { Life, wholeLife, type Acting } from './life.js';
import { arrivalBy } from './reception.js';
import type { SimulatedClock, SimulatedOffice } from './simulated-office.js';
import type { SimulationOptions } from './simulation.js';
import type { Step } from './step.js';
import { Tally, type SimulationReport } from './tally.js';
import { nextWake, owedCount } from './time-acts.js';
import type { World } from './world.js';

/** What befalls the whole office comes before what befalls a dossier. */
const OFFICE = 0;

interface Appointment {
  readonly at: Instant;
  readonly number: number;
  readonly act: () => Promise<void> | void;
}

/** The months of an office, moment by moment: people act, and between them time does. */
export class Months {
  private readonly agenda = new Agenda<Appointment>();
  private readonly running = new Map<number, Life>();
  private readonly tally = new Tally();
  private readonly end: Instant;

  constructor(
    private readonly world: World,
    private readonly clock: SimulatedClock,
    private readonly office: SimulatedOffice,
    private readonly options: SimulationOptions,
  ) {
    this.end = new Date(`${options.to}T17:00:00.000Z`).toISOString(); // midnight in Hà Nội
    for (let number = 1; number <= options.dossiers; number += 1) {
      const chance = new Chance(options.seed, number);
      this.agenda.add({ at: arrivalBy(world, chance), number, act: () => this.begin(number, chance) });
    }
  }

  /** Something befalls the whole office at an instant. */
  befall(at: Instant, act: () => Promise<void>): void {
    this.agenda.add({ at, number: OFFICE, act });
  }

  async pass(): Promise<SimulationReport> {
    for (let next = this.agenda.next(); next !== undefined && next.at < this.end; next = this.agenda.next()) {
      this.clock.at = next.at;
      await next.act();
    }
    return this.tally.report();
  }

  /** Those in play, by number. */
  lives(): readonly Life[] {
    return [...this.running.values()].toSorted((a, b) => a.dossier.number - b.dossier.number);
  }

  /** The engine does something about a dossier by itself. */
  async timeActs(life: Life, requests: () => readonly DossierRequest[]): Promise<void> {
    this.note(life, await this.office.react(life.dossier, requests));
    life.refused = owedCount(life.dossier.facts, this.world.calendar, this.clock.at);
    this.settle(life);
  }

  /** Something has happened to a dossier: it is counted, and a leader hears that an apology is owed. */
  note(life: Life, events: readonly RecordedDossierEvent[]): void {
    const { dossier } = life;
    this.tally.note(dossier, events);
    if (!events.some(({ type }) => type === 'LatenessForecast')) return;
    life.letters += 1;
    const chance = new Chance(this.options.seed, dossier.number, life.letters);
    const course = new Course(this.world, chance, dossier, this.clock.at);
    const leader = { course, goesOn: apology(course), name: `letter-${life.letters}-`, steps: 0, at: this.clock.at };
    this.goOn(life, leader, false);
  }

  /** When time is next to act, and whether anybody still has the dossier in play. */
  settle(life: Life): void {
    const { dossier, acting, refused } = life;
    const until = life.nextStep(this.end);
    const at = nextWake(dossier.facts, this.world.calendar, { now: this.clock.at, until, refused });
    const look = (life.looks += 1);
    if (at !== null) this.agenda.add({ at, number: dossier.number, act: () => this.look(life, look) });
    else if (acting.size === 0 && lyingWith(dossier.state).length === 0) this.running.delete(dossier.number);
  }

  private begin(number: number, chance: Chance): void {
    const life = new Life(number);
    this.running.set(number, life);
    const course = new Course(this.world, chance, life.dossier, this.clock.at);
    this.goOn(life, { course, goesOn: wholeLife(course), name: '', steps: 0, at: this.clock.at }, false);
  }

  /** On to the next step of one who acts, if there is one. */
  private goOn(life: Life, acting: Acting, done: boolean): void {
    const next = acting.goesOn.next(done);
    if (next.done === true) life.acting.delete(acting);
    else this.appoint(life, acting, next.value);
  }

  private appoint(life: Life, acting: Acting, step: Step): void {
    acting.at = step.at;
    life.acting.add(acting);
    this.agenda.add({ at: step.at, number: life.dossier.number, act: () => this.act(life, acting, step) });
  }

  private async act(life: Life, acting: Acting, step: Step): Promise<void> {
    const { dossier } = life;
    const deed = dossier.state.situation.is === 'closed' ? null : step.deed();
    if (deed !== null && deed.by.agency !== null && this.isDayOff()) return this.postpone(life, acting, step);
    if (deed !== null) {
      const events = await this.office.take(dossier, step, deed, `${acting.name}${acting.steps}`);
      const commands = this.tally.command();
      this.options.onProgress?.(commands, step.at);
      acting.steps += 1;
      life.refused = 0;
      this.note(life, events);
    }
    // Who meant to do something with what time has closed, leaves it.
    if (dossier.state.situation.is === 'closed') life.acting.clear();
    else this.goOn(life, acting, deed !== null);
    this.settle(life);
  }

  private isDayOff(): boolean {
    return !isWorkingDay(this.world.calendar, vietnamDay(this.clock.at));
  }

  /** The day was made a day off since it was meant to be done. */
  private postpone(life: Life, acting: Acting, step: Step): void {
    acting.course.pass(1);
    this.appoint(life, acting, { ...step, at: acting.course.now });
    this.settle(life);
  }

  /** A moment has come at which the engine owes something; not where something else has happened since. */
  private async look(life: Life, look: number): Promise<void> {
    if (look !== life.looks) return;
    const { facts } = life.dossier;
    const owed = facts === null ? [] : owedBy(facts, this.world.calendar, this.clock.at);
    await this.timeActs(life, () => owed);
  }
}
