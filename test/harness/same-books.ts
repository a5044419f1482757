import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { postings } from '@welfare/contracts/postings.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'

/** Every event of an embedded store's log. */
export function readLog(folder: string): readonly SequencedEvent[] {
  const reader = openSqliteLogReader(folder)
  try {
    const events: SequencedEvent[] = []
    for (;;) {
      const page = reader.readAfter(events.length, 10_000)
      if (page.length === 0) return events
      events.push(...page)
    }
  } finally {
    reader.close()
  }
}

/** The balance of every posting account, by everything that its legs name; without those that are zero. */
export function balancesOf(events: readonly SequencedEvent[]): Map<string, number> {
  const balances = new Map<string, number>()
  for (const recorded of events) {
    for (const { amount, ...account } of postings(eventCodec.decode(recorded), recorded.stream)) {
      const key = JSON.stringify(Object.entries(account).sort())
      balances.set(key, (balances.get(key) ?? 0) + amount)
    }
  }
  return new Map([...balances].filter(([, amount]) => amount !== 0).sort())
}

/**
 * What two runs of the same scenario must have in common, stream by stream: the events without the times at which they were recorded, and
 * without ids and texts that chance or another event's id made. Returns of credits are told by their last totals: how many slices they came in is chance, too.
 */
export function tellStreams(events: readonly SequencedEvent[]): Map<string, readonly string[]> {
  const streams = new Map<string, string[]>()
  const returns = new Map<string, SequencedEvent>()
  for (const event of withNumberedImports(events)) {
    const told = streams.get(event.stream) ?? []
    streams.set(event.stream, told)
    if (event.type === 'CreditReturnsReceived') returns.set(`${event.stream} ${event.data.batch}`, event)
    else told.push(tell(event))
  }
  for (const { stream, data } of returns.values())
    streams.get(stream)?.push(`in the end ${JSON.stringify([data.batch, data.totals])}`)
  return new Map([...streams].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** An import is named after its file, and a spreadsheet says when it was made: the first one is called 1, and so on. */
function withNumberedImports(events: readonly SequencedEvent[]): readonly SequencedEvent[] {
  const imports = [...new Set(events.map(({ stream }) => stream).filter((stream) => stream.startsWith('import-')))]
  const names = new Map(imports.map((name, index) => [name, `import-${index + 1}`]))
  return events.map((event) => ({ ...event, stream: names.get(event.stream) ?? event.stream }))
}

function tell({ type, schemaVersion, data, metadata }: SequencedEvent): string {
  const { actor, accountingDate, lateEntry, document } = metadata
  return JSON.stringify([type, schemaVersion, without(data), { actor, accountingDate, lateEntry, document }])
}

/** Made by chance (sealed names, tokens), the moment of an entry, or a place in the ledger's order, which two runs need not share. */
const chance = /^(sealed|token|fileHash|enteredAt|expiresAt|after|through|sequence|\w*[rR]eadThrough|throughSequence)$/

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without)
  if (typeof value === 'string') return value.replace(/(-[0-9a-f]{12})\.\d+$/, '$1.part')
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !chance.test(key))
      .map(([key, member]) => [key, without(member)]),
  )
}
