import { createRequire } from 'node:module';
import type { sendUnaryData, ServerDuplexStream, ServerReadableStream, ServerUnaryCall } from '@grpc/grpc-js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type * as AnyTypes from 'google-protobuf/google/protobuf/any_pb.js';
import type * as EmptyTypes from 'google-protobuf/google/protobuf/empty_pb.js';
import type * as GossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type * as GossipTypes from '@eventstore/db-client/generated/gossip_pb.js';
import type * as FeaturesService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type * as FeaturesTypes from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type * as SharedTypes from '@eventstore/db-client/generated/shared_pb.js';
import type * as StatusTypes from '@eventstore/db-client/generated/status_pb.js';
import type * as StreamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as StreamsTypes from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected } from './log.js';

// The client is CommonJS and its messages are told apart by class: all must come out of its own modules.
const here = createRequire(import.meta.url);
const shipped = createRequire(here.resolve('@eventstore/db-client'));

export const streams = shipped('../generated/streams_pb.js') as typeof StreamsTypes;
export const streamsService = (shipped('../generated/streams_grpc_pb.js') as typeof StreamsService).StreamsService;
export const features = shipped('../generated/serverfeatures_pb.js') as typeof FeaturesTypes;
export const featuresService = (shipped('../generated/serverfeatures_grpc_pb.js') as typeof FeaturesService)
  .ServerFeaturesService;
export const gossip = shipped('../generated/gossip_pb.js') as typeof GossipTypes;
export const gossipService = (shipped('../generated/gossip_grpc_pb.js') as typeof GossipService).GossipService;
export const shared = shipped('../generated/shared_pb.js') as typeof SharedTypes;
export const status = shipped('../generated/status_pb.js') as typeof StatusTypes;
export const { Any } = shipped('google-protobuf/google/protobuf/any_pb.js') as typeof AnyTypes;
/** `google.protobuf.Empty`; the server's own messages use `shared.Empty`. */
export const { Empty } = shipped('google-protobuf/google/protobuf/empty_pb.js') as typeof EmptyTypes;

export type AppendCall = ServerReadableStream<StreamsTypes.AppendReq, StreamsTypes.AppendResp>;
export type AppendAnswer = sendUnaryData<StreamsTypes.AppendResp>;
export type BatchAppendCall = ServerDuplexStream<StreamsTypes.BatchAppendReq, StreamsTypes.BatchAppendResp>;
export type ReadCall = ServerWritableStream<StreamsTypes.ReadReq, StreamsTypes.ReadResp>;
export type ReadOptions = StreamsTypes.ReadReq.Options;
export type ReadResp = StreamsTypes.ReadResp;
export type DeleteCall = ServerUnaryCall<StreamsTypes.DeleteReq, StreamsTypes.DeleteResp>;
export type DeleteAnswer = sendUnaryData<StreamsTypes.DeleteResp>;
export type TombstoneCall = ServerUnaryCall<StreamsTypes.TombstoneReq, StreamsTypes.TombstoneResp>;
export type TombstoneAnswer = sendUnaryData<StreamsTypes.TombstoneResp>;
export type BatchAppendReq = StreamsTypes.BatchAppendReq;
export type BatchAppendResp = StreamsTypes.BatchAppendResp;
export type ProposedMessage = StreamsTypes.AppendReq.ProposedMessage | StreamsTypes.BatchAppendReq.ProposedMessage;

interface NamesExpected {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

/** What a request demands of its stream. */
export function expectedOf(options: NamesExpected, revision: () => string): Expected {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : BigInt(revision());
}

/** The name inside a stream identifier. */
export const nameOf = (identifier: SharedTypes.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

export function identifierOf(name: string): SharedTypes.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(name, 'utf8'));
}
