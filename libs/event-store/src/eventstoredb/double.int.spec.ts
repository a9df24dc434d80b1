import { EventStoreDBClient, jsonEvent, streamNameFilter } from '@eventstore/db-client';
import type { AppendExpectedRevision, Position } from '@eventstore/db-client';
import { startEventStoreDbDouble, type DoubleOptions, type EventStoreDbDouble } from '#testing';
import { eventually } from '../contract/scenario.js';

let double: EventStoreDbDouble;
let client: EventStoreDBClient;

async function start(options: DoubleOptions = {}): Promise<void> {
  double = await startEventStoreDbDouble(options);
  client = EventStoreDBClient.connectionString(double.url);
}
afterEach(async () => {
  await client.dispose();
  await double.stop();
});

const event = (n: number) => jsonEvent({ type: 'Noted', data: { n } });
const append = (stream: string, count: number, expectedRevision: AppendExpectedRevision = 'any') =>
  client.appendToStream(
    stream,
    Array.from({ length: count }, (_, n) => event(n)),
    { expectedRevision },
  );
async function readAll(options: Parameters<EventStoreDBClient['readAll']>[0]): Promise<string[]> {
  const read: string[] = [];
  for await (const { event: found } of client.readAll(options)) read.push(`${found?.streamId}@${found?.revision}`);
  return read;
}

/** What a real server showed that takes a restart or many events, so that the transcript does not hold it. */
describe('the double, beyond the transcript', () => {
  it('remembers the ids of appends at any only for so many other events', async () => {
    await start({ remembersIds: 10 });
    const first = event(1);
    const again = () => client.appendToStream('a', first);
    expect((await again()).nextExpectedRevision).toBe(0n);
    await append('b', 9);
    expect((await again()).nextExpectedRevision).toBe(0n);
    await append('b', 1);
    expect((await again()).nextExpectedRevision).toBe(1n);
  });

  it('gives every event a position of its own', async () => {
    await start();
    await append('a', 50);
    const positions: Position[] = [];
    for await (const { event: found } of client.readAll()) if (found) positions.push(found.position);
    expect(new Set(positions.map(({ commit }) => commit)).size).toBe(50);
    expect(positions.every(({ commit, prepare }) => commit === prepare)).toBe(true);
  });

  it('reports checkpoints far beyond the last event that a subscription asked for', async () => {
    await start();
    await append('wanted', 1);
    await append('other', 200);
    const checkpoints: Position[] = [];
    const checkpointReached = (_: unknown, position: Position) => void checkpoints.push(position);
    const subscription = client.subscribeToAll({
      filter: streamNameFilter({ prefixes: ['wanted'], checkpointReached }),
    });
    const seen: bigint[] = [];
    subscription.on('data', (resolved) => seen.push(resolved.event?.position.commit ?? 0n));
    await eventually('checkpoints came', () => checkpoints.length >= 6);
    await subscription.unsubscribe();
    expect(seen).toHaveLength(1);
    expect(checkpoints.at(-1)?.commit).toBeGreaterThan((seen[0] ?? 0n) + 10_000n);
  });

  it('gives the events of a stream that comes to be after its subscription, and only then has caught up', async () => {
    await start();
    const said: string[] = [];
    const subscription = client.subscribeToStream('later');
    subscription.on('confirmation', () => said.push('confirmation'));
    subscription.on('data', ({ event: found }) => said.push(`@${found?.revision}`));
    subscription.on('caughtUp', () => said.push('caughtUp'));
    await eventually('confirmed', () => said.length === 1);
    await append('later', 1);
    await eventually('caught up', () => said.includes('caughtUp'));
    expect(said).toContain('@0');
    await subscription.unsubscribe();
  });

  it('reads $all from both ends', async () => {
    await start();
    await append('a', 2);
    await append('b', 1);
    expect(await readAll({})).toEqual(['a@0', 'a@1', 'b@0']);
    expect(await readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 2 })).toEqual(['b@0', 'a@1']);
  });

  it('counts on after a soft deletion, and its metadata then says from where', async () => {
    await start();
    await append('a', 2);
    await client.setStreamMetadata('a', { custom: 'kept', truncateBefore: 1 });
    await client.deleteStream('a');
    expect((await append('a', 1, 'no_stream')).nextExpectedRevision).toBe(2n);
    expect((await client.getStreamMetadata('a')).metadata).toEqual({ truncateBefore: 2 });
  });

  it('says that it does not know where nobody has looked', async () => {
    await start();
    await append('a', 2);
    await expect(client.setStreamMetadata('a', { maxCount: 1 })).rejects.toThrow(/does not know/);
    await expect(readAll({ maxCount: 0 })).rejects.toMatchObject({ code: 12 });
  });
});

describe('the double, asked with credentials in the call: one call an append', () => {
  const credentials = { username: 'admin', password: 'changeit' };
  const appendAlone = (stream: string, expectedRevision: AppendExpectedRevision, padding = '') =>
    client.appendToStream(stream, jsonEvent({ type: 'Noted', data: { padding } }), { expectedRevision, credentials });

  it('appends, and refuses a stale revision, a tombstone and too large an append', async () => {
    await start();
    expect(await appendAlone('a', 'no_stream')).toMatchObject({ success: true, nextExpectedRevision: 0n });
    await expect(appendAlone('a', 5n)).rejects.toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: 5n,
      actualVersion: 0n,
    });
    await expect(appendAlone('b', 0n)).rejects.toMatchObject({ actualVersion: 'no_stream' });
    await expect(appendAlone('b', 'any', 'x'.repeat(1_048_576))).rejects.toMatchObject({ maxAppendSize: 1_048_576 });
    await client.tombstoneStream('a');
    await expect(appendAlone('a', 'any')).rejects.toMatchObject({ type: 'stream-deleted', streamName: 'a' });
  });
});
