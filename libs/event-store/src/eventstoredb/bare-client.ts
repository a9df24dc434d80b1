import { EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import type { Proposed } from '#kernel';
import { connectionString } from './connection-string.js';
import { toEventData } from './recorded-event.js';

/** Appends by the client alone: what the adapter is measured against. Nothing else uses it. */
export interface BareEventStoreDb {
  /** `revision` is that of the stream's last event; -1 when there is none. */
  append(stream: string, revision: number, event: Proposed): Promise<void>;
  close(): Promise<void>;
}

export function bareEventStoreDb(url: string): BareEventStoreDb {
  const client = EventStoreDBClient.connectionString(connectionString(url));
  return {
    async append(stream, revision, event) {
      const expectedRevision = revision < 0 ? NO_STREAM : BigInt(revision);
      await client.appendToStream(stream, toEventData(event), { expectedRevision });
    },
    close: () => client.dispose(),
  };
}
