import type { EventType } from '@welfare/contracts/catalogue.ts'

interface DocumentKind {
  /** 凭证字. */
  readonly chinese: string
  readonly name: string
  readonly events: readonly EventType[]
}

/** What kinds of document there are, each with numbers of its own, and which events they are made of. A shipped event never changes its kind. */
export const documentKinds = {
  SK: { chinese: '收', name: 'receipt', events: ['DonationReceived', 'IncomeReceived', 'UnidentifiedReceived'] },
  YL: {
    chinese: '预',
    name: 'reservation',
    events: [
      'AllocationProposed',
      'AllocationApproved',
      'AllocationProposalRefused',
      'AllocationProposalWithdrawn',
      'FundsReserved',
      'ReservationReleased',
    ],
  },
  BK: { chinese: '拨', name: 'allocation', events: ['FundsAllocated'] },
  FF: { chinese: '发', name: 'issuance', events: ['FundsCommitted', 'CreditsIssued'] },
  HX: { chinese: '核', name: 'redemption', events: ['MealRedeemed'] },
  TH: {
    chinese: '退',
    name: 'return',
    events: [
      'DonationRefunded',
      'AllocationReturned',
      'CommitmentReleased',
      'RedemptionReversed',
      'CreditExpired',
      'CreditWithdrawn',
      'CreditDeclined',
    ],
  },
  WP: {
    chinese: '物',
    name: 'goods',
    events: [
      'GoodsReceived',
      'KitsPacked',
      'GoodsDispatched',
      'GoodsReturnAccepted',
      'GoodsWrittenOff',
      'DispatchDeclined',
      'ConsignmentReceived',
      'ConsignmentReturned',
      'GoodsHandedOut',
      'SiteGoodsReturned',
      'SiteGoodsLost',
      'KitsUnpacked',
      'GoodsFoundAgain',
      'StockCounted',
      'CountLossConfirmed',
      'GoodsTransferred',
      'TransferReceived',
    ],
  },
  CH: {
    chinese: '冲',
    name: 'correction',
    events: [
      'DonationReversed',
      'RefundReversed',
      'IncomeReversed',
      'BankChargeReversed',
      'UnidentifiedReversed',
      'AllocationReversed',
      'AllocationReturnReversed',
      'GoodsReceiptCorrected',
      'PackingReversed',
      'GoodsReturnReleased',
      'WriteOffReversed',
      'StockCountCorrected',
      'CountLossReversed',
      'TransferReceiptReversed',
      'TransferReversed',
      'DispatchReversed',
      'ReceiptCorrected',
      'ReceiptReversed',
      'ConsignmentReturnReversed',
      'SiteReturnReversed',
      'SiteLossReversed',
      'HandOutReversed',
    ],
  },
  ZF: {
    chinese: '付',
    name: 'payment',
    events: [
      'SettlementPaid',
      'PaymentReturned',
      'SupplierPaid',
      'SupplierPaymentReturned',
      'MerchantRepaid',
      'ClaimRecovered',
      'BankChargePaid',
    ],
  },
  JS: {
    chinese: '结',
    name: 'settlement',
    events: ['LineDisputed', 'DisputeEnded', 'ClaimSettled', 'ClaimWrittenOff', 'PayableWaived'],
  },
  ED: { chinese: '额', name: 'quota', events: ['DirectPaymentGranted', 'DirectPaymentReduced'] },
  CG: { chinese: '购', name: 'purchase', events: ['GoodsInvoiced'] },
  SH: { chinese: '收回', name: 'taken-back', events: ['PurchaseShortened', 'PurchaseEnded'] },
  ZZ: {
    chinese: '转',
    name: 'transfer',
    events: [
      'BankBalanceAssigned',
      'TransferSent',
      'TransferArrived',
      'TransferCameBack',
      'ReceiptIdentified',
      'IdentificationEnded',
    ],
  },
} as const satisfies Record<string, DocumentKind>
export type DocumentKindCode = keyof typeof documentKinds
export const documentKindCodes = Object.keys(documentKinds) as DocumentKindCode[]

/** `ZZ` for what no other kind names. @param version the schema version that it was recorded in; without one, the first */
export function documentKindOf(type: EventType, version = 1): DocumentKindCode {
  return (version > 1 ? kindSinceVersion2[type] : undefined) ?? kindByType.get(type) ?? 'ZZ'
}

/** Version 1 is printed as money that goes back (退). What was printed keeps its number. */
const kindSinceVersion2: Partial<Readonly<Record<EventType, DocumentKindCode>>> = {
  RedemptionReversed: 'CH',
  CommitmentReleased: 'SH',
  CreditExpired: 'SH',
  CreditWithdrawn: 'SH',
  CreditDeclined: 'SH',
}

const kindByType = new Map<EventType, DocumentKindCode>(
  documentKindCodes.flatMap((code) => documentKinds[code].events.map((type) => [type, code] as const)),
)

/** `632701-2025-HX-17`. */
export interface DocumentSeries {
  readonly division: string
  /** Of the accounting date. */
  readonly year: string
  readonly kind: string
}

export function formatDocument({ division, year, kind }: DocumentSeries, number: number): string {
  return `${division}-${year}-${kind}-${number}`
}

export const documentPattern = /^([0-9]{6})-([0-9]{4})-([A-Z]{2})-([1-9][0-9]{0,14})$/

/** @throws RangeError where the text is no document number */
export function parseDocument(text: string): DocumentSeries & { readonly number: number } {
  const [, division, year, kind, number] = documentPattern.exec(text) ?? []
  if (division === undefined || year === undefined || kind === undefined) throw new RangeError('no document number')
  return { division, year, kind, number: Number(number) }
}
