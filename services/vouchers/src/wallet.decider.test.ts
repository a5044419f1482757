import { specify } from '@welfare/decider/specification.ts'
import { describe, it } from 'vitest'
import {
  batch,
  credited,
  endOfCredit,
  fromFunds,
  idNumber,
  opened,
  programme,
  qrHash,
  receive,
  redeem,
  redeemed,
  wallet,
  worker,
} from './sample.ts'
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
      .when(receive({ batch: otherBatch, voucher: { serial: 7, qrHash }, credits: [snow] }))
      .then([credited({ batch: otherBatch, ...snow })])
  })

  it('adds nothing the second time', () => given([opened, credited()]).when(receive()).then([]))

  it('adds nothing the second time where it was declined', () =>
    given([opened, voided, declined('voucher-voided')])
      .when(receive())
      .then([]))

  it('declines a window that another batch has credited, also after it was used up', () =>
    given([opened, credited(), redeemed(40_000, 0)])
      .when(receive({ batch: otherBatch }))
      .then([declined('window-already-credited', { batch: otherBatch })]))

  it('declines what comes for a voided voucher', () =>
    given([opened, voided])
      .when(receive())
      .then([declined('voucher-voided')]))

  it('declines what comes for a closed wallet', () =>
    given([opened, closed])
      .when(receive())
      .then([declined('programme-closed')]))

  it('declines what comes after the programme was closed, and opens nothing', () =>
    given([])
      .when(receive({ programmeClosed: true }))
      .then([declined('programme-closed')]))

  it('declines what comes without a voucher to open the wallet with', () =>
    given([])
      .when(receive({ voucher: undefined }))
      .then([declined('voucher-missing')]))
})

describe('the end of credits', () => {
  const expire = (day: string) => ({ type: 'ExpireCredits' as const, wallet, today: day })
  const expired = (amountFen: number): WalletEvent => ({
    type: 'CreditExpired',
    data: { ...endOfCredit, shares: fromFunds(amountFen) },
  })
  const voidIt = (serial: number) => ({ type: 'VoidVoucher' as const, wallet, serial, reason })
  const close = { type: 'CloseWallet' as const, wallet, reason }
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

  it('comes for all of them when the voucher is voided', () =>
    given([opened, credited(), redeemed(1_000, 39_000)])
      .when(voidIt(1))
      .then([voided, withdrawn(39_000)]))

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
    given([opened, voided]).when(replace(1, 2)).then({ code: 'voucher-voided' })
  })
})
