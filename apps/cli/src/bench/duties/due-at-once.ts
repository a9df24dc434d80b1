import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { dutiesProjection, openTimers, scheduleBy, timerPool } from '#duties';
import { SystemClock } from '#handling';
import { configuration, openInstallation, type Installation } from '#installation';
import { Clock, type Instant } from '#kernel';
import { ProjectionRunner, projectionHealth } from '#read-store';
import { inOwnProcess, type Needed } from '../own-process.js';
import { prepared, receptionAt } from '../reception/province.js';
import { medianOf, oncePerBench, type Bench, type Measured, type Scenario } from '../scenario.js';

const DOSSIERS = 10_000;
const MOST_SECONDS = 60;
const DESKS = 32;
const LOOK_MS = 100;
const FILE = join(import.meta.dirname, 'due-at-once.process.js');
/** So long ago that of every dossier received then something is overdue now. */
const DAYS_AGO = 30;

interface Measurements {
  readonly ours: Needed;
  readonly speed: Measured;
}

/** The worker's timers have it all in hand once; the limit does as much again, and again. */
async function measure(bench: Bench): Promise<Measurements> {
  await fillWithOverdue(bench);
  const ours = await inOwnProcess(FILE, ['timers', String(DOSSIERS)], bench.environment);
  const speeds: Measured[] = [];
  for (let round = 0; round < Math.min(bench.rounds, 3); round += 1) {
    const limit = await inOwnProcess(FILE, ['bare', String(DOSSIERS)], bench.environment);
    speeds.push({ ours: DOSSIERS / ours.seconds, limit: DOSSIERS / limit.seconds });
  }
  return { ours, speed: medianOf(speeds) };
}

const once = oncePerBench(measure);

class Standing extends Clock {
  constructor(private readonly at: Instant) {
    super();
  }

  now(): Instant {
    return this.at;
  }
}

/** So many dossiers whose moment has come, each with its job, and nobody who looks. */
async function fillWithOverdue({ databaseUrl, environment }: Bench): Promise<void> {
  const then = new Standing(new Date(Date.now() - DAYS_AGO * 86_400_000).toISOString());
  const installation = await openInstallation(configuration(environment, { logLevel: 'error' }), 'borrow', then);
  const pool = timerPool(databaseUrl, 3);
  try {
    await openTimers(pool);
    await receiveAll(installation);
    await catchUp(installation);
    await pool.query('vacuum analyze');
  } finally {
    await pool.end();
    await installation.close();
  }
}

async function receiveAll(installation: Installation): Promise<void> {
  const centres = await prepared(installation);
  let next = 0;
  const desk = async (): Promise<void> => {
    for (let at = (next += 1); at <= DOSSIERS; at = next += 1) {
      const centre = centres[at % centres.length] ?? '';
      const actor = { id: 'desk', role: 'reception-officer', agency: centre };
      const given = { key: `due-${at}`, correlationId: randomUUID() };
      await installation.desk.receive({ account: 'desk', actor }, given, receptionAt(centre, at));
    }
  };
  await Promise.all(Array.from({ length: DESKS }, desk));
}

async function catchUp({ db, store, catalogue }: Installation): Promise<void> {
  const projection = dutiesProjection({
    calendar: () => catalogue.view.calendar(),
    schedule: scheduleBy(new SystemClock()),
  });
  const runner = new ProjectionRunner({ db, store, projection });
  runner.start();
  for (let caughtUp = false; !caughtUp; await wait(LOOK_MS))
    caughtUp = (await projectionHealth(db)).some(({ projection: name, caughtUp: is }) => name === 'duties' && is);
  await runner.stop();
}

/** After Tết: everything that stood still falls due in one minute. */
export const dueAtOnceScenarios: readonly Scenario[] = [
  {
    name: '10,000 duties due at once, against bare pg',
    unit: 'dossiers/s',
    better: 'more',
    atLeast: 0.4,
    run: async (bench) => (await once(bench)).speed,
  },
  {
    name: '10,000 duties due at once, within a minute',
    unit: 's',
    better: 'less',
    atLeast: 1,
    run: async (bench) => ({ ours: (await once(bench)).ours.seconds, limit: MOST_SECONDS }),
  },
];
