import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The operating system's account that PostgreSQL runs under; `null` is the account of this process. */
export type Account = { readonly uid: number; readonly gid: number; readonly name: string } | null;

/**
 * PostgreSQL refuses to run as root. Root therefore starts it as the owner of an existing cluster, else as `postgres`,
 * else as `nobody`; anybody else as themselves.
 */
export async function chooseAccount(clusterDir: string): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  const accounts = await readAccounts();
  const owner = await stat(clusterDir).catch(() => null);
  const chosen = owner
    ? accounts.find((account) => account.uid === owner.uid && account.uid !== 0)
    : (accounts.find((account) => account.name === 'postgres') ??
      accounts.find((account) => account.name === 'nobody'));
  if (!chosen) {
    throw new Error(
      owner
        ? `PostgreSQL does not run as root, and ${clusterDir} belongs to no other account; give it to one`
        : 'PostgreSQL does not run as root, and there is no account postgres or nobody; start as an ordinary user',
    );
  }
  return chosen;
}

/** @throws when the account may not enter one of the folders above a path. */
export async function mustReach(account: Account, path: string): Promise<void> {
  if (!account) return;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { uid, gid, mode } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      throw new Error(
        `PostgreSQL runs as ${account.name}, which may not enter ${folder}; start as an ordinary user, or keep the program and DATA_DIR in a folder open to all`,
      );
    }
    if (folder === dirname(folder)) return;
  }
}

async function readAccounts() {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return passwd.split('\n').flatMap((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return uid && gid && Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
