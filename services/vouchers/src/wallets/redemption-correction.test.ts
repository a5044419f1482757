import { on, specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import {
  batch,
  credited,
  endOfCredit,
  enteredAt,
  fromFunds,
  idNumber,
  merchant,
  opened,
  programme,
  redeem,
  redeemed,
  today,
  wallet,
  worker,
} from '../sample.fixture.ts'
import type { CorrectRedemption, EnteredMeal } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'

const { given } = specify(walletDecider)
const reason = 'a reason'
const wrong = `${wallet}.3`
const otherMerchant = idNumber('merchant', 2)
const at = '2025-07-28T04:00:00.000Z'

function correct(amountFen: number, changes: Partial<EnteredMeal> = {}, how: Partial<CorrectRedemption> = {}) {
  const { type: _, wallet: __, serial: ___, ...right } = redeem(amountFen, { enteredBy: 'union', ...changes })
  return { type: 'CorrectRedemption' as const, redemption: wrong, by: 'union' as const, today, reason, right, ...how }
}
const later = (amountFen: number, changes: Partial<EnteredMeal> = {}) =>
  correct(amountFen, { today: '2025-07-28', enteredAt: at, ...changes }, { today: '2025-07-28' })

const takenBack = (amountFen: number, balanceAfterFen: number, to: 'issued' | 'allocated' = 'issued'): WalletEvent => ({
  type: 'RedemptionReversed',
  data: {
    ...{ programme, worker, merchant, redemption: wrong, by: 'union', corrects: wrong, reason, balanceAfterFen },
    draws: [{ credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(amountFen), to }],
    ...{ ownShareBackFen: 0, discountBackFen: 0, keptFen: 0, windowsFreed: ['horse-racing'] },
  },
})
const right = (amountFen: number, balanceAfterFen: number, changes: object = {}) =>
  redeemed(amountFen, balanceAfterFen, { enteredBy: 'union', correctedFrom: wrong, ...changes })

describe('a wrong meal and the right one', () => {
  it('are one act of which only the difference must fit: 300.00 for 30.00, where the credit never held both', () =>
    given([opened, credited({ shares: fromFunds(32_000) }), redeemed(30_000, 2_000)])
      .when(correct(3_000))
      .then([takenBack(30_000, 32_000), right(3_000, 29_000)]))

  it('also where too little was typed; beyond what the credit holds without the wrong one it says how much is missing', () => {
    const history = [opened, credited({ shares: fromFunds(32_000) }), redeemed(3_000, 29_000)]
    given(history)
      .when(correct(32_000))
      .then([takenBack(3_000, 32_000), right(32_000, 0)])
    given(history)
      .when(correct(32_001))
      .then({ code: 'credit-insufficient', facts: { balanceFen: 32_000, neededFen: 32_001, missingFen: 1 } })
  })

  it('count on the day on which that is done, whatever other days in between allow', () =>
    given([
      opened,
      credited({ shares: fromFunds(32_000) }),
      redeemed(30_000, 2_000),
      on('2025-07-27', redeemed(2_000, 0, { redeemedOn: '2025-07-27' })),
    ])
      .when(later(20_000))
      .then([takenBack(30_000, 30_000), right(20_000, 10_000, { enteredAt: at })]))

  it('may be of another shop, and of another day, whose window, quota and card hold', () => {
    const quota = { redemptionsPerDay: 1 }
    const history = [opened, on(today, credited({ quota })), on(today, redeemed(1_000, 39_000))]
    const elsewhere = { merchant: otherMerchant, day: '2025-07-25' }
    given([opened, credited({ quota }), redeemed(1_000, 39_000)])
      .when(correct(1_000, elsewhere))
      .then([takenBack(1_000, 40_000), right(1_000, 39_000, { merchant: otherMerchant, redeemedOn: '2025-07-25' })])
    given(history).when(correct(1_000, elsewhere)).then({ code: 'credit-not-yet-issued' })
    given(history)
      .when(correct(1_000, { day: '2025-08-01' }))
      .then({ code: 'credit-expired' })
    given([...history, on('2025-07-27', redeemed(500, 38_500, { redeemedOn: '2025-07-27' }))])
      .when(later(1_000, { day: '2025-07-27' }))
      .then({ code: 'quota-reached' })
    const suspended: WalletEvent = { type: 'VoucherSuspended', data: { programme, worker, serial: 1, reason } }
    const barred = on(today, suspended)
    given([...history, barred])
      .when(later(1_000, { day: '2025-07-27' }))
      .then({ code: 'voucher-suspended' })
    given([...history, barred])
      .when(correct(900))
      .then([takenBack(1_000, 40_000), right(900, 39_100)])
  })

  it('keep the slip, which only the red entry frees', () => {
    const slip = { deviceId: 'till-7', deviceSequence: 41 }
    given([opened, credited(), redeemed(1_000, 39_000, slip)])
      .when(correct(900, slip))
      .then([takenBack(1_000, 40_000), right(900, 39_100, slip)])
  })

  it('take back what is left of a meal of which a part was taken back before', () => {
    const part: WalletEvent = {
      type: 'RedemptionReversed',
      data: { ...takenBackData(400), keptFen: 600, windowsFreed: [], balanceAfterFen: 39_400 },
    }
    given([opened, credited(), redeemed(1_000, 39_000), part])
      .when(correct(900))
      .then([takenBack(600, 40_000), right(900, 39_100)])
    given([opened, credited(), redeemed(1_000, 39_000), part])
      .when(correct(600))
      .then({ code: 'correction-changes-nothing' })
  })

  it('are refused with what refuses either, and then nothing has happened', () => {
    const history = [opened, credited(), redeemed(1_000, 39_000)]
    const withdrawn: WalletEvent = {
      type: 'CreditWithdrawn',
      data: { ...endOfCredit, shares: fromFunds(39_000), reason },
    }
    const closed: WalletEvent = { type: 'WalletClosed', data: { programme, worker, reason } }
    given(history).when(correct(1_000)).then({ code: 'correction-changes-nothing' })
    given(history)
      .when(correct(900, {}, { redemption: `${wallet}.2` }))
      .then({ code: 'redemption-unknown' })
    given([...history, takenBack(1_000, 40_000)])
      .when(correct(900))
      .then({ code: 'redemption-already-reversed' })
    given(history)
      .when(correct(900, { dayRefused: { code: 'late-entry-too-late', facts: {} } }))
      .then({ code: 'late-entry-too-late' })
    given(history)
      .when(correct(900, { merchantAdmitted: false }))
      .then({ code: 'merchant-not-in-programme' })
    given([...history, closed])
      .when(correct(900))
      .then({ code: 'programme-closed' })
    given([...history, withdrawn])
      .when(correct(900))
      .then({ code: 'credit-withdrawn' })
  })

  it('are the till’s to set right within its time', () => {
    const by = (earliestEntry: string) => ({ by: { till: merchant, earliestEntry } })
    const history = [opened, credited(), redeemed(1_000, 39_000)]
    const red = { ...takenBack(1_000, 40_000), data: { ...takenBackData(1_000), by: 'till', balanceAfterFen: 40_000 } }
    given(history)
      .when(correct(900, { enteredBy: 'till' }, by(enteredAt)))
      .then([red as WalletEvent, right(900, 39_100, { enteredBy: 'till' })])
    given(history)
      .when(correct(900, { enteredBy: 'till' }, by('2025-07-27T00:00:00.000Z')))
      .then({ code: 'reversal-too-late' })
  })
})

function takenBackData(amountFen: number) {
  const event = takenBack(amountFen, 0)
  if (event.type !== 'RedemptionReversed') throw new Error('no reversal')
  return event.data
}
