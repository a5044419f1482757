import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import { type Facts, followFacts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import type { ServiceProcesses } from '@welfare/facts/process-manager.ts'
import { createProcessManager, type ProcessManagerOptions } from '@welfare/facts/processes.service.ts'
import { openProjectionFile } from '@welfare/facts/projection-file.store.ts'
import { creditReturnTables } from '@welfare/funds/budgets/credit-returns.store.ts'
import { createCreditReturns } from '@welfare/funds/budgets/credit-returns.ts'
import { createFundsFacts, type FundsFacts, fundsFacts } from '@welfare/funds/funds.facts.ts'
import { createFundsProcesses } from '@welfare/funds/funds.process.ts'
import { createPaymentsProcesses } from '@welfare/funds/payments/payments.process.ts'
import type { CompetingFeed, Feed } from '@welfare/messaging/port.ts'
import { createLogger, type Logger } from '@welfare/process/logger.ts'
import { createVoucherCodes } from '@welfare/vouchers/till/voucher-code.ts'
import { createVouchersFacts, type VouchersFacts, vouchersFacts } from '@welfare/vouchers/vouchers.facts.ts'
import { createVouchersProcesses } from '@welfare/vouchers/vouchers.process.ts'
import type { SimulatedDisk } from './simulated-disk.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** An instance of a command service: its real parts, put together as its `*.service.ts` does, on a disk and a clock that are simulated. */
export interface Service<Copy> {
  readonly copy: Copy
  readonly runner: CommandRunner
  readonly consumers: readonly Consumer[]
}

export interface ServiceParts {
  readonly process: SimulatedProcess
  readonly disk: SimulatedDisk
  readonly store: EventStore
  readonly feed: Feed
  /** Undefined: every instance does all the work. */
  readonly competing: CompetingFeed | undefined
  readonly sharedWriters: boolean
  /** Broken on purpose: all instances make the same ids. */
  readonly sameWriter: boolean
  /** Databases are left open by a process that crashes; they are closed after the run. */
  readonly closeLater: (close: () => void) => void
}

export function openFundsService(parts: ServiceParts): Service<FundsFacts> {
  const facts = openFacts(parts, fundsFacts)
  const copy = createFundsFacts(facts)
  const runner = openRunner(parts)
  const batchProcesses = [createCreditReturns(runner)]
  const service = {
    service: 'funds',
    runner,
    processes: [...createFundsProcesses(copy), ...createPaymentsProcesses(copy)],
    batchProcesses,
  }
  const processes = openProcesses(parts, service, facts, { name: 'processes', tables: creditReturnTables })
  return start({ copy, runner, consumers: [facts.consumer, processes] })
}

export function openVouchersService(parts: ServiceParts): Service<VouchersFacts> {
  const facts = openFacts(parts, vouchersFacts)
  const copy = createVouchersFacts(facts)
  const runner = openRunner(parts)
  const service = { service: 'vouchers', runner, processes: createVouchersProcesses(copy, codes, parts.store.ledger) }
  const { competing } = parts
  const processes = openProcesses(parts, service, facts, { name: 'vouchers-processes', competing })
  return start({ copy, runner, consumers: [facts.consumer, processes] })
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

function openRunner({ process, store, sharedWriters, sameWriter }: ServiceParts): CommandRunner {
  const writer = sameWriter ? 'the same' : `${process.name}#${process.life}`
  return createCommandRunner({ store, inputHashKey, sharedWriters, writer, delay: process.delay })
}

function openFacts(parts: ServiceParts, declaration: FactsDeclaration): Facts {
  const { disk, store, feed, closeLater } = parts
  const file = disk.file(`${declaration.name}-facts`)
  const facts = followFacts({ ...surroundings(parts), store, feed, file, declarations: [declaration] })
  closeLater(() => void facts.stop())
  return facts
}

function openProcesses(
  parts: ServiceParts,
  service: ServiceProcesses,
  facts: Facts,
  { tables = '', ...options }: Pick<ProcessManagerOptions, 'name' | 'competing'> & { readonly tables?: string },
): Consumer {
  const { feed, store, disk, closeLater } = parts
  const { ledger, epoch } = store
  const copy = openProjectionFile(disk.file(`${service.service}-processes`), {
    schema: tables,
    version: 1,
    ledger,
    epoch,
  })
  closeLater(copy.close)
  const manager = createProcessManager({ ...surroundings(parts), ...options, feed, facts: facts.consumer })
  manager.add(service, copy)
  return manager.consumer
}

function surroundings({ process }: ServiceParts) {
  return { logger, delay: process.delay }
}

function start<Copy>(service: Service<Copy>): Service<Copy> {
  for (const consumer of service.consumers) consumer.start()
  return service
}
