import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EventStoreDBClient } from '@eventstore/db-client';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '#testing';
import { connectionString, isEventStoreDbUrl } from './connection-string.js';
import { Replay, type Transcript } from './transcript-replay.js';

const FILE = new URL('../../../testing/data/eventstoredb/transcript.json', import.meta.url);
const { scenarios } = JSON.parse(readFileSync(FILE, 'utf8')) as Transcript;
const named = process.env['EVENT_STORE_URL'] ?? '';
const real = isEventStoreDbUrl(named) ? named : null;

/** What one connection to EventStoreDB 23.10.6 saw; the double must say the same, step by step, and so must any server. */
describe.each(real ? ['the double', 'the server of EVENT_STORE_URL'] : ['the double'])(
  'the transcript, replayed against %s',
  (server) => {
    const run = `transcript${randomUUID().slice(0, 8)}.`;
    let double: EventStoreDbDouble | null = null;
    let client: EventStoreDBClient;

    beforeAll(async () => {
      if (server === 'the double') double = await startEventStoreDbDouble();
      client = EventStoreDBClient.connectionString(connectionString(double?.url ?? real ?? ''));
    });

    afterAll(async () => {
      await client.dispose();
      await double?.stop();
    });

    it('holds 9 scenarios of 81 steps', () => {
      expect(scenarios.map(({ steps }) => steps.length).reduce((sum, steps) => sum + steps, 0)).toBe(81);
      expect(scenarios).toHaveLength(9);
    });

    describe.each(scenarios)('$name', ({ steps }) => {
      let replay: Replay;
      beforeAll(() => {
        replay = new Replay(client, run, double ? 0.2 : 1);
      });

      it.each(steps.map((step, index) => ({ at: index + 1, op: step.op, step })))(
        'step $at: $op',
        async ({ step }) => {
          expect(await replay.outcomeOf(step)).toEqual(step.outcome);
        },
        20_000,
      );
    });
  },
);
