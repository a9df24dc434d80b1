import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { dossierStream } from '#dossier';
import { configuration, openInstallation, type Installation } from '#installation';
import type { Recorded } from '#kernel';
import { Checkpoints, ProjectionRunner, projectionHealth } from '#read-store';
import { keepFigureSums, outcomesProjection, projections } from '#reports';
import { fillLog } from '../long-log/long-log.js';
import type { Bench, Measured, Scenario } from '../scenario.js';

const EVENTS_BEFORE = 5_000;
const A_SECOND = 200;
const SECONDS = 15;
const WARM_UP_SECONDS = 3;
const MOST_MS = 1_000;
const PATIENCE_MS = 30_000;
const LOOK_MS = 100;

/** Receptions of new dossiers at an even pace, while every read model and the sums are kept up: when are they in the figures? */
async function measure(bench: Bench): Promise<Measured> {
  await fillLog(bench, EVENTS_BEFORE);
  const installation = await openInstallation(configuration(bench.environment, { logLevel: 'error' }), 'borrow');
  const { db, store, clock, catalogue } = installation;
  const runners = projections.map((projection) => new ProjectionRunner({ db, store, projection }));
  for (const runner of runners) runner.start();
  const onTrouble = (error: unknown): void => void process.stderr.write(`${String(error)}\n`);
  const leaveSums = keepFigureSums({ db, clock, calendars: () => catalogue.view.calendars(), onTrouble });
  try {
    await caughtUp(installation);
    const taken = (await received(installation)).toSorted((a, b) => a - b);
    return { ours: taken[Math.ceil(taken.length * 0.99) - 1] ?? Number.NaN, limit: MOST_MS };
  } finally {
    await leaveSums();
    await Promise.all(runners.map((runner) => runner.stop()));
    await installation.close();
  }
}

async function caughtUp({ db }: Installation): Promise<void> {
  for (let is = false; !is; await wait(LOOK_MS))
    is = (await projectionHealth(db)).some((one) => one.projection === outcomesProjection.name && one.caughtUp);
}

/** @returns milliseconds from the answer of the store to each, until it was visible */
async function received({ db, store }: Installation): Promise<readonly number[]> {
  const receptions = await firstEvents({ store });
  const checkpoints = new Checkpoints(db);
  const seen: Promise<number>[] = [];
  const from = performance.now();
  for (let at = 0; at < A_SECOND * (WARM_UP_SECONDS + SECONDS); at += 1) {
    await wait(Math.max(0, from + (at * 1_000) / A_SECOND - performance.now()));
    const one = receptions[at % receptions.length];
    if (one === undefined) throw new Error('the log holds no dossier');
    const { type, v, data, meta } = one;
    const { sealed: _sealed, previousHash: _previous, hash: _hash, ...bare } = meta;
    const event = { id: randomUUID(), type, v, data, meta: { ...bare, recordedAt: new Date().toISOString() } };
    const { position } = await store.append(dossierStream(randomUUID()), 'none', [event]);
    const appended = performance.now();
    const visible = checkpoints.waitFor(outcomesProjection.name, position, PATIENCE_MS);
    if (at >= A_SECOND * WARM_UP_SECONDS) seen.push(visible.then(() => performance.now() - appended));
  }
  return Promise.all(seen);
}

async function firstEvents({ store }: Pick<Installation, 'store'>): Promise<readonly Recorded[]> {
  const first: Recorded[] = [];
  const ending = new AbortController();
  for await (const { events, caughtUp: isAll } of store.subscribe({ prefixes: ['dossier-'], signal: ending.signal })) {
    first.push(...events.filter(({ type }) => type === 'DossierReceived'));
    if (isAll) break;
  }
  ending.abort();
  return first;
}

export const freshnessScenario: Scenario = {
  name: 'an event visible in the figures, at 200 a second, p99',
  unit: 'ms',
  better: 'less',
  atLeast: 1,
  run: measure,
};
