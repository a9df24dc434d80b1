import { text } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { isRole, ROLES, type KnownAccount } from '#access';
import { Refusal } from '#kernel';
import { onInstallation } from './opening.js';

interface CreateOptions {
  readonly role: string;
  readonly agency?: string;
}

interface JsonOption {
  readonly json?: boolean;
}

const JSON_FLAGS = ['--json', 'print JSON'] as const;

async function givenPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('password, then Enter and Ctrl-D: ');
  return (await text(process.stdin)).replace(/\r?\n$/, '');
}

const create = new Command('create')
  .description('creates a local account; the first password is read from standard input and changed at the first login')
  .argument('<name>', 'small letters, digits, dot, dash')
  .addOption(new Option('--role <role>').choices([...ROLES]).makeOptionMandatory())
  .option('--agency <code>', 'the agency it works for; none for roles that belong to none')
  .action(async (name: string, { role, agency }: CreateOptions, command: Command) => {
    if (!isRole(role)) return command.error('error: no such role');
    const password = await givenPassword();
    const created = await onInstallation(async ({ accounts, catalogue }) => {
      if (agency !== undefined && catalogue.view.findAgency(agency) === undefined)
        throw new Refusal('unknown-agency', null, { agency });
      return accounts.create({ name, role, agency: agency ?? null }, password, { mustChange: true });
    });
    if (!created) throw new Error(`there is an account of the name ${name}`);
    console.log(`account ${name} created; its password must be changed at the first login`);
  });

const list = new Command('list')
  .description('every local account: role, agency, whether closed, locked, or to change its password')
  .option(...JSON_FLAGS)
  .action(async ({ json }: JsonOption) => {
    const accounts = await onInstallation(({ accounts, clock }) => accounts.list(clock.now()));
    if (json) console.log(JSON.stringify(accounts));
    else for (const account of accounts) console.log(lineOf(account));
  });

const lineOf = ({ name, role, agency, isClosed, isLocked, mustChangePassword }: KnownAccount): string => {
  const said = { closed: isClosed, locked: isLocked, 'must change its password': mustChangePassword };
  const states = Object.entries(said).flatMap(([state, is]) => (is ? [state] : []));
  return `${name.padEnd(20)} ${role.padEnd(18)} ${(agency ?? '–').padEnd(12)} ${states.join(', ')}`.trimEnd();
};

const resetPassword = new Command('reset-password')
  .description('gives an account a password from standard input, to be changed at the next login; ends its sessions')
  .argument('<name>')
  .action(async (name: string) => {
    const password = await givenPassword();
    known(name, await onInstallation(({ accounts }) => accounts.resetPassword(name, password)));
    console.log(`account ${name}: password reset, sessions ended`);
  });

const close = new Command('close')
  .description('closes an account: nobody logs in, and its sessions end at once')
  .argument('<name>')
  .action(async (name: string) => {
    known(name, await onInstallation(({ accounts, clock }) => accounts.close(name, clock.now())));
    console.log(`account ${name} closed`);
  });

const reopen = new Command('reopen')
  .description('opens a closed account again, and one that failed logins have locked')
  .argument('<name>')
  .action(async (name: string) => {
    known(name, await onInstallation(({ accounts }) => accounts.reopen(name)));
    console.log(`account ${name} open`);
  });

const sessions = new Command('sessions')
  .description('the sessions of an account that have not ended')
  .argument('<name>')
  .option(...JSON_FLAGS)
  .action(async (name: string, { json }: JsonOption) => {
    const found = await onInstallation(({ accounts, clock }) => accounts.sessions.of(name, clock.now()));
    if (json) return console.log(JSON.stringify(found));
    for (const { id, startedAt, seenAt, endsAt } of found)
      console.log(`${id}  since ${startedAt}  seen ${seenAt}  ends ${endsAt}`);
  });

const revoke = new Command('revoke')
  .description(
    'ends the sessions of an account at once; of an account of the provider (oidc:…): every token issued until now',
  )
  .argument('<name>')
  .option('--session <id>', 'only this one')
  .action(async (name: string, { session }: { readonly session?: string }) => {
    const ended = await onInstallation(async ({ accounts, provider, clock }) => {
      if (!name.startsWith('oidc:')) return accounts.sessions.endOf(name, session === undefined ? {} : { id: session });
      if (provider === null) throw new Error('no provider is configured');
      await provider.revoke(name, clock.now());
      return null;
    });
    console.log(ended === null ? `tokens of ${name} revoked` : `${ended} sessions of ${name} ended`);
  });

function known(name: string, isKnown: boolean): void {
  if (!isKnown) throw new Error(`there is no account of the name ${name}`);
}

/** Tài khoản nội bộ. */
export const accountCommand = new Command('account')
  .description('local accounts and their sessions')
  .addCommand(create)
  .addCommand(list)
  .addCommand(resetPassword)
  .addCommand(close)
  .addCommand(reopen)
  .addCommand(sessions)
  .addCommand(revoke);
