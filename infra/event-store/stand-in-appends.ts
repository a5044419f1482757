import shared from '@eventstore/db-client/generated/shared_pb.js'
import status from '@eventstore/db-client/generated/status_pb.js'
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import anyPb from 'google-protobuf/google/protobuf/any_pb.js'
import type { ArrivedAppend, Fate, Seen } from './stand-in.ts'
import type { Outcome, ProposedEvent, StandInLog } from './stand-in-log.ts'

export interface BatchHandling {
  readonly seen: Seen
  readonly write: Write
  readonly decide: (append: ArrivedAppend) => Fate
  readonly beforeAnswer: () => Promise<void>
  readonly writeTimeoutMs: number
}

/** `dropped`: a repeat of what is being written, of which nothing is said. */
type Write = (...append: Parameters<StandInLog['append']>) => Promise<Outcome | { readonly kind: 'dropped' }>

type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>

const MAX_APPEND_BYTES = 1024 * 1024
/** gRPC codes, as the server's status names them. */
const [INVALID_ARGUMENT, DEADLINE_EXCEEDED, ALREADY_EXISTS, PERMISSION_DENIED] = [3, 4, 6, 7] as const

/** As the server's index writer deals with a repeat that comes too early. */
export function createWriter(log: StandInLog): Write {
  const beingWritten = new Set<string>()
  return async (stream, expectedRevision, events) => {
    const key = [stream, expectedRevision, ...events.map(({ id }) => id)].join(' ')
    if (beingWritten.has(key)) return { kind: 'dropped' }
    beingWritten.add(key)
    try {
      return await log.append(stream, expectedRevision, events)
    } finally {
      beingWritten.delete(key)
    }
  }
}

/** Takes appends in the order in which they come, each whole in one message, as the adapter and the client send what is under 3 MiB. */
export function answerBatch(call: BatchCall, handling: BatchHandling): void {
  const { seen } = handling
  call.on('data', (request: BatchAppendReq) => {
    seen.appends++
    seen.inFlight++
    seen.mostInFlight = Math.max(seen.mostInFlight, seen.inFlight)
    answerOne(request, handling)
      .then(async (response) => {
        await handling.beforeAnswer()
        seen.inFlight--
        if (response !== undefined && !call.cancelled && !call.destroyed) call.write(response)
      })
      .catch((error: Error) => call.destroy(error))
  })
  call.on('end', () => call.end())
  call.on('error', () => undefined)
}

/** `undefined`: it is never answered. */
async function answerOne(request: BatchAppendReq, handling: BatchHandling): Promise<BatchAppendResp | undefined> {
  const { stream, expectedRevision, events, bytes } = readRequest(request)
  const respond = (): BatchAppendResp =>
    new streams.BatchAppendResp()
      .setCorrelationId(request.getCorrelationId())
      .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64')))
  const fail = (code: 3 | 4 | 6 | 7 | 0, message: string, details: object, typeName: string): BatchAppendResp => {
    const any = new anyPb.Any()
    any.pack((details as { serializeBinary(): Uint8Array }).serializeBinary(), typeName)
    return respond().setError(new status.Status().setCode(code).setMessage(message).setDetails(any))
  }

  const fate = handling.decide({ stream, ordinal: handling.seen.appends, eventIds: events.map(({ id }) => id) })
  if (fate === 'drop-append') return undefined
  const refuseAsBusy = () => fail(0, 'Server Is Busy', new shared.Empty(), 'google.protobuf.Empty')
  if (fate === 'busy') return refuseAsBusy()
  if (fate === 'access-denied') {
    return fail(PERMISSION_DENIED, 'AccessDenied', new shared.AccessDenied(), 'event_store.client.AccessDenied')
  }
  if (bytes > MAX_APPEND_BYTES) {
    const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_BYTES)
    const typeName = 'event_store.client.MaximumAppendSizeExceeded'
    return fail(INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details, typeName)
  }
  const outcome = await handling.write(stream, expectedRevision, events)
  if (outcome.kind === 'busy') return refuseAsBusy()
  if (outcome.kind === 'wrong-version') {
    const wrong = new shared.WrongExpectedVersion()
    if (outcome.currentRevision < 0) wrong.setCurrentNoStream(new shared.Empty())
    else wrong.setCurrentStreamRevision(String(outcome.currentRevision))
    return fail(ALREADY_EXISTS, 'WrongExpectedVersion', wrong, 'event_store.client.WrongExpectedVersion')
  }
  if (fate === 'drop-answer') return undefined
  if (outcome.kind === 'dropped') {
    await new Promise((resolve) => setTimeout(resolve, handling.writeTimeoutMs))
    return fail(DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout(), 'event_store.client.Timeout')
  }
  const place = String(outcome.place)
  return respond().setSuccess(
    new streams.BatchAppendResp.Success()
      .setCurrentRevision(String(outcome.revision))
      .setPosition(new shared.AllStreamPosition().setCommitPosition(place).setPreparePosition(place)),
  )
}

interface ReadAppend {
  readonly stream: string
  readonly expectedRevision: number
  readonly events: readonly ProposedEvent[]
  readonly bytes: number
}

/** @throws Error on what the server would not understand, what nobody should send to it, and what the embedded store cannot hold */
function readRequest(request: BatchAppendReq): ReadAppend {
  const options = request.getOptions()
  const correlationId = request.getCorrelationId()?.getString() ?? ''
  if (!/^[0-9a-f-]{36}$/.test(correlationId)) throw new Error('a batch without a correlation id')
  if (options === undefined || !request.getIsFinal()) throw new Error('an append that does not come whole')
  if (!options.hasNoStream() && !options.hasStreamPosition()) throw new Error('an append without an exact version')
  const stream = Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()
  if (stream === '') throw new Error('an append without a stream')
  const messages = request.getProposedMessagesList()
  if (messages.length === 0) throw new Error('an append without events')
  let bytes = 0
  const events = messages.map((message) => {
    const [type, contentType] = ['type', 'content-type'].map((key) => message.getMetadataMap().get(key) ?? '')
    if (!type || !contentType) throw new Error('an event without type and content type')
    if (contentType !== 'application/json') throw new Error('the stand-in keeps JSON alone')
    const [data, metadata] = [message.getData_asU8(), message.getCustomMetadata_asU8()]
    bytes += data.length + metadata.length + type.length
    const id = message.getId()?.getString() ?? ''
    return { id, type, data: Buffer.from(data).toString(), metadata: Buffer.from(metadata).toString() }
  })
  return { stream, expectedRevision: options.hasNoStream() ? -1 : Number(options.getStreamPosition()), events, bytes }
}
