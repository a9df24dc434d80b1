import { randomUUID } from 'node:crypto';
import { DossierDesk } from '#handling';
import { configuration, openInstallation } from '#installation';
import { inTurns, timesPerSecond, type Scenario } from '../scenario.js';
import { accountOf, prepared, receptionAt } from './province.js';

const AT_ONCE = 32;

/** The product's desk, were nobody asked whether they may; nothing but this limit is made of it. */
class UnguardedDesk extends DossierDesk {
  protected override mayAsk(): void {}
}

/**
 * What the hash chain, encryption (the writing of keys included) and authorisation cost a reception together: the product's
 * desk against one composed here without them, on the log as it is kept. In one process without HTTP, which costs both the
 * same and would only hide the difference.
 */
export const costScenario: Scenario = {
  name: 'reception sealed, chained, authorised, 32 at once',
  unit: 'receptions/s',
  better: 'more',
  atLeast: 0.75,
  run: async (bench) => {
    const config = configuration(bench.environment, { logLevel: 'error' });
    const installation = await openInstallation(config, 'borrow');
    try {
      const { log, catalogue, clock, desk } = installation;
      const centres = await prepared(installation);
      const bare = new UnguardedDesk(log, catalogue, clock);
      return await inTurns(bench, receiving(desk, centres), receiving(bare, centres));
    } finally {
      await installation.close();
    }
  },
};

/** Receptions a second, at every centre in turn. */
function receiving(desk: DossierDesk, centres: readonly string[]) {
  const correlationId = randomUUID();
  let at = 0;
  return (seconds: number) =>
    timesPerSecond(seconds, AT_ONCE, async () => {
      const centre = centres[(at += 1) % centres.length] ?? '';
      const actor = { id: accountOf(at), role: 'reception-officer', agency: centre };
      const given = { key: `${correlationId}-${at}`, correlationId };
      await desk.receive({ account: actor.id, actor }, given, receptionAt(centre, at));
    });
}
