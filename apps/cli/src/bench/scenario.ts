/** What the engine is measured against: a limit taken in the same run, on the same machine and server. */
export interface Scenario {
  readonly name: string;
  readonly unit: string;
  /** `less`: the ratio is limit / ours, else ours / limit. */
  readonly better: 'more' | 'less';
  /** What the ratio must reach. */
  readonly atLeast: number;
  readonly run: (bench: Bench) => Promise<Measured>;
}

export interface Measured {
  readonly ours: number;
  readonly limit: number;
}

/** Where and how long is measured. */
export interface Bench {
  readonly databaseUrl: string;
  /** Of an installation on this database: with keys of its own, whatever those of the caller are. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `esdb://…` of a real server; null when none is named. */
  readonly eventStoreDbUrl: string | null;
  readonly rounds: number;
  /** Of one measurement. */
  readonly seconds: number;
}

/** One line of the result. */
export interface Result extends Measured {
  readonly scenario: string;
  readonly unit: string;
  readonly ratio: number;
  readonly atLeast: number;
}

/** For scenarios that are measured together: the first that asks measures, the others are answered by it. */
export function oncePerBench<T>(measure: (bench: Bench) => Promise<T>): (bench: Bench) => Promise<T> {
  const measured = new Map<Bench, Promise<T>>();
  return (bench) => {
    const known = measured.get(bench) ?? measure(bench);
    measured.set(bench, known);
    return known;
  };
}

type Measure = (seconds: number) => Promise<number>;

const WARM_UP_SECONDS = 1;

/**
 * Measures both in turns and takes the round whose ratio is the median: what else the machine does hits both alike.
 */
export async function inTurns({ rounds, seconds }: Bench, ours: Measure, limit: Measure): Promise<Measured> {
  await ours(WARM_UP_SECONDS);
  await limit(WARM_UP_SECONDS);
  const measured: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0 ? await ours(seconds) : null;
    const other = await limit(seconds);
    measured.push({ ours: first ?? (await ours(seconds)), limit: other });
  }
  return medianOf(measured);
}

export function medianOf(measured: readonly Measured[]): Measured {
  const sorted = measured.toSorted((a, b) => a.ours / a.limit - b.ours / b.limit);
  const median = sorted[sorted.length >> 1];
  if (median === undefined) throw new Error('nothing was measured');
  return median;
}

/** How often something is done a second, by so many at once. */
export async function timesPerSecond(
  seconds: number,
  atOnce: number,
  perform: (worker: number) => Promise<void>,
): Promise<number> {
  let done = 0;
  const from = performance.now();
  const until = from + seconds * 1_000;
  const work = async (worker: number): Promise<void> => {
    while (performance.now() < until) {
      await perform(worker);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, worker) => work(worker)));
  return done / ((performance.now() - from) / 1_000);
}
