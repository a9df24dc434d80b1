import { createRequire } from 'node:module';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { Any as AnyMessage } from 'google-protobuf/google/protobuf/any_pb.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type * as StatusTypes from '@eventstore/db-client/generated/status_pb.js';
import type * as StreamsTypes from '@eventstore/db-client/generated/streams_pb.js';

type Request = StreamsTypes.BatchAppendReq;
type Answer = StreamsTypes.BatchAppendResp;
type AppendStream = ClientDuplexStream<Request, Answer>;
type Creator = (grpcClient: object) => unknown;
/** How the client opens its calls. */
export type StreamCreator = (service: unknown, name: string, creator: Creator, cache?: unknown) => unknown;

// The client is CommonJS and tells its messages apart by class.
const shipped = createRequire(createRequire(import.meta.url).resolve('@eventstore/db-client'));
const { BatchAppendResp } = shipped('../generated/streams_pb.js') as typeof StreamsTypes;
const { Status } = shipped('../generated/status_pb.js') as typeof StatusTypes;
const { parseUUID } = shipped('./utils/grpcUUID.js') as { parseUUID(id: UUID | undefined): string | undefined };
const { Any } = shipped('google-protobuf/google/protobuf/any_pb.js') as { readonly Any: typeof AnyMessage };

/** How an append's failure begins when its connection broke. */
export const CONNECTION_BROKE = 'the connection broke: ';

/**
 * Makes the appends of one client fail for themselves. As it stands (6.2.1), all clients of a process share one table
 * of appends that await their answers:
 * - when the connection of any of them breaks, the appends of all fail;
 * - the answer to one that failed so ends the process, since nobody awaits it;
 * - appends that wait for a full connection to drain are rejected twice when it breaks, the second time where nobody
 *   can catch it, which ends the process as well.
 */
export const appendsApart =
  (create: StreamCreator): StreamCreator =>
  (service, name, creator, cache) =>
    create(service, name, name === 'appendToStream' ? (grpcClient) => creator(watched(grpcClient)) : creator, cache);

const isAppendStream = (call: unknown): call is AppendStream =>
  typeof call === 'object' && call !== null && 'on' in call && 'write' in call;

function watched(grpcClient: object): object {
  return new Proxy(grpcClient, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (property !== 'batchAppend' || typeof value !== 'function') return value;
      return (...args: readonly unknown[]) => {
        const call: unknown = Reflect.apply(value, target, args);
        if (isAppendStream(call)) new AppendsOfOneCall(call);
        return call;
      };
    },
  });
}

/** The appends that one call has sent and not answered. */
class AppendsOfOneCall {
  private readonly awaited = new Map<string, Request>();
  private answer: (answer: Answer) => void = () => {};

  constructor(call: AppendStream) {
    this.takeOver(call);
    this.watch(call);
  }

  /** Stands between the call and the two listeners that the client gives it at once. */
  private takeOver(call: AppendStream): void {
    call.on = (event: string, listener: (...args: never[]) => void) => {
      if (event === 'data') this.answer = listener as (answer: Answer) => void;
      if (event !== 'error') return call;
      Reflect.deleteProperty(call, 'on');
      call.on('data', (answer) => this.answered(answer));
      call.on('end', () => this.broke(new Error('the server ended the call')));
      return call.on('error', (error) => this.broke(error));
    };
  }

  /** The call takes every request at once: it never holds more than the appends that are awaited. */
  private watch(call: AppendStream): void {
    const write = call.write.bind(call);
    call.write = (request: Request) => {
      const id = parseUUID(request.getCorrelationId());
      if (id !== undefined && request.hasOptions()) this.awaited.set(id, request);
      write(request);
      return true;
    };
  }

  private answered(answer: Answer): void {
    if (this.awaited.delete(parseUUID(answer.getCorrelationId()) ?? '')) this.tell(answer);
  }

  private tell(answer: Answer): void {
    try {
      this.answer(answer);
    } catch {
      // a client of the process that is not kept apart has emptied the table: nobody awaits this answer any more
    }
  }

  /** Each append of this call, and no other, is told that its answer will not come. */
  private broke(error: Error): void {
    for (const request of this.awaited.values()) {
      const status = new Status().setMessage(`${CONNECTION_BROKE}${error.message}`).setDetails(new Any());
      this.tell(
        new BatchAppendResp()
          .setCorrelationId(request.getCorrelationId())
          .setStreamIdentifier(request.getOptions()?.getStreamIdentifier())
          .setError(status),
      );
    }
    this.awaited.clear();
  }
}
