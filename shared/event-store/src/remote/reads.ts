import { setTimeout as delay } from 'node:timers/promises'
import {
  type Position,
  type RecordedEvent,
  type SequencedEvent,
  StoreUnavailableError,
  type StreamName,
} from '../port.ts'
import type { Exchange, Question } from './exchange.ts'
import { NoAnswerError, OwnerClosingError } from './remote-errors.ts'
import { remoteLimits } from './remote-limits.ts'
import { type Health, MalformedMessageError, type Page, parseHealth, parsePage, paths } from './wire.ts'

/** Questions that change nothing, and so are asked again when no answer comes. They throw what `Exchange.ask` does, and: */
export interface Reads {
  /** @param timeoutMs asked once only, within this time. @throws StoreUnavailableError */
  readHealth(timeoutMs?: number): Promise<Health>
  /** @throws StoreUnavailableError */
  readStream(stream: StreamName, fromVersion: number, limit: number): Promise<Page<RecordedEvent>>
  /** @throws StoreUnavailableError */
  readAll(after: Position | undefined, limit: number): Promise<Page<SequencedEvent>>
  /** Waits until there is something, or for so long; asked once. */
  readNext(after: Position | undefined, limit: number, signal: AbortSignal): Promise<Page<SequencedEvent>>
}

/** @param closing ends the patience, not the question under way */
export function createReads(exchange: Exchange, closing: AbortSignal, timeoutMs: number): Reads {
  const ask = async <Result>(question: Question, parse: (answer: unknown) => Result): Promise<Result> => {
    try {
      return parse(await exchange.ask(question))
    } catch (error) {
      if (!(error instanceof MalformedMessageError)) throw error
      throw new NoAnswerError(`the answer is not the owner's: ${error.message}`, { cause: error })
    }
  }

  const askPatiently = async <Result>(
    path: string,
    parse: (answer: unknown) => Result,
    delaysMs: readonly number[] = remoteLimits.readDelaysMs,
    timeout = timeoutMs,
  ): Promise<Result> => {
    let cause: unknown
    for (const delayMs of delaysMs) {
      if (delayMs > 0) await delay(delayMs, undefined, { signal: closing }).catch(() => undefined)
      try {
        return await ask({ method: 'GET', path, timeoutMs: timeout }, parse)
      } catch (error) {
        if (!isAway(error)) throw error
        cause = error
      }
      if (closing.aborted) break
    }
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StoreUnavailableError(`the owner of the store does not answer: ${why}`, { cause })
  }

  return {
    readHealth: (onceWithinMs) =>
      onceWithinMs === undefined
        ? askPatiently(paths.health, parseHealth)
        : askPatiently(paths.health, parseHealth, [0], onceWithinMs),
    readStream: (stream, fromVersion, limit) =>
      askPatiently(`${paths.streams}${stream}?from=${fromVersion}&limit=${limit}`, parsePage<RecordedEvent>),
    readAll: (after, limit) => askPatiently(toEventsPath(after, limit), parsePage<SequencedEvent>),
    readNext: (after, limit, signal) => {
      const path = `${toEventsPath(after, limit)}&wait=${remoteLimits.waitMs}`
      const patience = remoteLimits.waitMs + timeoutMs
      return ask({ method: 'GET', path, timeoutMs: patience, signal, isLong: true }, parsePage<SequencedEvent>)
    },
  }
}

/** Whoever owns the store is not there now, or about to go. */
export function isAway(error: unknown): boolean {
  return error instanceof NoAnswerError || error instanceof OwnerClosingError
}

function toEventsPath(after: Position | undefined, limit: number): string {
  const parameters = new URLSearchParams({ limit: String(limit), ...(after !== undefined && { after }) })
  return `${paths.events}?${parameters}`
}
