import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { type FactsStore, openFacts } from '@welfare/facts/facts.store.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { factsOfOtherServices, rounds, workers } from './issuance/issuance-sample.fixture.ts'
import { batch, codes, credited, fromFunds, idNumber, merchant, programme, qrHash, redeemed } from './sample.fixture.ts'
import { createVoucherLookUp } from './till/till.facts.ts'
import { createVouchersFacts, type VouchersFacts, vouchersFacts } from './vouchers.facts.ts'
import { creditsToExtend } from './wallets/wallet-reactions.ts'

const round = rounds[0] ?? ''
const [first = '', second = ''] = workers
const wallet = idNumber('wallet')
const other = idNumber('batch', 2)
const names = ['first', 'second']
const both = names.map((window) => ({ window, creditFen: 5 }))
const lack = (...windows: string[]) => windows.map((window) => ({ window, amountFen: 5 }))
let facts: FactsStore
let copy: VouchersFacts
let sequence: number

beforeEach(() => {
  facts = openFacts({ file: ':memory:', ledger: 'test', epoch: 1, declarations: [vouchersFacts] })
  copy = createVouchersFacts(facts)
  sequence = 0
  for (const { stream, event } of factsOfOtherServices()) tell(stream, event)
  return () => facts.close()
})

function tell(stream: string, event: WelfareEvent, version = 1, day = ''): void {
  sequence += 1
  const stored = { ...eventCodec.encode(event), stream, version, sequence, position: String(sequence) as Position }
  const told = {
    ...stored,
    id: `${sequence}`,
    recordedAt: '',
    metadata: { accountingDate: day },
    ledger: 'test',
    epoch: 1,
  }
  facts.apply([told as SequencedEvent])
}

function issue(worker: string, from: string, ...windows: string[]): void {
  const credits = windows.map((window) => ({ window, shares: fromFunds(5) }))
  const wallets = [{ wallet: idNumber('wallet', workers.indexOf(worker) + 1), worker, serial: 1, credits }]
  tell(from, { type: 'CreditsIssued', data: { programme, part: 1, wallets } })
}

it('what is allocated follows whatever moves it, corrections too', () => {
  const there = copy.balances.allocatedFen(programme)
  const fund = idNumber('fund', 9)
  const budget = idNumber('budget')
  const shares = [{ fund, amountFen: 1_000 }]
  const part = [{ fund, amountFen: 300 }]
  const about = { programme, reason: '拨错' }
  const funded = { ...about, budget, availableAfterFen: 0 }
  tell(fund, {
    type: 'FundsAllocated',
    data: { programme, budget, shares, availableAfterFen: 0, factsReadThrough: 1 },
  })
  tell(budget, { type: 'AllocationReversed', data: { ...about, fund, corrects: `${fund}.1`, shares: part } })
  expect(copy.balances.allocatedFen(programme) - there).toBe(700)
  tell(budget, { type: 'AllocationReturned', data: { ...about, fund, shares: part } })
  tell(fund, { type: 'AllocationReturnReversed', data: { ...funded, corrects: `${budget}.2`, shares: part } })
  expect(copy.balances.allocatedFen(programme) - there).toBe(700)
})

describe('what an issuance would give', () => {
  it('is every window to everybody at first', () => {
    expect(copy.countMissing(round, programme, batch, both)).toEqual({
      workers: 6,
      byWindow: new Map([
        ['first', [{ amountFen: 5, workers: 6 }]],
        ['second', [{ amountFen: 5, workers: 6 }]],
      ]),
    })
  })

  it('leaves out what another batch has issued, and counts what only its own has', () => {
    issue(first, batch, 'first', 'second')
    issue(second, batch, 'first')
    expect(copy.countMissing(round, programme, other, both)).toEqual({
      workers: 5,
      byWindow: new Map([
        ['first', [{ amountFen: 5, workers: 4 }]],
        ['second', [{ amountFen: 5, workers: 5 }]],
      ]),
    })
    expect(copy.countMissing(round, programme, batch, both).workers).toBe(6)
    expect(copy.missingCredits(programme, first, other, both)).toEqual([])
    expect(copy.missingCredits(programme, second, other, both)).toEqual(lack('second'))
  })

  it('counts a window again that the wallet declined', () => {
    issue(first, batch, 'first')
    const declined = { programme, worker: first, batch, window: 'first', shares: fromFunds(5), code: 'voucher-missing' }
    tell(wallet, { type: 'CreditDeclined', data: declined })
    expect(copy.missingCredits(programme, first, other, both)).toEqual(lack('first', 'second'))
  })

  it('knows the batch that the wallet took the window from, where two had issued it', () => {
    issue(first, batch, 'first')
    issue(first, other, 'first')
    tell(wallet, credited({ worker: first, window: 'first', batch: other, shares: fromFunds(5) }), 2)
    const declined = { programme, worker: first, batch, window: 'first', shares: fromFunds(5), code: 'x' }
    tell(wallet, { type: 'CreditDeclined', data: declined }, 3)
    expect(copy.missingCredits(programme, first, idNumber('batch', 3), both)).toEqual(lack('second'))
  })

  it('leaves out people whose wallet was closed, not those whose card was voided', () => {
    tell(wallet, { type: 'WalletOpened', data: { programme, worker: first, serial: 1, qrHash } })
    tell(wallet, { type: 'VoucherVoided', data: { programme, worker: first, serial: 1, reason: 'r' } }, 2)
    expect(copy.countMissing(round, programme, batch, both).workers).toBe(6)
    expect(copy.listWallets(programme, 0, 10)).toMatchObject([{ closed: true }])
    tell(wallet, { type: 'WalletClosed', data: { programme, worker: first, reason: 'r' } }, 3)
    expect(copy.countMissing(round, programme, batch, both).workers).toBe(5)
    expect(copy.missingCredits(programme, first, batch, both)).toEqual([])
  })

  it('tops up what is less than the window is worth, and gives again what went back', () => {
    issue(first, batch, 'first')
    const raised = [{ window: 'first', creditFen: 8 }]
    expect(copy.missingCredits(programme, first, other, raised)).toEqual([{ window: 'first', amountFen: 3 }])
    tell(wallet, credited({ worker: first, window: 'first', shares: fromFunds(5) }), 2)
    const rest = { programme, worker: first, batch, credit: `${wallet}.2`, window: 'first', shares: fromFunds(4) }
    tell(wallet, { type: 'CreditExpired', data: rest }, 3)
    expect(copy.missingCredits(programme, first, other, both)[0]).toEqual({ window: 'first', amountFen: 4 })
  })

  it('counts a worker once who is on the list twice', () => {
    const group = { employer: idNumber('employer'), division: '632701', trade: '环卫', workers: [first, second, first] }
    const twice = idNumber('round', 9)
    const data = { programme, plan: 'people' as const, name: 'r', windows: names, entries: 3, rosterReadThrough: 0 }
    tell(twice, { type: 'RoundOpened', data })
    tell(twice, { type: 'RosterFrozen', data: { programme, groups: [group] } })
    expect(copy.findRound(twice)?.size).toBe(2)
    expect(copy.listRoster(twice, 0, 10)).toEqual([
      { ordinal: 0, worker: first },
      { ordinal: 1, worker: second },
    ])
  })
})

describe('the till', () => {
  it('knows merchants as they come and go', () => {
    expect(copy.isAdmitted(programme, merchant)).toBe(true)
    tell(programme, { type: 'MerchantWithdrawn', data: { merchant, reason: 'r' } })
    expect(copy.isAdmitted(programme, merchant)).toBe(false)
  })

  it('knows on which days a merchant took part', () => {
    const at = (day: string, event: WelfareEvent) => tell(programme, event, 1, day)
    at('2025-07-02', { type: 'MerchantWithdrawn', data: { merchant, reason: 'r' } })
    at('2025-07-10', { type: 'MerchantAdmitted', data: { merchant } })
    const days = ['2025-06-01', '2025-07-02', '2025-07-03', '2025-07-09', '2025-07-10', '2025-12-31']
    expect(days.map((day) => copy.wasAdmitted(programme, merchant, day))).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
    ])
    at('2025-07-10', { type: 'MerchantWithdrawn', data: { merchant, reason: 'r' } })
    at('2025-07-10', { type: 'MerchantAdmitted', data: { merchant } })
    expect(days.map((day) => copy.wasAdmitted(programme, merchant, day))).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
    ])
  })

  it('takes no price list that was published after the day', () => {
    const items = [{ code: 'noodles', name: '面', listPriceFen: 1, agreedPriceFen: 1 }]
    const publish = (priceListVersion: number, day: string) =>
      tell(merchant, { type: 'PriceListPublished', data: { priceListVersion, validFrom: '2025-06-01', items } }, 1, day)
    publish(1, '2025-06-01')
    publish(2, '2025-07-05')
    const versionOn = (day: string) => copy.findPriceList(merchant, day)?.version
    expect(['2025-05-31', '2025-07-04', '2025-07-05'].map(versionOn)).toEqual([undefined, 1, 2])
  })

  it('takes the newest price list that is valid on the day', () => {
    const publish = (priceListVersion: number, validFrom: string) =>
      tell(merchant, {
        type: 'PriceListPublished',
        data: {
          priceListVersion,
          validFrom,
          items: [{ code: 'noodles', name: '面', listPriceFen: priceListVersion, agreedPriceFen: priceListVersion }],
        },
      })
    publish(1, '2025-06-01')
    publish(2, '2025-07-01')
    publish(3, '2025-07-01')
    publish(4, '2025-08-01')
    const versionOn = (day: string) => copy.findPriceList(merchant, day)?.version
    expect(['2025-05-31', '2025-06-30', '2025-07-01', '2025-08-01'].map(versionOn)).toEqual([undefined, 1, 3, 4])
  })

  it('finds a wallet by each serial it ever had, and by the secret of its QR code', () => {
    const findVoucher = createVoucherLookUp(facts, codes)
    const hashOf = (serial: number) => codes.qrHashOf(codes.qrTokenOf(serial))
    tell(wallet, { type: 'WalletOpened', data: { programme, worker: first, serial: 1, qrHash: hashOf(1) } })
    const reason = { reason: 'r', replacedSerial: 1 }
    tell(wallet, {
      type: 'VoucherReplaced',
      data: { programme, worker: first, serial: 8, qrHash: hashOf(8), ...reason },
    })
    const opens = (serial: number) => ({ serial, wallet, programme })
    expect([1, 8, 9].map(codes.codeOf).map(findVoucher)).toEqual([opens(1), opens(8), undefined])
    expect([1, 8, 9].map(codes.qrTokenOf).map(findVoucher)).toEqual([opens(1), opens(8), undefined])
    expect(copy.listWallets(programme, 0, 10)).toEqual([{ wallet, worker: first, serial: 8, closed: false }])
  })
})

describe('the end of credits', () => {
  it('comes after the days for late entry, while something is left', () => {
    tell(wallet, credited(), 2)
    expect(copy.listEndedCredits('2025-08-03')).toEqual([])
    const due = { wallet, endedOn: '2025-08-04', credits: [`${wallet}.2`] }
    expect(copy.listEndedCredits('2025-08-04')).toEqual([due])
    expect(copy.listEndedCredits('2025-09-01')).toEqual([due])
    tell(wallet, redeemed(40_000, 0), 3)
    expect(copy.listEndedCredits('2025-08-04')).toEqual([])
  })

  it('is told day by day, the earliest first', () => {
    tell(wallet, credited({ window: 'b', until: '2025-08-02' }), 2)
    tell(wallet, credited({ window: 'a' }), 3)
    tell(idNumber('wallet', 2), credited(), 2)
    expect(copy.listEndedCredits('2025-09-01').map(({ endedOn, credits }) => [endedOn, credits])).toEqual([
      ['2025-08-04', [`${wallet}.3`]],
      ['2025-08-04', [`${idNumber('wallet', 2)}.2`]],
      ['2025-08-06', [`${wallet}.2`]],
    ])
  })

  it('moves with the window', () => {
    tell(wallet, { type: 'WalletOpened', data: { programme, worker: first, serial: 1, qrHash } })
    tell(wallet, credited(), 2)
    expect(copy.listWalletsToExtend(programme, 'horse-racing', '2025-07-31')).toEqual([])
    expect(copy.listWalletsToExtend(programme, 'horse-racing', '2025-08-07')).toEqual([wallet])
    const of = { programme, worker: first, batch, credit: `${wallet}.2`, window: 'horse-racing' }
    tell(wallet, { type: 'CreditExtended', data: { ...of, until: '2025-08-07', lateEntryDays: 3, rulesVersion: 2 } }, 3)
    expect(copy.listEndedCredits('2025-08-10')).toEqual([])
    expect(copy.listEndedCredits('2025-08-11')).toMatchObject([{ endedOn: '2025-08-11' }])
    const moved = {
      ...of,
      toWindow: 'snow',
      from: '2025-09-01',
      until: '2025-09-09',
      lateEntryDays: 3,
      shares: fromFunds(1),
      reason: 'r',
    }
    tell(wallet, { type: 'CreditMoved', data: moved }, 4)
    expect(copy.listEndedCredits('2025-09-12')).toEqual([])
    expect(copy.listWalletsToExtend(programme, 'snow', '2025-09-10')).toEqual([wallet])
  })
})

it('the allocated balance follows the postings', () => {
  expect(copy.balances.allocatedFen(programme)).toBe(100_000)
  const shares = fromFunds(600, 400)
  tell(idNumber('budget'), { type: 'FundsCommitted', data: { programme, for: batch, attempt: 1, shares } })
  expect(copy.balances.allocatedFen(programme)).toBe(99_000)
  tell(batch, { type: 'CommitmentReleased', data: { programme, budget: idNumber('budget'), shares: fromFunds(1) } })
  expect(copy.balances.allocatedFen(programme)).toBe(99_001)
  expect(copy.balances.allocatedFen(idNumber('programme', 2))).toBe(0)
})

it('events that the service has no use for pass by', () => {
  tell(idNumber('union'), { type: 'UnionRegistered', data: { division: '632701', name: '工会' } })
  expect(copy.sequence()).toBe(sequence)
})

describe('what is read again, after what came later', () => {
  const source = (event: WelfareEvent): SequencedEvent => ({
    ...{ ...eventCodec.encode(event), stream: programme, version: 2, sequence, position: String(sequence) as Position },
    ...{ id: 'again', recordedAt: '', metadata: { accountingDate: '2025-07-01' }, ledger: 'test', epoch: 1 },
  })
  const rulesUntil = (until: string) => ({
    ...{ windows: [{ window: 'first', name: '一', from: '2025-07-01', until, creditFen: 5 }], quota: {} },
    ...{ lateEntryDays: 3, sharing: 'in-proportion' as const },
  })
  const rulesChanged = (until: string, rulesVersion: number) =>
    ({ type: 'ProgrammeRulesChanged', data: { rules: rulesUntil(until), rulesVersion, reason: 'r' } }) as const

  const term = { window: 'first', from: '2025-07-01', until: '2025-07-10', creditFen: 5 }

  it('a leaver keeps what was ordered after leaving', () => {
    const left = sequence + 1
    tell(round, {
      type: 'WorkersLeftRound',
      data: { programme, workers: [first], leftOn: '2025-07-01', credits: 'withdraw', reason: 'r' },
    })
    const order = {
      programme,
      budget: idNumber('budget'),
      round,
      attempt: 1,
      terms: [term],
      quota: {},
      lateEntryDays: 3,
    }
    tell(other, { type: 'IssuanceOrdered', data: { ...order, workers: 1, totalFen: 5, rulesVersion: 1 } })
    expect(copy.batchesOfRound(round, left)).toEqual([])
    expect(copy.batchesOfRound(round, sequence + 1)).toEqual([other])
  })

  it('a window that was made shorter again lengthens no credit', () => {
    tell(wallet, { type: 'WalletOpened', data: { programme, worker: first, serial: 1, qrHash } })
    tell(wallet, credited({ window: 'first', from: '2025-07-01', until: '2025-07-10' }), 2)
    const longer = rulesChanged('2025-12-31', 2)
    tell(programme, longer, 2)
    expect(creditsToExtend(copy, longer, source(longer))).toHaveLength(1)
    tell(programme, rulesChanged('2025-07-31', 3), 3)
    expect(creditsToExtend(copy, longer, source(longer))).toEqual([])
  })
})
