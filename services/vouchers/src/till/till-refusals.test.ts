import { MAX_AMOUNT_FEN } from '@welfare/contracts/money.ts'
import { type Dated, on, stateAfter } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, it, test } from 'vitest'
import {
  credited,
  fromFunds,
  idNumber,
  opened,
  programme,
  qrHash,
  redeem,
  redeemed,
  wallet,
  worker,
} from '../sample.fixture.ts'
import { type WalletRefusalCode, walletRefusals } from '../wallets/wallet.commands.ts'
import { walletDecider } from '../wallets/wallet.decider.ts'
import type { WalletEvent } from '../wallets/wallet.state.ts'

const codes = Object.keys(walletRefusals) as WalletRefusalCode[]
const atTheTill = codes.slice(0, codes.indexOf('redemption-unknown'))

/** Pairs that cannot both stand against one redemption. */
const exclusive: readonly (readonly WalletRefusalCode[])[] = [
  ['not-recorded-that-day', 'late-entry-in-the-future', 'late-entry-too-late'],
  ['voucher-replaced', 'voucher-unknown'],
  ['no-credit', 'credit-used-up', 'quota-reached'],
  ['no-credit', 'credit-not-yet-issued', 'credit-used-up'],
  // Without a credit nothing was entered.
  ['no-credit', 'slip-already-entered'],
  ['no-credit', 'outside-window'],
  ['no-credit', 'credit-expired', 'credit-withdrawn'],
  ['own-share-too-large', 'own-share-too-small', 'own-share-differs'],
  // An amount alone has no items.
  ['item-unknown', 'items-only'],
  ['item-not-allowed', 'items-only'],
  // Where several pay, the worker pays what is missing.
  ['own-share-differs', 'credit-insufficient'],
]

test('a redemption that nothing stands against is accepted', () => {
  expect(refusalOf([])).toBeUndefined()
})

describe.each(atTheTill)('%s', (code) => {
  it('is told where it alone stands against a redemption', () => {
    expect(refusalOf([code])).toBe(code)
  })

  const later = atTheTill.slice(atTheTill.indexOf(code) + 1)
  const together = later.filter((other) => !exclusive.some((group) => group.includes(code) && group.includes(other)))
  if (together.length === 0) return
  it.each(together)('is told before %s', (other) => {
    expect(refusalOf([code, other])).toBe(code)
  })
})

/** What the wallet says when all of `flaws` stand against one redemption. */
function refusalOf(flaws: readonly WalletRefusalCode[]): string | undefined {
  const has = (flaw: WalletRefusalCode) => flaws.includes(flaw)
  const priceFen = has('credit-insufficient') ? 90_000 : 1_000
  const late = (['not-recorded-that-day', 'late-entry-in-the-future', 'late-entry-too-late'] as const).find(has)
  const decision = walletDecider.decide(stateAfter(walletDecider, historyWith(has)), {
    ...redeem(priceFen),
    serial: has('voucher-unknown') ? 99 : 1,
    deviceSequence: has('slip-already-entered') ? 9 : 0,
    ...(late && { dayRefused: { code: late, facts: {} } }),
    programmeClosed: has('programme-closed'),
    merchantAdmitted: !has('merchant-not-in-programme'),
    purchase: has('items-only')
      ? byAmount(has, priceFen)
      : {
          kind: 'items',
          priceListVersion: 1,
          items: [
            {
              code: 'noodles',
              name: '面',
              quantity: 2,
              listPriceFen: has('amount-too-large') ? MAX_AMOUNT_FEN : priceFen / 2,
              agreedPriceFen: has('amount-zero') ? 0 : priceFen / 2,
            },
          ],
          unknown: has('item-unknown') ? ['tea'] : [],
        },
    ...(has('item-not-allowed') && { allowedItems: ['dumplings'] }),
    ownShareFen: has('own-share-too-large') ? priceFen : has('own-share-too-small') ? 99 : 100,
  })
  return decision.accepted ? undefined : decision.refusal.code
}

function byAmount(has: (flaw: WalletRefusalCode) => boolean, priceFen: number) {
  const wrongFen = has('amount-zero') ? 0 : has('amount-too-large') ? MAX_AMOUNT_FEN + 1 : undefined
  return { kind: 'amount' as const, amountFen: wrongFen ?? priceFen }
}

function historyWith(has: (flaw: WalletRefusalCode) => boolean): (WalletEvent | Dated<WalletEvent>)[] {
  const split = {
    lines: [{ payer: idNumber('fund'), rule: { kind: 'upTo' as const, amountFen: 500 } }],
    usualPriceFen: 1,
  }
  const terms = {
    ...{ quota: { redemptionsPerDay: 1 } },
    ...(has('items-only') && { itemsOnly: true as const }),
    ...(has('own-share-differs') ? { split } : { ownSharePerRedemptionFen: 100 }),
  }
  const credits = [
    ...(has('credit-used-up') ? [credited({ ...terms, window: 'now', shares: fromFunds(10) })] : []),
    ...(has('outside-window')
      ? [credited({ ...terms, window: 'later', from: '2025-08-01', until: '2025-08-09' })]
      : []),
    ...(has('credit-expired')
      ? [credited({ ...terms, window: 'before', from: '2025-06-01', until: '2025-06-09' })]
      : []),
  ]
  const takenBack = has('credit-withdrawn') ? credited({ ...terms, window: 'back' }) : undefined
  const withdrawn = {
    programme,
    worker,
    batch: idNumber('batch'),
    credit: `${wallet}.${credits.length + 2}`,
    window: 'back',
    shares: fromFunds(40_000),
    reason: 'voided',
  }
  const tooNew = has('credit-not-yet-issued') ? [on('2025-07-27', credited({ ...terms, window: 'new' }))] : []
  const usable = credits.length + tooNew.length > 0 || takenBack || has('no-credit') ? [] : [credited(terms)]
  const spent = has('credit-used-up') || has('quota-reached')
  const draws = [{ credit: `${wallet}.2`, batch: idNumber('batch'), window: 'now', shares: fromFunds(10) }]
  const onDay = has('quota-reached') ? {} : { redeemedOn: '2025-07-25' }
  const reason = 'a reason'
  const current = { programme, worker, serial: has('voucher-replaced') ? 2 : 1 }
  return [
    opened,
    ...credits,
    ...(takenBack ? [takenBack, { type: 'CreditWithdrawn' as const, data: withdrawn }] : []),
    ...usable,
    ...tooNew,
    ...(spent ? [redeemed(10, 0, { draws, ...onDay })] : []),
    ...(has('slip-already-entered') ? [redeemed(10, 0, { draws, redeemedOn: '2025-07-24', deviceSequence: 9 })] : []),
    ...(has('voucher-replaced')
      ? [
          {
            type: 'VoucherReplaced' as const,
            data: { programme, worker, replacedSerial: 1, serial: 2, qrHash, reason },
          },
        ]
      : []),
    ...(has('voucher-merged')
      ? [{ type: 'WalletClosed' as const, data: { programme, worker, reason: 'worker-merged' as const } }]
      : []),
    ...(has('voucher-suspended') ? [{ type: 'VoucherSuspended' as const, data: { ...current, reason } }] : []),
    ...(has('voucher-voided')
      ? [
          {
            type: 'VoucherVoided' as const,
            data: { ...current, reason },
          },
        ]
      : []),
  ]
}
