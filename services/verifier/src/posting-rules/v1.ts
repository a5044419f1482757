import { creditsOfWallets, draws, goods, goodsOfEvent, shares } from './moved-lines.ts'
import type { Move, PostingRules } from './rules.ts'

/** A donation stands in both books: what was granted can be spent, what was donated lies in the bank. */
export const gift: readonly Move[] = [
  ['granted', 'available'],
  ['bank', 'donated'],
]
export const allocation: readonly Move[] = [['available', 'allocated']]
/** What waits for an approver: an allocation's money, and an issuance's. */
const allocationReserve: readonly Move[] = [['available', 'reserved']]
const issuanceReserve: readonly Move[] = [['allocated', 'reserved']]
export const commitment: readonly Move[] = [['allocated', 'committed']]
const issuance: readonly Move[] = [['committed', 'issued']]
/** A meal uses the credit, and is owed to the merchant. */
const meal: readonly Move[] = [
  ['issued', 'used'],
  ['cost', 'payable'],
]
const creditBack: readonly Move[] = [['issued', 'allocated']]

export const ofProgramme = { programme: 'data' } as const
const ofBatch = { programme: 'data', batch: 'data' } as const
const inBatch = { programme: 'data', batch: 'stream' } as const
const atMerchant = { programme: 'data', merchant: 'data' } as const
const inDepot = { depot: 'stream' } as const
const fromDepot = { depot: 'stream', consignment: 'data' } as const
const backToDepot = { consignment: 'stream', depot: 'data' } as const
const atSite = { consignment: 'stream', site: 'data', programme: 'data' } as const

/** The posting rules, version 1: which accounts each event debits and credits, and with what. */
export const postingRulesV1: PostingRules = {
  version: 1,
  accounts: {
    granted: { book: 'budget', normalSide: 'debit', by: ['fund'] },
    available: { book: 'budget', normalSide: 'credit', by: ['fund'] },
    reserved: { book: 'budget', normalSide: 'credit', by: ['fund', 'programme', 'batch'] },
    allocated: { book: 'budget', normalSide: 'credit', by: ['fund', 'programme'] },
    committed: { book: 'budget', normalSide: 'credit', by: ['fund', 'programme', 'batch'] },
    issued: { book: 'budget', normalSide: 'credit', by: ['fund', 'programme', 'batch'] },
    used: { book: 'budget', normalSide: 'credit', by: ['fund', 'programme', 'batch'] },
    bank: { book: 'money', normalSide: 'debit', by: ['fund'] },
    donated: { book: 'money', normalSide: 'credit', by: ['fund'] },
    cost: { book: 'money', normalSide: 'debit', by: ['fund', 'programme', 'merchant'] },
    payable: { book: 'money', normalSide: 'credit', by: ['fund', 'programme', 'merchant'], mayBeNegative: true },
    supplier: { book: 'goods', normalSide: 'credit', by: ['fund', 'depot', 'lot'] },
    conversion: { book: 'goods', normalSide: 'debit', by: ['fund', 'depot', 'lot'], mayBeNegative: true },
    depot: { book: 'goods', normalSide: 'debit', by: ['fund', 'depot', 'lot'] },
    'in-transit': { book: 'goods', normalSide: 'debit', by: ['fund', 'consignment', 'lot'] },
    site: { book: 'goods', normalSide: 'debit', by: ['fund', 'programme', 'consignment', 'site', 'lot'] },
    'handed-out': { book: 'goods', normalSide: 'debit', by: ['fund', 'programme', 'consignment', 'site', 'lot'] },
    returned: { book: 'goods', normalSide: 'debit', by: ['fund', 'depot', 'consignment', 'lot'] },
    lost: { book: 'goods', normalSide: 'debit', by: ['fund', 'depot', 'consignment', 'lot'] },
  },
  movements: {
    DonationReceived: [{ lines: shares(), moves: gift }],
    DonationRefunded: [{ lines: shares(), moves: gift, mirrored: true }],
    FundsAllocated: [{ lines: shares(ofProgramme), moves: allocation }],
    AllocationReturned: [{ lines: shares(ofProgramme), moves: allocation, mirrored: true }],
    AllocationProposed: [{ lines: shares(ofProgramme), moves: allocationReserve }],
    AllocationApproved: [{ lines: shares(ofProgramme), moves: allocationReserve, mirrored: true }],
    AllocationProposalRefused: [{ lines: shares(ofProgramme), moves: allocationReserve, mirrored: true }],
    AllocationProposalWithdrawn: [{ lines: shares(ofProgramme), moves: allocationReserve, mirrored: true }],
    FundsReserved: [{ lines: shares(ofBatch), moves: issuanceReserve }],
    ReservationReleased: [{ lines: shares(ofBatch), moves: issuanceReserve, mirrored: true }],
    FundsCommitted: [{ lines: shares(ofBatch), moves: commitment }],
    CommitmentReleased: [{ lines: shares(inBatch), moves: commitment, mirrored: true }],
    CreditsIssued: [{ lines: creditsOfWallets(inBatch), moves: issuance }],
    MealRedeemed: [{ lines: draws(atMerchant), moves: meal }],
    RedemptionReversed: [
      {
        lines: draws(atMerchant),
        moves: ({ to = '' }) => [
          ['used', to],
          ['payable', 'cost'],
        ],
      },
    ],
    CreditExpired: [{ lines: shares(ofBatch), moves: creditBack }],
    CreditWithdrawn: [{ lines: shares(ofBatch), moves: creditBack }],
    CreditDeclined: [{ lines: shares(ofBatch), moves: creditBack }],

    GoodsReceived: [{ lines: goodsOfEvent(inDepot), moves: [['depot', 'supplier']] }],
    KitsPacked: [
      { lines: goods('consumed', inDepot), moves: [['conversion', 'depot']] },
      { lines: goodsOfEvent(inDepot), moves: [['depot', 'conversion']] },
    ],
    GoodsDispatched: [{ lines: goods('lines', fromDepot), moves: [['in-transit', 'depot']] }],
    GoodsReturnAccepted: [{ lines: goods('lines', fromDepot), moves: [['depot', 'returned']] }],
    GoodsWrittenOff: [{ lines: goods('lines', inDepot), moves: [['lost', 'depot']] }],
    DispatchDeclined: [{ lines: goods('lines', backToDepot), moves: [['returned', 'in-transit']] }],
    ConsignmentReceived: [
      { lines: goods('lines', atSite), moves: [['site', 'in-transit']] },
      { lines: goods('lines', atSite, 'shortQuantity'), moves: [['lost', 'in-transit']] },
    ],
    ConsignmentReturned: [{ lines: goods('lines', backToDepot), moves: [['returned', 'in-transit']] }],
    GoodsHandedOut: [{ lines: goods('lines', atSite), moves: [['handed-out', 'site']] }],

    AccountClosed: [],
    AccountOpened: [],
    AllocationReceived: [],
    AllocationReturnReceived: [],
    ApprovalLimitSet: [],
    AuthorityChanged: [],
    BudgetClosed: [],
    BudgetOpened: [],
    BudgetSharingChanged: [],
    CommitmentReceived: [],
    CommitmentRefused: [],
    CommitmentReleaseReceived: [],
    ConsignmentCancelled: [],
    ConsignmentDispatched: [],
    ConsignmentPlanned: [],
    CreditReceived: [],
    CreditReturnsReceived: [],
    DepotOpened: [],
    EmployerChanged: [],
    EmployerRegistered: [],
    FundOpened: [],
    IdentityReserved: [],
    IssuanceApproved: [],
    IssuanceCompleted: [],
    IssuanceOrdered: [],
    IssuanceProposalRefused: [],
    IssuanceProposalWithdrawn: [],
    IssuanceProposed: [],
    IssuanceRefused: [],
    ItemDefined: [],
    KitDefined: [],
    KitRevised: [],
    MerchantAdmitted: [],
    MerchantChanged: [],
    MerchantRegistered: [],
    MerchantWithdrawn: [],
    PasswordChanged: [],
    PersonalDataRead: [],
    PriceListPublished: [],
    ProgrammeClosed: [],
    ProgrammeDefined: [],
    ProgrammeRulesChanged: [],
    ReservationReceived: [],
    ReservationRefused: [],
    RosterFrozen: [],
    RosterImportCompleted: [],
    RosterImportFailed: [],
    RosterImportStarted: [],
    RosterRowsImported: [],
    RoundOpened: [],
    RoundSealed: [],
    SerialsAssigned: [],
    SerialsTaken: [],
    SiteChanged: [],
    SiteListFrozen: [],
    SiteRegistered: [],
    TokenIssued: [],
    TokenRevoked: [],
    UnionRegistered: [],
    VoucherReplaced: [],
    VoucherVoided: [],
    WalletClosed: [],
    WalletOpened: [],
    WorkerChanged: [],
    WorkerErased: [],
    WorkerRegistered: [],
    WorkerRemovedFromRoster: [],
    WorkerRestricted: [],
    WorkerRestrictionLifted: [],
  },
}
