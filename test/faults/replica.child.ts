import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { openLogReplica } from '@welfare/event-store/sqlite/log-replica.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { createFollowedLog } from '@welfare/http/followed-log.ts'
import { createServiceGroup } from '@welfare/http/service-group.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { openKafkaFeed } from '@welfare/messaging/kafka/kafka-feed.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { createReportsService } from '@welfare/reports/reports.service.ts'
import { createTransparencyLog } from '@welfare/transparency-log/transparency-log.service.ts'

/**
 * A replica of the read models, fed from the store, or from the topic where brokers are named; killed by itself: `within` the transaction that
 * holds the event `at`, with rows before it written and the checkpoint not, or `after` its commit, before anybody knew of it. Else it writes how
 * far the read models are, and waits to be killed.
 */
const [storeFolder = '', folder = '', brokers = '', where = 'never', at = '0'] = process.argv.slice(2)

const clock = { now: () => new Date('2025-10-01T04:00:00.000Z') }
const logger = createLogger({ level: 'silent' })
const store = await openSqliteStore({ folder: storeFolder, clock })
const logFolder = join(folder, 'log')
const { ledger, epoch } = store
const replica = openLogReplica({ folder: logFolder, ledger, epoch, isDisposable: true })
const feed = deadly(
  brokers === ''
    ? createInProcessFeed(store)
    : openKafkaFeed({ brokers: brokers.split(','), ledger, epoch, instance: `child-${process.pid}`, logger }).feed,
)
const copy = createFollowedLog({ replica, feed, logger })
const { followed } = copy
const tree = createTransparencyLog({ store, logger, logFolder, followed, folder: join(folder, 'tree') })
const reports = createReportsService({
  runner: createCommandRunner({ store, inputHashKey: new Uint8Array(32), sharedWriters: true }),
  ...{ store, feed, clock, logger, folder, logFolder, followed },
  receiptCodeKey: new Uint8Array(32),
  stamper: tree,
})
const group = createServiceGroup('replica', [copy, tree, reports])
await group.start()
for (const consumer of group.consumers) consumer.start()
tell()

/** As often as a turn of the loop comes round: the parent picks the moment. */
function tell(): void {
  writeSync(1, `${replica.lastSequence} ${reports.status().sequence}\n`)
  setTimeout(tell, 1)
}

function deadly(given: Feed): Feed {
  return {
    comparePositions: given.comparePositions,
    follow: (options, onBatch) =>
      given.follow({ ...options, batchSize: 40 }, async (events) => {
        const isHit = events.some(({ sequence }) => sequence === Number(at))
        await onBatch(isHit && where === 'within' ? events.map(trap) : events)
        if (isHit && where === 'after') die()
        // One batch a turn, so that the read models run beside it.
        await new Promise((resolve) => setTimeout(resolve, 1))
      }),
  }
}

function trap(event: SequencedEvent): SequencedEvent {
  if (event.sequence !== Number(at)) return event
  return Object.defineProperty({ ...event }, 'type', { get: die })
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('it outlived its own end')
}
