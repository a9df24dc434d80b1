import { configuration, openInstallation, runUntilStopped, tellLog } from '#installation';
import { createApi } from './api.js';
import { closeGently } from './closing.js';

await runUntilStopped(tellLog, async () => {
  const config = configuration(process.env, { logLevel: 'info' });
  const installation = await openInstallation(config, 'borrow');
  const api = await createApi(installation, config);
  await api.listen(config.port, config.host);
  return async () => {
    await closeGently(api, config);
    await installation.close();
  };
});
