import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import { createVoucherCodes } from './till/voucher-code.ts'
import type { ReceiveCredits, RedeemMeal } from './wallets/wallet.commands.ts'
import type { WalletEvent } from './wallets/wallet.state.ts'

/** Ids, events and commands that this service's tests share. */
export function idNumber(category: string, n = 1): string {
  return `${category}-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
}

export const programme = idNumber('programme')
export const budget = idNumber('budget')
export const wallet = idNumber('wallet')
export const worker = idNumber('worker')
export const merchant = idNumber('merchant')
export const batch = idNumber('batch')
export const qrHash = 'ab'.repeat(32)
export const today = '2025-07-26'
export const enteredAt = '2025-07-26T04:00:00.000Z'

export const codes = createVoucherCodes({ code: Buffer.alloc(32, 1), qr: Buffer.alloc(32, 2) })

export function fromFunds(...amounts: readonly number[]): Share[] {
  return amounts.map((amountFen, index) => ({ fund: idNumber('fund', index + 1), amountFen }))
}

export const opened: WalletEvent = { type: 'WalletOpened', data: { programme, worker, serial: 1, qrHash } }

/** 400.00 yuan for the horse-racing festival, unless told otherwise. */
export function credited(changes: Partial<DataOf<'CreditReceived'>> = {}): WalletEvent {
  return {
    type: 'CreditReceived',
    data: {
      programme,
      worker,
      batch,
      window: 'horse-racing',
      from: '2025-07-25',
      until: '2025-07-31',
      shares: fromFunds(40_000),
      quota: {},
      lateEntryDays: 3,
      ...changes,
    },
  }
}

export function receive(changes: Partial<ReceiveCredits> = {}): ReceiveCredits {
  return {
    type: 'ReceiveCredits',
    programme,
    worker,
    batch,
    voucher: { serial: 1, qrHash },
    credits: [
      { window: 'horse-racing', from: '2025-07-25', until: '2025-07-31', shares: fromFunds(40_000), creditFen: 40_000 },
    ],
    quota: {},
    lateEntryDays: 3,
    programmeClosed: false,
    ...changes,
  }
}

export function redeem(amountFen: number, changes: Partial<RedeemMeal> = {}): RedeemMeal {
  return {
    type: 'RedeemMeal',
    wallet,
    serial: 1,
    merchant,
    merchantAdmitted: true,
    programmeClosed: false,
    day: today,
    today,
    enteredAt,
    enteredBy: 'till',
    purchase: { kind: 'amount', amountFen },
    factsReadThrough: 9,
    deviceId: 'till-1',
    deviceSequence: 0,
    capturedOffline: false,
    ...changes,
  }
}

/** What `redeem(amountFen)` leads to where one credit of one fund pays it all. */
export function redeemed(
  amountFen: number,
  balanceAfterFen: number,
  changes: Partial<DataOf<'MealRedeemed'>> = {},
): WalletEvent {
  return {
    type: 'MealRedeemed',
    data: {
      programme,
      worker,
      merchant,
      redeemedOn: today,
      items: [],
      factsReadThrough: 9,
      listPriceFen: amountFen,
      discountFen: 0,
      ownShareFen: 0,
      draws: [{ credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(amountFen) }],
      balanceAfterFen,
      deviceId: 'till-1',
      deviceSequence: 0,
      capturedOffline: false,
      enteredAt,
      enteredBy: 'till',
      ...changes,
    },
  }
}

export const endOfCredit = { programme, worker, batch, credit: `${wallet}.2`, window: 'horse-racing' }
