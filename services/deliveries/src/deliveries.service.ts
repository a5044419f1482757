import { join } from 'node:path'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createActs } from '@welfare/service-kit/acts/acts.ts'
import { createConsumer } from '@welfare/service-kit/consumer.ts'
import { createProcessManager, defineProcess } from '@welfare/service-kit/process-manager.ts'
import type { RoomDependencies, RoomService } from '@welfare/service-kit/room.ts'
import { createConsignmentCorrectionRoutes } from './consignment-corrections.routes.ts'
import { createConsignmentStepRoutes } from './consignment-steps.routes.ts'
import { createConsignmentRoutes } from './consignments.routes.ts'
import { openDeliveriesCopy } from './deliveries-copy.store.ts'
import { createDepotCorrectionRoutes } from './depot-corrections.routes.ts'
import { createDepotCountRoutes } from './depot-counts.routes.ts'
import { createDepotStockRoutes } from './depot-stock.routes.ts'
import { createDepotRoutes } from './depots.routes.ts'
import { dispatchProcess } from './dispatch.process.ts'
import { createDispatchRoute } from './dispatch.routes.ts'
import { dispatchReversalProcess } from './dispatch-reversal.process.ts'
import { goodsReturnProcess } from './goods-return.process.ts'
import { createItemRoutes } from './items.routes.ts'
import { createKitRoutes } from './kits.routes.ts'
import { returnReleaseProcess } from './return-release.process.ts'
import type { DeliveriesRoom } from './room-commands.ts'
import { createRoundConsignmentsRoute } from './round-consignments.routes.ts'
import { createSiteGoodsRoutes } from './site-goods.routes.ts'
import { transferProcess } from './transfer.process.ts'
import { createTransferRoutes } from './transfers.routes.ts'

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
