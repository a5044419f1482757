import { on, specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import {
  batch,
  credited,
  endOfCredit,
  fromFunds,
  idNumber,
  merchant,
  opened,
  programme,
  qrHash,
  receive,
  redeem,
  redeemed,
  today,
  wallet,
  worker,
} from '../sample.fixture.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'

const { given } = specify(walletDecider)
const otherBatch = idNumber('batch', 2)
const reason = 'a reason'
const voided: WalletEvent = { type: 'VoucherVoided', data: { programme, worker, serial: 1, reason } }
const closed: WalletEvent = { type: 'WalletClosed', data: { programme, worker, reason } }
const replaced: WalletEvent = {
  type: 'VoucherReplaced',
  data: { programme, worker, replacedSerial: 1, serial: 2, qrHash, reason },
}
const declined = (code: string, changes: { batch?: string } = {}): WalletEvent => ({
  type: 'CreditDeclined',
  data: { programme, worker, batch, window: 'horse-racing', shares: fromFunds(40_000), code, ...changes },
})

describe('receiving credits', () => {
  it('opens the wallet with its voucher', () => given([]).when(receive()).then([opened, credited()]))

  it('adds to an open wallet, whose voucher stays', () => {
    const snow = { window: 'snow', from: '2025-08-01', until: '2025-08-07', shares: fromFunds(100, 50) }
    given([opened, credited()])
      .when(receive({ batch: otherBatch, voucher: { serial: 7, qrHash }, credits: [{ ...snow, creditFen: 150 }] }))
      .then([credited({ batch: otherBatch, ...snow })])
  })

  it('adds nothing the second time', () => given([opened, credited()]).when(receive()).then([]))

  it('adds nothing the second time where it was declined', () =>
    given([opened, closed, declined('programme-closed')])
      .when(receive())
      .then([]))

  it('declines a window that another batch has credited, also after it was used up', () =>
    given([opened, credited(), redeemed(40_000, 0)])
      .when(receive({ batch: otherBatch }))
      .then([declined('window-already-credited', { batch: otherBatch })]))

  it('comes to the person, whose card may be void', () => given([opened, voided]).when(receive()).then([credited()]))

  it('tops up to what the window is worth now, and not beyond', () => {
    const credit = { window: 'horse-racing', from: '2025-07-25', until: '2025-07-31', creditFen: 45_000 }
    const topUp = receive({ batch: otherBatch, credits: [{ ...credit, shares: fromFunds(5_000) }] })
    given([opened, credited()])
      .when(topUp)
      .then([credited({ batch: otherBatch, shares: fromFunds(5_000) })])
    given([opened, credited()])
      .when(receive({ batch: otherBatch, credits: [{ ...credit, shares: fromFunds(5_001) }] }))
      .then([
        {
          type: 'CreditDeclined',
          data: {
            ...{ programme, worker, batch: otherBatch, window: 'horse-racing', shares: fromFunds(5_001) },
            code: 'window-already-credited',
          },
        },
      ])
  })

  it('gives again what had gone back to the programme', () =>
    given([opened, credited(), { type: 'CreditExpired', data: { ...endOfCredit, shares: fromFunds(40_000) } }])
      .when(receive({ batch: otherBatch }))
      .then([credited({ batch: otherBatch })]))

  it('declines what comes for a closed wallet', () =>
    given([opened, closed])
      .when(receive())
      .then([declined('programme-closed')]))

  it('declines what comes after the programme was closed, and opens nothing', () =>
    given([])
      .when(receive({ programmeClosed: true }))
      .then([declined('programme-closed')]))

  it('declines what another programme bars, and opens nothing; a closed programme is said first', () => {
    const barredBy = idNumber('programme', 2)
    given([])
      .when(receive({ barredBy }))
      .then([declined('holds-exclusive-programme')])
    given([opened])
      .when(receive({ barredBy, voucher: undefined }))
      .then([declined('holds-exclusive-programme')])
    given([])
      .when(receive({ barredBy, programmeClosed: true }))
      .then([declined('programme-closed')])
  })

  it('declines what comes without a voucher to open the wallet with', () =>
    given([])
      .when(receive({ voucher: undefined }))
      .then([declined('voucher-missing')]))
})

describe('the end of credits', () => {
  const expire = (endedOn: string) => ({ type: 'ExpireCredits' as const, wallet, endedOn })
  const expired = (amountFen: number): WalletEvent => ({
    type: 'CreditExpired',
    data: { ...endOfCredit, shares: fromFunds(amountFen) },
  })
  const voidIt = (serial: number, withdraw = true) => ({
    ...{ type: 'VoidVoucher' as const, wallet, serial, today, withdraw, reason },
  })
  const close = { type: 'CloseWallet' as const, wallet, today, reason }
  const withdrawn = (amountFen: number): WalletEvent => ({
    type: 'CreditWithdrawn',
    data: { ...endOfCredit, shares: fromFunds(amountFen), reason },
  })

  it('comes after the window and the days for late entry', () => {
    given([opened, credited()]).when(expire('2025-08-03')).then([])
    given([opened, credited(), redeemed(1_000, 39_000)])
      .when(expire('2025-08-04'))
      .then([expired(39_000)])
  })

  it('is recorded for one day at a time, whichever credits end on others', () => {
    const later = credited({ window: 'snow', until: '2025-08-01' })
    given([opened, credited(), later])
      .when(expire('2025-08-04'))
      .then([expired(40_000)])
    given([opened, credited()]).when(expire('2025-08-05')).then([])
  })

  it('counts on a later day only where old books gave something back to it after its end', () => {
    const late: WalletEvent = {
      type: 'RedemptionReversed',
      data: {
        ...{ programme, worker, merchant, redemption: `${wallet}.3`, reason, balanceAfterFen: 0 },
        draws: [
          { credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(1_000), to: 'issued' as const },
        ],
      },
    }
    const old = [opened, credited(), on('2025-07-26', redeemed(1_000, 39_000)), on('2025-08-06', late)]
    given(old).when(expire('2025-08-04')).then([])
    given(old)
      .when(expire('2025-08-06'))
      .then([expired(40_000)])
  })

  it('is recorded once, and not for what is used up', () => {
    given([opened, credited(), expired(40_000)])
      .when(expire('2025-08-04'))
      .then([])
    given([opened, credited(), redeemed(40_000, 0)])
      .when(expire('2025-08-04'))
      .then([])
  })

  it('stands against a late entry that comes after it', () =>
    given([opened, credited(), expired(40_000)])
      .when(redeem(100))
      .then({ code: 'credit-expired' }))

  it('leaves other windows alone', () => {
    const snow = credited({ window: 'snow', from: '2025-08-01', until: '2025-08-07' })
    given([opened, credited(), snow])
      .when(expire('2025-08-04'))
      .then([expired(40_000)])
  })

  it('names only funds that still have something in it', () =>
    given([
      opened,
      credited({ shares: fromFunds(1, 99) }),
      redeemed(50, 50, {
        draws: [{ credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(1, 49) }],
      }),
    ])
      .when(expire('2025-08-04'))
      .then([
        { type: 'CreditExpired', data: { ...endOfCredit, shares: [{ fund: idNumber('fund', 2), amountFen: 50 }] } },
      ]))

  it('comes for all of them when the voucher is voided and they are to go back', () =>
    given([opened, credited(), redeemed(1_000, 39_000)])
      .when(voidIt(1))
      .then([voided, withdrawn(39_000)]))

  it('does not come with the end of the card alone', () =>
    given([opened, credited()]).when(voidIt(1, false)).then([voided]))

  it('leaves what has ended to its own day', () => {
    const over = credited({ until: '2025-07-22', from: '2025-07-01' })
    given([opened, over]).when(voidIt(1)).then([voided])
    given([opened, over]).when(close).then([closed])
    given([opened, over]).when({ type: 'WithdrawCredits', wallet, today, reason }).then([])
  })

  it('comes for what is still there when somebody leaves', () =>
    given([opened, credited(), redeemed(1_000, 39_000)])
      .when({ type: 'WithdrawCredits', wallet, today, reason })
      .then([withdrawn(39_000)]))

  it('a voided voucher is voided already', () =>
    given([opened, credited(), voided, withdrawn(40_000)])
      .when(voidIt(1))
      .then([]))

  it('a replaced voucher cannot be voided any more', () =>
    given([opened, credited(), replaced]).when(voidIt(1)).then({ code: 'voucher-replaced' }))

  it('comes for all of them when the programme is closed', () => {
    given([opened, credited()])
      .when(close)
      .then([closed, withdrawn(40_000)])
    given([opened, credited(), closed, withdrawn(40_000)])
      .when(close)
      .then([])
  })
})

describe('replacing a lost card', () => {
  const replace = (serial: number, newSerial: number) => ({
    type: 'ReplaceVoucher' as const,
    serial,
    newSerial,
    qrHash,
    reason,
  })

  it('keeps the wallet and stops the old code', () => {
    given([opened, credited()]).when(replace(1, 2)).then([replaced])
    given([opened, credited(), replaced]).when(redeem(100)).then({ code: 'voucher-replaced' })
    given([opened, credited(), replaced])
      .when(redeem(100, { serial: 2 }))
      .then([redeemed(100, 39_900)])
  })

  it('is refused for a card that is not the current one', () => {
    given([opened, replaced]).when(replace(1, 3)).then({ code: 'voucher-replaced' })
    given([opened]).when(replace(5, 6)).then({ code: 'voucher-unknown' })
  })

  it('follows a card that was voided: the person goes on', () => {
    given([opened, credited(), voided]).when(replace(1, 2)).then([replaced])
    given([opened, credited(), voided, replaced])
      .when(redeem(100, { serial: 2 }))
      .then([redeemed(100, 39_900)])
  })
})
