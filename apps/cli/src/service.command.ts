import { Command, InvalidArgumentError, Option } from 'commander';
import { isRight, isRole, SERVICE_ROLES, type KnownKey, type Right } from '#access';
import { onInstallation } from './opening.js';

interface CreateOptions {
  readonly role: string;
  readonly scope: readonly Right[];
  readonly days?: number;
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 3_650;

const rightsOf = (text: string, before: readonly Right[] = []): readonly Right[] => {
  const asked = text.split(',').map((part) => part.trim());
  const unknown = asked.find((right) => !isRight(right));
  if (unknown !== undefined) throw new InvalidArgumentError(`there is no right "${unknown}" (docs/roles.md)`);
  return [...before, ...asked.filter(isRight)];
};

const daysOf = (text: string): number => {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MOST_DAYS) throw new InvalidArgumentError(`a whole number from 1 to ${MOST_DAYS}`);
  return days;
};

const create = new Command('create')
  .description('makes a key for a program and prints it, this once; a service may have several')
  .argument('<name>', 'small letters, digits, dot, dash')
  .addOption(new Option('--role <role>').choices([...SERVICE_ROLES]).makeOptionMandatory())
  .addOption(
    new Option('--scope <rights>', 'rights that the key may use, separated by commas (docs/roles.md)')
      .argParser(rightsOf)
      .makeOptionMandatory(),
  )
  .addOption(new Option('--days <days>', 'how long the key holds; without it until it is revoked').argParser(daysOf))
  .action(async (name: string, { role, scope, days }: CreateOptions, command: Command) => {
    if (!isRole(role)) return command.error('error: no such role');
    const key = await onInstallation(({ services, clock }) => {
      const now = clock.now();
      const endsAt = days === undefined ? null : new Date(Date.parse(now) + days * DAY_MS).toISOString();
      return services.create({ name, role, rights: scope, endsAt }, now);
    });
    console.log(key);
  });

const list = new Command('list')
  .description('every key: its service, rights, end and the day of its last use')
  .option('--json', 'print JSON')
  .action(async ({ json }: { readonly json?: boolean }) => {
    const keys = await onInstallation(({ services }) => services.list());
    if (json) console.log(JSON.stringify(keys));
    else for (const key of keys) console.log(lineOf(key));
  });

const lineOf = ({ id, name, role, rights, endsAt, lastUsedOn, revokedAt }: KnownKey): string => {
  const state = revokedAt === null ? `ends ${endsAt ?? 'when revoked'}` : `revoked ${revokedAt}`;
  return `${id}  ${name.padEnd(16)} ${role}  ${rights.join(',')}  ${state}  last used ${lastUsedOn ?? 'never'}`;
};

const revoke = new Command('revoke')
  .description('revokes the keys of a service at once')
  .argument('<name>')
  .option('--key <id>', 'only this one')
  .action(async (name: string, { key }: { readonly key?: string }) => {
    const revoked = await onInstallation(({ services, clock }) => services.revoke(name, key ?? null, clock.now()));
    if (revoked === 0) throw new Error(`there is no such key of ${name}`);
    console.log(`${revoked} keys of ${name} revoked`);
  });

/** Tài khoản dịch vụ. */
export const serviceCommand = new Command('service')
  .description('keys of programs: the national portal and the like')
  .addCommand(create)
  .addCommand(list)
  .addCommand(revoke);
