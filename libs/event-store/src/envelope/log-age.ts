import { Refusal, type EventStore } from '#kernel';

/** Streams whose appends name no revision; the ledger covers them. */
const UNCHAINED = 'numbering-';

/** A log begun before events were chained is development data. @throws Refusal `log-too-old` */
export async function mustBeChained(log: EventStore, prefixes: readonly string[]): Promise<void> {
  const ending = new AbortController();
  for await (const { events, caughtUp } of log.subscribe({ prefixes, batchSize: 1, signal: ending.signal })) {
    const first = events.find(({ stream }) => !stream.startsWith(UNCHAINED));
    if (first !== undefined && first.meta.hash === undefined)
      throw new Refusal('log-too-old', null, { stream: first.stream, revision: first.revision });
    if (first !== undefined || caughtUp) break;
  }
  ending.abort();
}
