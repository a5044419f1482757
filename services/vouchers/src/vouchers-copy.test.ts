import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { factsOfOtherRooms, rounds, workers } from './issuance-sample.ts'
import { batch, credited, fromFunds, idNumber, merchant, programme, qrHash, redeemed } from './sample.ts'
import { openVouchersCopy, type VouchersCopy } from './vouchers-copy.store.ts'

const round = rounds[0] ?? ''
const [first = '', second = ''] = workers
const wallet = idNumber('wallet')
const other = idNumber('batch', 2)
const both = ['first', 'second']
let copy: VouchersCopy
let sequence: number

beforeEach(() => {
  copy = openVouchersCopy(':memory:', { ledger: 'test', epoch: 1 })
  sequence = 0
  for (const { stream, event } of factsOfOtherRooms()) tell(stream, event)
  return () => copy.close()
})

function tell(stream: string, event: WelfareEvent, version = 1): void {
  sequence += 1
  const stored = { ...eventCodec.encode(event), stream, version, sequence, position: String(sequence) as Position }
  const told = { ...stored, id: `${sequence}`, recordedAt: '', metadata: {}, ledger: 'test', epoch: 1 }
  copy.apply([told as SequencedEvent])
}

function issue(worker: string, from: string, ...windows: string[]): void {
  const credits = windows.map((window) => ({ window, shares: fromFunds(5) }))
  const wallets = [{ wallet: idNumber('wallet', workers.indexOf(worker) + 1), worker, serial: 1, credits }]
  tell(from, { type: 'CreditsIssued', data: { programme, part: 1, wallets } })
}

describe('what an issuance would give', () => {
  it('is every window to everybody at first', () => {
    expect(copy.countMissing(round, programme, batch, both)).toEqual({
      workers: 6,
      byWindow: new Map([
        ['first', 6],
        ['second', 6],
      ]),
    })
  })

  it('leaves out what another batch has issued, and counts what only its own has', () => {
    issue(first, batch, 'first', 'second')
    issue(second, batch, 'first')
    expect(copy.countMissing(round, programme, other, both)).toEqual({
      workers: 5,
      byWindow: new Map([
        ['first', 4],
        ['second', 5],
      ]),
    })
    expect(copy.countMissing(round, programme, batch, both).workers).toBe(6)
    expect(copy.missingWindows(programme, first, other, both)).toEqual([])
    expect(copy.missingWindows(programme, second, other, both)).toEqual(['second'])
  })

  it('counts a window again that the wallet declined', () => {
    issue(first, batch, 'first')
    const declined = { programme, worker: first, batch, window: 'first', shares: fromFunds(5), code: 'voucher-missing' }
    tell(wallet, { type: 'CreditDeclined', data: declined })
    expect(copy.missingWindows(programme, first, other, both)).toEqual(both)
  })

  it('knows the batch that the wallet took the window from, where two had issued it', () => {
    issue(first, batch, 'first')
    issue(first, other, 'first')
    tell(wallet, credited({ worker: first, window: 'first', batch: other }), 2)
    const declined = { programme, worker: first, batch, window: 'first', shares: fromFunds(5), code: 'x' }
    tell(wallet, { type: 'CreditDeclined', data: declined }, 3)
    expect(copy.missingWindows(programme, first, idNumber('batch', 3), both)).toEqual(['second'])
  })

  it('leaves out people whose voucher was voided', () => {
    tell(wallet, { type: 'WalletOpened', data: { programme, worker: first, serial: 1, qrHash } })
    tell(wallet, { type: 'VoucherVoided', data: { programme, worker: first, serial: 1, reason: 'r' } }, 2)
    expect(copy.countMissing(round, programme, batch, both).workers).toBe(5)
    expect(copy.missingWindows(programme, first, batch, both)).toEqual([])
  })

  it('counts a worker once who is on the list twice', () => {
    const group = { employer: idNumber('employer'), division: '632701', trade: '环卫', workers: [first, second, first] }
    const twice = idNumber('round', 9)
    const data = { programme, plan: 'people' as const, name: 'r', windows: both, entries: 3, rosterReadThrough: 0 }
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
    tell(wallet, { type: 'WalletOpened', data: { programme, worker: first, serial: 1, qrHash } })
    const reason = { reason: 'r', replacedSerial: 1 }
    const newHash = 'cd'.repeat(32)
    tell(wallet, { type: 'VoucherReplaced', data: { programme, worker: first, serial: 8, qrHash: newHash, ...reason } })
    expect([1, 8, 9].map((serial) => copy.walletOfSerial(serial)?.wallet)).toEqual([wallet, wallet, undefined])
    expect([qrHash, newHash, 'ef'].map(copy.serialOfQr)).toEqual([1, 8, undefined])
    expect(copy.listWallets(programme, 0, 10)).toEqual([{ wallet, worker: first, serial: 8, closed: false }])
  })
})

it('credits fall due after the days for late entry, while something is left', () => {
  tell(wallet, credited(), 2)
  expect(copy.listExpiredWallets('2025-08-03')).toEqual([])
  expect(copy.listExpiredWallets('2025-08-04')).toEqual([wallet])
  tell(wallet, redeemed(40_000, 0), 3)
  expect(copy.listExpiredWallets('2025-08-04')).toEqual([])
})

it('the allocated balance follows the postings', () => {
  expect(copy.allocatedFen(programme)).toBe(100_000)
  const shares = fromFunds(600, 400)
  tell(idNumber('budget'), { type: 'FundsCommitted', data: { programme, for: batch, attempt: 1, shares } })
  expect(copy.allocatedFen(programme)).toBe(99_000)
  tell(batch, { type: 'CommitmentReleased', data: { programme, budget: idNumber('budget'), shares: fromFunds(1) } })
  expect(copy.allocatedFen(programme)).toBe(99_001)
  expect(copy.allocatedFen(idNumber('programme', 2))).toBe(0)
})

it('events that the room has no use for pass by', () => {
  tell(idNumber('union'), { type: 'UnionRegistered', data: { division: '632701', name: '工会' } })
  expect(copy.sequence()).toBe(sequence)
})
