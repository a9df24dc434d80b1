import { text } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { isRole, ROLES } from '#access';
import { Refusal } from '#kernel';
import { onInstallation } from './opening.js';

interface CreateOptions {
  readonly role: string;
  readonly agency?: string;
}

const NAME = /^[a-z][a-z0-9._-]{1,63}$/;
const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 200;

const create = new Command('create')
  .description('creates a local account; the password is read from standard input')
  .argument('<name>', 'small letters, digits, dot, dash')
  .addOption(new Option('--role <role>').choices([...ROLES]).makeOptionMandatory())
  .option('--agency <code>', 'the agency it works for; none for roles that belong to none')
  .action(async (name: string, { role, agency }: CreateOptions, command: Command) => {
    if (!NAME.test(name)) return command.error('error: a name is 2 to 64 small letters, digits, dots and dashes');
    if (!isRole(role)) return command.error('error: no such role');
    if (process.stdin.isTTY) process.stderr.write('password, then Enter and Ctrl-D: ');
    const password = (await text(process.stdin)).replace(/\r?\n$/, '');
    if (password.length < SHORTEST_PASSWORD || password.length > LONGEST_PASSWORD)
      return command.error(`error: a password has ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`);
    const created = await onInstallation(async ({ accounts, catalogue }) => {
      if (agency !== undefined && catalogue.view.findAgency(agency) === undefined)
        throw new Refusal('unknown-agency', null, { agency });
      return accounts.create({ name, role, agency: agency ?? null }, password);
    });
    if (!created) throw new Error(`there is an account of the name ${name}`);
    console.log(`account ${name} created`);
  });

/** Tài khoản nội bộ. */
export const accountCommand = new Command('account').description('local accounts').addCommand(create);
