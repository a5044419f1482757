/** What a server has on its disk: it outlives the server that writes it. Bounded; one event after the other, each at its place in the log. */
export interface StandInLog {
  readonly records: readonly LogRecord[]
  /** Of these the server shows only so many: what is written is readable when it is indexed, a moment later. */
  readonly indexed: number
  write(stream: string, events: readonly ProposedEvent[]): readonly LogRecord[]
  /** Everything written so far can be read from now on. */
  index(): void
  /** Of a stream, what is written and what is readable of it. */
  read(stream: string, part?: 'written' | 'indexed'): readonly LogRecord[]
  /** Called after each indexing. Returns how to stop. */
  watch(onIndexed: () => void): () => void
}

export interface ProposedEvent {
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

export interface LogRecord extends ProposedEvent {
  readonly stream: string
  readonly revision: number
  /** Commit and prepare position: an append is one with its commit. */
  readonly place: bigint
  readonly createdMs: number
}

const MAX_RECORDS = 500_000

export function createStandInLog(): StandInLog {
  const records: LogRecord[] = []
  const streams = new Map<string, LogRecord[]>()
  const watchers = new Set<() => void>()
  let next = 0n
  let indexed = 0

  const log: StandInLog = {
    records,
    get indexed() {
      return indexed
    },
    write: (stream, events) => {
      if (records.length + events.length > MAX_RECORDS) throw new Error('the stand-in is full')
      const own = streams.get(stream) ?? []
      streams.set(stream, own)
      return events.map((event) => {
        const record = { ...event, stream, revision: own.length, place: next, createdMs: Date.now() }
        next += BigInt(80 + stream.length + event.type.length + event.data.length + event.metadata.length)
        records.push(record)
        own.push(record)
        return record
      })
    },
    index: () => {
      if (indexed === records.length) return
      indexed = records.length
      for (const look of watchers) look()
    },
    read: (stream, part = 'indexed') => {
      const own = streams.get(stream) ?? []
      const end = records[indexed]?.place
      return part === 'written' || end === undefined ? own : own.filter(({ place }) => place < end)
    },
    watch: (onIndexed) => {
      watchers.add(onIndexed)
      return () => {
        watchers.delete(onIndexed)
      }
    },
  }
  // Every server's log begins with events of its own, and they come in between for ever.
  writeStatistics(log)
  log.index()
  return log
}

export function writeStatistics(log: StandInLog): void {
  const data = Buffer.from(JSON.stringify({ 'proc-cpu': 1, padding: 'x'.repeat(100) }))
  const event = { type: '$statsCollected', contentType: 'application/json', data, metadata: Buffer.from('{}') }
  log.write('$stats-127.0.0.1:2113', [{ ...event, id: crypto.randomUUID() }])
}

/** Index of the first readable record at or after a place; where the place lies within a record, the server cannot read there. */
export function findIndex({ records, indexed }: StandInLog, place: bigint): number | 'no record begins there' {
  let [low, high] = [0, indexed]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const record = records[middle]
    if (record !== undefined && record.place < place) low = middle + 1
    else high = middle
  }
  const found = records[low]
  if (low < indexed && found !== undefined && found.place !== place) return 'no record begins there'
  return low
}
