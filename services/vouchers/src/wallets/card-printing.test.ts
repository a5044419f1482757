import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import { opened, programme, qrHash, worker } from '../sample.fixture.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'

const { given } = specify(walletDecider)
const reason = 'a reason'
const print = { type: 'PrintVoucher', serial: 1, names: 'masked' } as const
const printed = (copy: number, serial = 1, names: 'masked' | 'full' = 'masked'): WalletEvent => ({
  type: 'VoucherPrinted',
  data: { programme, worker, serial, names, copy },
})
const ofCard = { programme, worker, serial: 1, reason }
const replaced: WalletEvent = {
  type: 'VoucherReplaced',
  data: { programme, worker, replacedSerial: 1, serial: 2, qrHash, reason },
}

describe('printing a card', () => {
  it('is recorded with how it names the holder', () =>
    given([opened])
      .when({ ...print, names: 'full' })
      .then([printed(1, 1, 'full')]))

  it('is recorded with the digits of the identity number where they stand beside the name', () =>
    given([opened])
      .when({ ...print, lastFourDigits: true })
      .then([
        {
          type: 'VoucherPrinted',
          data: { programme, worker, serial: 1, names: 'masked', lastFourDigits: true, copy: 1 },
        },
      ]))

  it('again is another copy', () =>
    given([opened, printed(1), printed(2)])
      .when(print)
      .then([printed(3)]))

  it('counts the copies of each card, not of the wallet', () =>
    given([opened, printed(1), printed(2), replaced])
      .when({ ...print, serial: 2 })
      .then([printed(1, 2)]))

  it('is refused for a card that another replaced', () =>
    given([opened, replaced]).when(print).then({ code: 'voucher-replaced' }))

  it('is refused for a void card', () =>
    given([opened, { type: 'VoucherVoided', data: ofCard }])
      .when(print)
      .then({ code: 'voucher-voided' }))

  it('is refused for a suspended card', () =>
    given([opened, { type: 'VoucherSuspended', data: ofCard }])
      .when(print)
      .then({ code: 'voucher-suspended' }))

  it('is refused once the programme is closed, whatever the card', () =>
    given([opened, replaced, { type: 'WalletClosed', data: { programme, worker, reason } }])
      .when(print)
      .then({ code: 'programme-closed' }))
})
