import { configuration, openInstallation, runUntilStopped } from '#installation';
import { workerHealth } from './health.js';
import { startWorker } from './worker.js';

await runUntilStopped(async () => {
  const config = configuration(process.env, { logLevel: 'info' });
  const installation = await openInstallation(config, 'borrow');
  const log = (entry: object) =>
    process.stderr.write(`${JSON.stringify({ at: installation.clock.now(), context: 'worker', ...entry })}\n`);
  const stopWorker = startWorker({
    ...installation,
    onTrouble: (projection, error) =>
      log({ level: 'warn', projection, message: error instanceof Error ? error.message : String(error) }),
  });
  const health = workerHealth(installation);
  await health.listen({ port: config.port, host: config.host });
  return async () => {
    await health.close();
    await stopWorker();
    await installation.close();
  };
});
