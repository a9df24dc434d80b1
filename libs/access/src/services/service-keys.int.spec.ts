import pg from 'pg';
import { Refusal } from '#kernel';
import { mayGive, openVault, scopeOf, ServiceKeys, type Right, type Service } from '#access';
import { freshDatabase, type FreshDatabase } from '#testing';

const now = '2026-11-20T02:00:00.000Z';
const tomorrow = '2026-11-21T02:00:00.000Z';
const portal: Service = {
  name: 'portal',
  role: 'integration',
  rights: ['SubmitDossier', 'read-dossier'],
  endsAt: null,
};

describe('keys of services', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let services: ServiceKeys;
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => (error instanceof Refusal ? error.code : error),
    );
  const asked = (key: string, at = now) => refusal(services.callerOf(key, at));

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
    await openVault(pool);
    services = new ServiceKeys(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('speak for their service, with the rights of their scope and no more', async () => {
    const { account, actor } = await services.callerOf(await services.create(portal, now), now);
    expect(account).toBe('service:portal');
    expect(actor).toEqual({
      id: 'service:portal',
      role: 'integration',
      agency: null,
      only: ['SubmitDossier', 'read-dossier'],
    });
    const dossier = {
      ...{ centre: null, collectAt: null, decidingAgency: null, holder: null },
      ...{ addressed: [], submittedBy: 'service:portal' },
    };
    const tree = { subtreeOf: () => [] };
    expect(() => mayGive(actor, { type: 'SubmitDossier', centre: 'H27.118.1' }, dossier)).not.toThrow();
    expect(() => mayGive(actor, { type: 'WithdrawDossier' }, dossier)).toThrow('not-allowed');
    expect(scopeOf(actor, 'read-dossier', tree)).toEqual({ is: 'filed-by', account: 'service:portal' });
    expect(() => scopeOf(actor, 'search-dossiers', tree)).toThrow('not-allowed');
  });

  it('are kept as a fingerprint only', async () => {
    const key = await services.create(portal, now);
    expect(key).toMatch(/^dhk_[A-Za-z0-9_-]{43}$/);
    const { rows } = await pool.query('select k::text as kept from vault.service_keys k');
    expect(rows.map(({ kept }) => kept).join()).not.toContain(key.slice(4));
    expect(JSON.stringify(await services.list())).not.toContain(key.slice(4));
  });

  it('end at their time and when they are revoked, one without the other', async () => {
    const [first, second] = [
      await services.create({ ...portal, name: 'pay' }, now),
      await services.create({ ...portal, name: 'pay', endsAt: tomorrow }, now),
    ];
    expect([await asked(first, tomorrow), await asked(second), await asked(second, tomorrow)]).toEqual([
      null,
      null,
      'not-authenticated',
    ]);
    const [known] = (await services.list()).filter(({ name, endsAt }) => name === 'pay' && endsAt === null);
    expect(await services.revoke('pay', known?.id ?? '?', now)).toBe(1);
    expect([await asked(first), await asked(second)]).toEqual(['not-authenticated', null]);
    expect(await services.revoke('pay', null, now)).toBe(1);
    expect(await asked(second)).toBe('not-authenticated');
  });

  it('show on which day they were last used', async () => {
    const key = await services.create({ ...portal, name: 'seldom' }, now);
    const lastUsed = async () => (await services.list()).find(({ name }) => name === 'seldom')?.lastUsedOn;
    expect(await lastUsed()).toBeNull();
    await asked(key, '2026-11-20T17:30:00.000Z'); // 00:30 of the 21st in Hà Nội
    expect(await lastUsed()).toBe('2026-11-21');
  });

  it('do not log out: who runs the service revokes them', async () => {
    const key = await services.create(portal, now);
    expect(await refusal(services.end())).toBe('not-allowed');
    expect(await asked(key)).toBeNull();
  });

  it('that nobody made open nothing', async () => {
    expect(await asked(`dhk_${'A'.repeat(43)}`)).toBe('not-authenticated');
  });

  it.each<[string, Partial<Service>]>([
    ['a right that the role has not', { rights: ['ReceiveDossier'] }],
    ['no right', { rights: [] }],
    ['the role of an official', { role: 'leader', rights: ['ApproveDecision'] as readonly Right[] }],
    ['a name that cannot be', { name: 'Cổng' }],
    ['an end in the past', { endsAt: now }],
  ])('are not made with %s', async (_what, changed) => {
    expect(await refusal(services.create({ ...portal, ...changed }, now))).toBe('invalid-input');
  });
});
