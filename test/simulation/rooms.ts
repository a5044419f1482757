import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { EventStore, SequencedEvent } from '@welfare/event-store/port.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { type Consumer, createConsumer } from '@welfare/facts/consumer.ts'
import { createProcessManager } from '@welfare/facts/process-manager.ts'
import { createCreditReturnsConsumer } from '@welfare/funds/budgets/credit-returns.consumer.ts'
import { openCreditReturnTotals } from '@welfare/funds/budgets/credit-returns.store.ts'
import { createFundsProcesses } from '@welfare/funds/funds.process.ts'
import { type FundsCopy, openFundsCopy } from '@welfare/funds/funds-copy.store.ts'
import type { CompetingFeed, Feed } from '@welfare/messaging/port.ts'
import { createLogger, type Logger } from '@welfare/process/logger.ts'
import { createVoucherCodes } from '@welfare/vouchers/till/voucher-code.ts'
import { createVouchersProcesses } from '@welfare/vouchers/vouchers.process.ts'
import { openVouchersCopy, type VouchersCopy } from '@welfare/vouchers/vouchers-copy.store.ts'
import type { SimulatedDisk } from './simulated-disk.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** An instance of a command service: its real parts, put together as its `*.service.ts` does, on a disk and a clock that are simulated. */
export interface Room<Copy> {
  readonly copy: Copy
  readonly runner: CommandRunner
  readonly consumers: readonly Consumer[]
}

export interface RoomParts {
  readonly process: SimulatedProcess
  readonly disk: SimulatedDisk
  readonly store: EventStore
  readonly feed: Feed
  /** Undefined: every instance does all the work. */
  readonly competing: CompetingFeed | undefined
  readonly sharedWriters: boolean
  /** Broken on purpose: all instances make the same ids. */
  readonly sameWriter: boolean
  /** Databases are left open by whoever crashes; they are closed after the run. */
  readonly closeLater: (close: () => void) => void
}

export function openFundsRoom(parts: RoomParts): Room<FundsCopy> {
  const { disk, store, feed, closeLater } = parts
  const copy = openFundsCopy(disk.file('funds-copy'), store)
  const totals = openCreditReturnTotals(disk.file('totals'), store)
  const runner = openRunner(parts)
  const facts = openFacts(parts, copy)
  const processes = openProcesses(parts, { room: 'funds', processes: createFundsProcesses(copy), runner, facts })
  const creditReturns = createCreditReturnsConsumer({ totals, runner, feed, ...surroundings(parts) })
  closeLater(copy.close)
  closeLater(totals.close)
  return start({ copy, runner, consumers: [facts, processes, creditReturns] })
}

export function openVouchersRoom(parts: RoomParts): Room<VouchersCopy> {
  const copy = openVouchersCopy(parts.disk.file('vouchers-copy'), parts.store)
  const runner = openRunner(parts)
  const facts = openFacts(parts, copy)
  const definitions = createVouchersProcesses(copy, codes, parts.store.ledger)
  const processes = openProcesses(parts, { room: 'vouchers', processes: definitions, runner, facts })
  parts.closeLater(copy.close)
  return start({ copy, runner, consumers: [facts, processes] })
}

/** Told of each alarm of the run that goes on. */
export const alarms: { listener: (line: string) => void } = { listener: () => undefined }
const silent: Logger = createLogger({ level: 'silent' })
export const logger: Logger = Object.assign(Object.create(silent), {
  error: ({ consumer, err }: { consumer: string; err: unknown }) =>
    alarms.listener(`${consumer} stops: ${err instanceof Error ? err.message : String(err)}`),
})

const codes = createVoucherCodes({ code: Buffer.alloc(32, 1), qr: Buffer.alloc(32, 2) })
const inputHashKey = Buffer.alloc(32, 3)

function openRunner({ process, store, sharedWriters, sameWriter }: RoomParts): CommandRunner {
  const writer = sameWriter ? 'the same' : `${process.name}#${process.life}`
  return createCommandRunner({ store, inputHashKey, sharedWriters, writer, delay: process.delay })
}

function openFacts(
  parts: RoomParts,
  copy: {
    readCheckpoint: () => ReturnType<FundsCopy['readCheckpoint']>
    apply(events: readonly SequencedEvent[]): void
  },
): Consumer {
  const { readCheckpoint, apply } = copy
  const name = `${parts.process.name}-copy`
  return createConsumer({ name, feed: parts.feed, ...surroundings(parts), readCheckpoint, handle: apply })
}

function openProcesses(
  parts: RoomParts,
  room: Pick<Parameters<typeof createProcessManager>[0], 'room' | 'processes' | 'runner'> & {
    readonly facts: Consumer
  },
): Consumer {
  const { feed, competing, store, disk, closeLater } = parts
  const { ledger, epoch } = store
  const file = disk.file('processes')
  const manager = createProcessManager({ ...room, feed, competing, ledger, epoch, file, ...surroundings(parts) })
  closeLater(manager.close)
  return manager.consumer
}

function surroundings({ process }: RoomParts) {
  return { logger, delay: process.delay }
}

function start<Copy>(room: Room<Copy>): Room<Copy> {
  for (const consumer of room.consumers) consumer.start()
  return room
}
