import type { EventStore } from '#kernel';
import { appending } from './appending.contract.js';
import { faults } from './faults.contract.js';
import { reading } from './reading.contract.js';
import { Scenario } from './scenario.js';
import { subscribing } from './subscribing.contract.js';
import { writers } from './writers.contract.js';

/** What a server must offer so that the contract can be run against it. */
export interface EventStoreHarness {
  /** Where the server listens; the fault proxy is put before the first host that it names. */
  readonly url: string;
  /** The adapter's real client on this URL: the server's, or that of a proxy before it. The contract closes it. */
  open(url: string): Promise<EventStore>;
  /** Called when all is done; the contract's streams stay. */
  close(): Promise<void>;
}

/** The harness and one open store, ready once a test runs. */
export interface UnderTest {
  readonly harness: EventStoreHarness;
  readonly scenario: Scenario;
}

/**
 * What the engine relies on from every event store. The log may be shared with others and need not be empty; nothing is
 * deleted from it.
 * @param start called once, before the first test.
 */
export function eventStoreContract(name: string, start: () => Promise<EventStoreHarness>): void {
  describe(`the event store contract: ${name}`, () => {
    let running: UnderTest | null = null;
    const underTest = (): UnderTest => {
      if (!running) throw new Error('the server under test did not start');
      return running;
    };

    beforeAll(async () => {
      const harness = await start();
      running = { harness, scenario: new Scenario(await harness.open(harness.url)) };
    }, 60_000);

    afterAll(async () => {
      await running?.scenario.store.close();
      await running?.harness.close();
    }, 60_000);

    appending(underTest);
    reading(underTest);
    subscribing(underTest);
    writers(underTest);
    faults(underTest);
  });
}
