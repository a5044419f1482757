import type { LogRecord, ProposedEvent, StandInLog } from './stand-in-log.fixture.ts'

export type Outcome =
  /** Now or before. Readable, and to be answered, when `readable` resolves. */
  | { readonly kind: 'stored'; readonly last: LogRecord }
  /** A repeat of what is not readable yet: dropped without a word. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'wrong-version'; readonly currentRevision: number }

/** `expectedRevision` -1 is "no stream". */
export type Write = (
  stream: string,
  expectedRevision: number,
  events: readonly ProposedEvent[],
) => { readonly outcome: Outcome; readonly readable: Promise<void> }

/** Writes come one after the other; those of one turn become readable together, in the next. */
export function createWriter(log: StandInLog, isAlive: () => boolean): Write {
  let flush: Promise<void> | undefined
  return (stream, expectedRevision, events) => {
    const outcome = decide(log, stream, expectedRevision, events)
    flush ??= new Promise((resolve) => {
      setImmediate(() => {
        flush = undefined
        if (isAlive()) log.index()
        resolve()
      })
    })
    return { outcome, readable: flush }
  }
}

/** As the server's index writer decides at an exact expected revision. */
function decide(log: StandInLog, stream: string, expectedRevision: number, events: readonly ProposedEvent[]): Outcome {
  const written = log.read(stream, 'written')
  const currentRevision = written.length - 1
  if (expectedRevision === currentRevision) {
    const last = log.write(stream, events).at(-1)
    if (last === undefined) throw new Error('an append without events')
    return { kind: 'stored', last }
  }
  const repeated = written.slice(expectedRevision + 1, expectedRevision + 1 + events.length)
  const last = repeated.at(-1)
  const isSame = repeated.length === events.length && repeated.every(({ id }, index) => id === events[index]?.id)
  if (last === undefined || !isSame) return { kind: 'wrong-version', currentRevision }
  return log.read(stream).length > last.revision ? { kind: 'stored', last } : { kind: 'dropped' }
}
