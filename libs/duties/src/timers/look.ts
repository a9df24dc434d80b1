import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { CatalogueFeed, DossierReactions, LoadedDossier } from '#handling';
import type { Clock, Instant } from '#kernel';
import { inTransaction, type Sql } from '#read-store';
import { foldFacts, type DutyFacts } from '../facts.fold.js';
import { claimNotices } from '../notices/claim.js';
import { noticesBy, owedBy, wakesOf } from '../owed.js';
import { scheduleBy } from './schedule.js';

/** What a look needs. */
export interface Looking {
  readonly reactions: DossierReactions;
  readonly catalogue: CatalogueFeed;
  readonly clock: Clock;
  readonly pool: Pool;
}

export const factsOf = ({ history }: LoadedDossier): DutyFacts | null =>
  history.reduce<DutyFacts | null>(foldFacts, null);

/**
 * Looks at a dossier whose moment has come: decides on the stream as it stands what is owed by now, writes it, claims what
 * its holders are to be told, and sets the next moment. Late, twice or for nothing, it does what is still owed and no more.
 * @throws Refusal `store-unavailable`, `dossier-corrupt`
 */
export async function look({ reactions, catalogue, clock, pool }: Looking, dossierId: string): Promise<void> {
  const calendar = catalogue.view.calendar();
  const { loaded } = await reactions.react(
    dossierId,
    (dossier, now) => {
      const facts = factsOf(dossier);
      return facts === null ? [] : owedBy(facts, calendar, now);
    },
    randomUUID(),
  );
  const facts = factsOf(loaded);
  if (facts === null) return;
  const read = clock.now();
  const now = read > facts.recordedAt ? read : facts.recordedAt;
  await inTransaction(pool, async (tx) => {
    await claimNotices(tx, facts, noticesBy(facts, calendar, now));
    await markWoken(tx, facts, now);
    await scheduleBy(clock)(tx, [{ dossierId, revision: facts.revision, wakes: wakesOf(facts, calendar) }]);
  });
}

const markWoken = (tx: Sql, { dossierId, revision }: DutyFacts, now: Instant) =>
  tx.query(
    `insert into vault.timers (dossier_id, woken_at, woken_revision) values ($1, $2, $3)
     on conflict (dossier_id) do update set woken_at = excluded.woken_at, woken_revision = excluded.woken_revision`,
    [dossierId, now, revision],
  );
