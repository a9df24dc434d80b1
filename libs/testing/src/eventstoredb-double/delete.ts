import type { ServiceError } from '@grpc/grpc-js';
import type { Expected, Written } from './log.js';
import { streamDeleted, unavailable, unknownTerritory, wrongExpectedVersion } from './refusals.js';
import type { ServerState } from './server-state.js';
import { expectedOf, nameOf, streams } from './wire.js';
import type { DeleteAnswer, DeleteCall, TombstoneAnswer, TombstoneCall } from './wire.js';

function refused(written: Written, stream: string, expected: Expected): ServiceError | null {
  switch (written.is) {
    case 'written':
      return null;
    case 'wrong-expected-version':
      return wrongExpectedVersion(stream, expected, written.current);
    case 'deleted':
      return streamDeleted(stream);
    case 'unknown-territory':
      return unknownTerritory(written.what);
  }
}

/** Streams.Delete: the soft deletion. */
export function softDelete(server: ServerState, call: DeleteCall, answer: DeleteAnswer): void {
  const options = call.request.getOptions();
  if (server.refusing) return answer(unavailable());
  if (!options) return answer(unknownTerritory('a deletion without options'));
  const stream = nameOf(options.getStreamIdentifier());
  const expected = expectedOf(options, () => options.getRevision());
  const written = server.log.delete(stream, expected);
  if (server.losesAnswer()) return;
  const error = refused(written, stream, expected);
  if (error || written.is !== 'written') return answer(error);
  const position = new streams.DeleteResp.Position();
  position.setCommitPosition(`${written.position}`).setPreparePosition(`${written.position}`);
  answer(null, new streams.DeleteResp().setPosition(position));
}

/** Streams.Tombstone: the deletion for ever. */
export function tombstone(server: ServerState, call: TombstoneCall, answer: TombstoneAnswer): void {
  const options = call.request.getOptions();
  if (server.refusing) return answer(unavailable());
  if (!options) return answer(unknownTerritory('a tombstone without options'));
  const stream = nameOf(options.getStreamIdentifier());
  const expected = expectedOf(options, () => options.getRevision());
  const written = server.log.tombstone(stream, expected);
  if (server.losesAnswer()) return;
  const error = refused(written, stream, expected);
  if (error || written.is !== 'written') return answer(error);
  const position = new streams.TombstoneResp.Position();
  position.setCommitPosition(`${written.position}`).setPreparePosition(`${written.position}`);
  answer(null, new streams.TombstoneResp().setPosition(position));
}
