import type { EventType } from '../catalogue.ts'
import { mirrored } from '../legs.ts'
import {
  allocation,
  assignment,
  charge,
  claimRecovery,
  claimSettlement,
  claimWriteOff,
  commitment,
  dispute,
  donation,
  invoice,
  reversal,
  sending,
  settlement,
  suspense,
  waiver,
} from '../money-legs.ts'
import { goodsRules } from './goods.ts'
import { movesNothing, type PostingRules } from './rules.ts'
import { postingRulesV1 } from './v1.ts'

/** Posting rules, version 2: those of version 1, and what came after. An event of version 1 has the legs that it always had. */
export const postingRulesV2: PostingRules<EventType> = {
  ...postingRulesV1,
  ...goodsRules,
  DonationReversed: ({ shares, bankAccount }) =>
    shares.flatMap((share) => donation(share, { bankAccount })).map(mirrored),
  RefundReversed: ({ shares, bankAccount }) => shares.flatMap((share) => donation(share, { bankAccount })),
  AllocationReversed: ({ shares, programme }) => shares.flatMap((share) => allocation(share, programme)).map(mirrored),
  AllocationReturnReversed: ({ shares, programme }) => shares.flatMap((share) => allocation(share, programme)),

  IdentityReleased: movesNothing,
  RosterWorkersLeft: movesNothing,
  WorkerCorrected: movesNothing,
  WorkerMergedInto: movesNothing,
  WorkersJoinedRound: movesNothing,
  WorkersLeftRound: movesNothing,
  WorkersMerged: movesNothing,
  ProgrammeLastDaySet: movesNothing,
  ProgrammePublicitySet: movesNothing,

  ActProposed: movesNothing,
  ActApproved: movesNothing,
  ActRefused: movesNothing,
  ActWithdrawn: movesNothing,
  ActPerformed: movesNothing,
  ActFailed: movesNothing,
  ActCounted: movesNothing,
  ActUncounted: movesNothing,
  ActsReviewed: movesNothing,
  FindingReviewed: movesNothing,
  RedemptionReversed: ({ programme, merchant, draws, priorYear }) =>
    draws.flatMap(({ batch, shares, to }) =>
      shares.flatMap((share) => reversal(share, { programme, batch, merchant, to, priorYear })),
    ),
  AttachmentRead: movesNothing,
  ConsignmentAttachmentAdded: movesNothing,
  ConsignmentAttachmentErased: movesNothing,
  VoucherSuspended: movesNothing,
  VoucherResumed: movesNothing,
  VoucherRestored: movesNothing,
  VoucherPrinted: movesNothing,
  CreditExtended: movesNothing,
  CreditMoved: movesNothing,

  SettlementTermsSet: movesNothing,
  StatementProposed: movesNothing,
  StatementWithdrawn: movesNothing,
  StatementRefused: movesNothing,
  StatementConfirmed: movesNothing,
  StatementApproved: movesNothing,
  LineTakenBack: movesNothing,
  TakingBackDeclined: movesNothing,
  LineTakeBackEnded: movesNothing,
  LineDisputed: ({ shares, programme, merchant }) => shares.flatMap((share) => dispute(share, programme, merchant)),
  DisputeEnded: ({ shares, programme, merchant }) =>
    shares.flatMap((share) => dispute(share, programme, merchant)).map(mirrored),
  StatementAssigned: movesNothing,
  StatementAssignmentRefused: movesNothing,
  StatementReleased: movesNothing,
  SettlementPaid: ({ shares, programme, merchant, bankAccount, payer }) =>
    shares.flatMap((share) => settlement(share, { programme, merchant, bankAccount, payer })),
  PaymentReturned: ({ shares, programme, merchant, bankAccount, payer }) =>
    shares.flatMap((share) => settlement(share, { programme, merchant, bankAccount, payer })).map(mirrored),
  MerchantRepaid: ({ shares, programme, merchant, bankAccount, payer }) =>
    shares.flatMap((share) => settlement(share, { programme, merchant, bankAccount, payer })).map(mirrored),
  ClaimGivenUp: movesNothing,
  InvoiceRecorded: movesNothing,
  InvoiceStruckOut: movesNothing,
  PayableWaived: ({ shares, programme, merchant }) => shares.flatMap((share) => waiver(share, programme, merchant)),
  ClaimReceived: movesNothing,
  WaiverReceived: movesNothing,
  ClaimSettled: ({ shares, programme, merchant }) =>
    shares.flatMap((share) => claimSettlement(share, programme, merchant)),
  ClaimWrittenOff: ({ shares, programme, merchant }) =>
    shares.flatMap((share) => claimWriteOff(share, programme, merchant)),
  ClaimRecovered: ({ shares, programme, merchant, bankAccount, payer }) =>
    shares.flatMap((share) => claimRecovery(share, { programme, merchant, bankAccount, payer })),
  PaymentPrepared: movesNothing,
  PaymentPartTaken: movesNothing,
  PaymentMoneyTaken: movesNothing,
  PaymentPartRefused: movesNothing,
  PaymentApproved: movesNothing,
  PaymentEnded: movesNothing,
  PaymentSent: movesNothing,
  PaymentSendingRefused: movesNothing,
  PaymentSettled: movesNothing,
  PaymentResultRefused: movesNothing,
  PaymentBounced: movesNothing,
  FundRelationSet: movesNothing,
  BankAccountOpened: movesNothing,
  BankAccountOwnFundSet: movesNothing,
  BankAccountClosed: movesNothing,
  BankAccountReopened: movesNothing,
  IncomeReceived: ({ shares, bankAccount }) => shares.flatMap((share) => donation(share, { bankAccount })),
  IncomeReversed: ({ shares, bankAccount }) =>
    shares.flatMap((share) => donation(share, { bankAccount })).map(mirrored),
  BankChargePaid: ({ shares, bankAccount }) => shares.flatMap((share) => charge(share, { bankAccount })),
  BankChargeReversed: ({ shares, bankAccount }) =>
    shares.flatMap((share) => charge(share, { bankAccount })).map(mirrored),
  BankBalanceAssigned: ({ shares, bankAccount }) => shares.flatMap((share) => assignment(share, { bankAccount })),
  TransferSent: ({ shares, bankAccount }) => shares.flatMap((share) => sending(share, { bankAccount })),
  TransferArrived: ({ shares, bankAccount }) =>
    shares.flatMap((share) => sending(share, { bankAccount })).map(mirrored),
  TransferCameBack: ({ shares, bankAccount }) =>
    shares.flatMap((share) => sending(share, { bankAccount })).map(mirrored),
  PaymentMoneyHeld: movesNothing,
  PaymentMoneyRefused: movesNothing,
  PaymentMoneyReleased: movesNothing,
  BankReceiptAcknowledged: movesNothing,
  BankStatementImported: movesNothing,
  BankStatementLinesImported: movesNothing,
  BankStatementWithdrawn: movesNothing,
  BankStatementFileErased: movesNothing,
  BankLinesMatched: movesNothing,
  BankMatchTakenBack: movesNothing,
  BankReconciliationSigned: movesNothing,
  BankReconciliationChecked: movesNothing,
  PeriodClosing: movesNothing,
  PeriodPassed: movesNothing,
  PeriodClosed: movesNothing,
  UnidentifiedReceived: ({ shares, bankAccount }) => shares.flatMap((share) => suspense(share, { bankAccount })),
  UnidentifiedReversed: ({ shares, bankAccount }) =>
    shares.flatMap((share) => suspense(share, { bankAccount })).map(mirrored),
  ReceiptIdentified: ({ shares, bankAccount }) =>
    shares.flatMap((share) => suspense(share, { bankAccount })).map(mirrored),
  IdentificationDeclined: movesNothing,
  IdentificationEnded: ({ shares, bankAccount }) => shares.flatMap((share) => suspense(share, { bankAccount })),
  PayerRegistered: movesNothing,
  DirectPaymentGranted: ({ shares, payer }) => shares.flatMap((share) => donation(share, { payer })),
  DirectPaymentReduced: ({ shares, payer }) => shares.flatMap((share) => donation(share, { payer })).map(mirrored),
  GoodsOrdered: movesNothing,
  PurchaseFunded: movesNothing,
  PurchaseShortened: ({ shares, programme }, stream) =>
    shares.flatMap((share) => commitment(share, programme, stream)).map(mirrored),
  PurchaseEnded: ({ shares = [], programme }, stream) =>
    shares.flatMap((share) => commitment(share, programme, stream)).map(mirrored),
  PurchaseExtended: movesNothing,
  PurchaseExtensionRefused: movesNothing,
  InvoiceEntered: movesNothing,
  InvoiceEntryEnded: movesNothing,
  GoodsInvoiced: ({ shares, programme, merchant }, purchase) =>
    shares.flatMap((share) => invoice(share, { programme, merchant, purchase })),
  InvoiceDeclined: movesNothing,
  InvoiceAssigned: movesNothing,
  InvoiceAssignmentRefused: movesNothing,
  InvoiceReleased: movesNothing,
  SupplierPaid: ({ shares, programme, merchant, bankAccount, payer }) =>
    shares.flatMap((share) => settlement(share, { programme, merchant, bankAccount, payer })),
  SupplierPaymentReturned: ({ shares, programme, merchant, bankAccount, payer }) =>
    shares.flatMap((share) => settlement(share, { programme, merchant, bankAccount, payer })).map(mirrored),
  PayeeSet: movesNothing,
  PaymentFileWritten: movesNothing,
  PaymentFileRead: movesNothing,
  PaymentResultsRead: movesNothing,
}
