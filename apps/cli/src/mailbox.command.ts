import { Command, Option } from 'commander';
import { ROLES } from '#access';
import { Mailboxes } from '#duties';
import { addressOf } from '#installation';
import { Refusal } from '#kernel';
import { onInstallation } from './opening.js';

interface BoxOptions {
  readonly role: string;
  readonly agency: string;
}

const holder = (command: Command): Command =>
  command
    .addOption(new Option('--role <role>', 'who is told').choices([...ROLES]).makeOptionMandatory())
    .requiredOption('--agency <code>', 'of which agency');

const set = holder(new Command('set'))
  .description('says where the holders of duties of a role in an agency are told')
  .argument('<address>', 'an e-mail address')
  .action(async (text: string, { role, agency }: BoxOptions, command: Command) => {
    const address = addressOf(text);
    if (address === null) return command.error('error: that is no e-mail address');
    await onInstallation(async ({ db, catalogue }) => {
      if (catalogue.view.findAgency(agency) === undefined) throw new Refusal('unknown-agency', null, { agency });
      await new Mailboxes(db).set({ role, agency, address });
    });
    console.log(`${role}@${agency}: ${address}`);
  });

const remove = holder(new Command('remove'))
  .description('tells them by e-mail no more')
  .action(async (box: BoxOptions) => {
    const was = await onInstallation(({ db }) => new Mailboxes(db).remove(box));
    console.log(was ? 'removed' : 'there was none');
  });

const list = new Command('list').description('lists them, and what became of how many notices').action(async () => {
  const boxes = await onInstallation(({ db }) => new Mailboxes(db).all());
  for (const { role, agency, address, told } of boxes) {
    const counts = Object.entries(told).map(([outcome, count]) => `${count} ${outcome}`);
    console.log(`${role}@${agency}: ${address}${counts.length === 0 ? '' : ` (${counts.join(', ')})`}`);
  }
});

/** Hộp thư công vụ của người giữ nghĩa vụ. */
export const mailboxCommand = new Command('mailbox')
  .description('official mailboxes of the holders of duties')
  .addCommand(set)
  .addCommand(remove)
  .addCommand(list);
