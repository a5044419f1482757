import { randomUUID } from 'node:crypto'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { StorePlace } from '../position-token.ts'
import { type BatchAppendCall, type Connection, TransportError } from './connection.ts'
import { toStreamIdentifier } from './read-requests.ts'

export interface AppendRequest {
  /** As the server names it. */
  readonly stream: string
  /** 0: the stream must not exist. */
  readonly expectedVersion: number
  readonly events: readonly {
    readonly id: string
    readonly type: string
    readonly data: string
    readonly envelope: string
  }[]
}

export type AppendAnswer =
  /** Now or before; the place of its last event, where the server said it. */
  | { readonly kind: 'stored'; readonly version: number; readonly place: StorePlace | undefined }
  | { readonly kind: 'conflict'; readonly actualVersion: number }
  /** The server gave up waiting for itself, or there was no answer in time: stored or not. */
  | { readonly kind: 'no-answer'; readonly reason: string }
  /** Nothing of it was stored: the server has no time for it now. */
  | { readonly kind: 'busy'; readonly reason: string }
  /** Nothing of it was stored, nor will be. */
  | { readonly kind: 'refused'; readonly reason: string }

/** Appends on one call to the server, any number in flight, taken in the order in which they are sent. */
export interface AppendLane {
  /** @throws TransportError when the call broke before the answer: stored or not */
  send(request: AppendRequest, timeoutMs: number): Promise<AppendAnswer>
  close(): void
}

interface OpenCall {
  readonly call: BatchAppendCall
  /** By correlation id. Each call has its own, so that nobody else's trouble touches them. */
  readonly unanswered: Map<string, PromiseWithResolvers<AppendAnswer>>
  /** Set when it is over: nothing that is written to it would be answered. */
  failure: TransportError | undefined
}

export function createAppendLane(connection: Connection): AppendLane {
  let current: Promise<OpenCall> | undefined

  const open = async (forget: () => void): Promise<OpenCall> => {
    const { call, reportFailure } = await connection.openBatchAppend()
    const opened: OpenCall = { call, unanswered: new Map(), failure: undefined }
    const end = (error: Error): void => {
      forget()
      opened.failure = new TransportError(error.message, error)
      for (const { reject } of opened.unanswered.values()) reject(opened.failure)
      opened.unanswered.clear()
    }
    call.on('data', (response: BatchAppendResp) => settle(opened, response))
    call.on('error', (error: Error) => {
      end(error)
      reportFailure(error)
    })
    call.on('end', () => end(new Error('the server ended the call')))
    return opened
  }
  const getOpen = (): Promise<OpenCall> => {
    if (current !== undefined) return current
    const forget = (): void => {
      if (current === opening) current = undefined
    }
    const opening = open(forget)
    opening.catch(forget)
    current = opening
    return opening
  }

  const sendNow = async (
    request: AppendRequest,
    correlationId: string,
    isWanted: () => boolean,
  ): Promise<AppendAnswer> => {
    const { call, unanswered, failure } = await getOpen()
    if (failure !== undefined) throw failure
    if (!isWanted()) return { kind: 'no-answer', reason: 'it was not sent in time' }
    const answer = Promise.withResolvers<AppendAnswer>()
    unanswered.set(correlationId, answer)
    try {
      call.write(toMessage(request, correlationId))
      return await answer.promise
    } finally {
      unanswered.delete(correlationId)
    }
  }

  return {
    send: (request, timeoutMs) =>
      new Promise((resolve, reject) => {
        const correlationId = randomUUID()
        let isWanted = true
        const giveUp = (): void => {
          isWanted = false
          resolve({ kind: 'no-answer', reason: `no answer within ${timeoutMs} ms` })
        }
        const timer = setTimeout(giveUp, timeoutMs)
        sendNow(request, correlationId, () => isWanted)
          .then(resolve, (error) => reject(error))
          .finally(() => clearTimeout(timer))
      }),
    close: () => {
      current?.then(({ call }) => call.cancel()).catch(() => undefined)
    },
  }
}

function toMessage({ stream, expectedVersion, events }: AppendRequest, correlationId: string): BatchAppendReq {
  const options = new streams.BatchAppendReq.Options().setStreamIdentifier(toStreamIdentifier(stream))
  if (expectedVersion === 0) options.setNoStream(new shared.Empty())
  else options.setStreamPosition(String(expectedVersion - 1))
  // No deadline: it would be a time of our clock, which the server holds against its own. It gives up a write by itself.
  const message = new streams.BatchAppendReq()
    .setCorrelationId(new shared.UUID().setString(correlationId))
    .setOptions(options)
    .setIsFinal(true)
  for (const { id, type, data, envelope } of events) {
    const proposed = new streams.BatchAppendReq.ProposedMessage()
      .setId(new shared.UUID().setString(id))
      .setData(Buffer.from(data))
      .setCustomMetadata(Buffer.from(envelope))
    proposed.getMetadataMap().set('type', type).set('content-type', 'application/json')
    message.addProposedMessages(proposed)
  }
  return message
}

function settle({ unanswered }: OpenCall, response: BatchAppendResp): void {
  const correlationId = readUuid(response.getCorrelationId())
  const waiting = unanswered.get(correlationId)
  // The caller has given up, and its append is repeated: this answer says nothing that the next one will not.
  if (waiting === undefined) return
  waiting.resolve(toAnswer(response))
}

function toAnswer(response: BatchAppendResp): AppendAnswer {
  const success = response.getSuccess()
  if (success !== undefined) {
    const position = success.getPosition()
    const place =
      position === undefined
        ? undefined
        : { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) }
    return { kind: 'stored', version: Number(success.getCurrentRevision()) + 1, place }
  }
  const error = response.getError()
  const details = error?.getDetails()
  const reason = error?.getMessage() || details?.getTypeName() || 'an answer without a result'
  switch (details?.getTypeName()) {
    case 'event_store.client.WrongExpectedVersion': {
      const wrong = details.unpack(shared.WrongExpectedVersion.deserializeBinary, details.getTypeName())
      const actualVersion = wrong?.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) + 1 : 0
      return { kind: 'conflict', actualVersion }
    }
    case 'event_store.client.AccessDenied':
    case 'event_store.client.BadRequest':
    case 'event_store.client.MaximumAppendSizeExceeded':
    case 'event_store.client.StreamDeleted':
      return { kind: 'refused', reason }
    default:
      // What a server says that did not take the message at all; it packs no details of its own for it.
      return /^(Server Is|No leader info)/.test(reason) ? { kind: 'busy', reason } : { kind: 'no-answer', reason }
  }
}

/** The server answers a correlation id as text or as two halves, as it pleases. */
function readUuid(uuid: InstanceType<typeof shared.UUID> | undefined): string {
  const structured = uuid?.getStructured()
  if (structured === undefined) return uuid?.getString() ?? ''
  const halves = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()]
  const hex = halves.map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
