import { configuration, openInstallation, publishShipped, SHIPPED, type Installation } from '#installation';
import type { Recorded } from '#kernel';
import { freshDatabase, StandingClock, type FreshDatabase } from '#testing';
import { simulate } from '../../apps/cli/src/simulate/simulation.js';
import type { SimulationReport } from '../../apps/cli/src/simulate/tally.js';

const ACTOR = { id: 'test', role: 'administrator', agency: null } as const;
const OPTIONS = { dossiers: 150, seed: 7, from: '2026-03-02', to: '2026-05-29' } as const;

describe('the simulation of an office', () => {
  const databases: FreshDatabase[] = [];
  const installations: Installation[] = [];

  const emptyOffice = async (): Promise<Installation> => {
    const database = await freshDatabase();
    databases.push(database);
    const config = configuration({ DATABASE_URL: database.url }, { logLevel: 'error' });
    const installation = await openInstallation(config, 'borrow', new StandingClock('2026-11-20T02:00:00.000Z'));
    installations.push(installation);
    await publishShipped({ ...installation, actor: ACTOR }, () => {}, SHIPPED.slice(0, 3));
    return installation;
  };
  const dossierEventsOf = async ({ store }: Installation): Promise<readonly Recorded[]> => {
    const events: Recorded[] = [];
    for await (const batch of store.subscribe({ prefixes: ['dossier-', 'numbering-'] })) {
      events.push(...batch.events);
      if (batch.caughtUp) break;
    }
    return events;
  };
  /** The same facts: every log has places, keys, and therefore hashes of its own. */
  const asFact = ({
    position: _,
    meta: { sealed: _sealed, previousHash: _previous, hash: _hash, ...meta },
    ...event
  }: Recorded) => ({
    ...event,
    meta,
  });

  let first: Installation;
  let events: readonly Recorded[];
  let report: SimulationReport;
  beforeAll(async () => {
    first = await emptyOffice();
    report = await simulate(first.store, first.catalogue, OPTIONS);
    events = await dossierEventsOf(first);
  }, 240_000);
  afterAll(async () => {
    for (const installation of installations) await installation.close();
    for (const database of databases) await database.drop();
  });

  it('gives the same events for the same seed, and others for another', async () => {
    const second = await emptyOffice();
    await simulate(second.store, second.catalogue, OPTIONS);
    expect((await dossierEventsOf(second)).map(asFact)).toEqual(events.map(asFact));
    await simulate(second.store, second.catalogue, { ...OPTIONS, dossiers: 1, seed: 8 });
    expect((await dossierEventsOf(second)).length).toBeGreaterThan(events.length);
  }, 240_000);

  it('adds nothing to a log that holds it already', async () => {
    expect(await simulate(first.store, first.catalogue, OPTIONS)).toEqual(report);
    expect(await dossierEventsOf(first)).toEqual(events);
  }, 240_000);

  it('says so when nobody could come, and when nothing can be received yet', async () => {
    const holidays = simulate(first.store, first.catalogue, { ...OPTIONS, from: '2026-04-30', to: '2026-05-01' });
    await expect(holidays).rejects.toThrow('no working day from 2026-04-30 to 2026-05-01'); // Victory Day, Labour Day
    const tooEarly = simulate(first.store, first.catalogue, { ...OPTIONS, from: '2025-12-31' });
    await expect(tooEarly).rejects.toThrow('nothing can be received on 2025-12-31');
  });

  it('writes in the order of its own clock, within its window', () => {
    const times = events.map(({ meta }) => meta.recordedAt);
    expect(times).toEqual(times.toSorted());
    expect([(times.at(0) ?? '') >= '2026-03-01T17:00', (times.at(-1) ?? '') < '2026-05-29T17:00']).toEqual([
      true,
      true,
    ]);
  });

  it('brings dossiers to every end, in every degree of punctuality, and counts them', () => {
    expect(Object.keys(report.situations)).toEqual(
      expect.arrayContaining([
        ...['refused-at-desk', 'withdrawn-before-reception', 'withdrawn', 'stopped', 'closed', 'result-ready'],
        ...['returned', 'in-process', 'awaiting-payment'],
      ]),
    );
    expect(Object.keys(report.outcomes)).toEqual(['early', 'late-with-apology', 'late-without-apology', 'on-time']);
    const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
    expect(sum(report.situations)).toBe(OPTIONS.dossiers); // everybody comes within the window
    expect(sum(report.outcomes)).toBe(events.filter(({ type }) => type === 'ResultReady').length);
    expect(sum(report.events)).toBe(events.filter(({ type }) => type !== 'NumberTaken').length);
  });

  it('knows the ways that a dossier goes', () => {
    const types = new Set(events.map(({ type }) => type));
    expect([...types]).toEqual(
      expect.arrayContaining([
        ...['DossierSubmitted', 'DossierRefusedAtDesk', 'DossierReceived', 'DossierAssigned', 'StepCompleted'],
        ...['DossierTransferred', 'TransferAccepted', 'LegCompleted', 'SupplementRequested', 'SupplementCompleted'],
        ...['DossierClosedUnsupplemented', 'TransferReturned', 'OpinionRequested', 'FinancialObligationFulfilled'],
        ...['DossierWithdrawn', 'DecisionRefused', 'SatisfactionRated', 'StepSentBack', 'DeskSupplementRequested'],
        ...['ApologyIssued', 'ReturnRescheduled', 'DecisionApproved', 'ResultReady', 'ResultReturned', 'FeePaid'],
      ]),
    );
    expect(events.some(({ meta }) => meta.lateReason !== undefined)).toBe(true);
    const channels = events.flatMap(({ data }) => ('channel' in data ? [data.channel] : []));
    expect(new Set(channels)).toEqual(new Set(['counter', 'online', 'post']));
  });
});
