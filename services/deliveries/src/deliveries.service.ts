import { createActs } from '@welfare/approvals/acts.ts'
import { defineProcess } from '@welfare/facts/process-manager.ts'
import { afterFacts } from '@welfare/http/after-facts.ts'
import type { FactsRoom } from '@welfare/http/follow-ledger.ts'
import type { RoomService } from '@welfare/http/room.ts'
import { createConsignmentCorrectionRoutes } from './consignments/consignment-corrections.routes.ts'
import { createConsignmentStepRoutes } from './consignments/consignment-steps.routes.ts'
import { createConsignmentRoutes } from './consignments/consignments.routes.ts'
import { createSiteGoodsRoutes } from './consignments/site-goods.routes.ts'
import { createDeliveriesCopy } from './deliveries-copy.store.ts'
import { createDepotCorrectionRoutes } from './depots/depot-corrections.routes.ts'
import { createDepotCountRoutes } from './depots/depot-counts.routes.ts'
import { createDepotStockRoutes } from './depots/depot-stock.routes.ts'
import { createDepotRoutes } from './depots/depots.routes.ts'
import { transferProcess } from './depots/transfer.process.ts'
import { createTransferRoutes } from './depots/transfers.routes.ts'
import { dispatchProcess } from './dispatches/dispatch.process.ts'
import { createDispatchRoute } from './dispatches/dispatch.routes.ts'
import { dispatchReversalProcess } from './dispatches/dispatch-reversal.process.ts'
import { goodsReturnProcess } from './dispatches/goods-return.process.ts'
import { returnReleaseProcess } from './dispatches/return-release.process.ts'
import { createRoundConsignmentsRoute } from './dispatches/round-consignments.routes.ts'
import { createItemRoutes } from './kits/items.routes.ts'
import { createKitRoutes } from './kits/kits.routes.ts'
import type { DeliveriesRoom } from './room-commands.ts'

/** Goods: kinds, kits and their versions, depots with their lots, and consignments to sites with the proof of delivery. */
export function createDeliveriesService(dependencies: FactsRoom): RoomService {
  const { runner, store, competing, clock, logger, facts, processes } = dependencies
  const copy = createDeliveriesCopy(facts)
  const copying = facts.consumer
  processes.run(
    {
      room: 'deliveries',
      runner,
      processes: [
        defineProcess(dispatchProcess),
        defineProcess(goodsReturnProcess),
        defineProcess(dispatchReversalProcess),
        defineProcess(returnReleaseProcess),
        defineProcess(transferProcess),
      ],
    },
    { competes: true },
  )
  const acts = createActs({
    area: 'deliveries',
    runner,
    store,
    clock,
    logger,
    copy,
    facts: copying,
    isOnly: competing === undefined,
  })
  const room: DeliveriesRoom = { runner, store, clock, copy, copying, acts }
  facts.onApplied(acts.notice)
  return {
    name: 'deliveries',
    routes: afterFacts(
      [
        ...createItemRoutes(room),
        ...createKitRoutes(room),
        ...createDepotRoutes(room),
        ...createDepotStockRoutes(room),
        ...createConsignmentRoutes(room),
        createRoundConsignmentsRoute(room),
        createDispatchRoute(room),
        ...createConsignmentStepRoutes(room),
        ...acts.routes,
        ...createSiteGoodsRoutes(room),
        ...createConsignmentCorrectionRoutes(room),
        ...createDepotCorrectionRoutes(room),
        ...createDepotCountRoutes(room),
        ...createTransferRoutes(room),
      ],
      { store, followers: [copying] },
    ),
    consumers: [],
    async start() {
      acts.start()
    },
    async stop() {
      await acts.stop()
    },
  }
}
