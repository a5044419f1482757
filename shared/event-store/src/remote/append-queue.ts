import type { AppendResult, StreamName } from '../port.ts'
import { remoteLimits } from './remote-limits.ts'
import type { AppendAnswer } from './wire.ts'

interface AppendQueueOptions {
  /** Appends accepted and not yet answered; past it the answer is `overloaded`. */
  readonly maxInFlight: number
  /** Sends the appends as one request; resolves with an answer for each, in order. */
  readonly send: (texts: readonly string[]) => Promise<readonly AppendAnswer[]>
  readonly toResult: (answer: AppendAnswer, stream: StreamName) => AppendResult
}

export interface AppendQueue {
  add(stream: StreamName, text: string): Promise<AppendResult>
  /** Resolves when everything accepted so far has been answered. */
  drain(): Promise<void>
}

interface QueuedAppend {
  readonly stream: StreamName
  readonly text: string
  readonly resolve: (result: AppendResult) => void
  readonly reject: (error: unknown) => void
}

/**
 * Appends that arrive in one turn travel together, and so do those that arrive while all requests are on their way: the more there is to do,
 * the more the owner finds to flush at once. A stream is in one request at a time, so that its appends arrive in the order they were made.
 */
export function createAppendQueue({ maxInFlight, send, toResult }: AppendQueueOptions): AppendQueue {
  let waiting: QueuedAppend[] = []
  const busyStreams = new Set<StreamName>()
  let inFlight = 0
  let requests = 0
  let isScheduled = false
  const whenEmpty: (() => void)[] = []

  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      sendWaiting()
    })
  }

  const sendWaiting = (): void => {
    while (requests < remoteLimits.requestsInFlight) {
      const group = takeGroup()
      if (group.length === 0) return
      void sendGroup(group)
    }
  }

  const takeGroup = (): readonly QueuedAppend[] => {
    const group: QueuedAppend[] = []
    const left: QueuedAppend[] = []
    let bytes = 0
    for (const append of waiting) {
      const isFull = bytes >= remoteLimits.bytesPerRequest || group.length === remoteLimits.appendsPerRequest
      if (isFull || busyStreams.has(append.stream)) left.push(append)
      else {
        bytes += Buffer.byteLength(append.text)
        group.push(append)
      }
    }
    waiting = left
    return group
  }

  const sendGroup = async (group: readonly QueuedAppend[]): Promise<void> => {
    requests++
    for (const { stream } of group) busyStreams.add(stream)
    try {
      const answers = await send(group.map(({ text }) => text))
      for (const [index, append] of group.entries()) settle(append, answers[index])
    } catch (error) {
      for (const append of group) append.reject(error)
    }
    requests--
    inFlight -= group.length
    for (const { stream } of group) busyStreams.delete(stream)
    if (waiting.length > 0) schedule()
    if (inFlight === 0) for (const tell of whenEmpty.splice(0)) tell()
  }

  const settle = ({ stream, resolve, reject }: QueuedAppend, answer: AppendAnswer | undefined): void => {
    try {
      if (answer === undefined) throw new Error('an append without its answer')
      resolve(toResult(answer, stream))
    } catch (error) {
      reject(error)
    }
  }

  return {
    add: (stream, text) => {
      if (inFlight >= maxInFlight) return Promise.resolve({ outcome: 'overloaded' })
      inFlight++
      return new Promise((resolve, reject) => {
        waiting.push({ stream, text, resolve, reject })
        schedule()
      })
    },
    drain: () => {
      if (inFlight === 0) return Promise.resolve()
      return new Promise((resolve) => {
        whenEmpty.push(resolve)
      })
    },
  }
}
