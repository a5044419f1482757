import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { ReadModel } from './read-model.store.ts'

/** Which events belong to a thing or name it. Found by index; a reader checks each event, since two things may share an index key. */
export interface References {
  record(event: SequencedEvent): void
  flush(): void
  forget(): void
  /** Sequences of events that may name the thing in `(after, through]`, in their order or against it; those not yet flushed too. */
  candidates(thing: string, range: Range): Iterable<number>
}

interface Range {
  readonly after: number
  readonly through: number
  readonly isNewestFirst?: boolean
}

/** Sequences a row covers: busy things take one row for so many events, quiet ones cost no more than their own. */
const blockSize = 512

export function createReferences(model: ReadModel): References {
  const save = model.prepare(`INSERT INTO reference VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET offsets = offsets || excluded.offsets`)
  const select = model.prepare(
    'SELECT block, offsets FROM reference WHERE thing = ? AND block BETWEEN ? AND ? ORDER BY block',
  )
  const pending = new Map<number, string>()
  let pendingBlock = 0

  const flushRows = (): void => {
    for (const [thing, offsets] of pending) save.run(thing, pendingBlock, offsets)
    pending.clear()
  }
  return {
    record(event) {
      const block = Math.floor(event.sequence / blockSize)
      if (block !== pendingBlock) {
        flushRows()
        pendingBlock = block
      }
      const offset = `${event.sequence % blockSize} `
      for (const key of keysOf(event)) pending.set(key, (pending.get(key) ?? '') + offset)
    },
    flush: flushRows,
    forget: () => pending.clear(),
    *candidates(thing, { after, through, isNewestFirst = false }) {
      const key = keyOf(withoutPart(thing))
      const range = [Math.floor((after + 1) / blockSize), Math.floor(through / blockSize)] as const
      const stored = select.all(key, ...range)
      const latest = pending.get(key)
      const blocks = latest === undefined ? stored : [...stored, { block: pendingBlock, offsets: latest }]
      for (const { block, offsets } of isNewestFirst ? blocks.toReversed() : blocks) {
        const ascending = String(offsets).trimEnd().split(' ')
        for (const offset of isNewestFirst ? ascending.toReversed() : ascending) {
          const sequence = Number(block) * blockSize + Number(offset)
          if (sequence > after && sequence <= through) yield sequence
        }
      }
    },
  }
}

/** Is it an event of the thing, or one that names it or (where it is a stream) a part of it? */
export function names(event: SequencedEvent, thing: string): boolean {
  let isNamed = event.stream === thing || `${event.stream}.${event.version}` === thing
  forEachId(event.data, (id) => {
    isNamed ||= id === thing || withoutPart(id) === thing
  })
  return isNamed
}

function keysOf(event: SequencedEvent): Set<number> {
  const keys = new Set([keyOf(event.stream)])
  forEachId(event.data, (id) => keys.add(keyOf(withoutPart(id))))
  return keys
}

const idPattern = /^[a-z]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}([.@][1-9][0-9]{0,8})?$/
const uuidLength = 36
const shortestId = 'kit-'.length + uuidLength
const longestId = 'consignment-'.length + uuidLength + '.123456789'.length

function forEachId(value: unknown, visit: (id: string) => void): void {
  if (typeof value === 'string') {
    if (value.length >= shortestId && value.length <= longestId && idPattern.test(value)) visit(value)
  } else if (Array.isArray(value)) {
    for (const member of value) forEachId(member, visit)
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) forEachId(member, visit)
  }
}

/** `wallet-….3` and `kit-…@1` → the stream. */
export function withoutPart(id: string): string {
  const end = id.indexOf('-') + uuidLength + 1
  return id.length > end ? id.slice(0, end) : id
}

/** In this order for good: read models of yesterday hold these numbers. Younger categories share the number 0. */
const numbered = [
  ...['union', 'employer', 'site', 'merchant', 'identity', 'worker', 'import', 'programme', 'round', 'fund', 'budget'],
  ...['batch', 'wallet', 'serials', 'item', 'kit', 'depot', 'consignment', 'account', 'access', 'limit'],
]
const categoryNumbers = new Map<string, number>(numbered.map((category, index) => [category, index + 1]))
const tailDigits = 12

/** The category and the uuid's last 48 bits, which are random in every kind of uuid we use, in one exact integer. */
function keyOf(stream: string): number {
  const category = categoryNumbers.get(stream.slice(0, stream.indexOf('-'))) ?? 0
  return category * 16 ** tailDigits + Number.parseInt(stream.slice(-tailDigits), 16)
}
