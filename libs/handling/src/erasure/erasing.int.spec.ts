import pg from 'pg';
import { ErasuresFollowed, KeyVault, MasterKeys, openVault } from '#access';
import { dossierStream } from '#dossier';
import { PostgresEventStore, SealedEventStore } from '#event-store';
import {
  CatalogueFeed,
  DossierDesk,
  eraseApplicant,
  findErasure,
  forgetMissed,
  keepForgetting,
  type Caller,
  type ToForget,
} from '#handling';
import { ERASED, Refusal } from '#kernel';
import { freshDatabase, StandingClock, type FreshDatabase } from '#testing';
import { InterposedStore } from '../../test/interposed-store.js';
import { given, marriage, officer, publishCatalogue } from '../../test/office.js';

const of = (id: string, role: string, agency: string | null = 'H27.118'): Caller => ({
  account: id,
  actor: { id, role, agency },
});
const leader = of('lanhdao', 'leader');
const clerk = of('vanthu', 'clerk');
const order = { legalBasis: 'Đơn số 5 của công dân', keptDays: 30 };

describe('erasing an applicant (xóa dữ liệu cá nhân)', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let log: PostgresEventStore;
  let feed: CatalogueFeed;
  let keys: KeyVault;
  let store: SealedEventStore;
  const masters = MasterKeys.parse(MasterKeys.generate());
  const clock = new StandingClock('2026-11-20T02:00:00.000Z');
  const desk = () => new DossierDesk(store, feed, clock);
  const toForget: readonly ToForget[] = [
    { name: 'key', forget: async ({ key, erasedAt }) => keys.destroy(key === null ? [] : [key], erasedAt) },
  ];

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
    await openVault(pool);
    keys = await KeyVault.open(pool, masters);
    log = await PostgresEventStore.open(database.url);
    store = new SealedEventStore(log, keys);
    await publishCatalogue(store);
    feed = await CatalogueFeed.start(store);
  });
  afterAll(async () => {
    await feed.close();
    await log.close();
    await pool.end();
    await database.drop();
  });

  let made = 0;
  /** Received on 20/11, and withdrawn the same day where told. */
  const dossier = async (isEnded = true) => {
    clock.at = '2026-11-20T02:00:00.000Z';
    const answer = await desk().receive(officer, given(`erase-${(made += 1)}`), marriage);
    const data = { requestedBy: 'Nguyễn Thị Hoa', reason: 'Thôi' };
    const withdraw = { type: 'WithdrawDossier', data } as const;
    if (isEnded) await desk().give(officer, given(`end-${made}`), answer.dossierId, withdraw);
    clock.at = '2026-12-20T02:00:00.000Z'; // 20/11 and 30 days
    return { dossierId: answer.dossierId, code: answer.code ?? '' };
  };
  const erasing = (code: string, persons: readonly Caller[] = [leader, clerk], how = order) =>
    eraseApplicant({ desk: desk(), log, toForget }, persons, given(`erasing-${(made += 1)}`), code, how);
  const refusal = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return error instanceof Refusal ? error.code : error;
  };
  const nameIn = async (dossierId: string) => {
    const [first] = (await desk().load(dossierId)).history;
    return first?.type === 'DossierReceived' ? first.data.applicant.name : null;
  };
  const typesOf = async (dossierId: string) => (await desk().load(dossierId)).history.map(({ type }) => type);
  const until = async (holds: () => Promise<boolean>) => {
    for (let looks = 0; !(await holds()); looks += 1) {
      if (looks > 150) throw new Error('it never came');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const keyOf = async (dossierId: string): Promise<string> => {
    for await (const { meta } of log.read(dossierStream(dossierId), { limit: 1 })) return meta.sealed?.key ?? '';
    return '';
  };
  const isDestroyed = async (dossierId: string) => {
    const key = await keyOf(dossierId);
    return (await (await KeyVault.open(pool, masters)).find([key])).get(key) === null;
  };

  it('writes who ordered and who carried it out, and then nobody reads the person any more', async () => {
    const { dossierId, code } = await dossier();
    expect(await nameIn(dossierId)).toBe('Nguyễn Thị Hoa');
    await erasing(code);
    const last = (await desk().load(dossierId)).history.at(-1);
    expect(last).toMatchObject({
      type: 'ApplicantErased',
      data: { legalBasis: 'Đơn số 5 của công dân', approvedBy: ['lanhdao', 'vanthu'] },
      meta: { actor: { id: 'vanthu', role: 'clerk' } },
    });
    expect([await nameIn(dossierId), await isDestroyed(dossierId)]).toEqual([ERASED, true]);
  });

  it('answers an erasure that was done as done, and adds no event', async () => {
    const { dossierId, code } = await dossier();
    const { revision } = await erasing(code);
    expect((await erasing(code)).revision).toBe(revision);
    expect(await typesOf(dossierId)).toEqual(['DossierReceived', 'DossierWithdrawn', 'ApplicantErased']);
  });

  it.each<[string, string, readonly Caller[]]>([
    ['one person', 'two-persons-needed', [leader]],
    ['nobody', 'two-persons-needed', []],
    ['the same person twice', 'two-persons-needed', [leader, leader]],
    ['one account in both roles', 'two-persons-needed', [leader, of('lanhdao', 'clerk')]],
    ['two leaders', 'two-persons-needed', [leader, of('lanhdao2', 'leader')]],
    ['two clerks', 'two-persons-needed', [clerk, of('vanthu2', 'clerk')]],
    ['a case officer beside the leader', 'not-allowed', [leader, of('thuly', 'case-officer')]],
    ['an administrator', 'not-allowed', [of('quantri', 'administrator', null), clerk]],
    ['an inspector', 'not-allowed', [leader, clerk, of('thanhtra', 'inspector', null)]],
    ['the engine itself', 'not-allowed', [of('system', 'system', null), clerk]],
    ['the leader of another agency', 'unknown-dossier', [of('khac', 'leader', 'H27.11'), clerk]],
    ['the clerk of another agency', 'unknown-dossier', [leader, of('khac', 'clerk', 'H27.11')]],
  ])('is refused to %s: %s, and leaves no event', async (_who, code, persons) => {
    const { dossierId, code: asked } = await dossier();
    expect(await refusal(erasing(asked, persons))).toBe(code);
    expect(await typesOf(dossierId)).toEqual(['DossierReceived', 'DossierWithdrawn']);
    expect(await isDestroyed(dossierId)).toBe(false);
  });

  it('is refused while the dossier runs, while it is kept, and for what is no dossier', async () => {
    const { code: running } = await dossier(false);
    expect(await refusal(erasing(running))).toBe('not-in-state');
    const { code, dossierId } = await dossier();
    clock.at = '2026-12-19T10:00:00.000Z';
    expect(await refusal(erasing(code))).toBe('still-kept');
    expect(await refusal(erasing('H27.118-261120-9999'))).toBe('unknown-dossier');
    expect(await refusal(erasing('không phải mã'))).toBe('invalid-input');
    expect(await isDestroyed(dossierId)).toBe(false);
  });

  it('erases what was refused at the desk and bears no code, by the agency above its centre', async () => {
    clock.at = '2026-11-20T02:00:00.000Z';
    const { procedure, centre, applicant, request } = marriage;
    const filed = { procedure, channel: 'online', centre, portalCode: 'G22-9', applicant, submitter: null } as const;
    const { dossierId } = await desk().submit(officer, given('filed'), { ...filed, request, papers: [] });
    const refuse = { type: 'RefuseAtDesk', data: { reason: 'Không thuộc thẩm quyền' } } as const;
    await desk().give(officer, given('refused'), dossierId, refuse);
    clock.at = '2026-12-20T02:00:00.000Z';
    expect(await refusal(erasing(dossierId, [of('khac', 'leader', 'H27.11'), clerk]))).toBe('unknown-dossier');
    await erasing(dossierId);
    expect((await desk().load(dossierId)).history[0]?.data).toMatchObject({ applicant: { name: ERASED } });
  });

  describe('while others write to the same dossier', () => {
    const rating = {
      type: 'RateSatisfaction',
      data: { overall: 5, criteria: [], comment: 'Tốt', collectedBy: 'device' },
    } as const;

    it('a command that comes behind it is refused cleanly', async () => {
      const { dossierId } = await dossier();
      const overtaken = new InterposedStore(store);
      const slow = new DossierDesk(overtaken, feed, clock);
      overtaken.beforeAppendTo('dossier-', () => erasing(dossierId));
      expect(await refusal(slow.give(officer, given(`late-${made}`), dossierId, rating))).toBe('applicant-erased');
      expect((await typesOf(dossierId)).at(-1)).toBe('ApplicantErased');
    });

    it('an erasure that comes behind a command is decided anew: the dossier is kept from its last event on', async () => {
      const { dossierId } = await dossier();
      const overtaken = new InterposedStore(store);
      const slow = new DossierDesk(overtaken, feed, clock);
      overtaken.beforeAppendTo('dossier-', () => desk().give(officer, given(`first-${made}`), dossierId, rating));
      const late = eraseApplicant({ desk: slow, log, toForget }, [leader, clerk], given('overtaken'), dossierId, order);
      expect(await refusal(late)).toBe('still-kept');
      expect([(await typesOf(dossierId)).at(-1), await isDestroyed(dossierId)]).toEqual(['SatisfactionRated', false]);
    });

    it('a command that is repeated after it is told why nobody can answer it as the first time', async () => {
      clock.at = '2026-11-20T02:00:00.000Z';
      const key = given(`repeated-${(made += 1)}`);
      const { dossierId } = await desk().receive(officer, key, marriage);
      const withdraw = { type: 'WithdrawDossier', data: { requestedBy: 'Hoa', reason: 'Thôi' } } as const;
      await desk().give(officer, given(`repeated-end-${made}`), dossierId, withdraw);
      clock.at = '2026-12-20T02:00:00.000Z';
      await erasing(dossierId);
      expect(await refusal(desk().receive(officer, key, marriage))).toBe('applicant-erased');
    });
  });

  describe('interrupted between the event and the key', () => {
    const erasures = () => new ErasuresFollowed(pool);
    /** Runs the worker's part until what is awaited holds. */
    const worked = async (holds: () => Promise<boolean>) => {
      const troubles: unknown[] = [];
      const stop = keepForgetting({ log, toForget, erasures: erasures(), onTrouble: (error) => troubles.push(error) });
      await until(holds).finally(stop);
      expect(troubles).toEqual([]);
    };
    const interrupted = async () => {
      const { dossierId } = await dossier();
      await desk().erase([leader, clerk], given(`interrupted-${(made += 1)}`), dossierId, order);
      expect(await isDestroyed(dossierId)).toBe(false);
      return dossierId;
    };

    it('is finished by the same command given again', async () => {
      const dossierId = await interrupted();
      await erasing(dossierId);
      expect(await isDestroyed(dossierId)).toBe(true);
    });

    it('is finished by the worker', async () => {
      const dossierId = await interrupted();
      await worked(() => isDestroyed(dossierId));
    });

    it('destroys again, from where the older vault stood, what a backup brought back', async () => {
      const backup = await erasures().last();
      const dossierId = await interrupted();
      const key = await keyOf(dossierId);
      const { rows } = await pool.query<{ readonly master: string; readonly wrapped: Buffer }>(
        'select master, wrapped from vault.keys where id = $1',
        [key],
      );
      const restored = () =>
        pool.query('update vault.keys set master = $2, wrapped = $3, destroyed_at = null where id = $1', [
          key,
          rows[0]?.master,
          rows[0]?.wrapped,
        ]);
      await worked(() => isDestroyed(dossierId));
      await restored();
      await pool.query('delete from vault.destroyed_keys where id = $1', [key]);
      await pool.query('delete from vault.erasures_followed');
      if (backup !== null) await erasures().moveTo(backup);
      expect(await isDestroyed(dossierId)).toBe(false);
      await worked(() => isDestroyed(dossierId));
      await restored(); // only the keys: the vault itself knows which it destroyed
      expect(await isDestroyed(dossierId)).toBe(true);
    });

    it('is finished before a process answers anybody, and then reads nothing again', async () => {
      const dossierId = await interrupted();
      await forgetMissed({ log, toForget, erasures: erasures() });
      expect(await isDestroyed(dossierId)).toBe(true);
      const reached = await erasures().last();
      await forgetMissed({ log, toForget: [], erasures: erasures() });
      expect([reached?.stream, await erasures().last()]).toEqual([dossierStream(dossierId), reached]);
    });

    it('goes through the whole log again where its events no longer stand where they stood', async () => {
      const dossierId = await interrupted();
      const erasure = await findErasure(log, dossierId);
      expect(erasure?.dossierId).toBe(dossierId);
      await erasures().moveTo({ stream: dossierStream(dossierId), revision: 0, position: 'f'.repeat(32) });
      await worked(() => isDestroyed(dossierId));
    });
  });

  it('destroys no key of a dossier whose log says nothing of an erasure', async () => {
    const { dossierId } = await dossier();
    expect(await findErasure(log, dossierId)).toBeNull();
    expect(await findErasure(log, '00000000-0000-4000-8000-000000000000')).toBeNull();
  });
});
