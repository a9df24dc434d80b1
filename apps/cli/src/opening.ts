import { existsSync } from 'node:fs';
import { configuration, openInstallation, type Configuration, type Installation } from '#installation';

/** What the environment says. */
export const configured = (): Configuration => configuration(process.env, { logLevel: 'warn' });

/** Runs a command on the installation that the environment names, and closes it whatever happens. */
export async function onInstallation<T>(run: (installation: Installation) => Promise<T>): Promise<T> {
  const config = configured();
  if (config.databaseUrl === null && !existsSync(config.dataDir))
    console.error(`Chưa có thư mục dữ liệu ${config.dataDir}: tạo mới, chưa có gì trong đó.`);
  const installation = await openInstallation(config, 'borrow-or-own');
  try {
    return await run(installation);
  } finally {
    await installation.close();
  }
}
