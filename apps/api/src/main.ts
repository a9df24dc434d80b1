import { configuration, openInstallation, runUntilStopped } from '#installation';
import { createApi } from './api.js';

await runUntilStopped(async () => {
  const config = configuration(process.env, { logLevel: 'info' });
  const installation = await openInstallation(config, 'borrow');
  const api = await createApi(installation, config.logLevel);
  await api.listen(config.port, config.host);
  return async () => {
    await api.close();
    await installation.close();
  };
});
