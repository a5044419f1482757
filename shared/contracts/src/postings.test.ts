import { describe, expect, it, test } from 'vitest'
import { samples } from '../golden/samples/samples.ts'
import { type AccountName, postingAccounts } from './accounts.ts'
import { type EventType, eventCatalogue, type WelfareEvent } from './catalogue.ts'
import { addFen } from './money.ts'
import { movements } from './movements.fixture.ts'
import { movesNothing, type PostingRules } from './posting-rules/rules.ts'
import { postingRulesV1, type TypeOfV1 } from './posting-rules/v1.ts'
import { postingRulesV2 } from './posting-rules/v2.ts'
import { type Leg, postings, UnpostedEventError } from './postings.ts'

const types = Object.keys(eventCatalogue) as EventType[]

/** They carry amounts and post nothing, because the event that they answer did, or the one that answers them does. */
const acknowledging: readonly EventType[] = [
  'AllocationReceived',
  'AllocationReturnReceived',
  'BankLinesMatched',
  'BankReceiptAcknowledged',
  'BankStatementImported',
  'BankStatementLinesImported',
  'CommitmentReceived',
  'CommitmentReleaseReceived',
  'ConsignmentDispatched',
  'ConsignmentPlanned',
  'CreditMoved',
  'CreditReceived',
  'CreditReturnsReceived',
  'IdentificationDeclined',
  'ClaimGivenUp',
  'ClaimReceived',
  'LineTakenBack',
  'PaymentMoneyHeld',
  'PaymentMoneyRefused',
  'PaymentMoneyReleased',
  'GoodsOrdered',
  'PurchaseFunded',
  'PurchaseExtended',
  'InvoiceEntered',
  'InvoiceAssigned',
  'LineTakeBackEnded',
  'PaymentPrepared',
  'StatementApproved',
  'StatementAssigned',
  'DispatchReversalReceived',
  'ReservationReceived',
  'TransferAnnounced',
  'TransferReversalReceived',
  'WaiverReceived',
  'YearClosed',
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
  // What is proposed or ordered says what it would move, rules who pays how much of a meal, and an invoice what the merchant wrote on it.
  const saying = ['ActProposed', 'IssuanceProposed', 'IssuanceOrdered', 'ProgrammeDefined', 'ProgrammeRulesChanged']
  expect(silent.sort()).toEqual([...saying, 'InvoiceRecorded', ...acknowledging].sort())
})

test('every type of version 1 has its rule still', () => {
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

test('granted, bank, quota, transit, cost and loss are debit; every other account of money is credit', () => {
  const debitSide = Object.entries(postingAccounts)
    .filter(([, { book, normalSide }]) => book !== 'goods' && normalSide === 'debit')
    .map(([account]) => account)
  expect(debitSide.sort()).toEqual(['bank', 'cost', 'granted', 'loss', 'quota', 'transit'])
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
