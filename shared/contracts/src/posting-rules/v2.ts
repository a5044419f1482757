import type { EventType } from '../catalogue.ts'
import { mirrored } from '../legs.ts'
import {
  allocation,
  claimRecovery,
  claimSettlement,
  claimWriteOff,
  dispute,
  donation,
  reversal,
  settlement,
} from '../money-legs.ts'
import { goodsRules } from './goods.ts'
import { movesNothing, type PostingRules } from './rules.ts'
import { postingRulesV1 } from './v1.ts'

/** Posting rules, version 2: those of version 1, and what came after. An event of version 1 has the legs that it always had. */
export const postingRulesV2: PostingRules<EventType> = {
  ...postingRulesV1,
  ...goodsRules,
  DonationReversed: ({ shares }) => shares.flatMap(donation).map(mirrored),
  RefundReversed: ({ shares }) => shares.flatMap(donation),
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
  SettlementPaid: ({ shares, programme, merchant }) =>
    shares.flatMap((share) => settlement(share, programme, merchant)),
  PaymentReturned: ({ shares, programme, merchant }) =>
    shares.flatMap((share) => settlement(share, programme, merchant)).map(mirrored),
  MerchantRepaid: ({ shares, programme, merchant }) =>
    shares.flatMap((share) => settlement(share, programme, merchant)).map(mirrored),
  ClaimGivenUp: movesNothing,
  ClaimReceived: movesNothing,
  ClaimSettled: ({ shares, programme, merchant }) =>
    shares.flatMap((share) => claimSettlement(share, programme, merchant)),
  ClaimWrittenOff: ({ shares, programme, merchant }) =>
    shares.flatMap((share) => claimWriteOff(share, programme, merchant)),
  ClaimRecovered: ({ shares, programme, merchant }) =>
    shares.flatMap((share) => claimRecovery(share, programme, merchant)),
  PaymentPrepared: movesNothing,
  PaymentPartTaken: movesNothing,
  PaymentPartRefused: movesNothing,
  PaymentApproved: movesNothing,
  PaymentEnded: movesNothing,
  PaymentSent: movesNothing,
  PaymentSendingRefused: movesNothing,
  PaymentSettled: movesNothing,
  PaymentResultRefused: movesNothing,
  PaymentBounced: movesNothing,
  PayeeSet: movesNothing,
  PaymentFileWritten: movesNothing,
  PaymentFileRead: movesNothing,
  PaymentResultsRead: movesNothing,
}
