import type { AppendResult, ExpectedVersion, NewEvent, Position, RecordedEvent, StreamName } from '../port.ts'
import type { SerializedEvent } from '../serialized-append.ts'
import { remoteLimits } from './remote-limits.ts'

export const paths = { health: '/health', appends: '/appends', events: '/events', streams: '/streams/' } as const

/** `<ledger>.<epoch>` that the sender believes to be talking about, percent-encoded. */
export const ledgerHeader = 'x-welfare-ledger'

export function toLedgerTag(ledger: string, epoch: number): string {
  return `${encodeURIComponent(ledger)}.${epoch}`
}

export interface Health {
  readonly ledger: string
  readonly epoch: number
  readonly head: { readonly position: Position; readonly sequence: number } | null
}

export interface WiredAppend {
  readonly stream: StreamName
  readonly expected: ExpectedVersion
  readonly events: readonly NewEvent[]
}

/** What became of one append of a request: the store's result, or the error that it was rejected with. */
export type AppendAnswer = AppendResult | { readonly outcome: AppendFailure; readonly message: string }
/** `closing`: nothing was stored. `unknown`: whatever else went wrong. */
export type AppendFailure = 'invalid' | 'failed' | 'closing' | 'unknown'

export interface Page<Event extends RecordedEvent> {
  readonly events: readonly Event[]
  /** There may be more after them. */
  readonly more: boolean
}

/** Why a whole request was refused. */
export type RefusalCode =
  | 'access-denied'
  | 'bad-request'
  | 'closing'
  | 'invalid-append'
  | 'invalid-position'
  | 'ledger-changed'
  | 'internal'

export interface WireRefusal {
  readonly error: RefusalCode
  readonly message: string
}

/** What was sent is not what this version sends. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError'
}

/** An append as the text that travels. Names and ids were checked: nothing in them needs escaping. */
export function toWiredAppend(
  stream: StreamName,
  expected: ExpectedVersion,
  events: readonly SerializedEvent[],
): string {
  const wired = events.map(
    ({ id, type, schemaVersion, data, metadata }) =>
      `{"id":"${id}","type":"${type}","schemaVersion":${schemaVersion},"data":${data},"metadata":${metadata}}`,
  )
  return `{"stream":"${stream}","expected":${JSON.stringify(expected)},"events":[${wired.join(',')}]}`
}

/** Shape only: what it says is the store's to judge. @throws MalformedMessageError */
export function parseAppends(text: string): readonly WiredAppend[] {
  const body = parseObject(text)
  const { appends } = body
  if (!Array.isArray(appends) || appends.length === 0) throw malformed('appends must be a list that is not empty')
  if (appends.length > remoteLimits.appendsPerRequest) {
    throw malformed(`${appends.length} appends in one request; the limit is ${remoteLimits.appendsPerRequest}`)
  }
  for (const append of appends) requireAppend(append)
  return appends
}

function requireAppend(append: unknown): void {
  if (!isObject(append)) throw malformed('an append must be an object')
  const { stream, expected, events } = append
  if (typeof stream !== 'string') throw malformed('an append must name its stream')
  if (typeof expected !== 'number' && typeof expected !== 'string')
    throw malformed('an append must say what it expects')
  if (!Array.isArray(events) || !events.every(isObject))
    throw malformed('events of an append must be a list of objects')
}

const outcomes: readonly string[] = ['appended', 'conflict', 'overloaded', 'invalid', 'failed', 'closing', 'unknown']

/** @throws MalformedMessageError */
export function parseAppendAnswers(body: unknown, count: number): readonly AppendAnswer[] {
  const answers = isObject(body) ? body.answers : undefined
  if (!Array.isArray(answers) || answers.length !== count) throw malformed(`not the answers to ${count} appends`)
  for (const answer of answers) {
    if (!isObject(answer) || !outcomes.includes(String(answer.outcome))) throw malformed('not the answer to an append')
    if (answer.outcome === 'appended') requireAppended(answer)
    if (answer.outcome === 'conflict') requireCount(answer.actualVersion, 'actualVersion')
  }
  return answers
}

function requireAppended({ version, position, recordedAt }: { readonly [key: string]: unknown }): void {
  requireCount(version, 'version')
  if (typeof position !== 'string' || typeof recordedAt !== 'string') throw malformed('an append without its place')
}

/** @throws MalformedMessageError */
export function parsePage<Event extends RecordedEvent>(body: unknown): Page<Event> {
  const { events, more } = isObject(body) ? body : {}
  if (!Array.isArray(events) || typeof more !== 'boolean') throw malformed('not a page of events')
  for (const event of events) {
    if (!isObject(event) || typeof event.position !== 'string' || typeof event.version !== 'number') {
      throw malformed('not an event')
    }
  }
  return { events, more }
}

/** @throws MalformedMessageError */
export function parseHealth(body: unknown): Health {
  const { ledger, epoch, head } = isObject(body) ? body : {}
  if (typeof ledger !== 'string' || ledger === '') throw malformed('no ledger is named')
  requireCount(epoch, 'epoch')
  if (head === null) return { ledger, epoch: Number(epoch), head }
  if (!isObject(head) || typeof head.position !== 'string') throw malformed('not a head')
  requireCount(head.sequence, 'sequence')
  return {
    ledger,
    epoch: Number(epoch),
    head: { position: head.position as Position, sequence: Number(head.sequence) },
  }
}

export function parseRefusal(body: unknown): WireRefusal | undefined {
  if (!isObject(body) || typeof body.error !== 'string' || typeof body.message !== 'string') return undefined
  return { error: body.error as RefusalCode, message: body.message }
}

/** @throws MalformedMessageError */
export function parseObject(text: string): { readonly [key: string]: unknown } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new MalformedMessageError('not JSON', { cause: error })
  }
  if (!isObject(value)) throw malformed('not a JSON object')
  return value
}

function requireCount(value: unknown, name: string): void {
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw malformed(`${name} is not a count`)
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(what: string): MalformedMessageError {
  return new MalformedMessageError(what)
}
