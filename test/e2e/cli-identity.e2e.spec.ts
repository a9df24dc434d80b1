import { freshDatabase, type FreshDatabase } from '#testing';
import { built, cliInThread } from './cli-in-thread.js';

describe("the operator's command line for accounts and services", () => {
  let database: FreshDatabase;
  const cli = (args: readonly string[], input = '') =>
    cliInThread(args, { env: { DATABASE_URL: database.url }, input });
  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await freshDatabase();
  }, 120_000);
  afterAll(() => database.drop());

  it('creates, lists, closes, opens and resets an account, whose first password is to be changed', () => {
    expect(cli(['account', 'create', 'hoa', '--role', 'inspector'], 'một mật khẩu dài\n').stdout).toContain('created');
    const hoa = () => JSON.parse(cli(['account', 'list', '--json']).stdout)[0];
    const created = { name: 'hoa', role: 'inspector', agency: null, isLocked: false, mustChangePassword: true };
    expect(hoa()).toEqual({ ...created, isClosed: false });
    expect(cli(['account', 'close', 'hoa']).status).toBe(0);
    expect(hoa()).toEqual({ ...created, isClosed: true });
    expect(cli(['account', 'list']).stdout).toMatch(/^hoa +inspector +– +closed, must change its password$/m);
    expect(cli(['account', 'reopen', 'hoa']).status).toBe(0);
    expect(cli(['account', 'reset-password', 'hoa'], 'một mật khẩu khác\n').status).toBe(0);
    expect(cli(['account', 'sessions', 'hoa', '--json']).stdout.trim()).toBe('[]');
    expect(cli(['account', 'revoke', 'hoa']).stdout).toContain('0 sessions of hoa ended');
  }, 60_000);

  it.each([
    ['account', 'close', 'lan'],
    ['account', 'reopen', 'lan'],
    ['account', 'reset-password', 'lan'],
    ['account', 'revoke', 'oidc:b6f1'],
    ['service', 'revoke', 'lan'],
  ])('says that there is nobody to %s %s %s', (...args) => {
    const { status, stderr } = cli(args, 'một mật khẩu dài\n');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^error: (there is no|no provider)/)]);
  });

  it('shows a key once, and lists it by its rights until it is revoked', () => {
    const made = [
      'service',
      'create',
      'cong',
      '--role',
      'integration',
      '--scope',
      'SubmitDossier,PayFee',
      '--days',
      '90',
    ];
    const { stdout: key } = cli(made);
    expect(key).toMatch(/^dhk_[\w-]{43}\n$/);
    const { stdout } = cli(['service', 'list', '--json']);
    expect(stdout).not.toContain(key.trim().slice(4));
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'cong', role: 'integration', rights: ['PayFee', 'SubmitDossier'], lastUsedOn: null, revokedAt: null },
    ]);
    expect(cli(['service', 'revoke', 'cong']).stdout).toContain('1 keys of cong revoked');
    expect(cli(['service', 'list']).stdout).toMatch(/cong .* revoked 2/);
  }, 60_000);

  it.each([
    [2, ['--role', 'leader', '--scope', 'ApproveDecision'], 'Allowed choices are integration'],
    [2, ['--role', 'integration', '--scope', 'fly'], 'there is no right "fly"'],
    [2, ['--role', 'integration'], "required option '--scope <rights>'"],
    [2, ['--role', 'integration', '--scope', 'PayFee', '--days', '0'], 'a whole number from 1'],
    [1, ['--role', 'integration', '--scope', 'ApproveDecision'], 'integration has no right to ApproveDecision'],
  ])('ends with %i when a key is asked for with %j', (code, args, text) => {
    const { status, stderr } = cli(['service', 'create', 'cong', ...args]);
    expect([status, stderr.includes(text)]).toEqual([code, true]);
  });
});
