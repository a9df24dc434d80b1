import type { DataSource } from 'typeorm';
import { lockProjection } from './checkpoint.js';
import { nextTarget, type Projection } from './projection.js';
import { changedBy } from './sql.js';

/** A rebuild that was not heard of for so long is dead; a slow one is heard of with each batch. */
const DEAD_AFTER = `interval '1 minute'`;

/**
 * Drops what rebuilds left behind that failed or died: their rows follow the log no more, and would keep what it has
 * forgotten since.
 */
export async function dropAbandonedRebuilds(db: DataSource, projections: readonly Projection[]): Promise<void> {
  for (const projection of projections)
    await db.transaction(async (tx) => {
      const target = nextTarget(projection);
      await lockProjection(tx, target);
      await tx.query('set local synchronous_commit = on');
      const dead = await changedBy(
        tx,
        `delete from read.checkpoints where projection = $1 and build = 'next'
           and (leader is null or alive_at < clock_timestamp() - ${DEAD_AFTER})`,
        [projection.name],
      );
      if (dead === 0) return;
      for (const { name } of projection.storage.tables) await tx.query(`drop table if exists ${target.schema}.${name}`);
      await tx.query(`delete from read.quarantine where projection = $1 and build = 'next'`, [projection.name]);
    });
}
