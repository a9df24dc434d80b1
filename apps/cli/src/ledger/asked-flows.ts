import type { Installation } from '#installation';
import {
  Flows,
  flowsOfPast,
  flowsProjection,
  mustBeKnown,
  outcomesProjection,
  type FlowFilter,
  type FlowLine,
  type FlowsPast,
  type FoundFlows,
} from '#reports';
import { upToDate } from '../up-to-date.js';

/** As far as the log goes, whether a worker runs or not. */
export async function askedFlows(
  installation: Installation,
  filter: FlowFilter,
  past: FlowsPast,
  onTransfer: (line: FlowLine) => void = () => {},
): Promise<FoundFlows> {
  const { db, store, clock, catalogue } = installation;
  mustBeKnown(filter, clock.now(), catalogue.view);
  const isNow = past.asOf === undefined && past.at === undefined;
  const leaving: (() => Promise<void>)[] = [];
  try {
    for (const projection of isNow ? [flowsProjection] : [flowsProjection, outcomesProjection])
      leaving.push(await upToDate(installation, projection));
    const now = clock.now();
    if (isNow) return await new Flows(db).find({ is: 'all' }, filter, now, { onTransfer });
    return await flowsOfPast({ db, store, now }, { is: 'all' }, filter, past, { onTransfer });
  } finally {
    for (const leave of leaving) await leave();
  }
}
