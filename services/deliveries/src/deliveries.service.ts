import { join } from 'node:path'
import { createActs } from '@welfare/approvals/acts.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createConsumer } from '@welfare/facts/consumer.ts'
import { createProcessManager, defineProcess } from '@welfare/facts/process-manager.ts'
import type { RoomDependencies, RoomService } from '@welfare/http/room.ts'
import { createConsignmentCorrectionRoutes } from './consignments/consignment-corrections.routes.ts'
import { createConsignmentStepRoutes } from './consignments/consignment-steps.routes.ts'
import { createConsignmentRoutes } from './consignments/consignments.routes.ts'
import { createSiteGoodsRoutes } from './consignments/site-goods.routes.ts'
import { openDeliveriesCopy } from './deliveries-copy.store.ts'
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
export function createDeliveriesService(dependencies: Omit<RoomDependencies, 'keyStore'>): RoomService {
  const { runner, store, feed, competing, clock, logger, folder } = dependencies
  const copy = openDeliveriesCopy(join(folder, 'deliveries.sqlite'), store)
  const copying = createConsumer({
    name: 'deliveries-copy',
    feed,
    logger,
    readCheckpoint: copy.readCheckpoint,
    handle(events: readonly SequencedEvent[]) {
      copy.apply(events)
      acts.notice(events)
    },
  })
  const processes = createProcessManager({
    room: 'deliveries',
    processes: [
      defineProcess(dispatchProcess),
      defineProcess(goodsReturnProcess),
      defineProcess(dispatchReversalProcess),
      defineProcess(returnReleaseProcess),
      defineProcess(transferProcess),
    ],
    runner,
    feed,
    competing,
    ledger: store.ledger,
    epoch: store.epoch,
    file: join(folder, 'deliveries-processes.sqlite'),
    logger,
  })
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
  let isOpen = true
  return {
    name: 'deliveries',
    routes: [
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
    consumers: [copying, processes.consumer],
    async start() {
      acts.start()
    },
    async stop() {
      if (!isOpen) return
      isOpen = false
      await acts.stop()
      copy.close()
      processes.close()
    },
  }
}
