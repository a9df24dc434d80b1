import pg from 'pg';
import { Refusal } from '#kernel';
import { Accounts, OneDoor, openVault, ServiceKeys } from '#access';
import { freshDatabase, type FreshDatabase } from '#testing';

const now = '2026-11-20T02:00:00.000Z';
const minutesLater = (minutes: number, from = now) => new Date(Date.parse(from) + minutes * 60_000).toISOString();
const PASSWORD = 'mật khẩu của Hoa';

describe('local accounts', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let accounts: Accounts;
  let made = 0;
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => (error instanceof Refusal ? error.code : error),
    );
  const logIn = (name: string, password = PASSWORD, at = now) => accounts.logIn(name, password, at);
  const asked = (token: string, at = now) => refusal(accounts.sessions.callerOf(token, at));
  /** An account that no other test knows. */
  const somebody = async (mustChange = false) => {
    const name = `hoa${(made += 1)}`;
    await accounts.create({ name, role: 'reception-officer', agency: 'H27.118.1' }, PASSWORD, { mustChange });
    return name;
  };

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 8 });
    await openVault(pool);
    accounts = await Accounts.open(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('opens a session for the right password, and says whom it speaks for', async () => {
    const hoa = await somebody();
    const { token, mustChangePassword } = await logIn(hoa);
    expect(mustChangePassword).toBe(false);
    expect(await accounts.sessions.callerOf(token, now)).toEqual({
      account: hoa,
      actor: { id: hoa, role: 'reception-officer', agency: 'H27.118.1' },
      name: hoa,
      mustChangePassword: false,
    });
  });

  it('refuses a wrong password, a wrong name and a closed account with the same words', async () => {
    const [hoa, closed] = [await somebody(), await somebody()];
    await accounts.close(closed, now);
    const said = async (name: string, password: string) => logIn(name, password).catch((error: unknown) => error);
    for (const answer of [await said(hoa, 'sai'), await said('nobody', PASSWORD), await said(closed, PASSWORD)])
      expect(answer).toEqual(new Refusal('not-authenticated'));
    expect(await said('Không Phải Tên', PASSWORD)).toEqual(new Refusal('not-authenticated'));
  });

  it('takes a password however the keyboard writes its letters', async () => {
    const hoa = await somebody();
    expect(await refusal(logIn(hoa, PASSWORD.normalize('NFD')))).toBeNull();
    expect(await refusal(logIn(hoa, PASSWORD.normalize('NFC')))).toBeNull();
  });

  it('keeps neither passwords nor tokens as they are', async () => {
    const { token } = await logIn(await somebody());
    const { rows } = await pool.query(`select a::text || s::text as kept from vault.accounts a, vault.sessions s`);
    const kept = rows.map((row) => row.kept).join('\n');
    expect(kept).toContain('argon2id');
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(PASSWORD);
  });

  it('creates an account once, and keeps the first password', async () => {
    const name = await somebody();
    expect(await accounts.create({ name, role: 'leader', agency: null }, 'một mật khẩu khác')).toBe(false);
    expect(await refusal(logIn(name, 'một mật khẩu khác'))).toBe('not-authenticated');
  });

  it('has no account whose name could be one of a provider or a service', async () => {
    for (const name of ['oidc:b6f1', 'service:portal', 'Hoa', 'h', ''])
      expect(await refusal(accounts.create({ name, role: 'clerk', agency: null }, PASSWORD))).toBe('invalid-input');
  });

  it('may be opened by several processes at once', async () => {
    await Promise.all([openVault(pool), openVault(pool), openVault(pool)]);
  });

  it('lets nobody in where a provider does it', async () => {
    const closed = await Accounts.open(pool, false);
    const name = await somebody();
    expect(await refusal(closed.logIn(name, PASSWORD, now))).toBe('local-accounts-off');
    const { token } = await logIn(name);
    const door = new OneDoor({ sessions: null, services: new ServiceKeys(pool), provider: null });
    expect(await refusal(door.callerOf(token, now))).toBe('not-authenticated');
  });

  describe('a session', () => {
    it('ends after twelve hours, however busy, and at once when logged out', async () => {
      const { token, endsAt } = await logIn(await somebody());
      expect(endsAt).toBe('2026-11-20T14:00:00.000Z'); // 12 hours later
      for (let minutes = 50; minutes < 720; minutes += 50) expect(await asked(token, minutesLater(minutes))).toBeNull();
      expect(await asked(token, endsAt)).toBe('not-authenticated');
      const other = await logIn(await somebody());
      await accounts.sessions.end(other.token);
      expect(await asked(other.token)).toBe('not-authenticated');
    });

    it('ends an hour after it was last used', async () => {
      const { token } = await logIn(await somebody());
      expect(await asked(token, minutesLater(59))).toBeNull();
      expect(await asked(token, minutesLater(118))).toBeNull(); // 59 minutes after the last
      expect(await asked(token, minutesLater(178))).toBe('not-authenticated'); // 60 minutes after the last
    });

    it('writes that it is in use once a minute, not at every request', async () => {
      const hoa = await somebody();
      const { token } = await logIn(hoa);
      const seen = async (at: string) => {
        await asked(token, at);
        return (await accounts.sessions.of(hoa, at))[0]?.seenAt;
      };
      expect(await seen('2026-11-20T02:00:59.999Z')).toBe(now);
      expect(await seen('2026-11-20T02:01:00.000Z')).toBe('2026-11-20T02:01:00.000Z');
    });

    it('is listed and ended by an operator, one or all', async () => {
      const hoa = await somebody();
      const [first, second] = [await logIn(hoa), await logIn(hoa)];
      const [listed] = await accounts.sessions.of(hoa, now);
      expect(await accounts.sessions.endOf(hoa, { id: listed?.id ?? '?' })).toBe(1);
      expect(await accounts.sessions.of(hoa, now)).toHaveLength(1);
      await accounts.sessions.endAll((await asked(first.token)) === null ? first.token : second.token, now);
      expect([await asked(first.token), await asked(second.token)]).toEqual(['not-authenticated', 'not-authenticated']);
    });

    it('ends at once when its account is closed, and an account that was opened again logs in', async () => {
      const hoa = await somebody();
      const { token } = await logIn(hoa);
      expect(await accounts.close(hoa, now)).toBe(true);
      expect(await asked(token)).toBe('not-authenticated');
      expect(await accounts.reopen(hoa)).toBe(true);
      expect(await asked(token)).toBe('not-authenticated');
      expect(await refusal(logIn(hoa))).toBeNull();
      expect(await accounts.close('nobody', now)).toBe(false);
    });

    it('is not opened by a password that was replaced while it was being verified', async () => {
      const hoa = await somebody();
      const { rows } = await pool.query('select password_hash from vault.accounts where name = $1', [hoa]);
      await accounts.resetPassword(hoa, 'mật khẩu của quản trị');
      expect(await accounts.sessions.open(hoa, now, rows[0].password_hash)).toBeNull();
    });
  });

  describe('a password', () => {
    const next = 'một mật khẩu hoàn toàn mới';

    it('that somebody else gave leaves no right until it is changed', async () => {
      const hoa = await somebody(true);
      const { token, mustChangePassword } = await logIn(hoa);
      expect(mustChangePassword).toBe(true);
      expect((await accounts.sessions.callerOf(token, now)).actor.only).toEqual([]);
      await accounts.changePassword(token, PASSWORD, next, now);
      expect((await accounts.sessions.callerOf(token, now)).actor.only).toBeUndefined();
      expect((await logIn(hoa, next)).mustChangePassword).toBe(false);
    });

    it('that is changed ends every other session, and is the only one that opens', async () => {
      const hoa = await somebody();
      const [here, there] = [await logIn(hoa), await logIn(hoa)];
      await accounts.changePassword(here.token, PASSWORD, next, now);
      expect([await asked(here.token), await asked(there.token)]).toEqual([null, 'not-authenticated']);
      expect([await refusal(logIn(hoa)), await refusal(logIn(hoa, next))]).toEqual(['not-authenticated', null]);
    });

    it('is refused when it is short, endless, or the one that it replaces, in whatever characters', async () => {
      const { token } = await logIn(await somebody());
      const short = 'mười một kt'; // 11 characters
      for (const password of [short, 'a'.repeat(201), PASSWORD, PASSWORD.normalize('NFD')])
        expect(await refusal(accounts.changePassword(token, PASSWORD, password, now))).toBe('password-not-allowed');
    });

    it('is refused when it is the name of the account', async () => {
      const account = { name: 'tiepnhan.duc-tho', role: 'clerk', agency: null } as const;
      expect(await refusal(accounts.create(account, 'TiepNhan.Duc-Tho'))).toBe('password-not-allowed');
    });

    it('is not changed by who does not know it, and such guesses count like those of logging in', async () => {
      const { token } = await logIn(await somebody());
      const said = await Promise.all(
        Array.from({ length: 12 }, () => refusal(accounts.changePassword(token, 'sai', next, now))),
      );
      expect(said.toSorted()).toEqual([
        ...['login-locked', 'login-locked'],
        ...Array.from({ length: 10 }, () => 'wrong-password'),
      ]);
    });

    it('that an operator resets ends every session and must be changed', async () => {
      const hoa = await somebody();
      const { token } = await logIn(hoa);
      expect(await accounts.resetPassword(hoa, next)).toBe(true);
      expect(await asked(token)).toBe('not-authenticated');
      expect((await logIn(hoa, next)).mustChangePassword).toBe(true);
      expect(await accounts.resetPassword('nobody', next)).toBe(false);
    });
  });

  describe('after ten wrong passwords in a row', () => {
    /** An attempt counts until its password was right. */
    const fail = (name: string, times: number, at = now) =>
      Promise.all(Array.from({ length: times }, () => accounts.attempts.begin(name, at)));

    it('a name is locked for a quarter of an hour, the right password included', async () => {
      const hoa = await somebody();
      await fail(hoa, 10);
      expect(await refusal(logIn(hoa))).toBe('login-locked');
      expect(await refusal(logIn(hoa, PASSWORD, minutesLater(14)))).toBe('login-locked');
      expect(await refusal(logIn(hoa, PASSWORD, minutesLater(15)))).toBeNull();
    });

    it('a name of nobody is locked in the same words', async () => {
      const said = async (name: string) => {
        await fail(name, 9);
        await refusal(logIn(name, 'sai'));
        return logIn(name).catch((error: unknown) => error);
      };
      const until = minutesLater(15);
      for (const name of [await somebody(), 'nobody.of-that-name'])
        expect(await said(name)).toEqual(new Refusal('login-locked', null, { until, retryAfterSeconds: 900 }));
    });

    it('guesses made side by side, at two copies of the API, are no more than ten', async () => {
      const hoa = await somebody();
      const copy = await Accounts.open(pool);
      const said = await Promise.all(
        Array.from({ length: 30 }, (_, at) => refusal((at % 2 === 0 ? accounts : copy).logIn(hoa, `sai ${at}`, now))),
      );
      expect(said.filter((code) => code === 'not-authenticated')).toHaveLength(10);
      expect(said.filter((code) => code === 'login-locked')).toHaveLength(20);
    }, 30_000);

    it('nobody is locked by nine, nor by more with a right one between, nor by ten over a longer time', async () => {
      const hoa = await somebody();
      await fail(hoa, 9);
      expect(await refusal(logIn(hoa))).toBeNull();
      await fail(hoa, 9);
      expect(await refusal(logIn(hoa))).toBeNull();
      await fail(hoa, 9);
      expect(await refusal(logIn(hoa, 'sai', minutesLater(16)))).toBe('not-authenticated');
      expect(await refusal(logIn(hoa, PASSWORD, minutesLater(16)))).toBeNull();
    });

    it('an operator sees it and opens the name again', async () => {
      const hoa = await somebody();
      await fail(hoa, 10);
      const isLocked = async () => (await accounts.list(now)).find(({ name }) => name === hoa)?.isLocked;
      expect(await isLocked()).toBe(true);
      await accounts.reopen(hoa);
      expect([await isLocked(), await refusal(logIn(hoa))]).toEqual([false, null]);
    });
  });
});
