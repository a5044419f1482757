import { postingAccounts } from '@welfare/contracts/accounts.ts'
import { lowestFrom } from '@welfare/contracts/day-balances.ts'
import { addDays } from '@welfare/contracts/days.ts'
import { imbalances, postings } from '@welfare/contracts/postings.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFixture, type Fixture } from './deliveries.fixture.ts'
import { takeBack } from './goods-reversals.fixture.ts'
import { goodsAction, perform, receiveGoods, type Step } from './random-goods.fixture.ts'
import { fan, kit, sampleId, water } from './sample.fixture.ts'

const depots = [sampleId('depot', 1), sampleId('depot', 2)] as const
const CONSIGNMENTS = 6
const FIRST_DAY = '2025-07-01'
const step: fc.Arbitrary<Step> = fc.record({
  action: goodsAction,
  /** A third of the entries come late; some days pass between entries. */
  late: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) }),
  passing: fc.constantFrom(0, 0, 1, 2),
})

it('keeps the books of goods on every day over random histories: late, wrong, corrected, returned, acknowledged twice', () => {
  const seen = new Set<string>()
  const refusals = new Set<string>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 90, size: 'max' }), (steps) => {
      const fixture = createFixture()
      let today = FIRST_DAY
      for (const depot of depots) {
        fixture.atDepot(depot, { type: 'OpenDepot', name: '库', division: '130300' }, today)
        for (const commodity of [water, fan, `${kit}@1`]) {
          receiveGoods(fixture, { depot, commodity, quantity: 20 }, { today, day: today })
        }
      }
      for (const number of [1, 2, 3, 4]) sendOne(fixture, number, today)
      for (const { action, late, passing } of steps) {
        today = addDays(today, passing)
        const before = fixture.log.length
        const refused = perform(fixture, action, { today, day: addDays(today, -late) })
        if (refused) refusals.add(`${action.do}: ${refused}`)
        assertBooks(fixture, before)
      }
      settle(fixture)
      assertSettled(fixture)
      for (const { event } of fixture.log) seen.add(event.type)
      takeEverythingBack(fixture, addDays(today, 1))
      for (const { event } of fixture.log) seen.add(event.type)
    }),
    // One seed, so that what they reach is the same each time.
    { numRuns: 150, seed: 20_250_701 },
  )
  // The histories reach every event that moves goods, the declined dispatch included, and the refusals for a day on which it does not fit.
  expect(everyEvent.filter((type) => !seen.has(type))).toEqual([])
  expect([...refusals]).toEqual(expect.arrayContaining(['pack: stock-insufficient', 'sign: received-before-dispatch']))
})

/** Each history begins with two consignments on their way, one at its site, and one that was cancelled while its depot sent it. */
function sendOne(fixture: Fixture, number: number, today: string): void {
  const consignment = sampleId('consignment', number)
  const depot = depots[number % 2] ?? ''
  const about = { depot, consignment, pick: 0, quantity: 1 }
  const when = { today, day: today }
  perform(fixture, { ...about, do: 'plan', lines: [{ commodity: water, quantity: 6 }] }, when)
  perform(fixture, { ...about, do: 'dispatch' }, when)
  if (number === 4) perform(fixture, { ...about, do: 'cancel' }, when)
  deliverAll(fixture)
  if (number === 3) perform(fixture, { ...about, do: 'sign', short: 1, refused: 1 }, when)
}

const everyEvent = [
  ...['ConsignmentCancelled', 'ConsignmentDispatched', 'ConsignmentPlanned', 'ConsignmentReceived'],
  ...['ConsignmentReturned', 'ConsignmentReturnReversed', 'CountLossConfirmed', 'CountLossReversed', 'DepotOpened'],
  ...['DispatchDeclined', 'DispatchReversalReceived', 'DispatchReversed', 'GoodsDispatched', 'GoodsFoundAgain'],
  ...['GoodsHandedOut', 'GoodsReceiptCorrected', 'GoodsReceived', 'GoodsReturnAccepted', 'GoodsReturnReleased'],
  ...['GoodsTransferred', 'GoodsWrittenOff', 'HandOutReversed', 'KitsPacked', 'KitsUnpacked', 'PackingReversed'],
  ...['ReceiptCorrected', 'ReceiptReversed', 'ReturnReleaseReceived', 'SiteGoodsLost', 'SiteGoodsReturned'],
  ...['SiteLossReversed', 'SiteReturnReversed', 'StockCountCorrected', 'StockCounted', 'TransferAnnounced'],
  ...[
    'TransferReceiptReversed',
    'TransferReceived',
    'TransferReversalReceived',
    'TransferReversed',
    'WriteOffReversed',
  ],
]

/** On no day is there less than nothing of anything, and every event balances. */
function assertBooks(fixture: Fixture, from: number): void {
  for (const recorded of fixture.log.slice(from)) {
    expect(imbalances(postings(recorded.event, recorded.stream))).toEqual([])
    for (const { leg, byDay } of fixture.balancesMovedBy(recorded)) {
      const account = postingAccounts[leg.account]
      if (account.mayBeNegative) continue
      const sign = account.normalSide === 'debit' ? 1 : -1
      const signed = {
        total: sign * byDay.total,
        days: byDay.days.map(({ day, amount }) => ({ day, amount: sign * amount })),
      }
      const lowest = lowestFrom(signed, '2000-01-01')
      if (lowest.amount < 0) {
        throw new Error(
          `${recorded.event.type}: ${leg.account} of ${leg.lot} fell to ${lowest.amount} on ${lowest.day}`,
        )
      }
    }
  }
}

/** Each event reaches the processes twice more, the later ones that they lead to included. */
function settle(fixture: Fixture): void {
  deliverAll(fixture)
  const events = fixture.log.length
  for (const recorded of [...fixture.log, ...fixture.log]) fixture.deliver(recorded)
  expect(fixture.log).toHaveLength(events)
}

function deliverAll(fixture: Fixture): void {
  for (let next = 0; next < fixture.log.length; next += 1) {
    const recorded = fixture.log[next]
    if (recorded) fixture.deliver(recorded)
  }
}

function assertSettled(fixture: Fixture): void {
  assertBooks(fixture, 0)
  for (const depot of depots) {
    const stock = [...fixture.depot(depot).lots].map(([lot, held]) => [lot, held.stock.total])
    const posted = stock.map(([lot]) => [lot, balanceOf(fixture, { account: 'depot', depot, lot: String(lot) })])
    expect(stock).toEqual(posted)
  }
  for (let number = 1; number <= CONSIGNMENTS; number += 1) {
    const consignment = sampleId('consignment', number)
    const { phase, dispatch, atSite, released } = fixture.consignment(consignment)
    const sent = phase === 'dispatched' ? (dispatch?.lines ?? []) : []
    expect(balanceOf(fixture, { account: 'in-transit', consignment })).toBe(sum(sent))
    expect(balanceOf(fixture, { account: 'site', consignment })).toBe(sum(atSite))
    expect(balanceOf(fixture, { account: 'returned', consignment })).toBe(sum(released))
  }
}

/** Receipts that were corrected say again what they said; then from the last event to the first, until nothing is left to take back. */
function takeEverythingBack(fixture: Fixture, today: string): void {
  for (const { event, stream } of [...fixture.log]) {
    if (event.type !== 'GoodsReceived') continue
    const { lot, quantity } = event.data
    const command = { type: 'CorrectGoodsReceipt', depot: stream, today, lot, quantity, reason: '录入有误' } as const
    if ((fixture.depot(stream).lots.get(lot)?.receipt?.quantity ?? 0) < quantity)
      fixture.atDepot(stream, command, today)
  }
  for (let before = -1; before !== fixture.log.length; ) {
    before = fixture.log.length
    for (const recorded of fixture.log.toReversed()) {
      takeBack(fixture, recorded, today)
      deliverAll(fixture)
    }
  }
  const left = fixture.balances().filter(({ leg, amount }) => amount !== 0 && leg.account !== 'conversion')
  const told = left.map(({ leg, amount }) => `${leg.account} ${leg.commodity} ${leg.lot} ${amount}`)
  if (told.length > 0) throw new Error(`left after everything was taken back: ${told.join(', ')}`)
  assertBooks(fixture, 0)
}

function balanceOf(
  fixture: Fixture,
  where: { account: string; depot?: string; lot?: string; consignment?: string },
): number {
  const matching = fixture
    .balances()
    .filter(({ leg }) =>
      Object.entries(where).every(([name, value]) =>
        Object.entries(leg).some(([key, own]) => key === name && own === value),
      ),
    )
  return matching.reduce((total, { amount }) => total + amount, 0)
}

function sum(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((total, { quantity }) => total + quantity, 0)
}
