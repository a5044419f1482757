import { goodsMovements } from './goods.ts'
import { draws, shares, sharesIfAny } from './moved-lines.ts'
import type { Move, Movement, PostingRules } from './rules.ts'
import { allocation, commitment, gift, ofProgramme, postingRulesV1 } from './v1.ts'

/** What is owed to a merchant: its payment, and what is not agreed on yet. */
const held = { bankAccount: 'data' } as const
const atPayer = { payer: 'data' } as const
const owedTo = { programme: 'data', merchant: 'data' } as const
const settlement = wherever([['payable', 'bank']])
const paidFrom = { ...owedTo, ...held, ...atPayer } as const
const granted: readonly Move[] = [
  ['granted', 'available'],
  ['quota', 'donated'],
]
/** What a bank takes for itself. */
const charge: readonly Move[] = [
  ['available', 'used'],
  ['cost', 'bank'],
]
/** Money on its way between two accounts. */
const sending: readonly Move[] = [['transit', 'bank']]
/** Come to an account, and not known yet whose it is. */
const suspense: readonly Move[] = [['bank', 'suspense']]
const dispute: readonly Move[] = [['payable', 'disputed']]
const ofOrder = { book: 'budget', normalSide: 'credit', by: ['fund', 'programme', 'batch', 'purchase'] } as const
const committedFor = {
  programme: 'data',
  batch: { member: 'for', before: 'batch', of: 'batch' },
  purchase: { member: 'for', of: 'purchase' },
} as const
const ofPurchase = { programme: 'data', purchase: 'stream' } as const

/** The posting rules, version 2: those of version 1 and what came after; what an event of version 1 moves is what it always moved. */
export const postingRulesV2: PostingRules = {
  version: 2,
  accounts: {
    ...postingRulesV1.accounts,
    /** By account of a union; of none is what was recorded before these were named. */
    bank: { book: 'money', normalSide: 'debit', by: ['fund', 'bankAccount'] },
    /** What a payer that is no union still pays. */
    quota: { book: 'money', normalSide: 'debit', by: ['fund', 'payer'] },
    transit: { book: 'money', normalSide: 'debit', by: ['fund'] },
    committed: ofOrder,
    /** Of no batch and no purchase is what merchants waived: it lessens what all batches used. */
    used: { ...ofOrder, mayBeNegativeWithout: ['batch', 'purchase'] },
    /** What merchants owe for meals taken back after their statement was approved. */
    claimed: { book: 'budget', normalSide: 'credit', by: ['fund', 'programme', 'merchant'] },
    'written-off': { book: 'budget', normalSide: 'credit', by: ['fund', 'programme', 'merchant'] },
    loss: { book: 'money', normalSide: 'debit', by: ['fund', 'programme', 'merchant'] },
    disputed: { book: 'money', normalSide: 'credit', by: ['fund', 'programme', 'merchant'] },
    suspense: { book: 'money', normalSide: 'credit', by: ['fund'] },
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

    DonationReceived: [{ lines: shares(held), moves: gift }],
    DonationRefunded: [{ lines: shares(held), moves: gift, mirrored: true }],
    DonationReversed: [{ lines: shares(held), moves: gift, mirrored: true }],
    RefundReversed: [{ lines: shares(held), moves: gift }],
    AllocationReversed: [{ lines: shares(ofProgramme), moves: allocation, mirrored: true }],
    AllocationReturnReversed: [{ lines: shares(ofProgramme), moves: allocation }],

    IdentityReleased: [],
    RosterWorkersLeft: [],
    WorkerCorrected: [],
    WorkerMergedInto: [],
    WorkersJoinedRound: [],
    WorkersLeftRound: [],
    RoundAnnounced: [],
    ObjectionRaised: [],
    ObjectionDecided: [],
    WorkersMerged: [],
    ProgrammeLastDaySet: [],
    ProgrammePublicitySet: [],

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
    StatementRefused: [],
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
    SettlementPaid: [{ lines: shares(paidFrom), moves: settlement }],
    PaymentReturned: [{ lines: shares(paidFrom), moves: settlement, mirrored: true }],
    MerchantRepaid: [{ lines: shares(paidFrom), moves: settlement, mirrored: true }],
    ClaimGivenUp: [],
    InvoiceRecorded: [],
    InvoiceStruckOut: [],
    PayableWaived: [
      {
        lines: shares(owedTo),
        moves: [
          ['used', 'allocated'],
          ['payable', 'cost'],
        ],
      },
    ],
    WaiverReceived: [],
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
        lines: shares(paidFrom),
        moves: wherever([
          ['written-off', 'allocated'],
          ['bank', 'loss'],
        ]),
      },
    ],
    PaymentPrepared: [],
    PaymentPartTaken: [],
    PaymentMoneyTaken: [],
    PaymentPartRefused: [],
    PaymentApproved: [],
    PaymentEnded: [],
    PaymentSent: [],
    PaymentSendingRefused: [],
    PaymentSettled: [],
    PaymentResultRefused: [],
    PaymentBounced: [],
    FundRelationSet: [],
    BankAccountOpened: [],
    BankAccountOwnFundSet: [],
    BankAccountClosed: [],
    BankAccountReopened: [],
    IncomeReceived: [{ lines: shares(held), moves: gift }],
    IncomeReversed: [{ lines: shares(held), moves: gift, mirrored: true }],
    BankChargePaid: [{ lines: shares(held), moves: charge }],
    BankChargeReversed: [{ lines: shares(held), moves: charge, mirrored: true }],
    // To the account, and away from none: what was donated stays.
    BankBalanceAssigned: [
      { lines: shares(held), moves: [['bank', 'donated']] },
      { lines: shares(), moves: [['bank', 'donated']], mirrored: true },
    ],
    TransferSent: [{ lines: shares(held), moves: sending }],
    TransferArrived: [{ lines: shares(held), moves: sending, mirrored: true }],
    TransferCameBack: [{ lines: shares(held), moves: sending, mirrored: true }],
    PaymentMoneyHeld: [],
    PaymentMoneyRefused: [],
    PaymentMoneyReleased: [],
    BankReceiptAcknowledged: [],
    BankStatementImported: [],
    BankStatementLinesImported: [],
    BankStatementWithdrawn: [],
    BankStatementFileErased: [],
    BankLinesMatched: [],
    BankMatchTakenBack: [],
    BankReconciliationSigned: [],
    BankReconciliationChecked: [],
    PeriodClosing: [],
    PeriodPassed: [],
    PeriodClosed: [],
    YearClosing: [],
    YearClosed: [],
    UnidentifiedReceived: [{ lines: shares(held), moves: suspense }],
    UnidentifiedReversed: [{ lines: shares(held), moves: suspense, mirrored: true }],
    ReceiptIdentified: [{ lines: shares(held), moves: suspense, mirrored: true }],
    IdentificationDeclined: [],
    IdentificationEnded: [{ lines: shares(held), moves: suspense }],
    PayerRegistered: [],
    DirectPaymentGranted: [{ lines: shares(atPayer), moves: granted }],
    DirectPaymentReduced: [{ lines: shares(atPayer), moves: granted, mirrored: true }],
    GoodsOrdered: [],
    PurchaseFunded: [],
    PurchaseShortened: [{ lines: shares(ofPurchase), moves: commitment, mirrored: true }],
    PurchaseEnded: [{ lines: sharesIfAny(ofPurchase), moves: commitment, mirrored: true }],
    PurchaseExtended: [],
    PurchaseExtensionRefused: [],
    InvoiceEntered: [],
    InvoiceEntryEnded: [],
    GoodsInvoiced: [
      { lines: shares(ofPurchase), moves: [['committed', 'used']] },
      { lines: shares(owedTo), moves: [['cost', 'payable']] },
    ],
    InvoiceDeclined: [],
    InvoiceAssigned: [],
    InvoiceAssignmentRefused: [],
    InvoiceReleased: [],
    SupplierPaid: [{ lines: shares(paidFrom), moves: settlement }],
    SupplierPaymentReturned: [{ lines: shares(paidFrom), moves: settlement, mirrored: true }],
    PayeeSet: [],
    PaymentFileWritten: [],
    PaymentFileRead: [],
    PaymentResultsRead: [],
  },
}

/** What another payer than a union pays is at no bank of ours: it stands on its quota instead. */
function wherever(moves: readonly Move[]): Movement['moves'] {
  const there = (account: string) => (account === 'bank' ? 'quota' : account)
  return ({ payer }) =>
    payer === undefined ? moves : moves.map(([debit, credit]) => [there(debit), there(credit)] as const)
}
