import { join } from 'node:path'
import { createActs } from '@welfare/approvals/acts.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createConsumer } from '@welfare/facts/consumer.ts'
import { createProcessManager } from '@welfare/facts/process-manager.ts'
import type { RoomDependencies, RoomService } from '@welfare/http/room.ts'
import { createAllocationListRoute } from './budgets/allocation-list.routes.ts'
import { createAllocateRoute } from './budgets/allocations.routes.ts'
import { createBudgetsRoutes } from './budgets/budgets.routes.ts'
import { createCreditReturnsConsumer } from './budgets/credit-returns.consumer.ts'
import { openCreditReturnTotals } from './budgets/credit-returns.store.ts'
import { decideAllocation } from './budgets/decide-allocation.ts'
import { createCorrectionsRoutes } from './corrections.routes.ts'
import { createDonationsRoutes } from './donations.routes.ts'
import type { FundsContext } from './funds.context.ts'
import { createFundsProcesses } from './funds.process.ts'
import { createFundsRoutes } from './funds.routes.ts'
import { openFundsCopy } from './funds-copy.store.ts'

/** Money in: donations, restrictions, allocations, each programme's budget and its commitments. */
export function createFundsService({
  runner,
  store,
  feed,
  competing,
  clock,
  logger,
  folder,
}: RoomDependencies): RoomService {
  const copy = openFundsCopy(join(folder, 'funds-copy.db'), store)
  const totals = openCreditReturnTotals(join(folder, 'funds-credit-returns.db'), store)
  const facts = createConsumer({
    name: 'funds-copy',
    feed,
    logger,
    readCheckpoint: copy.readCheckpoint,
    handle(events: readonly SequencedEvent[]) {
      copy.apply(events)
      acts.notice(events)
    },
  })
  const processes = createProcessManager({
    room: 'funds',
    processes: createFundsProcesses(copy),
    runner,
    feed,
    logger,
    facts,
    ledger: store.ledger,
    epoch: store.epoch,
    file: join(folder, 'funds-processes.db'),
  })
  const creditReturns = createCreditReturnsConsumer({ totals, runner, feed, logger })
  const deciding = { runner, clock, copy, processes: processes.consumer }
  const reserved = decideAllocation(deciding)
  const acts = createActs({
    area: 'funds',
    runner,
    store,
    clock,
    logger,
    copy,
    facts,
    reserved,
    isOnly: competing === undefined,
  })
  const context: FundsContext = { ...deciding, store, facts, creditReturns, acts }

  return {
    name: 'funds',
    routes: [
      ...createFundsRoutes(context),
      ...createDonationsRoutes(context),
      ...createCorrectionsRoutes(context),
      createAllocateRoute(context),
      createAllocationListRoute(context),
      ...acts.routes,
      ...createBudgetsRoutes(context),
    ],
    consumers: [facts, processes.consumer, creditReturns],
    async start() {
      acts.start()
    },
    async stop() {
      await acts.stop()
      processes.close()
      totals.close()
      copy.close()
    },
  }
}
