import { goods, inTransit, returned } from '../goods-legs.ts'
import { mirrored } from '../legs.ts'
import {
  allocation,
  allocationReserve,
  commitment,
  creditReturn,
  donation,
  issuance,
  issuanceReserve,
  redemption,
  reversal,
} from '../money-legs.ts'
import { movesNothing, type PostingRules } from './rules.ts'

/** Posting rules, version 1: as shipped, and never changed. Later versions add to them. */
export const postingRulesV1 = {
  DonationReceived: ({ shares, bankAccount }) => shares.flatMap((share) => donation(share, { bankAccount })),
  DonationRefunded: ({ shares, bankAccount }) =>
    shares.flatMap((share) => donation(share, { bankAccount })).map(mirrored),
  AllocationProposed: ({ shares, programme }) => shares.flatMap((share) => allocationReserve(share, programme)),
  AllocationApproved: ({ shares, programme }) =>
    shares.flatMap((share) => allocationReserve(share, programme)).map(mirrored),
  AllocationProposalRefused: ({ shares, programme }) =>
    shares.flatMap((share) => allocationReserve(share, programme)).map(mirrored),
  AllocationProposalWithdrawn: ({ shares, programme }) =>
    shares.flatMap((share) => allocationReserve(share, programme)).map(mirrored),
  FundsAllocated: ({ shares, programme }) => shares.flatMap((share) => allocation(share, programme)),
  AllocationReturned: ({ shares, programme }) => shares.flatMap((share) => allocation(share, programme)).map(mirrored),
  FundsReserved: ({ shares, programme, batch }) => shares.flatMap((share) => issuanceReserve(share, programme, batch)),
  ReservationReleased: ({ shares, programme, batch }) =>
    shares.flatMap((share) => issuanceReserve(share, programme, batch)).map(mirrored),
  FundsCommitted: (data) => data.shares.flatMap((share) => commitment(share, data.programme, data.for)),
  CommitmentReleased: ({ shares, programme }, stream) =>
    shares.flatMap((share) => commitment(share, programme, stream)).map(mirrored),
  CreditsIssued: ({ wallets, programme }, stream) =>
    wallets
      .flatMap(({ credits }) => credits.flatMap(({ shares }) => shares))
      .flatMap((share) => issuance(share, programme, stream)),
  MealRedeemed: ({ programme, merchant, draws }) =>
    draws.flatMap(({ batch, shares }) => shares.flatMap((share) => redemption(share, programme, batch, merchant))),
  RedemptionReversed: ({ programme, merchant, draws }) =>
    draws.flatMap(({ batch, shares, to }) =>
      shares.flatMap((share) => reversal(share, { programme, batch, merchant, to })),
    ),
  CreditExpired: ({ shares, programme, batch }) => shares.flatMap((share) => creditReturn(share, programme, batch)),
  CreditWithdrawn: ({ shares, programme, batch }) => shares.flatMap((share) => creditReturn(share, programme, batch)),
  CreditDeclined: ({ shares, programme, batch }) => shares.flatMap((share) => creditReturn(share, programme, batch)),

  GoodsReceived: ({ commodity, lot, quantity, source: { fund } }, depot) =>
    goods([{ commodity, lot, quantity, fund }], { account: 'depot', depot }, { account: 'supplier', depot }),
  KitsPacked: ({ commodity, lot, quantity, fund, consumed }, depot) => [
    ...goods(consumed, { account: 'conversion', depot }, { account: 'depot', depot }),
    ...goods([{ commodity, lot, quantity, fund }], { account: 'depot', depot }, { account: 'conversion', depot }),
  ],
  GoodsDispatched: ({ lines, consignment }, depot) => goods(lines, inTransit(consignment), { account: 'depot', depot }),
  GoodsReturnAccepted: ({ lines, consignment }, depot) =>
    goods(lines, { account: 'depot', depot }, returned(consignment, depot)),
  GoodsWrittenOff: ({ lines }, depot) => goods(lines, { account: 'lost', depot }, { account: 'depot', depot }),
  DispatchDeclined: ({ lines, depot }, consignment) =>
    goods(lines, returned(consignment, depot), inTransit(consignment)),
  ConsignmentReceived: ({ lines, site, programme }, consignment) => {
    const short = lines.map((line) => ({ ...line, quantity: line.shortQuantity }))
    return [
      ...goods(lines, { account: 'site', site, consignment, programme }, inTransit(consignment)),
      ...goods(short, { account: 'lost', consignment }, inTransit(consignment)),
    ]
  },
  ConsignmentReturned: ({ lines, depot }, consignment) =>
    goods(lines, returned(consignment, depot), inTransit(consignment)),
  GoodsHandedOut: ({ lines, site, programme }, consignment) => {
    const place = { site, consignment, programme }
    return goods(lines, { account: 'handed-out', ...place }, { account: 'site', ...place })
  },

  AccountClosed: movesNothing,
  AccountOpened: movesNothing,
  AllocationReceived: movesNothing,
  AllocationReturnReceived: movesNothing,
  ApprovalLimitSet: movesNothing,
  AuthorityChanged: movesNothing,
  BudgetClosed: movesNothing,
  BudgetOpened: movesNothing,
  BudgetSharingChanged: movesNothing,
  CommitmentReceived: movesNothing,
  CommitmentRefused: movesNothing,
  CommitmentReleaseReceived: movesNothing,
  ConsignmentCancelled: movesNothing,
  ConsignmentDispatched: movesNothing,
  ConsignmentPlanned: movesNothing,
  CreditReceived: movesNothing,
  CreditReturnsReceived: movesNothing,
  DepotOpened: movesNothing,
  EmployerChanged: movesNothing,
  EmployerRegistered: movesNothing,
  FundOpened: movesNothing,
  IdentityReserved: movesNothing,
  IssuanceApproved: movesNothing,
  IssuanceCompleted: movesNothing,
  IssuanceOrdered: movesNothing,
  IssuanceProposalRefused: movesNothing,
  IssuanceProposalWithdrawn: movesNothing,
  IssuanceProposed: movesNothing,
  IssuanceRefused: movesNothing,
  ItemDefined: movesNothing,
  KitDefined: movesNothing,
  KitRevised: movesNothing,
  MerchantAdmitted: movesNothing,
  MerchantChanged: movesNothing,
  MerchantRegistered: movesNothing,
  MerchantWithdrawn: movesNothing,
  PasswordChanged: movesNothing,
  PersonalDataRead: movesNothing,
  PriceListPublished: movesNothing,
  ProgrammeClosed: movesNothing,
  ProgrammeDefined: movesNothing,
  ProgrammeRulesChanged: movesNothing,
  ReservationReceived: movesNothing,
  ReservationRefused: movesNothing,
  RosterFrozen: movesNothing,
  RosterImportCompleted: movesNothing,
  RosterImportFailed: movesNothing,
  RosterImportStarted: movesNothing,
  RosterRowsImported: movesNothing,
  RoundOpened: movesNothing,
  RoundSealed: movesNothing,
  SerialsAssigned: movesNothing,
  SerialsTaken: movesNothing,
  SiteChanged: movesNothing,
  SiteListFrozen: movesNothing,
  SiteRegistered: movesNothing,
  TokenIssued: movesNothing,
  TokenRevoked: movesNothing,
  UnionRegistered: movesNothing,
  VoucherReplaced: movesNothing,
  VoucherVoided: movesNothing,
  WalletClosed: movesNothing,
  WalletOpened: movesNothing,
  WorkerChanged: movesNothing,
  WorkerErased: movesNothing,
  WorkerRegistered: movesNothing,
  WorkerRemovedFromRoster: movesNothing,
  WorkerRestricted: movesNothing,
  WorkerRestrictionLifted: movesNothing,
} as const satisfies PostingRules<TypeOfV1>

/** The types of event that there were when version 1 was the newest. */
export type TypeOfV1 =
  | 'AccountClosed'
  | 'AccountOpened'
  | 'AllocationApproved'
  | 'AllocationProposalRefused'
  | 'AllocationProposalWithdrawn'
  | 'AllocationProposed'
  | 'AllocationReceived'
  | 'AllocationReturnReceived'
  | 'AllocationReturned'
  | 'ApprovalLimitSet'
  | 'AuthorityChanged'
  | 'BudgetClosed'
  | 'BudgetOpened'
  | 'BudgetSharingChanged'
  | 'CommitmentReceived'
  | 'CommitmentRefused'
  | 'CommitmentReleaseReceived'
  | 'CommitmentReleased'
  | 'ConsignmentCancelled'
  | 'ConsignmentDispatched'
  | 'ConsignmentPlanned'
  | 'ConsignmentReceived'
  | 'ConsignmentReturned'
  | 'CreditDeclined'
  | 'CreditExpired'
  | 'CreditReceived'
  | 'CreditReturnsReceived'
  | 'CreditWithdrawn'
  | 'CreditsIssued'
  | 'DepotOpened'
  | 'DispatchDeclined'
  | 'DonationReceived'
  | 'DonationRefunded'
  | 'EmployerChanged'
  | 'EmployerRegistered'
  | 'FundOpened'
  | 'FundsAllocated'
  | 'FundsCommitted'
  | 'FundsReserved'
  | 'GoodsDispatched'
  | 'GoodsHandedOut'
  | 'GoodsReceived'
  | 'GoodsReturnAccepted'
  | 'GoodsWrittenOff'
  | 'IdentityReserved'
  | 'IssuanceApproved'
  | 'IssuanceCompleted'
  | 'IssuanceOrdered'
  | 'IssuanceProposalRefused'
  | 'IssuanceProposalWithdrawn'
  | 'IssuanceProposed'
  | 'IssuanceRefused'
  | 'ItemDefined'
  | 'KitDefined'
  | 'KitRevised'
  | 'KitsPacked'
  | 'MealRedeemed'
  | 'MerchantAdmitted'
  | 'MerchantChanged'
  | 'MerchantRegistered'
  | 'MerchantWithdrawn'
  | 'PasswordChanged'
  | 'PersonalDataRead'
  | 'PriceListPublished'
  | 'ProgrammeClosed'
  | 'ProgrammeDefined'
  | 'ProgrammeRulesChanged'
  | 'RedemptionReversed'
  | 'ReservationReceived'
  | 'ReservationRefused'
  | 'ReservationReleased'
  | 'RosterFrozen'
  | 'RosterImportCompleted'
  | 'RosterImportFailed'
  | 'RosterImportStarted'
  | 'RosterRowsImported'
  | 'RoundOpened'
  | 'RoundSealed'
  | 'SerialsAssigned'
  | 'SerialsTaken'
  | 'SiteChanged'
  | 'SiteListFrozen'
  | 'SiteRegistered'
  | 'TokenIssued'
  | 'TokenRevoked'
  | 'UnionRegistered'
  | 'VoucherReplaced'
  | 'VoucherVoided'
  | 'WalletClosed'
  | 'WalletOpened'
  | 'WorkerChanged'
  | 'WorkerErased'
  | 'WorkerRegistered'
  | 'WorkerRemovedFromRoster'
  | 'WorkerRestricted'
  | 'WorkerRestrictionLifted'
