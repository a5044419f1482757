import { createActs } from '@welfare/approvals/acts.ts'
import { attached } from '@welfare/contracts/events/attachments.ts'
import { defineProcess } from '@welfare/facts/process-manager.ts'
import { afterFacts } from '@welfare/http/after-facts.ts'
import { createAttachments } from '@welfare/http/attachments/attachments.ts'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import type { ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import { createAttachmentRoutes } from './consignments/consignment-attachments.routes.ts'
import { createConsignmentCorrectionRoutes } from './consignments/consignment-corrections.routes.ts'
import { createConsignmentStepRoutes } from './consignments/consignment-steps.routes.ts'
import { createConsignmentRoutes } from './consignments/consignments.routes.ts'
import type { DeliveriesContext } from './deliveries.context.ts'
import { createDeliveriesFacts } from './deliveries.facts.ts'
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
import { createInvoiceRoutes } from './purchases/invoices.routes.ts'
import { createOrderChangeRoutes } from './purchases/order-changes.routes.ts'
import { endInvoiceEntryProcess, purchaseFundsProcess, takeInvoiceProcess } from './purchases/purchases.process.ts'
import { createPurchaseRoutes } from './purchases/purchases.routes.ts'
import { createSupplierPaymentsProcess } from './purchases/supplier-payments.process.ts'

export interface DeliveriesDependencies extends ServiceDependencies {
  /** Of all services of the ledger, and of all instances of each. */
  readonly attachmentsFolder: string
}

/** Goods: kinds, kits and their versions, depots with their lots, and consignments to sites with the proof of delivery. */
export function createDeliveriesService(dependencies: DeliveriesDependencies): ServiceWithJobs {
  const { runner, store, clock, processes, attachmentsFolder } = dependencies
  const facts = createDeliveriesFacts(dependencies.facts)
  processes.run(
    {
      service: 'deliveries',
      runner,
      processes: [
        defineProcess(dispatchProcess),
        defineProcess(goodsReturnProcess),
        defineProcess(dispatchReversalProcess),
        defineProcess(returnReleaseProcess),
        defineProcess(transferProcess),
        purchaseFundsProcess,
        defineProcess(takeInvoiceProcess),
        endInvoiceEntryProcess,
        createSupplierPaymentsProcess(facts),
      ],
    },
    { competes: true },
  )
  const acts = createActs(dependencies, { area: 'deliveries' })
  const attachments = createAttachments(dependencies, {
    ...{ service: 'deliveries', attachmentsFolder, file: attached },
    statusOf: facts.statusOfAttachment,
    isAwaited: facts.isAwaited,
  })
  const context: DeliveriesContext = { runner, store, clock, facts, acts, attachments }
  return {
    name: 'deliveries',
    routes: afterFacts(
      [
        ...createItemRoutes(context),
        ...createKitRoutes(context),
        ...createDepotRoutes(context),
        ...createDepotStockRoutes(context),
        ...createConsignmentRoutes(context),
        createRoundConsignmentsRoute(context),
        createDispatchRoute(context),
        ...createConsignmentStepRoutes(context),
        ...createAttachmentRoutes(context),
        ...acts.routes,
        ...createConsignmentCorrectionRoutes(context),
        ...createDepotCorrectionRoutes(context),
        ...createDepotCountRoutes(context),
        ...createTransferRoutes(context),
        ...createPurchaseRoutes(context),
        ...createOrderChangeRoutes(context),
        ...createInvoiceRoutes(context),
      ],
      { store, followers: [dependencies.facts.consumer] },
    ),
    consumers: [],
    async start() {
      acts.start()
      attachments.start()
    },
    async stop() {
      await Promise.all([acts.stop(), attachments.stop()])
    },
  }
}
