import pg from 'pg';
import { scopeOf, type Asker } from '#access';
import { COUNTS_TABLE, DUE_DAY, Duties, DUTIES_TABLE, DUTY_KINDS, type DutyFilter } from '#duties';
import { configuration, openInstallation, publishShipped, SHIPPED, type Installation } from '#installation';
import { LIVE_SCHEMA } from '#read-store';
import type { Bench, Measured, Scenario } from '../scenario.js';

const DOSSIERS = 200_000;
const ASKED = 200;
const WARM_UP = 20;
const MOST_MS = 50;

/** Every dossier owes a step and its result; due from a month ago to two months ahead. */
const FILL = `insert into ${LIVE_SCHEMA}.${DUTIES_TABLE}
    (dossier_id, kind, no, code, procedure_code, role, agency, officer, arises_at, due_at, law, failed)
  select gen_random_uuid()::text, kind, 1, 'H27-261101-' || n, '1.000894', role, agencies[1 + n % cardinality(agencies)],
    case when kind = 'step' then 'officer-' || n % 500 end, now() - interval '40 days',
    now() + (n * 7919 % 129600 - 43200) * interval '1 minute', null, n % 50 = 0
  from generate_series(1, ${DOSSIERS}) n, (select $1::text[] as agencies) a,
    (values ('step', 'case-officer'), ('result', 'leader')) owed (kind, role)`;

const COUNT = `insert into ${LIVE_SCHEMA}.${COUNTS_TABLE} (agency, role, kind, due_day, open)
  select agency, role, kind, ${DUE_DAY}, count(*) from ${LIVE_SCHEMA}.${DUTIES_TABLE} group by 1, 2, 3, 4`;

interface Reader {
  readonly asker: Asker;
  readonly filter: DutyFilter;
}

/** A page of what somebody owes and how many there are, as `GET /duties` answers it: 95 of 100 within how many milliseconds. */
async function measure(bench: Bench, readerOf: (agencies: readonly string[], at: number) => Reader): Promise<Measured> {
  const installation = await openInstallation(configuration(bench.environment, { logLevel: 'error' }), 'borrow');
  try {
    const agencies = await filled(bench.databaseUrl, installation);
    const duties = new Duties(installation.db);
    const taken: number[] = [];
    for (let at = 0; at < WARM_UP + ASKED; at += 1) {
      const { asker, filter } = readerOf(agencies, at);
      const scope = scopeOf(asker, 'list-duties', installation.catalogue.view);
      const now = installation.clock.now();
      const kind = at % 4 === 0 ? { kind: DUTY_KINDS[at % DUTY_KINDS.length] ?? 'step' } : {};
      const overdue = at % 3 === 0 ? { overdue: { is: at % 2 === 0, at: now } } : {};
      const narrowed = { ...filter, ...kind, ...overdue };
      const from = performance.now();
      await Promise.all([duties.find(scope, narrowed, now, { limit: 20 }), duties.counts(scope, narrowed, now)]);
      if (at >= WARM_UP) taken.push(performance.now() - from);
    }
    return { ours: taken.toSorted((a, b) => a - b)[Math.ceil(ASKED * 0.95) - 1] ?? Number.NaN, limit: MOST_MS };
  } finally {
    await installation.close();
  }
}

const known = new Map<string, Promise<readonly string[]>>();

/** Once a database. @returns agencies that owe something */
function filled(databaseUrl: string, installation: Installation): Promise<readonly string[]> {
  const filling = known.get(databaseUrl) ?? fill(databaseUrl, installation);
  known.set(databaseUrl, filling);
  return filling;
}

async function fill(databaseUrl: string, { store, catalogue, clock }: Installation): Promise<readonly string[]> {
  const actor = { id: 'bench', role: 'administrator', agency: null };
  await publishShipped({ store, catalogue, clock, actor }, () => {}, SHIPPED.slice(0, 2));
  const agencies = catalogue.view
    .allAgencies()
    .filter(({ level, kind }) => level === 'commune' && kind !== 'one-stop-centre')
    .map(({ code }) => code);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(FILL, [agencies]);
  await client.query(COUNT);
  await client.query(`vacuum analyze ${LIVE_SCHEMA}.${DUTIES_TABLE}, ${LIVE_SCHEMA}.${COUNTS_TABLE}`);
  await client.end();
  return agencies;
}

const officer = (agencies: readonly string[], at: number): Reader => ({
  asker: { id: `officer-${at % 500}`, role: 'case-officer', agency: agencies[at % agencies.length] ?? null },
  filter: { role: 'case-officer' },
});
const leader = (): Reader => ({ asker: { id: 'leader', role: 'leader', agency: 'H27' }, filter: {} });
const inspector = (): Reader => ({ asker: { id: 'inspector', role: 'inspector', agency: null }, filter: {} });

const listOf = (who: string, readerOf: typeof officer): Scenario => ({
  name: `duties of ${who}, of 200,000 open dossiers, p95`,
  unit: 'ms',
  better: 'less',
  atLeast: 1,
  run: (bench) => measure(bench, readerOf),
});

/** A page of the list of duties with its counts. */
export const dutyListScenarios: readonly Scenario[] = [
  listOf('an officer', officer),
  listOf('a province’s leader', leader),
  listOf('an inspector', inspector),
];
