import { setTimeout as wait } from 'node:timers/promises';
import { jsonEvent, streamNameFilter } from '@eventstore/db-client';
import type { AppendExpectedRevision, EventStoreDBClient, Position, RecordedEvent } from '@eventstore/db-client';
import type { AllStreamSubscription, JSONType, StreamSubscription } from '@eventstore/db-client';

interface ProposedStep {
  readonly id: string;
  readonly type: string;
  readonly data: JSONType;
  readonly metadata: JSONType;
}

interface AppendStep {
  readonly stream: string;
  readonly events: readonly ProposedStep[];
  readonly options: Options;
}

type Options = Readonly<Record<string, unknown>>;
interface FromPosition {
  readonly fromPositionOf: { readonly stream: string; readonly revision: number };
  readonly filter?: { readonly streamNamePrefixes: readonly string[] };
}

/** One call to the client, and what a real server made of it. */
export type Step = { readonly outcome: unknown } & (
  | ({ readonly op: 'append' } & AppendStep)
  | { readonly op: 'readStream' | 'delete' | 'tombstone'; readonly stream: string; readonly options: Options }
  | { readonly op: 'setStreamMetadata'; readonly stream: string; readonly metadata: Options }
  | ({ readonly op: 'readAll'; readonly direction: 'forwards' } & FromPosition)
  | { readonly op: 'positions' }
  | ({
      readonly op: 'subscribeToAll';
      readonly until: string;
      readonly appendAfterCaughtUp?: readonly AppendStep[];
    } & FromPosition)
  | {
      readonly op: 'subscribeToStream';
      readonly stream: string;
      readonly fromRevision: string;
      readonly until: string;
    }
);

export interface Transcript {
  readonly scenarios: readonly { readonly name: string; readonly steps: readonly Step[] }[];
}

/** Error fields that the transcript names. */
const FIELDS = ['type', 'message', 'streamName', 'expectedVersion', 'actualVersion', 'maxAppendSize'] as const;
const BIGINT = /^\d+n$/;

/** Repeats one scenario through the real client; stream names carry a prefix of this run, answers do not. */
export class Replay {
  private readonly streams = new Set<string>();
  private lastRead: readonly RecordedEvent[] = [];

  /** @param patience how much of the transcript's waiting is needed: 1 for a real server, less for one in memory. */
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly prefix: string,
    private readonly patience: number,
  ) {}

  /** What the client answers to a step now, in the transcript's words. */
  async outcomeOf(step: Step): Promise<unknown> {
    try {
      return { ok: this.told(await this.perform(step)) };
    } catch (error) {
      return this.told(described(error, FIELDS));
    }
  }

  private async perform(step: Step): Promise<unknown> {
    switch (step.op) {
      case 'append':
        return this.append(step);
      case 'readStream':
        return (await this.readStream(step.stream, step.options)).map(({ revision, type, id, data, metadata }) => ({
          revision,
          type,
          id,
          data,
          metadata,
        }));
      case 'delete':
        return present(await this.client.deleteStream(this.named(step.stream), revived(step.options)));
      case 'tombstone':
        return present(await this.client.tombstoneStream(this.named(step.stream), revived(step.options)));
      case 'setStreamMetadata':
        return { success: (await this.client.setStreamMetadata(this.named(step.stream), step.metadata)).success };
      case 'readAll':
        return this.readAll(step);
      case 'positions':
        return positionsOf(this.lastRead);
      case 'subscribeToAll':
        return this.subscribeToAll(step);
      case 'subscribeToStream': {
        const from = revived<{ at: 'start' | bigint }>({ at: step.fromRevision }).at;
        const subscription = this.client.subscribeToStream(this.named(step.stream), { fromRevision: from });
        return this.follow(subscription, step.until, ({ revision, id }) => ({ revision, id }));
      }
    }
  }

  private async append({ stream, events, options }: AppendStep): Promise<unknown> {
    this.streams.add(this.named(stream));
    const expected = revived<{ expectedRevision?: AppendExpectedRevision; throwOnAppendFailure?: boolean }>(options);
    const proposed = events.map((event) => jsonEvent(revived<ProposedStep>(event)));
    return present(await this.client.appendToStream(this.named(stream), proposed, expected));
  }

  private async readStream(stream: string, options: Options): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const { event } of this.client.readStream(this.named(stream), revived(options)))
      if (event) events.push(event);
    return events;
  }

  private async readAll(step: Extract<Step, { op: 'readAll' }>): Promise<unknown> {
    const events: RecordedEvent[] = [];
    const options = { direction: step.direction, fromPosition: await this.positionOf(step), filter: step.filter };
    for await (const { event } of this.client.readAll(options))
      if (event && this.streams.has(event.streamId)) events.push(event);
    this.lastRead = events;
    return events.map(inAll);
  }

  private async subscribeToAll(step: Extract<Step, { op: 'subscribeToAll' }>): Promise<unknown> {
    const prefixes = step.filter?.streamNamePrefixes.map((prefix) => this.named(prefix)) ?? [];
    const filter = streamNameFilter({ prefixes });
    const subscription = this.client.subscribeToAll({ fromPosition: await this.positionOf(step), filter });
    return this.follow(subscription, step.until, inAll, async () => {
      for (const append of step.appendAfterCaughtUp ?? []) await this.append(append);
    });
  }

  /** What a subscription says until so long after the last append, in its order. */
  private async follow(
    subscription: StreamSubscription | AllStreamSubscription,
    until: string,
    tell: (event: RecordedEvent) => unknown,
    onCaughtUp: () => Promise<void> = () => Promise.resolve(),
  ): Promise<unknown> {
    const said: unknown[] = [];
    let reached: () => void = () => {};
    const caughtUp = new Promise<void>((resolve) => (reached = resolve));
    subscription.on('confirmation', () => said.push('confirmation'));
    subscription.on('caughtUp', () =>
      setImmediate(() => {
        said.push('caughtUp'); // behind the events that are still in the stream's buffer
        reached();
      }),
    );
    subscription.on('error', (error) => said.push(described(error, ['type'])));
    subscription.on('data', ({ event }: { readonly event?: RecordedEvent }) => event && said.push(tell(event)));
    const time = Number.parseInt(until, 10) * 1_000 * this.patience;
    await Promise.race([caughtUp, wait(time)]);
    await onCaughtUp();
    await wait(time);
    await subscription.unsubscribe();
    return said;
  }

  private async positionOf({ fromPositionOf: { stream, revision } }: FromPosition): Promise<Position> {
    const [event] = await this.readStream(stream, { fromRevision: `${revision}n`, maxCount: 1 });
    if (!event?.position) throw new Error(`no position of ${stream}@${revision}`);
    return event.position;
  }

  private named(stream: string): string {
    return `${this.prefix}${stream}`;
  }

  /** In the transcript's words: bigints as "5n", stream names without the prefix of this run. */
  private told(value: unknown): unknown {
    const spoken = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
    return JSON.parse(spoken.replaceAll(this.prefix, '')) as unknown;
  }
}

const inAll = ({ streamId, revision, id }: RecordedEvent): unknown => ({ stream: streamId, revision, id });

const present = (answer: object): unknown =>
  'position' in answer && answer.position !== undefined ? { ...answer, position: 'present' } : answer;

const positionsOf = (events: readonly RecordedEvent[]): unknown => ({
  commitEqualsPrepare: events.every(({ position }) => position?.commit === position?.prepare),
  strictlyIncreasing: events.every(({ position }, index) => {
    const before = events[index - 1]?.position;
    return before === undefined || (position !== undefined && position.commit > before.commit);
  }),
});

function described(error: unknown, fields: readonly string[]): unknown {
  if (!(error instanceof Error)) return { thrown: String(error) };
  const known = Object.entries(error).filter(([name, value]) => fields.includes(name) && value !== undefined);
  const message = fields.includes('message') ? { message: error.message } : {};
  return { error: error.constructor.name, ...Object.fromEntries(known), ...message };
}

/** The transcript's notation turned into what the client takes: "5n" and {"repeat","times"}. */
function revived<T extends object>(written: object): T {
  return JSON.parse(JSON.stringify(written), (_, value: unknown) => {
    if (typeof value === 'string' && BIGINT.test(value)) return BigInt(value.slice(0, -1));
    if (typeof value === 'object' && value !== null && 'repeat' in value && 'times' in value)
      return String(value.repeat).repeat(Number(value.times));
    return value;
  }) as T;
}
