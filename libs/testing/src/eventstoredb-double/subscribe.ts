import { randomUUID } from 'node:crypto';
import { eventMessage } from './event-message.js';
import type { Log, LogRecord } from './log.js';
import { streamDeleted, unknownTerritory } from './refusals.js';
import { nameOf, streams } from './wire.js';
import type { ReadOptions, ReadResp } from './wire.js';

const DEFAULT_SEARCH_WINDOW = 32;

const confirmation = (): ReadResp =>
  new streams.ReadResp().setConfirmation(
    new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID()),
  );
const caughtUp = (): ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());
const checkpoint = (record: LogRecord): ReadResp =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint().setCommitPosition(`${record.position}`).setPreparePosition(`${record.position}`),
  );

/** A subscription to `$all`: everything behind a position, `caughtUp`, then what comes. */
export async function* allSubscription(log: Log, options: ReadOptions, ended: AbortSignal): AsyncIterable<ReadResp> {
  const all = options.getAll();
  const position = all?.getPosition();
  let index = all?.hasEnd() ? log.records.length : 0;
  if (position) {
    const at = BigInt(position.getCommitPosition());
    index = log.indexOf(at);
    const record = log.records[index];
    if (!record || BigInt(record.position) !== at) throw unknownTerritory('a position at which no event stands');
    index += 1;
  }
  const wanted = filterOf(options);
  const window = checkpointWindow(options);
  let considered = 0;
  let live = false;

  yield confirmation();
  while (!ended.aborted) {
    for (; index < log.records.length; index += 1) {
      const record = log.records[index];
      if (!record) break;
      if (wanted(record)) yield eventMessage(record, 'of-all');
      considered += 1;
      if (considered % window === 0) yield checkpoint(record);
    }
    if (!live) yield caughtUp();
    live = true;
    if (index === log.records.length) await log.appended(ended);
  }
}

/** A subscription to one stream; to one that does not exist it is confirmed, and never caught up. */
export async function* streamSubscription(log: Log, options: ReadOptions, ended: AbortSignal): AsyncIterable<ReadResp> {
  const stream = options.getStream();
  const name = nameOf(stream?.getStreamIdentifier());
  const begin = log.find(name);
  if (begin.is === 'deleted') throw streamDeleted(name);
  let next = stream?.hasRevision() ? Number(stream.getRevision()) + 1 : 0;
  if (stream?.hasEnd() && begin.is === 'found') next = begin.events.length;
  let live = false;

  yield confirmation();
  while (!ended.aborted) {
    const found = log.find(name);
    if (found.is === 'deleted') throw streamDeleted(name);
    if (found.is === 'found') {
      for (next = Math.max(next, found.first); next < found.events.length; next += 1) {
        const record = found.events[next];
        if (record) yield eventMessage(record, 'of-a-stream');
      }
      if (!live) yield caughtUp();
      live = true;
    }
    if (found.is === 'not-found' || next === found.events.length) await log.appended(ended);
  }
}

/** Whether a record passes the request's filter. */
function filterOf(options: ReadOptions): (record: LogRecord) => boolean {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const byStream = filter.getStreamIdentifier();
  const expression = byStream ?? filter.getEventType();
  if (!expression) throw unknownTerritory('a filter on nothing');
  const subject = byStream ? (record: LogRecord) => record.stream : (record: LogRecord) => record.type;
  const regex = expression.getRegex();
  if (regex !== '') {
    const pattern = new RegExp(regex, 'u');
    return (record) => pattern.test(subject(record));
  }
  const prefixes = expression.getPrefixList();
  return (record) => prefixes.some((prefix) => subject(record).startsWith(prefix));
}

/** A checkpoint comes after so many records, whether they passed the filter or not; none without a filter. */
function checkpointWindow(options: ReadOptions): number {
  const filter = options.getFilter();
  if (!filter) return Number.POSITIVE_INFINITY;
  return (filter.hasMax() ? filter.getMax() : DEFAULT_SEARCH_WINDOW) * filter.getCheckpointintervalmultiplier();
}
