import type { vouchersEvents } from '../../src/events/vouchers.ts'
import { bothFunds, id, type SamplesOf } from './ids.ts'
import { pots, split, splitOfMeal } from './split.ts'

const programme = id('programme')
const batch = id('batch')
const wallet = id('wallet')
const worker = id('worker')
const merchant = id('merchant')
const window = 'horse-racing'
const quota = {
  ...{ redemptionsPerDay: 2, amountPerDayFen: 8_000, redemptionsPerWeek: 10, amountPerWeekFen: 20_000 },
  redemptionsPerWindow: 30,
}
const qrHash = 'a3'.repeat(32)
const ownSharePerRedemptionFen = 100
const credit = { programme, worker, batch, credit: `${wallet}.2`, window, shares: bothFunds }
const draws = [
  {
    credit: `${wallet}.2`,
    batch,
    window,
    shares: [
      { fund: id('fund', 1), amountFen: 934 },
      { fund: id('fund', 2), amountFen: 466 },
    ],
  },
  { credit: `${wallet}.3`, batch: id('batch', 2), window, shares: [{ fund: id('fund', 1), amountFen: 200 }] },
]

export const vouchersSamples: SamplesOf<keyof typeof vouchersEvents> = {
  IssuanceOrdered: {
    stream: batch,
    data: {
      programme,
      budget: id('budget'),
      round: id('round'),
      attempt: 1,
      terms: [{ window, from: '2025-07-25', until: '2025-07-31', creditFen: 40_000 }],
      quota,
      lateEntryDays: 3,
      ownSharePerRedemptionFen,
      workers: 1,
      totalFen: 40_000,
      rulesVersion: 1,
      proposal: `${batch}.1`,
      split,
      pots,
      itemsOnly: true,
    },
  },
  CommitmentReceived: { stream: batch, data: { programme, commitment: `${id('budget')}.4`, shares: bothFunds } },
  IssuanceRefused: {
    stream: batch,
    data: { programme, attempt: 1, code: 'budget-insufficient', facts: { allocatedFen: 30_000, neededFen: 40_000 } },
  },
  SerialsAssigned: { stream: batch, data: { first: 1, count: 500 } },
  CreditsIssued: {
    stream: batch,
    data: {
      programme,
      part: 1,
      wallets: [
        { wallet, worker, serial: 1, credits: [{ window, shares: bothFunds }] },
        {
          wallet: id('wallet', 2),
          worker: id('worker', 2),
          credits: [
            { window, shares: bothFunds },
            { window: 'snow', shares: [{ fund: id('fund', 2), amountFen: 5_000 }] },
          ],
        },
      ],
    },
  },
  CommitmentReleased: { stream: batch, data: { programme, budget: id('budget'), shares: bothFunds } },
  IssuanceCompleted: {
    stream: batch,
    data: {
      ...{ programme, workers: 499, issuedFen: 19_960_000, skipped: 1 },
      excluded: [{ programme: id('programme', 2), workers: 1 }],
    },
  },
  SerialsTaken: { stream: id('serials'), data: { takenFor: batch, first: 1, count: 500 } },
  WalletOpened: { stream: wallet, data: { programme, worker, serial: 1, qrHash } },
  CreditReceived: {
    stream: wallet,
    data: {
      programme,
      worker,
      batch,
      window,
      from: '2025-07-25',
      until: '2025-07-31',
      shares: bothFunds,
      quota,
      lateEntryDays: 3,
      ownSharePerRedemptionFen,
      split,
      itemsOnly: true,
    },
  },
  CreditDeclined: {
    stream: wallet,
    data: { programme, worker, batch: id('batch', 3), window, shares: bothFunds, code: 'window-already-credited' },
  },
  MealRedeemed: {
    stream: wallet,
    data: {
      programme,
      worker,
      merchant,
      redeemedOn: '2025-07-26',
      items: [{ code: 'beef-noodles', name: '牛肉面', quantity: 1, listPriceFen: 1_800, agreedPriceFen: 1_700 }],
      priceListVersion: 1,
      factsReadThrough: 600,
      listPriceFen: 1_800,
      discountFen: 100,
      ownShareFen: 100,
      draws,
      balanceAfterFen: 38_600,
      deviceId: 'till-1',
      deviceSequence: 17,
      capturedOffline: false,
      collectedBy: id('worker', 2),
      enteredAt: '2025-07-26T04:12:30.000Z',
      enteredBy: 'till',
      split: splitOfMeal,
    },
  },
  RedemptionReversed: {
    stream: wallet,
    data: {
      programme,
      worker,
      merchant,
      redemption: `${wallet}.4`,
      by: 'union',
      items: [{ code: 'beef-noodles', quantity: 1 }],
      draws: draws.map((draw, index) => ({ ...draw, to: index === 0 ? ('claimed' as const) : ('allocated' as const) })),
      ownShareBackFen: 100,
      discountBackFen: 100,
      keptFen: 0,
      windowsFreed: [window],
      corrects: `${wallet}.4`,
      keptSplit: split.lines.map(({ payer }) => ({ payer, amountFen: 0 })),
      reason: '错扣',
      balanceAfterFen: 38_600,
    },
  },
  CreditExpired: { stream: wallet, data: credit },
  CreditWithdrawn: { stream: wallet, data: { ...credit, reason: 'programme-closed' } },
  VoucherVoided: { stream: wallet, data: { programme, worker, serial: 1, reason: '冒领' } },
  WalletClosed: { stream: wallet, data: { programme, worker, reason: 'programme-closed' } },
  VoucherReplaced: {
    stream: wallet,
    data: { programme, worker, replacedSerial: 1, serial: 501, qrHash, reason: '遗失' },
  },
  VoucherSuspended: { stream: wallet, data: { programme, worker, serial: 1, reason: '挂失' } },
  VoucherResumed: { stream: wallet, data: { programme, worker, serial: 1, reason: '找到了' } },
  VoucherRestored: { stream: wallet, data: { programme, worker, serial: 1, reason: '误作废', corrects: `${wallet}.9` } },
  VoucherPrinted: { stream: wallet, data: { programme, worker, serial: 1, names: 'full', lastFourDigits: true, copy: 2 } },
  CreditExtended: {
    stream: wallet,
    data: { programme, worker, batch, credit: `${wallet}.2`, window, until: '2025-08-07', lateEntryDays: 3, rulesVersion: 2 },
  },
  CreditMoved: {
    stream: wallet,
    data: {
      ...{ programme, worker, batch, credit: `${wallet}.2`, window, toWindow: 'snow' },
      ...{ from: '2025-08-01', until: '2025-08-07', lateEntryDays: 3, shares: bothFunds, reason: '赛马会期间下乡' },
    },
  },
}
