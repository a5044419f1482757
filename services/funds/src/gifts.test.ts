import {
  addToGift,
  drawFrom,
  drawGifts,
  giveBack,
  leftOf,
  noGifts,
  receiveGift,
  takeGiftBack,
} from '@welfare/contracts/gifts.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, it } from 'vitest'
import { fundDecider } from './fund.decider.ts'
import type { FundEvent } from './fund.state.ts'
import { allocate, budget, donated, fund, fundOpened, programme } from './sample.fixture.ts'

const { given } = specify(fundDecider)
const [first, second] = [`${fund}.2`, `${fund}.3`]
const two = [fundOpened, donated('R-1', 1000, 1000), donated('R-2', 500, 1500)]

function allocated(amountFen: number, availableAfterFen: number, fromGifts?: readonly number[]): FundEvent {
  const shares = [{ fund, amountFen }]
  const donors = fromGifts?.map((partFen, index) => ({ donation: [first, second][index] ?? '', amountFen: partFen }))
  const data = { programme, budget, shares, factsReadThrough: 9, availableAfterFen, ...(donors && { donors }) }
  return { type: 'FundsAllocated', data }
}

describe('a draw', () => {
  it('takes from each gift by what it still has, and says so', () => {
    given(two)
      .when(allocate)
      .then([allocated(300, 1200, [200, 100])])
    given([...two, allocated(300, 1200, [200, 100])])
      .when({ ...allocate, amountFen: 1 })
      .then([
        {
          ...allocated(1, 1199),
          data: { ...allocated(1, 1199).data, donors: [{ donation: first, amountFen: 1 }] },
        } as FundEvent,
      ])
    given([fundOpened, donated('R-1', 500, 500), donated('R-2', 500, 1000)])
      .when({ ...allocate, amountFen: 1 })
      .then([
        {
          ...allocated(1, 999),
          data: { ...allocated(1, 999).data, donors: [{ donation: first, amountFen: 1 }] },
        } as FundEvent,
      ])
  })

  it('of before gifts were recorded is reckoned by the same rule', () => {
    const refund = { type: 'RefundDonation' as const, fund, donation: second, reason: '多付', day: '2025-06-02' }
    given([...two, allocated(300, 1200)])
      .when({ ...refund, amountFen: 401 })
      .then({ code: 'gift-already-used', facts: { donation: second, leftFen: 400, requestedFen: 401 } })
  })

  it('comes back to the gifts that it came from', () => {
    const data = { allocationReturn: `${budget}.4`, shares: [{ fund, amountFen: 300 }], availableAfterFen: 1500 }
    const refund = { type: 'RefundDonation' as const, fund, donation: second, reason: '多付', day: '2025-06-02' }
    const back: FundEvent = { type: 'AllocationReturnReceived', data }
    const refunded = { donation: second, shares: [{ fund, amountFen: 500 }], reason: '多付', availableAfterFen: 1000 }
    given([...two, allocated(300, 1200, [0, 300]), back])
      .when({ ...refund, amountFen: 500 })
      .then([{ type: 'DonationRefunded', data: refunded }])
  })

  it('of an earlier day prefers what had come by then', () => {
    const gifts = noGifts()
    receiveGift(gifts, first, '2025-07-02', 100)
    receiveGift(gifts, second, '2025-07-20', 100)
    expect(drawFrom(gifts, 60, '2025-07-10')).toEqual([{ donation: first, amountFen: 60 }])
    expect(sumFen(drawFrom(gifts, 160, '2025-07-10').map(({ amountFen }) => amountFen))).toBe(160)
  })

  it('names as many gifts as fit into its event, the largest; for more it is refused', () => {
    const many: FundEvent[] = Array.from({ length: 501 }, (_, n) => donated(`R-${n}`, n === 0 ? 1 : 2, 1 + n * 2))
    given([fundOpened, ...many])
      .when({ ...allocate, amountFen: 1001 })
      .then({ code: 'too-many-gifts', facts: { largestFen: 1000, requestedFen: 1001 } })
  })
})

describe('a gift that was entered wrongly', () => {
  const receive = (donation: string, amountFen: number, gifts = noGifts()) => {
    receiveGift(gifts, donation, '2025-07-02', amountFen)
    return gifts
  }

  it('passes what was drawn from it to the right one, and beyond that to the others', () => {
    const gifts = receive('other', 400, receive('wrong', 2_000))
    drawGifts(gifts, budget, [{ donation: 'wrong', amountFen: 150 }])
    receive('right', 100, gifts)
    gifts.rightOf.set('wrong', 'right')
    takeGiftBack(gifts, 'wrong', '2025-07-26')
    expect([leftOf(gifts, 'wrong'), leftOf(gifts, 'right'), leftOf(gifts, 'other')]).toEqual([0, 0, 350])
    giveBack(gifts, budget, 150)
    expect([leftOf(gifts, 'right'), leftOf(gifts, 'other')]).toEqual([100, 400])
  })
})

it('whatever happens: what gifts have left is what the fund has, and no gift is below zero', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  const gifts = noGifts()
  const given: string[] = []
  let [leftFen, outFen] = [0, 0]
  for (let step = 0; step < 2_000; step += 1) {
    const amountFen = 1 + random(300)
    const donation = given[random(Math.max(1, given.length))] ?? ''
    const does = random(4)
    if (does === 0) {
      given.push(`gift-${step}`)
      receiveGift(gifts, `gift-${step}`, `2025-07-${10 + random(20)}`, amountFen)
      leftFen += amountFen
    } else if (does === 1 && amountFen <= leftFen) {
      drawGifts(gifts, budget, drawFrom(gifts, amountFen, `2025-07-${10 + random(20)}`, 5_000))
      leftFen -= amountFen
      outFen += amountFen
    } else if (does === 2 && amountFen <= outFen) {
      giveBack(gifts, budget, amountFen)
      leftFen += amountFen
      outFen -= amountFen
    } else if (does === 3 && amountFen <= leftOf(gifts, donation)) {
      addToGift(gifts, donation, -amountFen)
      leftFen -= amountFen
    }
    const lefts = given.map((one) => leftOf(gifts, one))
    expect(Math.min(0, ...lefts)).toBe(0)
    expect(sumFen(lefts)).toBe(leftFen)
  }
})
