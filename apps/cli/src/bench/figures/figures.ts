import { configuration, openInstallation, type Installation } from '#installation';
import {
  DOSSIER_FIGURES,
  Figures,
  Forms,
  justBefore,
  knownAt,
  reportingPeriodOf,
  VERSIONS_TABLE,
  type FigureAsked,
  type FigureDefinition,
} from '#reports';
import { oncePerBench, type Bench, type Scenario } from '../scenario.js';
import { addUp, agencyAt, fillStandings } from './standings.js';

const MOST_MS = 50;
const MOST_MS_PAST = 1_000;
const MOST_MS_FORM = 200;
const MOST_MS_FORM_OF_ALL = 5_000;
const MOST_MS_PROVEN = 2_000;
const ROUNDS = 8;
const FORMS = 40;
const FORMS_OF_ALL = 3;

interface Measurements {
  /** Milliseconds that 95 of 100 took at most. */
  readonly now: number;
  readonly past: number;
  readonly form: number;
  readonly formOfAll: number;
  readonly proven: number;
}

async function measure({ databaseUrl, environment }: Bench): Promise<Measurements> {
  const installation = await openInstallation(configuration(environment, { logLevel: 'error' }), 'borrow');
  try {
    await fillStandings(databaseUrl, installation);
    const speed = await addUp(installation);
    process.stderr.write(`sums: ${Math.round(speed)} standings/s\n`);
    const year = { from: '2026-01-01', to: '2026-12-31' };
    const before = { from: '2025-01-01', to: '2025-12-31' };
    const [day]: readonly { readonly position: string }[] = await installation.db.query(
      `select max(position) as position from ${VERSIONS_TABLE} where recorded_at < '2026-07-01T00:00:00+07:00'`,
    );
    return {
      now: await p95(installation, { period: year }),
      past: await p95(installation, { period: before, asOf: day?.position ?? '' }),
      form: p95Of(await formTimes(installation, FORMS, (round) => [agencyAt(round)])),
      formOfAll: p95Of(await formTimes(installation, FORMS_OF_ALL, () => null)),
      proven: p95Of(await provenTimes(installation)),
    };
  } finally {
    await installation.close();
  }
}

async function p95(installation: Installation, asked: FigureAsked): Promise<number> {
  const figures = new Figures(installation.db);
  const taken: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1)
    for (const definition of DOSSIER_FIGURES)
      for (const by of ['agency', 'procedure'] as const) {
        const ms = await timeOf(figures, definition, { ...asked, by }, installation);
        if (round >= 0) taken.push(ms);
      }
  return p95Of(taken);
}

const p95Of = (taken: readonly number[]): number =>
  taken.toSorted((a, b) => a - b)[Math.ceil(taken.length * 0.95) - 1] ?? Number.NaN;

/** Milliseconds that forms 07a of a month took. @param of the agencies of each; null: all there are */
async function formTimes(
  installation: Installation,
  rounds: number,
  of: (round: number) => readonly string[] | null,
): Promise<readonly number[]> {
  const { db, clock, catalogue } = installation;
  const period = reportingPeriodOf('2026-10', clock.now());
  const taken: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const agencies = of(round + 1);
    const from = performance.now();
    const knownBefore = await knownAt(installation, justBefore(period));
    const asked = { period, knownBefore, ...(agencies === null ? {} : { agencies }) };
    const { total } = await new Forms(db).form07a(asked, clock.now(), catalogue.view);
    if (total.counts.received === 0) throw new Error('nothing was counted');
    if (round >= 0) taken.push(performance.now() - from);
  }
  return taken;
}

/** Milliseconds that every figure of a month took with its proof, each of another agency. */
async function provenTimes({ db, clock, catalogue }: Installation): Promise<readonly number[]> {
  const period = { from: '2026-10-01', to: '2026-10-31' };
  const taken: number[] = [];
  for (const [at, definition] of DOSSIER_FIGURES.entries()) {
    const from = performance.now();
    const asked = { period, agencies: [agencyAt(at)] };
    const { certificate } = await new Figures(db).figure(definition, asked, clock.now(), catalogue.view);
    if (certificate.dossiers === 0 && definition.name === 'on-time-rate') throw new Error('nothing was counted');
    taken.push(performance.now() - from);
  }
  return taken;
}

async function timeOf(
  figures: Figures,
  definition: FigureDefinition,
  asked: FigureAsked,
  { clock, catalogue }: Installation,
): Promise<number> {
  const from = performance.now();
  const { groups, certificate } = await figures.table(definition, asked, clock, catalogue.view);
  if ('digest' in certificate) throw new Error(`${definition.name} by ${asked.by} was not told from sums`);
  if (groups.length === 0 && definition.name === 'on-time-rate') throw new Error('nothing was counted');
  return performance.now() - from;
}

const once = oncePerBench(measure);

/** Tables of figures, by agency and by procedure, of one year. */
export const figureScenarios: readonly Scenario[] = [
  {
    name: 'a figure’s table of a year, of 2,000,000 dossiers, p95',
    unit: 'ms',
    better: 'less',
    atLeast: 1,
    run: async (bench) => ({ ours: (await once(bench)).now, limit: MOST_MS }),
  },
  {
    name: 'the same as it was known on a past day, p95',
    unit: 'ms',
    better: 'less',
    atLeast: 1,
    run: async (bench) => ({ ours: (await once(bench)).past, limit: MOST_MS_PAST }),
  },
  {
    name: 'form 07a of a month, of one of 200 agencies of them, p95',
    unit: 'ms',
    better: 'less',
    atLeast: 1,
    run: async (bench) => ({ ours: (await once(bench)).form, limit: MOST_MS_FORM }),
  },
  {
    name: 'form 07a of a month, of all of them together, p95',
    unit: 'ms',
    better: 'less',
    atLeast: 1,
    run: async (bench) => ({ ours: (await once(bench)).formOfAll, limit: MOST_MS_FORM_OF_ALL }),
  },
  {
    name: 'a figure of a month with its proof, of one of 200 agencies, p95',
    unit: 'ms',
    better: 'less',
    atLeast: 1,
    run: async (bench) => ({ ours: (await once(bench)).proven, limit: MOST_MS_PROVEN }),
  },
];
