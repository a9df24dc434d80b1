import type { Scope } from '#access';
import type { Installation } from '#installation';
import { Refusal } from '#kernel';
import {
  catalogueAt,
  Flows,
  flowsOfPast,
  flowsProjection,
  mustBeKnown,
  outcomesProjection,
  positionOf,
  type FlowFilter,
  type FlowLine,
  type FlowsPast,
  type FoundFlows,
} from '#reports';
import { upToDate } from '../up-to-date.js';

/** How flows are asked for on the command line. */
export interface AskedFlows extends FlowFilter {
  /** Of the agency and all below it, whichever end they are. */
  readonly subtrees?: boolean;
}

/** The agency and all below it, as they were known where a past is asked for; null where those are not asked for. */
export async function subtreeAsked(
  { store, db, catalogue, clock }: Installation,
  { agency, subtrees }: Pick<AskedFlows, 'agency' | 'subtrees'>,
  asOf: string | undefined,
): Promise<readonly string[] | null> {
  if (subtrees !== true || agency === undefined) return null;
  if (asOf === undefined) return catalogue.view.subtreeOf(agency);
  return (await catalogueAt(store, await positionOf({ store, db }, asOf, clock.now()))).subtreeOf(agency);
}

/** As far as the log goes, whether a worker runs or not. @throws Refusal `invalid-input`, `unknown-agency` */
export async function askedFlows(
  installation: Installation,
  { subtrees, ...asked }: AskedFlows,
  past: FlowsPast,
  onTransfer: (line: FlowLine) => void = () => {},
): Promise<FoundFlows> {
  const { db, store, clock, catalogue } = installation;
  mustBeKnown(asked, clock.now(), catalogue.view);
  const { agency, ...ofAll } = asked;
  if (subtrees === true && agency === undefined)
    throw new Refusal('invalid-input', null, { at: 'subtrees', expected: 'together with --agency' });
  const mandate = await subtreeAsked(installation, { agency, subtrees }, past.asOf);
  const scope: Scope = mandate === null ? { is: 'all' } : { is: 'involving', agencies: mandate };
  const filter = mandate === null ? asked : ofAll;
  const isNow = past.asOf === undefined && past.at === undefined;
  const leaving: (() => Promise<void>)[] = [];
  try {
    for (const projection of isNow ? [flowsProjection] : [flowsProjection, outcomesProjection])
      leaving.push(await upToDate(installation, projection));
    const now = clock.now();
    if (isNow) return await new Flows(db).find(scope, filter, now, { onTransfer });
    return await flowsOfPast({ db, store, now }, scope, filter, past, { onTransfer });
  } finally {
    for (const leave of leaving) await leave();
  }
}
