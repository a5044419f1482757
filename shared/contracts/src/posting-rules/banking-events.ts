import type { EventType } from '../catalogue.ts'

/** Whatever moves what lies at a bank. */
export const bankingEvents = [
  'DonationReceived',
  'DonationReversed',
  'DonationRefunded',
  'RefundReversed',
  'SettlementPaid',
  'PaymentReturned',
  'SupplierPaid',
  'SupplierPaymentReturned',
  'MerchantRepaid',
  'ClaimRecovered',
  'IncomeReceived',
  'IncomeReversed',
  'BankChargePaid',
  'BankChargeReversed',
  'UnidentifiedReceived',
  'UnidentifiedReversed',
  'ReceiptIdentified',
  'IdentificationEnded',
  'BankBalanceAssigned',
  'TransferSent',
  'TransferArrived',
  'TransferCameBack',
  'DirectPaymentGranted',
  'DirectPaymentReduced',
] as const satisfies EventType[]
