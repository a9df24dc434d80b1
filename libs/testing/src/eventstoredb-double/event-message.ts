import type { LogRecord } from './log.js';
import { identifierOf, shared, streams, type ReadResp } from './wire.js';

/** A record as it is sent to a reader. */
export function eventMessage(record: LogRecord, asked: 'of-a-stream' | 'of-all'): ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.id))
    .setStreamIdentifier(identifierOf(record.stream))
    .setStreamRevision(`${record.revision}`)
    .setCommitPosition(`${record.position}`)
    .setPreparePosition(`${record.position}`)
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  recorded
    .getMetadataMap()
    .set('type', record.type)
    .set('content-type', record.contentType)
    .set('created', record.created);
  const event = new streams.ReadResp.ReadEvent().setEvent(recorded);
  if (asked === 'of-all') event.setCommitPosition(`${record.position}`);
  else event.setNoPosition(new shared.Empty());
  return new streams.ReadResp().setEvent(event);
}
