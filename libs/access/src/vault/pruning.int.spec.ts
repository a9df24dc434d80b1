import pg from 'pg';
import { Accounts, openVault, prune } from '#access';
import { freshDatabase } from '#testing';

describe('what the vault takes away', () => {
  it('is what has ended of sessions, failed logins and revoked tokens, and nothing else', async () => {
    const database = await freshDatabase();
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    await openVault(pool);
    const accounts = await Accounts.open(pool);
    await accounts.create({ name: 'hoa', role: 'clerk', agency: null }, 'mật khẩu của Hoa');
    for (const at of ['2020-11-20T02:00:00.000Z', '2999-11-20T02:00:00.000Z']) {
      await accounts.logIn('hoa', 'mật khẩu của Hoa', at);
      await accounts.attempts.begin(`nobody-${at.slice(0, 4)}`, at);
      await pool.query('insert into vault.revoked_tokens (fingerprint, ends_at) values ($1, $2)', [at, at]);
    }
    await prune(pool);
    const left = await Promise.all(
      ['sessions', 'login_attempts', 'revoked_tokens'].map(async (table) => {
        const { rows } = await pool.query(`select extract(year from ends_at)::integer as year from vault.${table}`);
        return rows.map(({ year }) => year);
      }),
    );
    expect(left).toEqual([[2999], [2999], [2999]]);
    expect((await accounts.list('2020-11-20T02:00:00.000Z')).map(({ name }) => name)).toEqual(['hoa']);
    await pool.end();
    await database.drop();
  });
});
