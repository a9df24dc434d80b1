import { v5 } from 'uuid';
import { dossier } from '#dossier';
import {
  DossierDesk,
  type Answer,
  type Caller,
  type CatalogueFeed,
  type Given,
  type LoadedDossier,
  type SubmitRequest,
} from '#handling';
import { Clock, replay, type Day, type EventStore, type Instant } from '#kernel';
import { Agenda } from './agenda.js';
import type { By } from './by.js';
import { Chance } from './chance.js';
import { Course } from './course.js';
import { processing } from './processing.js';
import { arrivalBy, reception } from './reception.js';
import type { Part, Step } from './step.js';
import { Tally, type SimulationReport } from './tally.js';
import { World } from './world.js';

const NAMESPACE = 'd5a3c7a4-0f0e-5b5e-9d1c-5d2f5f0c7a01';

/** How much is simulated, when, and by which chance. */
export interface SimulationOptions {
  readonly dossiers: number;
  readonly seed: number;
  /** First and last day on which people come; the clock stops at the end of the last. */
  readonly from: Day;
  readonly to: Day;
  readonly onProgress?: (commands: number, at: Instant) => void;
}

/** The simulation's own clock. */
class SimulatedClock extends Clock {
  at: Instant = '';

  now(): Instant {
    return this.at;
  }
}

interface Life {
  readonly number: number;
  readonly at: Instant;
  readonly step: Step;
  readonly goesOn: Part;
  readonly steps: number;
  readonly dossierId: string | null;
  /** Of its last event; -1 before the first. */
  readonly revision: number;
}

/** A dossier's whole life as steps, one after the other. */
function* life(course: Course, number: number): Part {
  yield* reception(course, number);
  if (course.state.situation.is === 'in-process') yield* processing(course);
}

/**
 * Simulates an office through the same desk as the real one, in the order of its own clock: the same options give the
 * same events, and on a log that holds them already they add nothing.
 * @throws Refusal when a simulated command is refused: people of the simulation know the rules
 */
export async function simulate(
  store: EventStore,
  catalogue: CatalogueFeed,
  options: SimulationOptions,
): Promise<SimulationReport> {
  const clock = new SimulatedClock();
  const office = new SimulatedOffice(new DossierDesk(store, catalogue, clock), runOf(options));
  const agenda = new Agenda<Life>();
  const world = new World(catalogue.view, options.from, options.to);
  for (let number = 1; number <= options.dossiers; number += 1) agenda.add(begun(world, options.seed, number));

  const end = new Date(`${options.to}T17:00:00.000Z`).toISOString(); // midnight in Hà Nội
  const tally = new Tally();
  for (let next = agenda.next(); next !== undefined && next.at < end; next = agenda.next()) {
    clock.at = next.at;
    const { dossierId, state, history } = await office.take(next);
    const commands = tally.note(next.number, state, history.slice(next.revision + 1));
    options.onProgress?.(commands, next.at);
    const { done, value: step } = next.goesOn.next(state);
    const steps = next.steps + 1;
    if (done !== true) agenda.add({ ...next, at: step.at, step, steps, dossierId, revision: state.revision });
  }
  return tally.report();
}

/** What tells one simulation from another on the same log; more dossiers of the same one only add to it. */
const runOf = ({ seed, from, to }: SimulationOptions) => `${seed}-${from}-${to}`;

function begun(world: World, seed: number, number: number): Life {
  const chance = new Chance(seed, number);
  const at = arrivalBy({ world, chance });
  const goesOn = life(new Course(world, chance, at), number);
  const { done, value: step } = goesOn.next(dossier.initial);
  if (done === true) throw new Error('a simulated life begins with a step');
  return { number, at: step.at, step, goesOn, steps: 0, dossierId: null, revision: -1 };
}

/** Gives the steps of simulated lives to the desk, each under a key of its own. */
class SimulatedOffice {
  constructor(
    private readonly desk: DossierDesk,
    private readonly run: string,
  ) {}

  /** The state is the one that this step led to, also where the log knows already what came after. */
  async take(life: Life): Promise<LoadedDossier> {
    const { dossierId, revision } = await this.give(life);
    const loaded = await this.desk.load(dossierId);
    const history = loaded.history.slice(0, revision + 1);
    return { dossierId, history, state: replay(dossier, history) };
  }

  private give({ number, step, steps, dossierId }: Life): Promise<Answer> {
    const given: Given = {
      key: `simulation-${this.run}-${number}-${steps}`,
      correlationId: v5(`${this.run} ${number}`, NAMESPACE),
      ...(step.effectiveAt === undefined ? {} : { effectiveAt: step.effectiveAt }),
      ...(step.lateReason === undefined ? {} : { lateReason: step.lateReason }),
    };
    const caller = callerOf(step.by);
    switch (step.does.is) {
      case 'submit':
        return this.desk.submit(caller, given, this.portalsOwn(step.does.body));
      case 'receive':
        return this.desk.receive(caller, given, {
          ...step.does.body,
          dossierId: step.does.submitted ? dossierId : null,
        });
      case 'give':
        if (dossierId === null) throw new Error('a command on a dossier that has not come');
        return this.desk.give(caller, given, dossierId, step.does.request);
    }
  }

  /** Portal codes of different runs are different. */
  private portalsOwn(body: SubmitRequest): SubmitRequest {
    return body.portalCode === null ? body : { ...body, portalCode: `${body.portalCode}-${this.run}` };
  }
}

const callerOf = ({ role, agency }: By): Caller => {
  const account = agency === null ? role : `${role}@${agency}`;
  return { account, actor: { id: account, role, agency } };
};
