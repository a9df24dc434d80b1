import { userInfo } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import type { ReadingEntry, ReadingOutcome } from '#access';
import type { Installation } from '#installation';
import { Refusal } from '#kernel';

const LONGEST_REASON = 300;

/** Who sits at the machine: whoever its operating system says, for the command line asks for no account. */
const operator = (): string => `operator:${userInfo().username}`;

/** What an operator asks, as the journal of readings holds it. */
export interface Asking extends Pick<ReadingEntry, 'what' | 'door'> {
  readonly asked?: string | undefined;
  readonly reason?: string | undefined;
  readonly filters?: readonly string[];
}

export const reasonOption = (): Option =>
  new Option('--reason <text>', 'why it is read; kept in the journal of readings').argParser((text: string) => {
    if (text.trim() === '' || text.length > LONGEST_REASON || /\p{Cc}/u.test(text))
      throw new InvalidArgumentError(`1 to ${LONGEST_REASON} characters on one line`);
    return text.trim();
  });

/** Reads at the machine, once that is written down: what cannot be is not shown, and a refusal is written down too. */
export async function recorded<T extends { readonly dossierId: string } | { readonly next: unknown }>(
  installation: Installation,
  asking: Asking,
  read: () => Promise<T>,
): Promise<T> {
  try {
    const found = await read();
    await writeDown(installation, asking, 'seen', 'dossierId' in found ? [found.dossierId] : []);
    return found;
  } catch (error) {
    if (error instanceof Refusal) await writeDown(installation, asking, error.code, []);
    throw error;
  }
}

const ASKED = /^[\w.-]{1,64}$/;

/** Of somebody who proves who they are at the machine, `account` is theirs. */
export async function writeDown(
  { journal, clock }: Pick<Installation, 'journal' | 'clock'>,
  { what, door, asked, reason, filters = [] }: Asking,
  outcome: ReadingOutcome,
  dossiers: readonly string[],
  account: string | null = operator(),
): Promise<void> {
  const named = asked !== undefined && ASKED.test(asked) ? asked : null;
  const who = { account, role: null, agency: null, requestId: null, clientAddress: null };
  journal.record({
    at: clock.now(),
    ...who,
    what,
    door,
    outcome,
    asked: named,
    dossiers,
    filters,
    reason: reason ?? null,
  });
  await journal.flush();
}
