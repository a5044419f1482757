import { on, specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import type { CorrectDonation, CorrectRefund, RefundDonation } from './fund.commands.ts'
import { fundDecider } from './fund.decider.ts'
import type { FundEvent } from './fund.state.ts'
import { allocate, budget, donated, fund, fundOpened, programme } from './sample.fixture.ts'

const { given } = specify(fundDecider)
const opened = on('2025-06-01', fundOpened)
/** 1,000 came on 2 July; 900 of them were allocated on the 10th; 500 came on the 20th. */
const july = [
  opened,
  on('2025-07-02', donated('R-1', 1000, 1000)),
  on('2025-07-10', allocated(900, 100)),
  on('2025-07-20', donated('R-2', 500, 600)),
]

describe('what counts on an earlier day must have been there then, and on every day since', () => {
  it.each([
    ['2025-07-26', 600, undefined, [100, 500]],
    ['2025-07-15', 100, '2025-07-15', [17, 83]],
    ['2025-07-10', 100, '2025-07-10', [17, 83]],
    ['2025-07-02', 100, '2025-07-10', [17, 83]],
    ['2025-07-01', 0, '2025-07-01', []],
  ])('an allocation of %s finds %i', (day, availableFen, lowestOn, fromGifts) => {
    const one = { ...allocate, day, amountFen: availableFen + 1 }
    const facts = { availableFen, requestedFen: one.amountFen, ...(lowestOn && { day: lowestOn }) }
    given(july).when(one, day).then({ code: 'funds-not-available', facts })
    if (availableFen === 0) return
    given(july)
      .when({ ...allocate, day, amountFen: availableFen }, day)
      .then([allocated(availableFen, 600 - availableFen, fromGifts)])
  })

  it('a refund of an earlier day, too', () => {
    const refund: RefundDonation = {
      ...{ type: 'RefundDonation', fund, donation: `${fund}.2`, reason: '多汇', day: '2025-07-12' },
      amountFen: 101,
    }
    given(july).when(refund, '2025-07-12').then({ code: 'funds-not-available' })
    // Of the first gift 100 are left, whatever others gave meanwhile.
    given(july)
      .when({ ...refund, day: '2025-07-21' }, '2025-07-21')
      .then({ code: 'gift-already-used', facts: { donation: `${fund}.2`, leftFen: 100, requestedFen: 101 } })
    given(july)
      .when({ ...refund, amountFen: 100, day: '2025-07-21' }, '2025-07-21')
      .then([refunded(100, 500)])
  })

  it('a gift is not refunded before it came, whatever else is there', () => {
    const gift = donated('R-2', 500, 600)
    const late = { ...gift, data: { ...gift.data, receivedOn: '2025-07-20' } } as FundEvent
    const refund: RefundDonation = {
      ...{ type: 'RefundDonation', fund, donation: `${fund}.4`, reason: '多汇', day: '2025-07-19' },
      amountFen: 1,
    }
    given([...july.slice(0, 3), on('2025-07-20', late)])
      .when(refund, '2025-07-19')
      .then({
        code: 'refunded-before-donation',
        facts: { donation: `${fund}.4`, refundedOn: '2025-07-19', receivedOn: '2025-07-20' },
      })
  })

  it("the donor's terms are those of the day of the allocation", () => {
    given(july)
      .when({ ...allocate, amountFen: 1, day: '2026-01-01' })
      .then({ code: 'period-not-allowed' })
    given(july)
      .when({ ...allocate, amountFen: 1, day: '2025-12-31' })
      .then([allocated(1, 599, [0, 1])])
  })
})

describe('a donation entered wrongly', () => {
  // 2,000,000 typed for 200,000, of which 150,000 is allocated.
  const wrong = [
    opened,
    on('2025-07-02', donated('R-1', 2_000_000, 2_000_000)),
    on('2025-07-05', allocated(150_000, 1_850_000)),
  ]
  const right = {
    receiptNumber: 'R-1',
    donor: { kind: 'individual' as const },
    receivedOn: '2025-06-01',
    amountFen: 200_000,
  }
  const correct: CorrectDonation = { type: 'CorrectDonation', fund, donation: `${fund}.2`, reason: '多打一个零', right }
  const red = reversed(2_000_000, 50_000)
  const black = donated('R-1', 200_000, 2_050_000)

  it('is put right in one act, the right entry first: only their sum must fit', () => {
    given(wrong)
      .when(correct)
      .then([{ ...black, data: { ...black.data, correctedFrom: `${fund}.2` } } as FundEvent, red])
  })

  it('says how much is missing where not even the sum fits', () => {
    given(wrong)
      .when({ ...correct, right: { ...right, amountFen: 149_999 } })
      .then({ code: 'correction-does-not-fit', facts: { availableFen: 1_850_000, missingFen: 1 } })
    given(wrong)
      .when({ ...correct, right: undefined })
      .then({ code: 'correction-does-not-fit', facts: { availableFen: 1_850_000, missingFen: 150_000 } })
  })

  it('never was, where nothing is right about it; its receipt number is free again', () => {
    const gone = [opened, donated('R-1', 500, 500), reversed(500, 0)]
    given(gone.slice(0, 2))
      .when({ ...correct, right: undefined })
      .then([reversed(500, 0)])
    const again = donated('R-1', 700, 700)
    given(gone)
      .when({ type: 'ReceiveDonation', fund, ...right, amountFen: 700 })
      .then([{ ...again, data: { ...again.data, correctedFrom: `${fund}.2` } } as FundEvent])
  })

  it('is put right once, after its refunds, and under no other number that is taken', () => {
    given([...wrong, { ...black, data: { ...black.data, correctedFrom: `${fund}.2` } } as FundEvent, red])
      .when(correct)
      .then({ code: 'already-corrected', facts: { by: `${fund}.5` } })
    given([opened, donated('R-1', 500, 500), refunded(100, 400)])
      .when(correct)
      .then({ code: 'donation-has-refunds', facts: { donation: `${fund}.2`, refundedFen: 100 } })
    given([...wrong, donated('R-2', 1, 1_850_001)])
      .when({ ...correct, right: { ...right, receiptNumber: 'R-2' } })
      .then({ code: 'receipt-number-used' })
    given(wrong)
      .when({ ...correct, donation: `${fund}.3` })
      .then({ code: 'donation-unknown' })
  })

  it('cannot be given back any more', () => {
    given([opened, donated('R-1', 500, 500), reversed(500, 0)])
      .when({ type: 'RefundDonation', fund, donation: `${fund}.2`, amountFen: 1, reason: 'r', day: '2025-07-26' })
      .then({ code: 'donation-reversed' })
  })
})

describe('a refund entered wrongly', () => {
  const wrong = [opened, donated('R-1', 1000, 1000), refunded(400, 600)]
  const correct: CorrectRefund = {
    type: 'CorrectRefund',
    fund,
    refund: `${fund}.3`,
    reason: '金额录错',
    rightAmountFen: 0,
  }

  it('is taken back, and the right amount refunded in the same act', () => {
    given(wrong)
      .when(correct)
      .then([refundReversed(400, 1000)])
    const less = refunded(40, 960)
    given(wrong)
      .when({ ...correct, rightAmountFen: 40 })
      .then([
        refundReversed(400, 1000),
        { ...less, data: { ...less.data, reason: '金额录错', correctedFrom: `${fund}.3` } } as FundEvent,
      ])
  })

  it('makes the donation whole again, so that it can be refunded once more', () => {
    given([...wrong, refundReversed(400, 1000)])
      .when({ type: 'RefundDonation', fund, donation: `${fund}.2`, amountFen: 1000, reason: '多汇', day: '2025-07-26' })
      .then([refunded(1000, 0)])
  })

  it('not twice, not to more than was given, and not for nothing', () => {
    given([...wrong, refundReversed(400, 1000)])
      .when(correct)
      .then({ code: 'already-corrected' })
    given(wrong)
      .when({ ...correct, rightAmountFen: 1001 })
      .then({ code: 'refund-exceeds-donation', facts: { unrefundedFen: 1000, requestedFen: 1001 } })
    given(wrong)
      .when({ ...correct, rightAmountFen: 400 })
      .then({ code: 'correction-changes-nothing' })
    given(wrong)
      .when({ ...correct, refund: `${fund}.2` })
      .then({ code: 'refund-unknown' })
  })
})

describe('too much came back from a programme', () => {
  const wrong = [opened, donated('R-1', 1000, 1000), allocated(900, 100), returnReceived(300, 400)]
  const correct = {
    ...{ type: 'CorrectAllocationReturn' as const, fund, allocationReturn: `${budget}.4`, programme, budget },
    ...{ amountFen: 200, reason: '退错了' },
  }

  it('goes to it once more, at most what came back', () => {
    given(wrong)
      .when(correct)
      .then([returnReversed(200, 200)])
    given([...wrong, returnReversed(200, 200)])
      .when(correct)
      .then({ code: 'correction-exceeds-entry', facts: { leftFen: 100, requestedFen: 200 } })
    given([...wrong, allocated(300, 100)])
      .when(correct)
      .then({ code: 'correction-does-not-fit', facts: { availableFen: 100, missingFen: 100 } })
  })
})

/** @param fromGifts what the first and the second gift give; not recorded where nothing is said */
function allocated(amountFen: number, availableAfterFen: number, fromGifts?: readonly number[]): FundEvent {
  const shares = [{ fund, amountFen }]
  const donors = fromGifts
    ?.map((partFen, index) => ({ donation: `${fund}.${index === 0 ? 2 : 4}`, amountFen: partFen }))
    .filter((draw) => draw.amountFen > 0)
  return {
    type: 'FundsAllocated',
    data: { programme, budget, shares, factsReadThrough: 9, availableAfterFen, ...(donors && { donors }) },
  }
}

function refunded(amountFen: number, availableAfterFen: number): FundEvent {
  const shares = [{ fund, amountFen }]
  return { type: 'DonationRefunded', data: { donation: `${fund}.2`, shares, reason: '多汇', availableAfterFen } }
}

function reversed(amountFen: number, availableAfterFen: number): FundEvent {
  const shares = [{ fund, amountFen }]
  const paper = { corrects: `${fund}.2`, receiptNumber: 'R-1', reason: '多打一个零' }
  return { type: 'DonationReversed', data: { ...paper, shares, availableAfterFen } }
}

function refundReversed(amountFen: number, availableAfterFen: number): FundEvent {
  const shares = [{ fund, amountFen }]
  const about = { corrects: `${fund}.3`, donation: `${fund}.2`, reason: '金额录错' }
  return { type: 'RefundReversed', data: { ...about, shares, availableAfterFen } }
}

function returnReceived(amountFen: number, availableAfterFen: number): FundEvent {
  const shares = [{ fund, amountFen }]
  return { type: 'AllocationReturnReceived', data: { allocationReturn: `${budget}.4`, shares, availableAfterFen } }
}

function returnReversed(amountFen: number, availableAfterFen: number): FundEvent {
  const shares = [{ fund, amountFen }]
  const about = { corrects: `${budget}.4`, programme, budget, reason: '退错了' }
  const donors = [{ donation: `${fund}.2`, amountFen }]
  return { type: 'AllocationReturnReversed', data: { ...about, shares, availableAfterFen, donors } }
}
