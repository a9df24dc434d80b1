import { createApi } from '../../../../api/src/api.js';
import { DossierDesk } from '#handling';
import { configuration, openInstallation } from '#installation';

/** The product's desk, were nobody asked whether they may; nothing but this limit is made of it. */
class UnguardedDesk extends DossierDesk {
  protected override mayAsk(): void {}
}

/**
 * The limit of what the hash chain, encryption and authorisation cost: the product's own API on the log as it is kept, where
 * nothing is sealed or chained, with a desk that asks nobody for a right. Who asks is still looked up, and that their role
 * may call the route at all.
 */
const config = configuration(process.env, { logLevel: 'error' });
const installation = await openInstallation(config, 'borrow');
const { log, catalogue, clock } = installation;
const api = await createApi({ ...installation, store: log, desk: new UnguardedDesk(log, catalogue, clock) }, config);
await api.listen(config.port, config.host);
process.once('SIGTERM', () => process.exit(0));
