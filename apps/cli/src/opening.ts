import { configuration, openInstallation, type Installation } from '#installation';

/** Runs a command on the installation that the environment names, and closes it whatever happens. */
export async function onInstallation<T>(run: (installation: Installation) => Promise<T>): Promise<T> {
  const config = configuration(process.env, { logLevel: 'warn' });
  const installation = await openInstallation(config, 'borrow-or-own');
  try {
    return await run(installation);
  } finally {
    await installation.close();
  }
}
