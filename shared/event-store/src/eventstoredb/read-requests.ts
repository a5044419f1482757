import shared from '@eventstore/db-client/generated/shared_pb.js'
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { StorePlace } from '../position-token.ts'

const { ReadReq: Request } = streams
const { Options } = Request
const [FORWARDS, BACKWARDS] = [0, 1] as const

/** Events that the server looks at for one page, and between two of its checkpoints (which we do not use: they run ahead of what is handled). */
const FILTER_WINDOW = 500
const CHECKPOINT_AFTER_WINDOWS = 2

/** From `fromVersion` (1 for the first event) on, that one included. */
export function requestStream(stream: string, fromVersion: number, limit: number): ReadReq {
  const place = toStreamOptions(stream).setRevision(String(fromVersion - 1))
  return toRequest(new Options().setStream(place).setReadDirection(FORWARDS).setNoFilter(new shared.Empty()), limit)
}

export function requestStreamEnd(stream: string): ReadReq {
  const place = toStreamOptions(stream).setEnd(new shared.Empty())
  return toRequest(new Options().setStream(place).setReadDirection(BACKWARDS).setNoFilter(new shared.Empty()), 1)
}

/** Events of streams whose name begins with `prefix`, from `from` on, an event at that place included. */
export function requestAll(prefix: string, from: StorePlace, limit: number): ReadReq {
  const options = new Options().setAll(toAllOptions(from)).setReadDirection(FORWARDS).setFilter(toFilter(prefix))
  return toRequest(options, limit)
}

/** What comes after `after`, an event at that place not included, and goes on with what is to come. */
export function requestSubscription(prefix: string, after: StorePlace): ReadReq {
  const options = new Options().setAll(toAllOptions(after)).setReadDirection(FORWARDS).setFilter(toFilter(prefix))
  return toRequest(options.setSubscription(new Options.SubscriptionOptions()))
}

function toRequest(options: ReadReq.Options, limit?: number): ReadReq {
  if (limit !== undefined) options.setCount(String(limit))
  options.setUuidOption(new Options.UUIDOption().setString(new shared.Empty()))
  return new Request().setOptions(options)
}

function toStreamOptions(stream: string): ReadReq.Options.StreamOptions {
  return new Options.StreamOptions().setStreamIdentifier(toStreamIdentifier(stream))
}

export function toStreamIdentifier(stream: string): InstanceType<typeof shared.StreamIdentifier> {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'))
}

function toAllOptions({ commit, prepare }: StorePlace): ReadReq.Options.AllOptions {
  const position = new Options.Position().setCommitPosition(String(commit)).setPreparePosition(String(prepare))
  return new Options.AllOptions().setPosition(position)
}

function toFilter(prefix: string): ReadReq.Options.FilterOptions {
  const expression = new Options.FilterOptions.Expression().setPrefixList([prefix])
  return new Options.FilterOptions()
    .setStreamIdentifier(expression)
    .setMax(FILTER_WINDOW)
    .setCheckpointintervalmultiplier(CHECKPOINT_AFTER_WINDOWS)
}
