import { status as code } from '@grpc/grpc-js';
import { ErrorType, StreamDeletedError } from '@eventstore/db-client';
import { StoreUnavailable, StreamCorrupt } from '#kernel';
import { CONNECTION_BROKE } from './appends-apart.js';

/**
 * What a failed call means. `refused`: the server said no, and asking again changes nothing. `not-sent`: the request
 * never reached a server that took it. `lost`: the server may have done it.
 */
export type Failure = 'refused' | 'not-sent' | 'lost';

/** The request was given up after its time; it may still be done. */
export class NoAnswer extends Error {
  constructor(afterMs: number) {
    super(`no answer within ${afterMs} ms`);
    this.name = 'NoAnswer';
  }
}

const NOT_HANDLED = /Server Is (Not Ready|(Too )?Busy)|No leader info/;
const NO_NODE = /^Failed to discover/;
const REFUSED: ReadonlySet<string> = new Set<ErrorType>([
  ErrorType.WRONG_EXPECTED_VERSION,
  ErrorType.STREAM_NOT_FOUND,
  ErrorType.STREAM_DELETED,
  ErrorType.ACCESS_DENIED,
  ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED,
  ErrorType.INVALID_ARGUMENT,
  ErrorType.MISSING_REQUIRED_METADATA_PROPERTY,
  ErrorType.UNSUPPORTED,
]);
const REFUSED_CODES: ReadonlySet<unknown> = new Set([code.UNIMPLEMENTED, code.INVALID_ARGUMENT, code.UNAUTHENTICATED]);

/** Classifies what the client threw. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NoAnswer) return 'lost';
  if (!(error instanceof Error)) return 'refused';
  const type = 'type' in error ? error.type : undefined;
  const grpcCode = 'code' in error ? error.code : undefined;
  if (NOT_HANDLED.test(error.message) && type === ErrorType.UNKNOWN) return 'not-sent';
  if (error.message.includes(CONNECTION_BROKE)) return 'lost';
  if (typeof type === 'string') {
    if (REFUSED.has(type) || REFUSED_CODES.has(grpcCode)) return 'refused';
    // Unknown and without a gRPC code: the server's answer to this very append, in words that the client does not know.
    return type === ErrorType.UNKNOWN && grpcCode === undefined ? 'refused' : 'lost';
  }
  if (REFUSED_CODES.has(grpcCode)) return 'refused';
  // A bare gRPC error comes from before the request: the client first asks the server what it supports.
  if (typeof grpcCode === 'number' || NO_NODE.test(error.message)) return 'not-sent';
  return typeof grpcCode === 'string' ? 'lost' : 'refused'; // of the socket or stream; of the program
}

/**
 * Whether the client may give this failure for ever: it keeps what it learnt of the server before its first append, and
 * keeps a failure to learn it too, unless that was UNAVAILABLE.
 */
export const sticksToClient = (error: unknown): boolean =>
  failureOf(error) === 'not-sent' &&
  error instanceof Error &&
  !('type' in error) &&
  (!('code' in error) || error.code !== code.UNAVAILABLE);

/** A read's failure as the port tells it. */
export function readFailure(stream: string, error: unknown): unknown {
  if (error instanceof StreamDeletedError) return new StreamTombstoned(stream);
  return failureOf(error) === 'refused' ? error : new StoreUnavailable('not-written', { cause: error });
}

/** The stream was deleted for ever, which nothing in the engine does. */
export class StreamTombstoned extends StreamCorrupt {
  constructor(stream: string) {
    super(stream, 0, Number.MAX_SAFE_INTEGER);
    this.message = `stream ${stream}: all of it is missing, found a tombstone`;
  }
}

/** The answer, or `NoAnswer` when it does not come in time. */
export function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new NoAnswer(ms)), ms);
    answer.then(resolve, reject).finally(() => clearTimeout(tooLate));
  });
}
