import pg from 'pg';
import { DEMO_PASSWORD } from '#access';
import { built, cliInThread } from './cli-in-thread.js';
import { preparedDatabase, type PreparedDatabase } from './prepared-database.js';

const PATIENCE_MS = 120_000;
const FEW = ['--dossiers', '60', '--seed', '7', '--from', '2026-03-02', '--to', '2026-04-30'];
const BEFALLS = ['--reorganise', 'H27.101=H27.102@2026-03-31', '--holiday', '2026-04-10@2026-03-20'];

describe('a simulation by the command line', () => {
  let database: PreparedDatabase;
  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await preparedDatabase(DEMO_PASSWORD);
  }, PATIENCE_MS);
  afterAll(() => database.drop());

  const cli = (...args: readonly string[]) => cliInThread(args, { env: database.env });
  /** Versions of the calendar in which a day is off, and when each was recorded. */
  const calendarsWith = async (day: string) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      `select revision, left(meta ->> 'recordedAt', 10) as recorded_on from event_store.events
       where type = 'CalendarPublished' and data::text like $1 order by revision`,
      [`%"on":"${day}"%`],
    );
    await client.end();
    return rows;
  };
  const simulated = (...befalls: readonly string[]) => {
    const { stdout, stderr } = cli('simulate', ...FEW, ...befalls, '--json');
    expect(stderr).not.toContain('error');
    return JSON.parse(stdout);
  };

  it(
    'ends the agency and decrees the day off that it was told, and given again adds nothing',
    async () => {
      const first = simulated(...BEFALLS);
      expect(first.dossiers).toBe(60);
      const now = cli('agency', 'now', 'H27.101', '--on', '2026-04-01', '--json');
      expect(JSON.parse(now.stdout)).toMatchObject([{ code: 'H27.102' }]);
      const before = cli('agency', 'now', 'H27.101', '--on', '2026-03-31', '--json');
      expect(JSON.parse(before.stdout)).toMatchObject([{ code: 'H27.101' }]);
      expect(await calendarsWith('2026-04-10')).toEqual([{ revision: 1, recorded_on: '2026-03-20' }]);
      const verified = () => /^\d+ events of \d+ streams/m.exec(cli('verify').stdout)?.[0];
      const log = verified();
      expect(simulated(...BEFALLS)).toEqual(first);
      expect([log, verified()]).toEqual([expect.stringMatching(/^\d+ events/), log]);
    },
    PATIENCE_MS,
  );

  it.each([
    ['--reorganise', 'H27.101'],
    ['--reorganise', 'H27.101=H27.102@31/03/2026'],
    ['--holiday', '2026-04-10'],
    ['--holiday', '2026-02-30@2026-02-01'],
    ['--dossiers', '0'],
    ['--to', '2026-03-01'],
  ])('refuses %s %s, and says why', (option, value) => {
    const { status, stderr } = cli('simulate', ...FEW, option, value);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: /)]);
  });
});
