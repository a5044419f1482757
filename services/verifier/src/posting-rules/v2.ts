import { goodsMovements } from './goods.ts'
import { draws, shares } from './moved-lines.ts'
import type { Move, PostingRules } from './rules.ts'
import { allocation, commitment, gift, ofProgramme, postingRulesV1 } from './v1.ts'

/** What is owed to a merchant: its payment, and what is not agreed on yet. */
const owedTo = { programme: 'data', merchant: 'data' } as const
const settlement: readonly Move[] = [['payable', 'bank']]
const dispute: readonly Move[] = [['payable', 'disputed']]
const committedFor = { programme: 'data', batch: { member: 'for', before: 'batch' } } as const

/** The posting rules, version 2: those of version 1 and what came after; what an event of version 1 moves is what it always moved. */
export const postingRulesV2: PostingRules = {
  version: 2,
  accounts: {
    ...postingRulesV1.accounts,
    /** What merchants owe for meals taken back after their statement was approved. */
    claimed: { book: 'budget', normalSide: 'credit', by: ['fund', 'programme', 'merchant'] },
    'written-off': { book: 'budget', normalSide: 'credit', by: ['fund', 'programme', 'merchant'] },
    loss: { book: 'money', normalSide: 'debit', by: ['fund', 'programme', 'merchant'] },
    disputed: { book: 'money', normalSide: 'credit', by: ['fund', 'programme', 'merchant'] },
    carried: { book: 'money', normalSide: 'credit', by: ['fund'] },
    'in-transit': {
      book: 'goods',
      normalSide: 'debit',
      by: ['fund', 'depot', 'consignment', 'lot'],
      ofOtherDepot: true,
    },
    'count-difference': { book: 'goods', normalSide: 'debit', by: ['fund', 'depot', 'lot'], mayBeNegative: true },
  },
  movements: {
    ...postingRulesV1.movements,
    ...goodsMovements,
    FundsCommitted: [{ lines: shares(committedFor), moves: commitment }],

    DonationReversed: [{ lines: shares(), moves: gift, mirrored: true }],
    RefundReversed: [{ lines: shares(), moves: gift }],
    AllocationReversed: [{ lines: shares(ofProgramme), moves: allocation, mirrored: true }],
    AllocationReturnReversed: [{ lines: shares(ofProgramme), moves: allocation }],

    IdentityReleased: [],
    RosterWorkersLeft: [],
    WorkerCorrected: [],
    WorkerMergedInto: [],
    WorkersJoinedRound: [],
    WorkersLeftRound: [],
    WorkersMerged: [],
    ProgrammeLastDaySet: [],

    ActProposed: [],
    ActApproved: [],
    ActRefused: [],
    ActWithdrawn: [],
    ActPerformed: [],
    ActFailed: [],
    ActCounted: [],
    ActUncounted: [],
    ActsReviewed: [],
    FindingReviewed: [],
    RedemptionReversed: [
      {
        lines: draws({ programme: 'data', merchant: 'data' }, ['priorYear']),
        moves: ({ to = '', flags = [] }) =>
          flags.includes('priorYear')
            ? [
                ['granted', to],
                ['payable', 'carried'],
              ]
            : [
                ['used', to],
                ['payable', 'cost'],
              ],
      },
    ],
    AttachmentRead: [],
    ConsignmentAttachmentAdded: [],
    ConsignmentAttachmentErased: [],
    VoucherSuspended: [],
    VoucherResumed: [],
    VoucherRestored: [],
    VoucherPrinted: [],
    CreditExtended: [],
    CreditMoved: [],

    SettlementTermsSet: [],
    StatementProposed: [],
    StatementWithdrawn: [],
    StatementConfirmed: [],
    StatementApproved: [],
    LineTakenBack: [],
    TakingBackDeclined: [],
    LineTakeBackEnded: [],
    LineDisputed: [{ lines: shares(owedTo), moves: dispute }],
    DisputeEnded: [{ lines: shares(owedTo), moves: dispute, mirrored: true }],
    StatementAssigned: [],
    StatementAssignmentRefused: [],
    StatementReleased: [],
    SettlementPaid: [{ lines: shares(owedTo), moves: settlement }],
    PaymentReturned: [{ lines: shares(owedTo), moves: settlement, mirrored: true }],
    MerchantRepaid: [{ lines: shares(owedTo), moves: settlement, mirrored: true }],
    ClaimGivenUp: [],
    ClaimReceived: [],
    ClaimSettled: [{ lines: shares(owedTo), moves: [['claimed', 'allocated']] }],
    ClaimWrittenOff: [
      {
        lines: shares(owedTo),
        moves: [
          ['claimed', 'written-off'],
          ['loss', 'payable'],
        ],
      },
    ],
    ClaimRecovered: [
      {
        lines: shares(owedTo),
        moves: [
          ['written-off', 'allocated'],
          ['bank', 'loss'],
        ],
      },
    ],
    PaymentPrepared: [],
    PaymentPartTaken: [],
    PaymentPartRefused: [],
    PaymentApproved: [],
    PaymentEnded: [],
    PaymentSent: [],
    PaymentSendingRefused: [],
    PaymentSettled: [],
    PaymentResultRefused: [],
    PaymentBounced: [],
    PayeeSet: [],
    PaymentFileWritten: [],
    PaymentFileRead: [],
    PaymentResultsRead: [],
  },
}
