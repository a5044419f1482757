import { eventWords, quietEventWords } from '@welfare/contracts/words/event-words.ts'
import { currentLanguage } from '../../common/language.ts'

const words = { ...eventWords, ...quietEventWords }

/** Where its type's own words would not do. */
const english: Readonly<Partial<Record<keyof typeof words, string>>> = {
  DepotOpened: 'Depot opened',
  GoodsReceived: 'Goods received',
  GoodsReceiptCorrected: 'Receipt of goods corrected',
  KitsPacked: 'Kits packed',
  KitsUnpacked: 'Kits unpacked',
  PackingReversed: 'Packing taken back',
  GoodsDispatched: 'Goods dispatched',
  DispatchReversalReceived: 'Dispatch was taken back',
  GoodsReturnAccepted: 'Return accepted',
  GoodsReturnReleased: 'Return given up',
  GoodsWrittenOff: 'Goods written off',
  WriteOffReversed: 'Write-off taken back',
  GoodsFoundAgain: 'Goods found again',
  StockCounted: 'Stock counted',
  StockCountCorrected: 'Count corrected',
  CountLossConfirmed: 'Loss confirmed',
  CountLossReversed: 'Confirmed loss taken back',
  GoodsTransferred: 'Goods sent to another depot',
  TransferAnnounced: 'Transfer on its way',
  TransferReceived: 'Transfer received',
  TransferReceiptReversed: 'Transfer receipt taken back',
  TransferReversed: 'Transfer taken back',
  TransferReversalReceived: 'Transfer was taken back',
  ConsignmentPlanned: 'Consignment planned',
  ConsignmentDispatched: 'Consignment dispatched',
  DispatchReversed: 'Dispatch taken back',
  DispatchDeclined: 'Dispatch sent back',
  ConsignmentReceived: 'Consignment received',
  ReceiptCorrected: 'Receipt of a consignment corrected',
  ReceiptReversed: 'Receipt of a consignment taken back',
  GoodsHandedOut: 'Goods handed out',
  HandOutReversed: 'Hand-out taken back',
  ConsignmentReturned: 'Consignment returned whole',
  ConsignmentReturnReversed: 'Return of a consignment taken back',
  SiteGoodsReturned: 'Goods returned from the site',
  SiteReturnReversed: 'Return from the site taken back',
  SiteGoodsLost: 'Goods lost at the site',
  SiteLossReversed: 'Loss at the site taken back',
  ConsignmentCancelled: 'Consignment cancelled',
  ReturnReleaseReceived: 'The depot gave up a return',
  ConsignmentAttachmentAdded: 'Sheet attached',
  ConsignmentAttachmentErased: 'Sheet erased',
}

/** Every type of the ledger: those that move something first. */
export const eventTypes = Object.keys(words)

/** One that a newer ledger has keeps its name. */
export function sayEventType(type: string): string {
  const named: Readonly<Record<string, string>> = currentLanguage() === 'zh' ? words : english
  return named[type] ?? type.replace(/([a-z])([A-Z])/g, '$1 $2')
}
