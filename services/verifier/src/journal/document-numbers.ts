import type { PostedEvent } from '../books.ts'
import type { Dimension } from '../posting-rules/rules.ts'
import type { Directory } from '../reports/directory.ts'

/** Kind of document → the events that it is made of. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  SK: ['DonationReceived', 'IncomeReceived', 'UnidentifiedReceived'],
  YL: [
    ...['AllocationProposed', 'AllocationApproved', 'AllocationProposalRefused', 'AllocationProposalWithdrawn'],
    ...['FundsReserved', 'ReservationReleased'],
  ],
  BK: ['FundsAllocated'],
  FF: ['FundsCommitted', 'CreditsIssued'],
  HX: ['MealRedeemed'],
  TH: [
    ...['DonationRefunded', 'AllocationReturned', 'CommitmentReleased', 'RedemptionReversed'],
    ...['CreditExpired', 'CreditWithdrawn', 'CreditDeclined'],
  ],
  ZF: [
    ...['SettlementPaid', 'PaymentReturned', 'MerchantRepaid', 'ClaimRecovered', 'BankChargePaid'],
    ...['SupplierPaid', 'SupplierPaymentReturned'],
  ],
  ED: ['DirectPaymentGranted', 'DirectPaymentReduced'],
  JS: ['LineDisputed', 'DisputeEnded', 'ClaimSettled', 'ClaimWrittenOff', 'PayableWaived'],
  WP: [
    ...['GoodsReceived', 'KitsPacked', 'GoodsDispatched', 'GoodsReturnAccepted', 'GoodsWrittenOff'],
    ...['DispatchDeclined', 'ConsignmentReceived', 'ConsignmentReturned', 'GoodsHandedOut'],
    ...['SiteGoodsReturned', 'SiteGoodsLost', 'KitsUnpacked', 'GoodsFoundAgain', 'StockCounted'],
    ...['CountLossConfirmed', 'GoodsTransferred', 'TransferReceived'],
  ],
  CG: ['GoodsInvoiced'],
  SH: ['PurchaseShortened', 'PurchaseEnded'],
  CH: [
    ...['DonationReversed', 'RefundReversed', 'AllocationReversed', 'AllocationReturnReversed'],
    ...['IncomeReversed', 'BankChargeReversed', 'UnidentifiedReversed'],
    ...['GoodsReceiptCorrected', 'PackingReversed', 'GoodsReturnReleased', 'WriteOffReversed', 'StockCountCorrected'],
    ...['CountLossReversed', 'TransferReceiptReversed', 'TransferReversed', 'DispatchReversed', 'ReceiptCorrected'],
    ...['ReceiptReversed', 'ConsignmentReturnReversed', 'SiteReturnReversed', 'SiteLossReversed', 'HandOutReversed'],
  ],
}
const kindOf = new Map(Object.entries(kinds).flatMap(([kind, types]) => types.map((type) => [type, kind] as const)))
/** What was recorded since version 2 of its type is told apart: corrections from what is taken back, both from refunds. */
const kindsSinceVersion2: Readonly<Record<string, readonly string[]>> = {
  CH: ['RedemptionReversed'],
  SH: ['CommitmentReleased', 'CreditExpired', 'CreditWithdrawn', 'CreditDeclined'],
}
const kindOf2 = new Map(
  Object.entries(kindsSinceVersion2).flatMap(([kind, types]) => types.map((type) => [type, kind] as const)),
)
const OTHER = 'ZZ'
const WHOLE_LEDGER = '000000'

/** What places an entry, in this order: its programme, else its fund, and so on. */
const placing = ['programme', 'fund', 'depot', 'site', 'consignment'] as const
type Placed = Readonly<Partial<Record<Dimension, string | undefined>>>

/** Numbers (业务单据号) of the events that have legs: `<division>-<year>-<kind>-<number>`, from 1 in each series, in the order of the ledger. */
export function numberDocuments(directory: Directory): (posted: PostedEvent) => string {
  const last = new Map<string, number>()
  return ({ event, date, legs }) => {
    const division = divisionOf(legs, directory) ?? WHOLE_LEDGER
    const series = `${division}-${date.slice(0, 4)}-${kindOfEvent(event) ?? OTHER}`
    const number = (last.get(series) ?? 0) + 1
    last.set(series, number)
    return `${series}-${number}`
  }
}

function kindOfEvent({ type, schemaVersion }: PostedEvent['event']): string | undefined {
  return (schemaVersion > 1 ? kindOf2.get(type) : undefined) ?? kindOf.get(type)
}

function divisionOf(legs: readonly Placed[], directory: Directory): string | undefined {
  for (const kind of placing)
    for (const leg of legs) {
      const division = placeOf(kind, leg[kind], directory)
      if (division !== undefined) return division
    }
  return undefined
}

function placeOf(kind: (typeof placing)[number], id: string | undefined, directory: Directory): string | undefined {
  if (id === undefined) return undefined
  if (kind === 'programme') return directory.programmes.get(id)?.division
  if (kind === 'fund') return directory.funds.get(id)?.division
  if (kind === 'depot') return directory.depots.get(id)?.division
  if (kind === 'site') return directory.sites.get(id)?.division
  const consignment = directory.consignments.get(id)
  return consignment && divisionOf([{ programme: consignment.programme, site: consignment.site }], directory)
}
