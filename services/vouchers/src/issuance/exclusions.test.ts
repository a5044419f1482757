import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { type FactsStore, openFacts } from '@welfare/facts/facts.store.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { batch, credited, fromFunds, idNumber, programme } from '../sample.fixture.ts'
import { createVouchersFacts, type VouchersFacts, vouchersFacts } from '../vouchers.facts.ts'
import { factsOfOtherServices, rounds, rules, workers } from './issuance-sample.fixture.ts'

const round = rounds[0] ?? ''
const [first = '', second = '', third = ''] = workers
const [other, unrelated] = [idNumber('programme', 2), idNumber('programme', 3)]
const windows = [{ window: 'first', creditFen: 5 }]
let facts: FactsStore
let copy: VouchersFacts
let sequence: number

beforeEach(() => {
  facts = openFacts({ file: ':memory:', ledger: 'test', epoch: 1, declarations: [vouchersFacts] })
  copy = createVouchersFacts(facts)
  sequence = 0
  for (const { stream, event } of factsOfOtherServices()) tell(stream, event)
  const about = { name: '早餐', kind: 'meal', division: '632701', plan: 'people' as const, year: 2025, rulesVersion: 1 }
  for (const one of [other, unrelated]) tell(one, { type: 'ProgrammeDefined', data: { ...about, rules } })
  return () => facts.close()
})

function tell(stream: string, event: WelfareEvent, version = 1): void {
  sequence += 1
  const stored = { ...eventCodec.encode(event), stream, version, sequence, position: String(sequence) as Position }
  const more = { id: `${sequence}`, recordedAt: '', metadata: {}, ledger: 'test', epoch: 1 }
  facts.apply([{ ...stored, ...more } as SequencedEvent])
}

function exclude(by: string, ...exclusiveWith: string[]): void {
  const data: { rules: ProgrammeRules; rulesVersion: number; reason: string } = {
    ...{ rules: { ...rules, exclusiveWith }, rulesVersion: 2, reason: 'r' },
  }
  tell(by, { type: 'ProgrammeRulesChanged', data })
}

function issue(of: string, worker: string, from = idNumber('batch', of === programme ? 1 : 2)): void {
  const credits = [{ window: 'first', shares: fromFunds(5) }]
  const wallets = [{ wallet: idNumber('wallet', of === programme ? 1 : 2), worker, serial: 1, credits }]
  tell(from, { type: 'CreditsIssued', data: { programme: of, part: 1, wallets } })
}

const receivedThere = (worker: string) =>
  credited({ programme: other, worker, batch: idNumber('batch', 2), window: 'first', shares: fromFunds(5) })

describe('programmes that exclude each other', () => {
  it('bar whoever was issued something in the other, whichever of the two says so', () => {
    issue(other, first)
    expect(copy.barredBy(programme, first)).toBeUndefined()
    exclude(programme, other)
    expect(copy.barredBy(programme, first)).toBe(other)
    exclude(programme)
    expect(copy.barredBy(programme, first)).toBeUndefined()
    exclude(other, programme)
    expect(copy.barredBy(programme, first)).toBe(other)
    expect(copy.barredBy(unrelated, first)).toBeUndefined()
    expect(copy.missingCredits(programme, first, batch, windows)).toEqual([])
    expect(copy.countMissing(round, programme, batch, windows)).toEqual({
      workers: 5,
      byWindow: new Map([['first', [{ amountFen: 5, workers: 5 }]]]),
    })
    expect(copy.countExcluded(round, programme, batch, windows)).toEqual([{ programme: other, workers: 1 }])
  })

  it('of two that issue at the same moment the earlier one goes on, before anything was delivered or declined', () => {
    exclude(programme, other)
    issue(programme, first)
    issue(other, first)
    issue(other, second)
    issue(programme, second)
    expect([first, second].map((worker) => copy.barredBy(programme, worker))).toEqual([undefined, other])
    expect([first, second].map((worker) => copy.barredBy(other, worker))).toEqual([programme, undefined])
    // A further part to who is about to be declined does not make a right of it.
    issue(programme, second, idNumber('batch', 3))
    expect(copy.barredBy(programme, second)).toBe(other)
  })

  it('take nothing away from who holds credits in both; the one that issued first goes on', () => {
    issue(programme, first)
    issue(other, first)
    issue(other, second)
    exclude(other, programme)
    expect(copy.barredBy(programme, first)).toBeUndefined()
    expect(copy.barredBy(other, first)).toBe(programme)
    expect(copy.countHoldingBoth(round, programme)).toEqual([{ programme: other, workers: 1 }])
    expect(copy.countHoldingBoth(round, unrelated)).toEqual([])
  })

  it('free who gave back everything, unused or withdrawn; what was eaten stays', () => {
    exclude(programme, other)
    issue(other, first)
    const wallet = idNumber('wallet', 2)
    tell(wallet, receivedThere(first), 2)
    const of = { programme: other, worker: first, batch: idNumber('batch', 2), credit: `${wallet}.2`, window: 'first' }
    tell(wallet, { type: 'CreditWithdrawn', data: { ...of, shares: fromFunds(4), reason: 'left' } }, 3)
    expect(copy.barredBy(programme, first)).toBe(other)
    // The last meal is taken back after the end: its money goes on to the programme.
    const { credit, batch: from, window, ...person } = of
    const draws = [{ credit, batch: from, window, shares: fromFunds(1), to: 'allocated' as const }]
    const meal = { merchant: idNumber('merchant'), redemption: `${wallet}.9`, draws, balanceAfterFen: 0 }
    tell(wallet, { type: 'RedemptionReversed', data: { ...person, ...meal, reason: 'r' } }, 4)
    expect(copy.barredBy(programme, first)).toBeUndefined()
    issue(other, second)
    const declined = { ...person, worker: second, batch: from, window, shares: fromFunds(5), code: 'programme-closed' }
    tell(wallet, { type: 'CreditDeclined', data: declined }, 5)
    expect(copy.barredBy(programme, second)).toBeUndefined()
  })

  it('count merged records as one person, also one after the other', () => {
    exclude(programme, other)
    issue(other, second)
    tell(second, { type: 'WorkerMergedInto', data: { survivor: third, sealedReason: 'v1.r' } })
    expect(copy.barredBy(programme, third)).toBe(other)
    tell(third, { type: 'WorkerMergedInto', data: { survivor: first, sealedReason: 'v1.r' } })
    expect(copy.barredBy(programme, first)).toBe(other)
    expect(copy.countExcluded(round, programme, batch, windows)).toEqual([{ programme: other, workers: 1 }])
  })
})
