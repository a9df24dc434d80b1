import { configuration, openInstallation, type Configuration, type Installation } from '#installation';

/** What the environment says. */
export const configured = (): Configuration => configuration(process.env, { logLevel: 'warn' });

/** Runs a command on the installation that the environment names, and closes it whatever happens. */
export async function onInstallation<T>(run: (installation: Installation) => Promise<T>): Promise<T> {
  const installation = await openInstallation(configured(), 'borrow-or-own');
  try {
    return await run(installation);
  } finally {
    await installation.close();
  }
}
