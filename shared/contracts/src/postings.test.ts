import { describe, expect, it, test } from 'vitest'
import { samples } from '../golden/samples/samples.ts'
import { type AccountName, postingAccounts } from './accounts.ts'
import { type EventType, eventCatalogue, type WelfareEvent } from './catalogue.ts'
import { addFen } from './money.ts'
import { movesNothing, type PostingRules } from './posting-rules/rules.ts'
import { postingRulesV1, type TypeOfV1 } from './posting-rules/v1.ts'
import { postingRulesV2 } from './posting-rules/v2.ts'
import { type Leg, postings, UnpostedEventError } from './postings.ts'

type Movement = readonly [debit: AccountName, credit: AccountName, amount: number]

/** What each event moves, written down apart from the code: debit, credit, and how much of the sample. */
const movements: Readonly<Record<EventType, readonly Movement[]>> = {
  DonationReceived: [
    ['granted', 'available', 20_000_000],
    ['bank', 'donated', 20_000_000],
  ],
  DonationRefunded: [
    ['available', 'granted', 50_000],
    ['donated', 'bank', 50_000],
  ],
  AllocationProposed: [['available', 'reserved', 13_340_000]],
  AllocationApproved: [['reserved', 'available', 13_340_000]],
  AllocationProposalRefused: [['reserved', 'available', 13_340_000]],
  AllocationProposalWithdrawn: [['reserved', 'available', 13_340_000]],
  FundsAllocated: [['available', 'allocated', 13_340_000]],
  AllocationReturned: [['allocated', 'available', 4_000]],
  FundsReserved: [['allocated', 'reserved', 40_000]],
  ReservationReleased: [['reserved', 'allocated', 40_000]],
  FundsCommitted: [['allocated', 'committed', 40_000]],
  CommitmentReleased: [['committed', 'allocated', 40_000]],
  DonationReversed: [
    ['available', 'granted', 200_000_000],
    ['donated', 'bank', 200_000_000],
  ],
  RefundReversed: [
    ['granted', 'available', 50_000],
    ['bank', 'donated', 50_000],
  ],
  AllocationReversed: [['allocated', 'available', 1_000_000]],
  AllocationReturnReversed: [['available', 'allocated', 4_000]],
  ProgrammeLastDaySet: [],
  CreditsIssued: [['committed', 'issued', 85_000]],
  MealRedeemed: [
    ['issued', 'used', 1_600],
    ['cost', 'payable', 1_600],
  ],
  RedemptionReversed: [
    ['used', 'claimed', 1_400],
    ['used', 'allocated', 200],
    ['payable', 'cost', 1_600],
  ],
  LineDisputed: [['payable', 'disputed', 1_000]],
  DisputeEnded: [['disputed', 'payable', 1_000]],
  SettlementPaid: [['payable', 'bank', 40_000]],
  PaymentReturned: [['bank', 'payable', 40_000]],
  MerchantRepaid: [['bank', 'payable', 1_400]],
  ClaimSettled: [['claimed', 'allocated', 1_400]],
  ClaimWrittenOff: [
    ['claimed', 'written-off', 1_400],
    ['loss', 'payable', 1_400],
  ],
  ClaimRecovered: [
    ['written-off', 'allocated', 500],
    ['bank', 'loss', 500],
  ],
  CreditExpired: [['issued', 'allocated', 40_000]],
  CreditWithdrawn: [['issued', 'allocated', 40_000]],
  CreditDeclined: [['issued', 'allocated', 40_000]],
  GoodsReceived: [['depot', 'supplier', 1_000]],
  KitsPacked: [
    ['conversion', 'depot', 90],
    ['depot', 'conversion', 30],
  ],
  GoodsDispatched: [['in-transit', 'depot', 30]],
  GoodsReturnAccepted: [['depot', 'returned', 30]],
  GoodsWrittenOff: [['lost', 'depot', 6]],
  DispatchDeclined: [['returned', 'in-transit', 30]],
  ConsignmentReceived: [
    ['site', 'in-transit', 23],
    ['lost', 'in-transit', 4],
    ['returned', 'in-transit', 3],
  ],
  ConsignmentReturned: [['returned', 'in-transit', 30]],
  GoodsHandedOut: [['handed-out', 'site', 2]],
  SiteGoodsReturned: [['returned', 'site', 30]],
  SiteGoodsLost: [['lost', 'site', 6]],
  GoodsReceiptCorrected: [['supplier', 'depot', 900]],
  KitsUnpacked: [
    ['depot', 'conversion', 30],
    ['conversion', 'depot', 10],
  ],
  PackingReversed: [
    ['depot', 'conversion', 30],
    ['conversion', 'depot', 10],
  ],
  DispatchReversalReceived: [],
  GoodsReturnReleased: [['returned', 'depot', 30]],
  WriteOffReversed: [['depot', 'lost', 6]],
  GoodsFoundAgain: [['depot', 'lost', 6]],
  StockCounted: [
    ['count-difference', 'depot', 4],
    ['depot', 'count-difference', 1],
  ],
  StockCountCorrected: [['depot', 'count-difference', 4]],
  CountLossConfirmed: [['lost', 'count-difference', 4]],
  CountLossReversed: [['count-difference', 'lost', 4]],
  GoodsTransferred: [['in-transit', 'depot', 30]],
  TransferAnnounced: [],
  TransferReceived: [
    ['depot', 'in-transit', 29],
    ['lost', 'in-transit', 1],
  ],
  TransferReceiptReversed: [
    ['in-transit', 'depot', 29],
    ['in-transit', 'lost', 1],
  ],
  TransferReversed: [['depot', 'in-transit', 30]],
  TransferReversalReceived: [],
  DispatchReversed: [['depot', 'in-transit', 30]],
  ReceiptCorrected: [
    ['site', 'lost', 1],
    ['site', 'returned', 1],
  ],
  ReceiptReversed: [
    ['in-transit', 'site', 19],
    ['in-transit', 'lost', 3],
    ['in-transit', 'returned', 2],
  ],
  ConsignmentReturnReversed: [['in-transit', 'returned', 30]],
  SiteReturnReversed: [['site', 'returned', 6]],
  SiteLossReversed: [['site', 'lost', 6]],
  HandOutReversed: [['site', 'handed-out', 2]],
  ReturnReleaseReceived: [],
  AccountClosed: [],
  AccountOpened: [],
  AllocationReceived: [],
  AllocationReturnReceived: [],
  ApprovalLimitSet: [],
  AttachmentRead: [],
  AuthorityChanged: [],
  BudgetClosed: [],
  BudgetOpened: [],
  BudgetSharingChanged: [],
  CommitmentReceived: [],
  CommitmentRefused: [],
  CommitmentReleaseReceived: [],
  ConsignmentAttachmentAdded: [],
  ConsignmentAttachmentErased: [],
  ConsignmentCancelled: [],
  ConsignmentDispatched: [],
  ConsignmentPlanned: [],
  CreditReceived: [],
  CreditMoved: [],
  CreditExtended: [],
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
  VoucherPrinted: [],
  VoucherReplaced: [],
  VoucherSuspended: [],
  VoucherResumed: [],
  VoucherRestored: [],
  VoucherVoided: [],
  WalletClosed: [],
  WalletOpened: [],
  WorkerChanged: [],
  WorkerErased: [],
  WorkerRegistered: [],
  WorkerRemovedFromRoster: [],
  WorkerRestricted: [],
  WorkerRestrictionLifted: [],
  IdentityReleased: [],
  RosterWorkersLeft: [],
  WorkerCorrected: [],
  WorkerMergedInto: [],
  WorkersJoinedRound: [],
  WorkersLeftRound: [],
  WorkersMerged: [],
  SettlementTermsSet: [],
  StatementProposed: [],
  StatementWithdrawn: [],
  StatementConfirmed: [],
  StatementApproved: [],
  LineTakenBack: [],
  TakingBackDeclined: [],
  LineTakeBackEnded: [],
  StatementAssigned: [],
  StatementAssignmentRefused: [],
  StatementReleased: [],
  ClaimGivenUp: [],
  ClaimReceived: [],
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
}

const types = Object.keys(eventCatalogue) as EventType[]

/** They carry amounts and post nothing, because the event that they answer did, or the one that answers them does. */
const acknowledging: readonly EventType[] = [
  'AllocationReceived',
  'AllocationReturnReceived',
  'CommitmentReceived',
  'CommitmentReleaseReceived',
  'ConsignmentDispatched',
  'ConsignmentPlanned',
  'CreditMoved',
  'CreditReceived',
  'CreditReturnsReceived',
  'ClaimGivenUp',
  'ClaimReceived',
  'LineTakenBack',
  'LineTakeBackEnded',
  'PaymentPrepared',
  'StatementApproved',
  'StatementAssigned',
  'DispatchReversalReceived',
  'ReservationReceived',
  'TransferAnnounced',
  'TransferReversalReceived',
]

describe.each(types)('%s', (type) => {
  const { stream, data } = samples[type]
  const legs = postings({ type, data } as WelfareEvent, stream)
  const expected = movements[type]

  it(`moves ${expected.map(([debit, credit]) => `${credit} to ${debit}`).join(', ') || 'nothing'}`, () => {
    expect(debitsAndCredits(legs)).toEqual({
      debits: sumBy(expected.map(([debit, , amount]) => [debit, amount])),
      credits: sumBy(expected.map(([, credit, amount]) => [credit, amount])),
    })
  })
})

test('a type whose posting was forgotten is an error, not an event that moves nothing', () => {
  const planted = { type: 'MoneyVanished', data: samples.DonationReceived.data }
  expect(() => postings(planted as WelfareEvent, samples.DonationReceived.stream)).toThrow(UnpostedEventError)
  // Names of Object's own are no types either.
  const inherited: object = { ...planted, type: 'toString' }
  expect(() => postings(inherited as WelfareEvent, 'fund')).toThrow(UnpostedEventError)
})

test('the rules list every type of the catalogue, and no other', () => {
  expect(Object.keys(postingRulesV2).sort()).toEqual([...types].sort())
})

test('what carries amounts or lots moves them, or only acknowledges what another event moved', () => {
  const rules: PostingRules<EventType> = postingRulesV2
  const silent = types.filter(
    (type) => rules[type] === movesNothing && /"(shares|lines|amountFen)":/.test(JSON.stringify(samples[type].data)),
  )
  // What is proposed says what it would move.
  expect(silent.sort()).toEqual(['ActProposed', ...acknowledging].sort())
})

test('version 1 still gives what it gave', () => {
  for (const type of Object.keys(postingRulesV1) as TypeOfV1[])
    expect(Object.hasOwn(postingRulesV2, type), type).toBe(true)
})

test('the wallet leaves the mark of batch, programme and merchant on money that is used', () => {
  const { stream, data } = samples.MealRedeemed
  const legs = postings({ type: 'MealRedeemed', data }, stream)
  const { programme, merchant } = data
  for (const leg of legs.filter(({ book }) => book === 'budget')) {
    expect(leg.programme).toBe(programme)
    expect(data.draws.map(({ batch }) => batch)).toContain(leg.batch)
  }
  for (const leg of legs.filter(({ book }) => book === 'money')) expect(leg).toMatchObject({ programme, merchant })
})

test('a meal of a closed year taken back lessens what was carried over; what was used then stays used', () => {
  const { stream, data } = samples.RedemptionReversed
  const legs = postings({ type: 'RedemptionReversed', data: { ...data, priorYear: true } }, stream)
  expect(debitsAndCredits(legs)).toEqual({
    debits: { granted: 1_600, payable: 1_600 },
    credits: { claimed: 1_400, allocated: 200, carried: 1_600 },
  })
})

test('discount and own share never touch the books', () => {
  const { stream, data } = samples.MealRedeemed
  const dearer = { ...data, listPriceFen: 9_900, discountFen: 8_000, ownShareFen: 300 }
  expect(postings({ type: 'MealRedeemed', data: dearer }, stream)).toEqual(
    postings({ type: 'MealRedeemed', data }, stream),
  )
})

test('granted, bank, cost and loss are debit; every other account of money is credit', () => {
  const debitSide = Object.entries(postingAccounts)
    .filter(([, { book, normalSide }]) => book !== 'goods' && normalSide === 'debit')
    .map(([account]) => account)
  expect(debitSide.sort()).toEqual(['bank', 'cost', 'granted', 'loss'])
})

function debitsAndCredits(legs: readonly Leg[]) {
  return {
    debits: sumBy(legs.filter(({ amount }) => amount > 0).map(({ account, amount }) => [account, amount])),
    credits: sumBy(legs.filter(({ amount }) => amount < 0).map(({ account, amount }) => [account, -amount])),
  }
}

function sumBy(amounts: readonly (readonly [AccountName, number])[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [account, amount] of amounts) sums[account] = addFen(sums[account] ?? 0, amount)
  return sums
}
