import type { CatalogueFeed } from '#handling';
import type { Day, EventStore, Instant } from '#kernel';
import { Befalling } from './befalling.js';
import { CatalogueThen } from './catalogue-then.js';
import { Months } from './months.js';
import { planOf, type Asked } from './plan.js';
import { correlationOf, SimulatedClock, SimulatedOffice } from './simulated-office.js';
import type { SimulationReport } from './tally.js';
import { World } from './world.js';

/** How much is simulated, when, and by which chance. */
export interface SimulationOptions extends Partial<Asked> {
  readonly dossiers: number;
  readonly seed: number;
  /** First and last day on which people come; the clock stops at the end of the last. */
  readonly from: Day;
  readonly to: Day;
  readonly onProgress?: (commands: number, at: Instant) => void;
}

/**
 * Simulates an office through the same desk as the real one, in the order of its own clock; between what people do, time acts
 * as it does where a worker runs. The same options give the same events, and on a log that holds them already they add
 * nothing.
 * @throws Refusal when a simulated command is refused: people of the simulation know the rules
 */
export async function simulate(
  store: EventStore,
  catalogue: CatalogueFeed,
  options: SimulationOptions,
): Promise<SimulationReport> {
  const { holiday = 'seeded', merger = 'seeded', seed, from, to } = options;
  const run = runOf({ ...options, holiday, merger });
  const then = await CatalogueThen.begin(store, catalogue, correlationOf(run, 'office'));
  const world = new World(then.view, from, to);
  const clock = new SimulatedClock();
  const office = new SimulatedOffice(store, then, clock, run);
  const months = new Months(world, clock, office, options);
  new Befalling({ months, office, catalogue: then, world, clock }).plan(
    planOf({ holiday, merger }, world, seed),
    from,
    to,
  );
  return months.pass();
}

/** What tells one simulation from another on the same log; more dossiers of the same one only add to it. */
function runOf({ seed, from, to, holiday, merger }: SimulationOptions): string {
  const asked = [holiday, merger].filter((one) => one !== 'seeded');
  return [seed, from, to, ...(asked.length > 0 ? [JSON.stringify([holiday, merger])] : [])].join('-');
}
