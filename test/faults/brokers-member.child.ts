import { DatabaseSync } from 'node:sqlite'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { openKafkaFeed } from '@welfare/messaging/kafka/kafka-feed.ts'
import { createLogger } from '@welfare/process/logger.ts'

/**
 * One of the members of a group that share a count: effects and the place they go to are one transaction in a database of all members. Ends by
 * SIGTERM as a process that is shut down, or by its own error: a gap is one. Told anything, it kills itself behind its next effects, before the
 * group hears of them.
 */
const [file = '', brokers = '', ledger = '', name = ''] = process.argv.slice(2)

const database = new DatabaseSync(file, { timeout: 30_000 })
database.exec('PRAGMA synchronous = NORMAL')
const begin = database.prepare('BEGIN IMMEDIATE')
const commit = database.prepare('COMMIT')
const rollback = database.prepare('ROLLBACK')
const readCount = database.prepare('SELECT sequence, position, member FROM counted')
const addEffect = database.prepare(
  'INSERT INTO effects VALUES (?, 1) ON CONFLICT (type) DO UPDATE SET times = times + 1',
)
const writeCount = database.prepare(
  `UPDATE counted SET sequence = ?, position = ?, member = ?, dropped = dropped + ?,
    batches_dropped = batches_dropped + ?, handovers = handovers + ?`,
)

const logger = createLogger({ level: 'silent' })
const feed = openKafkaFeed({ brokers: brokers.split(','), ledger, epoch: 1, instance: name, logger })
const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort())
const position = String(readCount.get()?.position)
const after = position === '' ? undefined : (position as Position)
let isToDie = false
process.stdin.on('data', () => {
  isToDie = true
})
await feed.competing('count').follow({ signal: stopping.signal, after, batchSize: 50 }, async (events) => {
  apply(events)
  if (isToDie) process.kill(process.pid, 'SIGKILL')
})
process.stdin.destroy()
await feed.close()
database.close()

function apply(events: readonly SequencedEvent[]): void {
  begin.run()
  try {
    const { sequence, position: before, member } = readCount.get() ?? {}
    const fresh = events.filter((event) => event.sequence > Number(sequence))
    const [first, last] = [fresh[0], fresh.at(-1)]
    if (first && first.sequence !== Number(sequence) + 1) throw new Error(`${first.sequence} after ${sequence}`)
    for (const { type } of fresh) addEffect.run(type)
    const dropped = events.length - fresh.length
    const isHandedOver = member !== '' && member !== name
    writeCount.run(
      ...[last?.sequence ?? Number(sequence), last?.position ?? String(before), name],
      ...[dropped, Number(dropped > 0), Number(isHandedOver)],
    )
    commit.run()
  } catch (error) {
    rollback.run()
    throw error
  }
}
