import { ServerClock, SmtpNotifier } from '#duties';
import { Signer } from '#inspection';
import { toldOf } from '#kernel';
import { configuration, openInstallation, runUntilStopped, signingKey, tellLog } from '#installation';
import { workerHealth } from './health.js';
import { startWorker } from './worker.js';

await runUntilStopped(tellLog, async () => {
  const config = configuration(process.env, { logLevel: 'info' });
  const installation = await openInstallation(config, 'borrow');
  const log = (entry: object) =>
    process.stderr.write(`${JSON.stringify({ at: installation.clock.now(), context: 'worker', ...entry })}\n`);
  const clock = await ServerClock.on(installation.db, installation.clock);
  const notifier = config.smtpUrl === null ? null : new SmtpNotifier(config.smtpUrl, config.mailFrom);
  const stopWorker = await startWorker({
    ...installation,
    clock,
    notifier,
    signer: new Signer(signingKey(config)),
    ledgerEveryMinutes: config.ledgerEveryMinutes,
    onTrouble: (part, error) => log({ level: 'warn', part, message: toldOf(error) }),
    // Without the code, which a receipt shows beside a name.
    onReclassified: ({ dossierId, was, is, fields }) =>
      log({ level: 'info', part: 'outcomes', message: 'class changed', dossierId, was, is, fields }),
  });
  const health = workerHealth(installation);
  await health.listen({ port: config.port, host: config.host });
  return async () => {
    await health.close();
    await stopWorker();
    clock.close();
    await notifier?.close();
    await installation.close();
  };
});
