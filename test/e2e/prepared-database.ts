import { DEMO_ACCOUNTS, MasterKeys } from '#access';
import { configuration, openInstallation, publishShipped, SHIPPED } from '#installation';
import { freshDatabase } from '#testing';
import type { Environment } from './running-process.js';

const ACTOR = { id: 'test', role: 'administrator', agency: null } as const;

/** A database for processes: the demo province without the national records, and the demo accounts. */
export async function preparedDatabase(password: string) {
  const database = await freshDatabase();
  const env: Environment = { DATABASE_URL: database.url, MASTER_KEY: MasterKeys.generate() };
  const installation = await openInstallation(configuration(env, { logLevel: 'error' }), 'borrow');
  await publishShipped({ ...installation, actor: ACTOR }, () => {}, SHIPPED.slice(0, 3));
  for (const account of DEMO_ACCOUNTS) await installation.accounts.create(account, password);
  await installation.close();
  return { env, url: database.url, drop: () => database.drop() };
}

export type PreparedDatabase = Awaited<ReturnType<typeof preparedDatabase>>;
