import { setTimeout as wait } from 'node:timers/promises';
import { upcastCatalogue } from '#catalogue';
import { upcastDossier, type RecordedDossierEvent } from '#dossier';
import { factsOf, holdTimers, owedBy } from '#duties';
import { DossierReactions } from '#handling';
import { configuration, openInstallation, publishShipped, SHIPPED, type Installation } from '#installation';
import { dayAfter, vietnamDay, type Recorded } from '#kernel';
import { ProjectionRunner, projectionHealth } from '#read-store';
import { Flows, flowsProjection, foldResponsibility, ledgerOf, type ResponsibilityRow } from '#reports';
import { freshDatabase, StandingClock, type FreshDatabase } from '#testing';
import { isWorkingDay, nextWorkingDay } from '#working-time';
import { simulate } from '../../apps/cli/src/simulate/simulation.js';
import type { SimulationReport } from '../../apps/cli/src/simulate/tally.js';
import { runningOffice } from './running-office.js';

const ACTOR = { id: 'test', role: 'administrator', agency: null } as const;
/** A ward goes to its neighbour, with its desk and its police; Wednesday 15 April is made a day off on Monday 13 April. */
const MERGER = { agency: 'H27.101', successor: 'H27.102', lastDay: '2026-04-28' } as const;
const HOLIDAY = { on: '2026-04-15', decreedOn: '2026-04-13' } as const;
const OPTIONS = { dossiers: 400, seed: 7, from: '2026-03-02', to: '2026-05-29', merger: MERGER, holiday: HOLIDAY };
const END = '2026-05-29T17:00:00.000Z';

async function eventsIn({ store }: Installation, prefixes: readonly string[]): Promise<readonly Recorded[]> {
  const events: Recorded[] = [];
  for await (const batch of store.subscribe({ prefixes })) {
    events.push(...batch.events);
    if (batch.caughtUp) break;
  }
  return events;
}

async function dossiersIn(office: Installation): Promise<ReadonlyMap<string, readonly RecordedDossierEvent[]>> {
  const streams = new Map<string, RecordedDossierEvent[]>();
  for (const event of await eventsIn(office, ['dossier-'])) {
    const known = streams.get(event.stream);
    if (known === undefined) streams.set(event.stream, [upcastDossier(event)]);
    else known.push(upcastDossier(event));
  }
  return streams;
}

/** How many events the engine adds by itself, looking at every dossier at an instant. */
async function overtake(office: Installation, at: string): Promise<number> {
  const reactions = new DossierReactions(office.store, office.catalogue, new StandingClock(at));
  let added = 0;
  for (const stream of (await dossiersIn(office)).keys()) {
    const { written } = await reactions.react(
      stream.slice('dossier-'.length),
      (loaded, now) => {
        const facts = factsOf(loaded);
        return facts === null ? [] : owedBy(facts, office.catalogue.view.calendar(), now);
      },
      '00000000-0000-4000-8000-000000000001',
    );
    added += written;
  }
  return added;
}

describe('time in a simulated office', () => {
  let database: FreshDatabase;
  let office: Installation;
  let report: SimulationReport;
  let lives: ReadonlyMap<string, readonly RecordedDossierEvent[]>;

  const eventsOf = (prefixes: readonly string[]) => eventsIn(office, prefixes);
  const read = () => dossiersIn(office);
  const all = () => [...lives.values()].flat();
  const of = <T extends RecordedDossierEvent['type']>(type: T) =>
    all().filter((event): event is Extract<RecordedDossierEvent, { type: T }> => event.type === type);
  const lookedAt = (at: string) => overtake(office, at);

  beforeAll(async () => {
    database = await freshDatabase();
    const config = configuration({ DATABASE_URL: database.url }, { logLevel: 'error' });
    office = await openInstallation(config, 'borrow', new StandingClock('2026-11-20T02:00:00.000Z'));
    await publishShipped({ ...office, actor: ACTOR }, () => {}, SHIPPED.slice(0, 3));
    report = await simulate(office.store, office.catalogue, OPTIONS);
    lives = await read();
  }, 240_000);
  afterAll(async () => {
    await office.close();
    await database.drop();
  });

  it('tells of absent officers, late agencies and opinions that nobody gave, by the engine itself', () => {
    const forecasts = of('LatenessForecast').map(({ data, meta }) => [data.by, meta.actor.id, data.reason].join(' '));
    expect(forecasts.some((text) => /^rule duties Bước .* quá thời gian/.test(text))).toBe(true);
    expect(forecasts.some((text) => /^rule duties Chặng .* quá thời hạn/.test(text))).toBe(true);
    expect(forecasts.some((text) => text.startsWith('officer case-officer@'))).toBe(true);
    expect(Object.keys(report.escalations)).toEqual(
      expect.arrayContaining(['answer-submission', 'apology', 'leg', 'result', 'take-over']),
    );
    const overdue = of('OpinionOverdueNotified');
    expect(overdue.length).toBeGreaterThan(0);
    expect(new Set([...overdue, ...of('EscalatedToHead')].map(({ meta }) => meta.actor.id))).toEqual(
      new Set(['duties']),
    );
  });

  it('has apologies in time, late and never, and new dates after them; and counts all', () => {
    const { apologies, timeActed, escalations } = report;
    const counted = ['in time', 'late', 'never'].map((name) => apologies[name] ?? 0);
    expect(counted.every((count) => count > 0)).toBe(true);
    expect((apologies['in time'] ?? 0) + (apologies['late'] ?? 0)).toBe(of('ApologyIssued').length);
    expect(timeActed).toEqual({
      'closed unsupplemented': of('DossierClosedUnsupplemented').length,
      'due date restated': of('DueDateRestated').length,
      'handed over': of('DossierHandedOver').length,
      'lateness forecast': of('LatenessForecast').length,
      'opinion overdue': of('OpinionOverdueNotified').length,
      'return rescheduled': of('ReturnRescheduled').length,
    });
    expect(Object.values(timeActed).every((count) => count > 0)).toBe(true);
    expect(Object.values(escalations).reduce((sum, count) => sum + count, 0)).toBe(of('EscalatedToHead').length);
  });

  it('closes what was never supplemented fifteen days after it was asked for, by itself', () => {
    const calendar = office.catalogue.view.calendar();
    const closings = of('DossierClosedUnsupplemented');
    expect(closings.length).toBeGreaterThan(0);
    for (const { stream, meta } of closings) {
      const asked = lives.get(stream)?.findLast(({ type }) => type === 'SupplementRequested');
      if (asked?.type !== 'SupplementRequested') throw new Error('closed without a request');
      const fifteenth = dayAfter(vietnamDay(asked.meta.effectiveAt), 15);
      const last = isWorkingDay(calendar, fifteenth) ? fifteenth : nextWorkingDay(calendar, fifteenth);
      expect([meta.actor.id, asked.data.answerByDay]).toEqual(['duties', last]);
      expect(Date.parse(meta.recordedAt) - Date.parse(asked.data.closesAt)).toBe(1); // a millisecond after the last
    }
  });

  it('hands the running dossiers of an agency that ends over the next morning, and nobody of it acts after', async () => {
    const ends = (await eventsOf(['agency-']))
      .map(upcastCatalogue)
      .filter(({ meta }) => meta.actor.id === 'simulation');
    expect(ends.map(({ type, data }) => [type, data])).toEqual([
      ...['', '.1', '.2'].map((at) => [
        'AgencyEnded',
        { code: MERGER.agency + at, validTo: MERGER.lastDay, successors: [MERGER.successor + at] },
      ]),
    ]);
    const handedOver = of('DossierHandedOver');
    expect(handedOver.length).toBeGreaterThan(0);
    for (const { data, meta } of handedOver) {
      expect(data.to).toBe(data.from.replace(MERGER.agency, MERGER.successor));
      expect(meta.recordedAt).toBe('2026-04-29T00:00:00.000Z'); // Wednesday, 07:00 in Hà Nội
    }
    const after = all().filter(({ meta }) => vietnamDay(meta.recordedAt) > MERGER.lastDay);
    expect(after.filter(({ meta }) => meta.actor.agency?.startsWith(MERGER.agency))).toEqual([]);
    const deciders = after.flatMap(({ type, data }) => (type === 'DossierReceived' ? [data.decidingAgency] : []));
    expect([deciders.includes(MERGER.agency), deciders.includes(MERGER.successor)]).toEqual([false, true]);
  });

  it('restates dates when a holiday is decreed late; nobody works on it, and later ones are counted on it', () => {
    const restated = of('DueDateRestated');
    expect(restated.length).toBeGreaterThan(0);
    for (const { data, meta } of restated) {
      expect([meta.actor.id, meta.recordedAt]).toEqual(['duties', '2026-04-13T00:00:00.000Z']);
      expect([data.dates.first, data.due.calendar.version]).toEqual([data.old.first, 2]);
      expect(data.dates.lawful > data.old.lawful).toBe(true);
    }
    const thatDay = all().filter(({ meta }) => vietnamDay(meta.recordedAt) === HOLIDAY.on);
    expect(thatDay.filter(({ meta }) => meta.actor.agency !== null)).toEqual([]);
    const versions = (after: boolean) =>
      of('DossierReceived')
        .filter(({ meta }) => meta.recordedAt >= '2026-04-13T00:00:00.000Z' === after)
        .map(({ data }) => data.due.calendar.version);
    expect([new Set(versions(false)), new Set(versions(true))]).toEqual([new Set([1]), new Set([2])]);
  });

  it('leaves no working minute without a holder, and none with two', () => {
    const calendars = office.catalogue.view.calendars();
    let elapsed = 0;
    for (const history of lives.values()) {
      const row = history.reduce<ResponsibilityRow | null>(foldResponsibility, null);
      if (row === null) throw new Error('a dossier without a history');
      const ledger = ledgerOf(row, calendars, END);
      expect(ledger.shares.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(ledger.elapsed);
      elapsed += ledger.elapsed;
    }
    expect(elapsed).toBeGreaterThan(0);
  });

  it('conserves what goes between agencies: all that was sent was accepted, returned or is on its way', async () => {
    const { db, store } = office;
    const runner = new ProjectionRunner({ db, store, projection: flowsProjection });
    runner.start();
    try {
      for (let left = 200; left > 0; left -= 1) {
        const health = (await projectionHealth(db)).find(({ projection }) => projection === flowsProjection.name);
        if (health?.caughtUp === true) break;
        await wait(50);
      }
      const { sent, accepted, returned, inTransit, conserved } = await new Flows(db).health();
      expect([conserved, sent]).toEqual([true, of('DossierTransferred').length]);
      expect(accepted + returned + inTransit).toBe(sent);
    } finally {
      await runner.stop();
    }
  }, 30_000);

  it('adds nothing when it is told again, with the agency ended and the holiday decreed', async () => {
    expect(await simulate(office.store, office.catalogue, OPTIONS)).toEqual(report);
    expect(await read()).toEqual(lives);
    expect(office.catalogue.view.calendars()).toHaveLength(2);
  }, 180_000);

  it('refuses what cannot befall an office', async () => {
    const told = (options: object) => simulate(office.store, office.catalogue, { ...OPTIONS, ...options });
    const holiday = { on: '2026-04-18', decreedOn: '2026-04-13' }; // a Saturday
    await expect(told({ holiday })).rejects.toThrow('2026-04-18 is a day off already');
    await expect(told({ holiday: { ...HOLIDAY, decreedOn: '2026-04-15' } })).rejects.toThrow('before its day');
    await expect(told({ holiday: null, merger: { ...MERGER, successor: 'H27.10' } })).rejects.toThrow(
      'of another kind',
    );
    await expect(told({ holiday: null, merger: { ...MERGER, agency: 'H27.31' } })).rejects.toThrow(
      'must be two agencies',
    );
    await expect(told({ holiday: null, merger: { ...MERGER, lastDay: '2026-05-29' } })).rejects.toThrow(
      'within the window',
    );
  });

  it('leaves a worker that starts at its end nothing, and later only what has become owed since', async () => {
    expect(await lookedAt(END)).toBe(0);
    expect(await lookedAt('2026-08-20T02:00:00.000Z')).toBeGreaterThan(0);
    expect(await lookedAt('2026-08-20T02:00:00.000Z')).toBe(0);
    lives = await read();
    expect(await simulate(office.store, office.catalogue, OPTIONS)).toEqual(report);
    expect(await read()).toEqual(lives);
  }, 180_000);
});

describe('a simulation that was interrupted', () => {
  const SHORT = { dossiers: 60, seed: 7, from: '2026-03-02', to: '2026-04-30', merger: null, holiday: null } as const;
  const stoppedAfter = (most: number) => ({
    ...SHORT,
    onProgress: (commands: number) => {
      if (commands === most) throw new Error('interrupted');
    },
  });
  let database: FreshDatabase;
  let office: Installation;

  beforeAll(async () => {
    database = await freshDatabase();
    const config = configuration({ DATABASE_URL: database.url }, { logLevel: 'error' });
    office = await openInstallation(config, 'borrow', new StandingClock('2026-11-20T02:00:00.000Z'));
    await publishShipped({ ...office, actor: ACTOR }, () => {}, SHIPPED.slice(0, 3));
  }, 240_000);
  afterAll(async () => {
    await office.close();
    await database.drop();
  });

  it('goes on where it stood, unless a worker went on with its dossiers: then it says so and adds nothing to them', async () => {
    const half = async (most: number) =>
      expect(simulate(office.store, office.catalogue, stoppedAfter(most))).rejects.toThrow('interrupted');
    await half(80);
    await half(160); // what was interrupted at 80 was gone on with
    expect(await overtake(office, '2026-11-20T02:00:00.000Z')).toBeGreaterThan(0);
    const held = await dossiersIn(office);
    await expect(simulate(office.store, office.catalogue, SHORT)).rejects.toThrow(
      /^dossier \d+ of the simulation was gone on with by "duties" on 2026-11-20 /,
    );
    const overtaken = [...held].filter(([, events]) => events.at(-1)?.meta.actor.id === 'duties');
    const now = await dossiersIn(office);
    expect(overtaken.map(([stream]) => [stream, now.get(stream)])).toEqual(overtaken);
  }, 240_000);
});

describe('timers while months are simulated', () => {
  it('stand still, and go on with what they passed over', async () => {
    const office = await runningOffice();
    const release = await holdTimers(office.database.url);
    try {
      const { body } = await office.post('/dossiers', {
        ...{ procedure: '1.000894', channel: 'counter', centre: 'H27.118.1', sets: 1, request: 'Đăng ký kết hôn' },
        ...{ applicant: { name: 'Nguyễn Thị Hoa', kind: 'citizen' }, papers: [] },
      });
      const escalated = async () =>
        (await office.installation.desk.findByCode(body.code)).history.some(({ type }) => type === 'LatenessForecast');
      const seen = async () => (await office.sql('select 1 from vault.timers where next_at is not null')).length > 0;
      for (let left = 100; left > 0 && !(await seen()); left -= 1) await wait(50);
      await office.elapse('2026-11-27T11:00:00.000Z');
      await wait(3_000);
      expect(await escalated()).toBe(false);
      await release();
      for (let left = 200; left > 0 && !(await escalated()); left -= 1) await wait(50);
      expect(await escalated()).toBe(true);
    } finally {
      await release();
      await office.stop();
    }
  }, 240_000);
});
