import { setTimeout as wait } from 'node:timers/promises'
import { EventStoreDBClient } from '@eventstore/db-client'
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import { eventStoreDbLimits } from '../limits.ts'
import { StoreUnavailableError } from '../port.ts'

export type BatchAppendCall = ReturnType<StreamsClient['batchAppend']>

/**
 * One connection of the client, which finds the node, keeps TLS and credentials, and changes over to another leader. The calls are made by
 * ourselves, over the definitions that the package ships: its own appends share one table of unanswered ones among all clients of a process,
 * lose those that wait to be sent, and its `readAll` has no filter.
 */
export interface Connection {
  /** Resolves at the end of the answer. @throws TransportError; whatever `onResponse` throws */
  read(request: ReadReq, onResponse: (response: ReadResp) => void, options?: ReadOptions): Promise<void>
  /** `reportFailure` is told of the error that ended the call, so that the next one is made on a new connection where one is needed. */
  openBatchAppend(): Promise<{ readonly call: BatchAppendCall; reportFailure(error: Error): void }>
  /** @throws UnsupportedServerError on a server that cannot append in batches or name positions */
  requireSupport(): Promise<void>
  close(): Promise<void>
}

export interface ReadOptions {
  readonly signal?: AbortSignal
  /** Broken off after so long without a response. Default: never, for who waits for what is to come. */
  readonly idleMs?: number
}

/** The server could not be reached, broke off, or answered with an error: try again. `code` is gRPC's. */
export class TransportError extends StoreUnavailableError {
  override readonly name = 'TransportError'
  readonly code: number | undefined

  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.code = isObject(cause) && typeof cause.code === 'number' ? cause.code : undefined
  }
}

export class UnsupportedServerError extends Error {
  override readonly name = 'UnsupportedServerError'
}

/** What the client has for its own calls. The package is pinned; the contract suite runs over it. */
interface ClientInternals {
  getGRPCClient(service: typeof StreamsClient, name: string): Promise<StreamsClient>
  callArguments(
    options: { readonly requiresLeader: boolean },
    call: { readonly deadline: number },
  ): [Parameters<StreamsClient['batchAppend']>[0], Parameters<StreamsClient['batchAppend']>[1]]
  handleError(client: StreamsClient, error: Error): Promise<void>
  readonly capabilities: Promise<{
    readonly serverVersion: string
    supports(method: { readonly path: string }, feature?: string): boolean
  }>
}

const { StreamsClient: Streams, StreamsService } = streamsService

export function connect(url: string): Connection {
  const client = EventStoreDBClient.connectionString(url)
  const internals = getInternals(client)
  // What is acknowledged is seen at once only where it was acknowledged. The deadline of a call is kept by who waits for it.
  const getArguments = () => internals.callArguments({ requiresLeader: true }, { deadline: Number.POSITIVE_INFINITY })
  let newest: StreamsClient | undefined
  const getStreams = async (): Promise<StreamsClient> => {
    const { readMs } = eventStoreDbLimits
    newest = await within(internals.getGRPCClient(Streams, 'streams'), readMs, 'no node of the cluster was found')
    return newest
  }
  const report = (streams: StreamsClient, error: Error): void => {
    internals.handleError(streams, error).catch(() => undefined)
  }

  return {
    read: async (request, onResponse, options = {}) => {
      const streams = await getStreams()
      options.signal?.throwIfAborted()
      const call = streams.read(request, ...getArguments())
      await receive(call, onResponse, options, (error) => report(streams, error))
    },
    openBatchAppend: async () => {
      const streams = await getStreams()
      return { call: streams.batchAppend(...getArguments()), reportFailure: (error) => report(streams, error) }
    },
    requireSupport: async () => {
      await getStreams()
      const server = await within(
        internals.capabilities,
        eventStoreDbLimits.readMs,
        'the server does not say its version',
      )
      if (server.supports(StreamsService.batchAppend) && server.supports(StreamsService.read, 'position')) return
      throw new UnsupportedServerError(
        `EventStoreDB ${server.serverVersion} cannot append in batches or name positions; 22.10 and later can`,
      )
    },
    close: async () => {
      await client.dispose()
      newest?.close()
    },
  }
}

function getInternals(client: object): ClientInternals {
  return client as ClientInternals
}

function receive(
  call: ReturnType<StreamsClient['read']>,
  onResponse: (response: ReadResp) => void,
  { signal, idleMs }: ReadOptions,
  report: (error: Error) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let over = false
    const finish = (settle: () => void): void => {
      if (over) return
      over = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      call.cancel()
      settle()
    }
    const fail = (error: unknown): void => finish(() => reject(error))
    const abort = (): void => fail(signal?.reason)
    const timer =
      idleMs === undefined
        ? undefined
        : setTimeout(() => fail(new TransportError(`no response within ${idleMs} ms`)), idleMs)
    signal?.addEventListener('abort', abort)
    call.on('data', (response: ReadResp) => {
      if (over) return
      timer?.refresh()
      try {
        onResponse(response)
      } catch (error) {
        fail(error)
      }
    })
    call.on('error', (error: Error) => {
      if (over) return
      report(error)
      fail(new TransportError(error.message, error))
    })
    call.on('end', () => finish(resolve))
  })
}

/** @throws TransportError when it takes longer */
export async function within<Result>(promise: Promise<Result>, ms: number, otherwise: string): Promise<Result> {
  const settled = new AbortController()
  const late = wait(ms, undefined, { signal: settled.signal }).then(() => {
    throw new TransportError(`${otherwise} within ${ms} ms`)
  })
  try {
    return await Promise.race([promise, late])
  } catch (error) {
    throw error instanceof TransportError ? error : new TransportError(messageOf(error), error)
  } finally {
    late.catch(() => undefined)
    promise.catch(() => undefined)
    settled.abort()
  }
}

/** Tries again, for as long as a read may take, what could not be asked; every other failure is the answer. */
export async function persist<Result>(ask: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  const end = performance.now() + eventStoreDbLimits.readMs
  for (let failures = 0; ; failures++) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof TransportError) || isFinal(error) || performance.now() > end) throw error
      await wait(getRetryDelay(failures), undefined, signal === undefined ? {} : { signal })
    }
  }
}

export function getRetryDelay(failures: number): number {
  const { retryDelaysMs } = eventStoreDbLimits
  return retryDelaysMs[Math.min(failures, retryDelaysMs.length - 1)] ?? 0
}

/** Invalid argument, permission denied, unimplemented, unauthenticated: asking again changes nothing. */
function isFinal({ code }: TransportError): boolean {
  return code !== undefined && [3, 7, 12, 16].includes(code)
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
