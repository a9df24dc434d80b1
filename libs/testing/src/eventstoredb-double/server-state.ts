import type { ServiceError } from '@grpc/grpc-js';
import type { Log } from './log.js';

/** What a running call is asked when a fault strikes it. */
export interface RunningCall {
  readonly kind: 'append' | 'read' | 'subscription';
  fail(error: ServiceError): void;
}

/** What all calls of one double share: the log and the faults on demand. */
export interface ServerState {
  readonly log: Log;
  readonly maxAppendBytes: number;
  readonly running: Set<RunningCall>;
  /** Every call is answered with UNAVAILABLE. */
  readonly refusing: boolean;
  /** True once after an answer was to be lost: it is not sent, and the connections are cut. */
  losesAnswer(): boolean;
}
