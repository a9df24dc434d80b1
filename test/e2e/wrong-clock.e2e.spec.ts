import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { MasterKeys } from '#access';
import { ServerClock } from '#duties';
import { SystemClock } from '#handling';
import { Signer } from '#inspection';
import { configuration, openInstallation, publishShipped, SHIPPED, signingKey, type Installation } from '#installation';
import { Clock, type Instant } from '#kernel';
import { freshDatabase, type FreshDatabase } from '#testing';
import { startWorker } from '../../apps/worker/src/worker.js';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The desk is reminded two hours after a submission (Article 17.2.a), by day or by night. */
const REMINDED_AFTER = 2 * HOUR;
const CLERK = { account: 'cong', actor: { id: 'cong', role: 'integration', agency: null } } as const;

/** The machine's clock, set wrong. */
class Off extends Clock {
  constructor(private readonly byMs: number) {
    super();
  }

  now(): Instant {
    return new Date(Date.now() + this.byMs).toISOString();
  }
}

describe.each([
  ['fast', HOUR],
  ['slow', -HOUR],
])('a worker whose clock is an hour %s', (_way, byMs) => {
  let database: FreshDatabase;
  let installation: Installation;

  beforeEach(async () => {
    database = await freshDatabase();
    const env = { DATABASE_URL: database.url, MASTER_KEY: MasterKeys.generate() };
    installation = await openInstallation(configuration(env, { logLevel: 'error' }), 'borrow', new SystemClock());
    const actor = { id: 'test', role: 'administrator', agency: null };
    await publishShipped({ ...installation, actor }, () => {}, SHIPPED.slice(0, 3));
  });
  afterEach(async () => {
    await installation.close();
    await database.drop();
  });

  /** Filed online so that its desk is to be reminded so much later. @returns its id */
  const filed = async (remindedInMs: number): Promise<string> => {
    const effectiveAt = new Date(Date.now() - REMINDED_AFTER + remindedInMs).toISOString();
    const given = { key: randomUUID(), correlationId: randomUUID(), effectiveAt, lateReason: 'Mất điện' };
    const { dossierId } = await installation.desk.submit(CLERK, given, {
      ...{ procedure: '1.000894', channel: 'online', centre: 'H27.118.1', portalCode: `G22.99-${randomUUID()}` },
      applicant: { name: 'Nguyễn Thị Hoa', kind: 'citizen', identityNo: null, phone: null, email: null, address: null },
      ...{ submitter: null, request: 'Đăng ký kết hôn', papers: [] },
    });
    return dossierId;
  };
  const remindedOf = async (dossierId: string): Promise<readonly string[]> => {
    const rows: readonly { readonly level: string }[] = await installation.db.query(
      'select level from vault.notices where dossier_id = $1 order by level',
      [dossierId],
    );
    return rows.map(({ level }) => level);
  };

  it('reminds of what is due by the server, and of nothing that is not', async () => {
    const clock = await ServerClock.on(installation.db, new Off(byMs));
    const signer = new Signer(signingKey(configuration({ DATABASE_URL: database.url }, { logLevel: 'error' })));
    const passed = await filed(-30 * MINUTE);
    const notYet = await filed(30 * MINUTE);
    const soon = await filed(4_000);
    const silent = { onTrouble: () => {}, onReclassified: () => {} };
    const ground = { ...installation, ...silent, clock, signer, notifier: null, ledgerEveryMinutes: 60 };
    const stop = await startWorker(ground);
    try {
      for (let left = 300; left > 0 && !(await remindedOf(soon)).includes('warning'); left -= 1) await wait(50);
      expect(await remindedOf(soon)).toContain('warning');
      expect(await remindedOf(passed)).toContain('warning');
      expect(await remindedOf(notYet)).toEqual(['owed']);
    } finally {
      await stop();
      clock.close();
    }
  });
});
