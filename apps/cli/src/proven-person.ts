import { credentialFrom, proven } from '#access';
import type { Caller } from '#handling';
import type { Installation } from '#installation';
import { Refusal } from '#kernel';
import { writeDown, type Asking } from './operator.js';

/** Who a line of standard input proves to be; a failed proof is a failed log-in. @throws Refusal of `proven` */
export async function provenPerson(installation: Installation, line: string, asking: Asking): Promise<Caller> {
  const credential = credentialFrom(line);
  try {
    return await proven(installation, credential, installation.clock.now());
  } catch (error) {
    // A token that proves nobody tells no name.
    const account = 'account' in credential ? credential.account : null;
    if (error instanceof Refusal) await writeDown(installation, { ...asking, what: 'log-in' }, error.code, [], account);
    throw error;
  }
}
