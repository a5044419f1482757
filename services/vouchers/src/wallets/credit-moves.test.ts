import { on, specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import {
  batch,
  credited,
  endOfCredit,
  fromFunds,
  opened,
  programme,
  redeem,
  redeemed,
  today,
  wallet,
  worker,
} from '../sample.fixture.ts'
import type { WalletCommand } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'

const { given } = specify(walletDecider)
const reason = 'a reason'
const snow = { window: 'snow', from: '2025-08-05', until: '2025-08-11' }
const days = { from: snow.from, until: snow.until, lateEntryDays: 3 }

const move = (changes: object = {}): WalletCommand => ({
  ...{ type: 'MoveCredit', wallet, window: 'horse-racing', to: snow, today, reason },
  ...changes,
})
const moved = (amountFen: number): WalletEvent => ({
  type: 'CreditMoved',
  data: { ...endOfCredit, toWindow: 'snow', ...days, shares: fromFunds(amountFen), reason },
})
const extend = (windows: readonly { window: string; until: string }[], onDay = today): WalletCommand => ({
  ...{ type: 'ExtendCredits', wallet, windows, rulesVersion: 2, today: onDay },
})
const extended = (window: string, until: string): WalletEvent => ({
  type: 'CreditExtended',
  data: { programme, worker, batch, credit: `${wallet}.2`, window, until, lateEntryDays: 3, rulesVersion: 2 },
})
const closed: WalletEvent = { type: 'WalletClosed', data: { programme, worker, reason } }

describe('moving what a credit still holds', () => {
  it('is of all that is left, in its new days; a window that holds nothing has nothing to move', () => {
    given([opened, credited(), redeemed(1_000, 39_000)])
      .when(move())
      .then([moved(39_000)])
    given([opened, credited(), redeemed(40_000, 0)])
      .when(move())
      .then({ code: 'credit-not-open', facts: { window: 'horse-racing' } })
    given([opened, credited(), moved(40_000)])
      .when(move())
      .then({ code: 'credit-not-open' })
  })

  it('ends with the credit, swept or not, and with the programme', () => {
    given([opened, credited()])
      .when(move({ today: '2025-08-03' }))
      .then([moved(40_000)])
    given([opened, credited()])
      .when(move({ today: '2025-08-04' }))
      .then({ code: 'credit-not-open' })
    given([opened, credited(), closed]).when(move()).then({ code: 'programme-closed' })
  })

  it('is to another window, whose credits have not ended', () => {
    given([opened, credited()])
      .when(move({ to: { ...snow, window: 'horse-racing' } }))
      .then({ code: 'outside-window' })
    given([opened, credited()])
      .when(move({ to: { window: 'spring', from: '2025-04-01', until: '2025-07-22' } }))
      .then({ code: 'outside-window', facts: { window: 'spring', from: '2025-04-01', until: '2025-07-22' } })
    given([opened, credited()])
      .when(move({ to: { ...snow, until: '2025-07-23' } }))
      .then([{ ...moved(40_000), data: { ...movedData(), until: '2025-07-23' } } as WalletEvent])
  })

  it('leaves it usable from its new first day on, for meals of days before, and no longer in between', () => {
    const history = [opened, credited(), on('2025-07-26', moved(40_000))]
    const eat = (day: string, onDay: string) => redeem(100, { day, today: onDay, enteredBy: 'union' })
    const paid = (redeemedOn: string): WalletEvent =>
      redeemed(100, 39_900, {
        ...{ redeemedOn, enteredBy: 'union' },
        draws: [{ credit: `${wallet}.2`, batch, window: 'snow', shares: fromFunds(100) }],
      })
    given(history)
      .when(eat('2025-08-05', '2025-08-05'))
      .then([paid('2025-08-05')])
    for (const day of ['2025-07-25', '2025-07-26'])
      given(history)
        .when(eat(day, '2025-07-27'))
        .then([paid(day)])
    given(history).when(eat('2025-07-27', '2025-07-27')).then({ code: 'outside-window' })
  })
})

describe('a window that lasts longer', () => {
  it('reaches what is out of it, also what was moved there, and never shortens', () => {
    const longer = [{ window: 'horse-racing', until: '2025-08-02' }]
    given([opened, credited()])
      .when(extend(longer))
      .then([extended('horse-racing', '2025-08-02')])
    given([opened, credited()])
      .when(extend([{ window: 'horse-racing', until: '2025-07-30' }]))
      .then([])
    given([opened, credited(), moved(40_000)])
      .when(extend(longer))
      .then([])
    given([opened, credited(), moved(40_000)])
      .when(extend([{ window: 'snow', until: '2025-08-12' }]))
      .then([extended('snow', '2025-08-12')])
  })

  it('reaches nothing that has ended, swept or not, nor a closed wallet; it is done once', () => {
    const longer = [{ window: 'horse-racing', until: '2025-08-20' }]
    given([opened, credited()]).when(extend(longer, '2025-08-04')).then([])
    given([opened, credited(), closed]).when(extend(longer)).then([])
    given([opened, credited(), extended('horse-racing', '2025-08-20')])
      .when(extend(longer))
      .then([])
  })
})

function movedData() {
  const event = moved(40_000)
  if (event.type !== 'CreditMoved') throw new Error('not moved')
  return event.data
}
