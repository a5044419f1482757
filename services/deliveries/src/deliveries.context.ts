import type { Acts } from '@welfare/approvals/acts.ts'
import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { Attachments } from '@welfare/http/attachments/attachments.ts'
import type { Dependencies } from '@welfare/http/dependencies.ts'
import type { ConsignmentEvent } from './consignments/consignment.decider.ts'
import type { DeliveriesFacts } from './deliveries.facts.ts'
import type { DepotEvent } from './depots/depot.decider.ts'
import type { ItemEvent } from './kits/item.decider.ts'
import type { KitEvent } from './kits/kit.decider.ts'
import type { PurchaseEvent } from './purchases/purchase.state.ts'
import type { InvoiceEvent } from './purchases/supplier-invoice.decider.ts'

/** What this service's routes work with. */
export interface DeliveriesContext extends Pick<Dependencies, 'runner' | 'store' | 'clock'> {
  readonly facts: DeliveriesFacts
  /** Which acts wait for another person, and how late an entry may come. */
  readonly acts: Acts
  /** Photos and scans of signed sheets. */
  readonly attachments: Attachments
}

export const itemCodec = codecFor<ItemEvent['type']>()
export const kitCodec = codecFor<KitEvent['type']>()
export const depotCodec = codecFor<DepotEvent['type']>()
export const purchaseCodec = codecFor<PurchaseEvent['type']>()
export const supplierInvoiceCodec = codecFor<InvoiceEvent['type']>()
export const consignmentCodec = codecFor<ConsignmentEvent['type']>()
