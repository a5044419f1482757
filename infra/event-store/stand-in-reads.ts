import shared from '@eventstore/db-client/generated/shared_pb.js'
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import grpc, { type ServerWritableStream } from '@grpc/grpc-js'
import type { Seen } from './stand-in.ts'
import { findIndex, type LogRecord, type StandInLog } from './stand-in-log.ts'

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>

const { ReadResp: Response } = streams
const BACKWARDS = 1

export async function answerRead(call: ReadCall, log: StandInLog, seen: Seen): Promise<void> {
  try {
    const options = requireOptions(call.request)
    const stream = options.getStream()
    if (options.hasSubscription()) {
      seen.subscriptions++
      await follow(call, log, options, seen)
    } else {
      seen.reads++
      const records = stream === undefined ? readAll(log, options) : readStream(log, options)
      if (records === undefined) {
        const gone = new Response.StreamNotFound().setStreamIdentifier(stream?.getStreamIdentifier())
        await send(call, new Response().setStreamNotFound(gone))
      } else {
        for (const record of records) {
          seen.eventsRead++
          await send(call, toResponse(record))
        }
      }
      call.end()
    }
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    call.emit('error', { code: grpc.status.UNKNOWN, details })
  }
}

/** What the server insists on. */
function requireOptions(request: ReadReq): ReadReq.Options {
  const options = request.getOptions()
  if (options?.getUuidOption() === undefined) throw new Error('a read without a form for ids')
  const filter = options.getFilter()
  if (options.hasAll() && filter === undefined && !options.hasNoFilter())
    throw new Error('a read without a filter option')
  if (filter !== undefined) {
    if (!filter.hasMax() && !filter.hasCount()) throw new Error('a filter without a window')
    if (options.hasSubscription() && filter.getCheckpointintervalmultiplier() === 0) throw new Error('no checkpoints')
  }
  return options
}

/** Undefined where there is no such stream. */
function readStream(log: StandInLog, options: ReadReq.Options): readonly LogRecord[] | undefined {
  const stream = options.getStream()
  const name = Buffer.from(stream?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()
  const count = Number(options.getCount())
  if (options.getReadDirection() !== BACKWARDS) return log.readStream(name, Number(stream?.getRevision() ?? 0), count)
  if (count !== 1) throw new Error('the stand-in reads one event backwards, the last')
  const last = log.readLast(name)
  return last && [last]
}

function* readAll(log: StandInLog, options: ReadReq.Options): Generator<LogRecord> {
  const count = Number(options.getCount())
  if (options.getReadDirection() === BACKWARDS) throw new Error('the stand-in reads everything forwards alone')
  const matches = toFilter(options)
  let found = 0
  for (const record of readOn(log, getStart(log, options), Math.min(count, PAGE))) {
    if (!matches(record)) continue
    yield record
    if (++found === count) return
  }
}

const PAGE = 500

/** To the end, wherever that is by then. */
function* readOn(log: StandInLog, from: number, pageSize: number): Generator<LogRecord> {
  for (let next = from; next < log.count; ) {
    const page = log.readFrom(next, pageSize)
    yield* page
    next += page.length
  }
}

/** Exclusive, where a read is inclusive. Checkpoints, as from the server, say where it has looked, not what has been handled. */
async function follow(call: ReadCall, log: StandInLog, options: ReadReq.Options, seen: Seen): Promise<void> {
  const matches = toFilter(options)
  const filter = options.getFilter()
  const checkpointAfter = (filter?.getMax() || 32) * (filter?.getCheckpointintervalmultiplier() ?? 1)
  const after = options.getAll()?.getPosition()
  let next = after === undefined ? 0 : getStart(log, options)
  const [at] = after === undefined ? [] : log.readFrom(next, 1)
  if (at !== undefined && at.place === BigInt(after?.getCommitPosition() ?? -1)) next++
  const confirmation = new Response.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID())
  await send(call, new Response().setConfirmation(confirmation))
  let isBehind = true
  let considered = 0
  let wake = Promise.withResolvers<void>()
  const stop = log.watch(() => wake.resolve())
  call.on('cancelled', () => wake.resolve())
  call.on('close', () => wake.resolve())
  while (!isOver(call)) {
    wake = Promise.withResolvers<void>()
    for (const record of readOn(log, next, PAGE)) {
      if (matches(record)) await send(call, toResponse(record))
      if (isOver(call)) break
      next++
      considered++
      if (considered % checkpointAfter !== 0) continue
      seen.checkpoints++
      await send(call, toCheckpoint(record))
    }
    if (next < log.count) continue
    if (isBehind) {
      for (const last of log.readFrom(log.count - 1, 1)) await send(call, toCheckpoint(last))
      await send(call, new Response().setCaughtUp(new Response.CaughtUp()))
    }
    isBehind = false
    if (!isOver(call)) await wake.promise
  }
  stop()
}

function getStart(log: StandInLog, options: ReadReq.Options): number {
  const position = options.getAll()?.getPosition()
  if (position === undefined) return 0
  const index = findIndex(log, BigInt(position.getCommitPosition()))
  if (index === 'no event begins there') throw new Error('Unexpected FilteredReadAllResult: InvalidPosition')
  return index
}

function toFilter(options: ReadReq.Options): (record: LogRecord) => boolean {
  const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList()
  if (prefixes === undefined) return () => true
  return ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix))
}

function toResponse({ stream, revision, place, id, type, data, metadata, createdMs }: LogRecord): ReadResp {
  const recorded = new Response.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(id))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64')))
    .setStreamRevision(String(revision))
    .setCommitPosition(String(place))
    .setPreparePosition(String(place))
    .setData(Buffer.from(data))
    .setCustomMetadata(Buffer.from(metadata))
  const ticks = String(BigInt(createdMs) * 10_000n)
  recorded.getMetadataMap().set('type', type).set('created', ticks).set('content-type', 'application/json')
  return new Response().setEvent(new Response.ReadEvent().setEvent(recorded).setCommitPosition(String(place)))
}

function toCheckpoint({ place }: LogRecord): ReadResp {
  const checkpoint = new Response.Checkpoint().setCommitPosition(String(place)).setPreparePosition(String(place))
  return new Response().setCheckpoint(checkpoint)
}

function isOver(call: ReadCall): boolean {
  return call.cancelled || call.destroyed
}

function send(call: ReadCall, response: ReadResp): Promise<void> | undefined {
  if (isOver(call) || call.write(response)) return undefined
  return new Promise((resolve) => {
    const events = ['drain', 'cancelled', 'close'] as const
    const finish = (): void => {
      for (const event of events) call.off(event, finish)
      resolve()
    }
    for (const event of events) call.on(event, finish)
  })
}
