import serverFeaturesService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js'
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_pb.js'
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js'
import grpc, { type ServerDuplexStream } from '@grpc/grpc-js'
import { answerBatch, createWriter } from './stand-in-appends.ts'
import type { StandInLog } from './stand-in-log.ts'
import { answerRead, type ReadCall } from './stand-in-reads.ts'

export interface StandInOptions {
  /** What is on the disk. It stays open when the server is killed. */
  readonly log: StandInLog
  /** Default: a free one. */
  readonly port?: number
  /** A write that does not end is given up. Default: two seconds, as the server's. */
  readonly writeTimeoutMs?: number
  /** As of a server of another time. */
  readonly canBatchAppend?: boolean
}

/** What becomes of an append that has come whole. */
export type Fate =
  | 'answer'
  /** Stored, and the answer is lost; the connection stays. */
  | 'drop-answer'
  /** Never looked at. */
  | 'drop-append'
  /** Not taken: the server has no time. */
  | 'busy'
  | 'access-denied'

export interface ArrivedAppend {
  readonly stream: string
  /** 1 for the first append of all. */
  readonly ordinal: number
  readonly eventIds: readonly string[]
}

export interface Seen {
  appends: number
  /** Come and not yet answered. */
  inFlight: number
  mostInFlight: number
  reads: number
  /** That reads were answered with. */
  eventsRead: number
  subscriptions: number
  checkpoints: number
}

export interface StandIn {
  readonly log: StandInLog
  readonly port: number
  readonly url: string
  readonly seen: Seen
  /** Default: all are answered. */
  decide: (append: ArrivedAppend) => Fate
  /** Every answer to an append waits for it. */
  beforeAnswer: () => Promise<void>
  /** All at once: connections break, nothing more is answered. What is in the log stays. */
  kill(): void
}

/**
 * The part of EventStoreDB's gRPC interface that the adapter uses, for development and tests: strict, and durable before it answers. Written
 * after what the server's own sources of 24.10 do; the same contract suite runs against the real one.
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { log } = options
  const server = new grpc.Server()
  const write = createWriter(log)
  const seen: Seen = {
    appends: 0,
    inFlight: 0,
    mostInFlight: 0,
    reads: 0,
    eventsRead: 0,
    subscriptions: 0,
    checkpoints: 0,
  }
  const faults: Pick<StandIn, 'decide' | 'beforeAnswer'> = {
    decide: () => 'answer',
    beforeAnswer: async () => undefined,
  }
  const writeTimeoutMs = options.writeTimeoutMs ?? 2_000

  server.addService(streamsService.StreamsService, {
    read: (call: ReadCall) => {
      answerRead(call, log, seen)
    },
    batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
      const decide: StandIn['decide'] = (append) => faults.decide(append)
      answerBatch(call, { seen, write, decide, beforeAnswer: () => faults.beforeAnswer(), writeTimeoutMs })
    },
    append: refuseCall,
    delete: refuseCall,
    tombstone: refuseCall,
  })
  server.addService(serverFeaturesService.ServerFeaturesService, {
    getSupportedMethods: (_: unknown, answer: (error: null, methods: SupportedMethods) => void) =>
      answer(null, nameFeatures(options.canBatchAppend ?? true)),
  })
  const port = await new Promise<number>((resolve, reject) => {
    const address = `127.0.0.1:${options.port ?? 0}`
    server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    )
  })
  const kill = (): void => server.forceShutdown()
  return Object.assign(faults, { log, port, seen, kill, url: `esdb://127.0.0.1:${port}?tls=false` })
}

function nameFeatures(canBatchAppend: boolean): SupportedMethods {
  const methods: readonly (readonly [string, readonly string[]])[] = [
    ['read', ['position', 'events']],
    ['append', []],
    ...(canBatchAppend ? ([['batchappend', ['deadline_duration']]] as const) : []),
  ]
  const supported = new serverFeatures.SupportedMethods().setEventStoreServerVersion('24.10.3')
  for (const [name, features] of methods) {
    const method = new serverFeatures.SupportedMethod().setServiceName('event_store.client.streams.streams')
    supported.addMethods(method.setMethodName(name).setFeaturesList([...features]))
  }
  return supported
}

function refuseCall(_: unknown, answer: (error: object) => void): void {
  answer({ code: grpc.status.UNIMPLEMENTED, details: 'the stand-in has no such call' })
}
