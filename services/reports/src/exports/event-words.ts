import { type EventType, eventCatalogue } from '@welfare/contracts/catalogue.ts'
import { documentKindOf, documentKinds } from '../journal/document-kinds.ts'

/** What an entry is about (摘要), by type of event. */
const words: Partial<Readonly<Record<EventType, string>>> = {
  DonationReceived: '资金到账',
  DonationRefunded: '退还捐赠',
  DonationReversed: '红字更正到账',
  RefundReversed: '红字更正退捐',
  AllocationReversed: '红字更正资金安排',
  AllocationReturnReversed: '红字更正项目退回',
  AllocationProposed: '资金安排待审批',
  AllocationApproved: '资金安排已审批',
  AllocationProposalRefused: '资金安排未获批准',
  AllocationProposalWithdrawn: '资金安排申请撤回',
  FundsAllocated: '资金安排',
  AllocationReturned: '项目退回资金',
  FundsReserved: '发放待审批',
  ReservationReleased: '释放预留',
  FundsCommitted: '发放占用预算',
  CommitmentReleased: '释放占用预算',
  CreditsIssued: '发放额度',
  MealRedeemed: '核销用餐',
  RedemptionReversed: '红字更正核销',
  CreditExpired: '额度过期收回',
  CreditWithdrawn: '额度收回',
  CreditDeclined: '额度未受领',
  GoodsReceived: '物资入库',
  KitsPacked: '套装组装',
  GoodsDispatched: '物资发运',
  GoodsReturnAccepted: '退货入库',
  GoodsWrittenOff: '物资报损',
  DispatchDeclined: '发运取消',
  ConsignmentReceived: '物资签收',
  ConsignmentReturned: '物资退回',
  GoodsHandedOut: '发放到人',
  SiteGoodsReturned: '现场退回',
  SiteGoodsLost: '现场损失',
  KitsUnpacked: '套装拆分',
  GoodsFoundAgain: '损失找回',
  StockCounted: '库存盘点',
  CountLossConfirmed: '盘亏确认',
  GoodsTransferred: '仓库调出',
  TransferReceived: '仓库调入',
  GoodsReceiptCorrected: '红字更正 物资入库',
  PackingReversed: '红字更正 套装组装',
  GoodsReturnReleased: '红字更正 退货入库',
  WriteOffReversed: '红字更正 物资报损',
  StockCountCorrected: '红字更正 库存盘点',
  CountLossReversed: '红字更正 盘亏确认',
  TransferReceiptReversed: '红字更正 仓库调入',
  TransferReversed: '红字更正 仓库调出',
  DispatchReversed: '红字更正 物资发运',
  ReceiptCorrected: '红字更正 物资签收',
  ReceiptReversed: '红字更正 物资签收',
  ConsignmentReturnReversed: '红字更正 物资退回',
  SiteReturnReversed: '红字更正 现场退回',
  SiteLossReversed: '红字更正 现场损失',
  HandOutReversed: '红字更正 发放到人',
}

/** The kind of document where an event has no words of its own. */
export function summaryOf(eventType: string): string {
  if (!isEventType(eventType)) return eventType
  return words[eventType] ?? documentKinds[documentKindOf(eventType)].chinese
}

function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventCatalogue, text)
}
