import { Metadata, status as code, type ServiceError } from '@grpc/grpc-js';
import type { Expected } from './log.js';

/** An error as the server sends it: a gRPC status, and trailers that tell the client which error it is. */
function refusal(grpcCode: code, details: string, trailers: Readonly<Record<string, string>> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { name: 'ServiceError', code: grpcCode, details, metadata });
}

export const streamDeleted = (stream: string): ServiceError =>
  refusal(code.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

const wireNumber = (expected: Expected): bigint =>
  expected === 'any' ? -2n : expected === 'no_stream' ? -1n : expected === 'stream_exists' ? -4n : expected;

export const wrongExpectedVersion = (stream: string, expected: Expected, current: bigint | null): ServiceError =>
  refusal(
    code.FAILED_PRECONDITION,
    `Delete failed due to WrongExpectedVersion. Stream: ${stream}, ` +
      `Expected version: ${wireNumber(expected)}, Actual version: ${current ?? -1n}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': `${wireNumber(expected)}`,
      'actual-version': `${current ?? -1n}`,
    },
  );

export const appendTooLarge = (limit: number): ServiceError =>
  refusal(code.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': `${limit}`,
  });

export const unavailable = (): ServiceError => refusal(code.UNAVAILABLE, 'Server Is Not Ready');

export const consumerTooSlow = (): ServiceError =>
  refusal(
    code.ABORTED,
    'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
  );

/** What a reader of no event at all is told. */
export const nothingAsked = (): ServiceError => refusal(code.UNKNOWN, 'Unexpected ReadStreamResult: Error');

/** The double does not pretend to know how a server behaves where nobody has looked. */
export const unknownTerritory = (what: string): ServiceError =>
  refusal(code.UNIMPLEMENTED, `The double does not know how a server behaves here: ${what}`);
