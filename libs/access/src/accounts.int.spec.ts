import pg from 'pg';
import { Refusal } from '#kernel';
import { Accounts, openVault } from '#access';
import { freshDatabase, type FreshDatabase } from '#testing';

describe('local accounts', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let accounts: Accounts;
  const now = '2026-11-20T02:00:00.000Z';
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => (error instanceof Refusal ? error.code : error),
    );

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
    await openVault(pool);
    accounts = await Accounts.open(pool);
    await accounts.create({ name: 'hoa', role: 'reception-officer', agency: 'H27.118.1' }, 'mật khẩu của Hoa');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('opens a session for the right password, and says whom it speaks for', async () => {
    const { token } = await accounts.logIn('hoa', 'mật khẩu của Hoa', now);
    expect(await accounts.sessionOf(token, now)).toEqual({
      account: 'hoa',
      actor: { id: 'hoa', role: 'reception-officer', agency: 'H27.118.1' },
    });
  });

  it.each([
    ['a wrong password', 'hoa', 'sai'],
    ['a wrong name', 'lan', 'mật khẩu của Hoa'],
  ])('refuses %s with the same words', async (_what, name, password) => {
    expect(await refusal(accounts.logIn(name, password, now))).toBe('not-authenticated');
  });

  it('ends a session at its time, and at once when logged out', async () => {
    const { token, endsAt } = await accounts.logIn('hoa', 'mật khẩu của Hoa', now);
    expect(endsAt).toBe('2026-11-20T14:00:00.000Z'); // 12 hours later
    expect(await refusal(accounts.sessionOf(token, endsAt))).toBe('not-authenticated');
    expect(await refusal(accounts.sessionOf(token, now))).toBeNull();
    await accounts.logOut(token);
    expect(await refusal(accounts.sessionOf(token, now))).toBe('not-authenticated');
  });

  it('keeps neither passwords nor tokens as they are', async () => {
    const { token } = await accounts.logIn('hoa', 'mật khẩu của Hoa', now);
    const { rows } = await pool.query(`select a::text || s::text as kept from vault.accounts a, vault.sessions s`);
    const kept = rows.map((row) => row.kept).join('\n');
    expect(kept).toContain('argon2id');
    expect(kept).not.toContain(token);
    expect(kept).not.toContain('mật khẩu của Hoa');
  });

  it('creates an account once, and keeps the first password', async () => {
    expect(await accounts.create({ name: 'hoa', role: 'leader', agency: null }, 'khác')).toBe(false);
    expect(await refusal(accounts.logIn('hoa', 'khác', now))).toBe('not-authenticated');
  });

  it('may be opened by several processes at once', async () => {
    await Promise.all([openVault(pool), openVault(pool), openVault(pool)]);
  });
});
