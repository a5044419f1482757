import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import { stateAfter } from '@welfare/event-store/decider/specification.fixture.ts'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { openProjectionFile } from '@welfare/facts/projection-file.store.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idNumber, programme } from '../sample.fixture.ts'
import { budgetDecider } from './budget.decider.ts'
import type { BudgetEvent } from './budget.state.ts'
import { creditReturnsIn } from './credit-returns.process.ts'
import { createCreditReturnTotals, creditReturnTables } from './credit-returns.store.ts'

const funds = [idNumber('fund', 1), idNumber('fund', 2)]
const batches = [idNumber('batch', 1), idNumber('batch', 2), idNumber('batch', 3)]
const wallet = { programme, worker: idNumber('worker', 1), credit: `${idNumber('wallet', 1)}.2`, window: 'all' }

const returned = fc.record({
  kind: fc.constantFrom('CreditExpired', 'CreditWithdrawn', 'CreditDeclined', 'RedemptionReversed', 'unrelated'),
  batch: fc.nat(batches.length - 1),
  fund: fc.nat(funds.length - 1),
  amountFen: fc.integer({ min: 1, max: 1_000 }),
})
/** How many events the next slice has, and whether the process dies after telling the budget and before storing. */
const slice = fc.record({ size: fc.integer({ min: 1, max: 12 }), dies: fc.boolean() })

test('however the feed is sliced and wherever it is interrupted, each budget hears of each return once', () => {
  fc.assert(
    fc.property(
      fc.array(returned, { maxLength: 60 }),
      fc.array(slice, { minLength: 60, maxLength: 60 }),
      (all, slices) => {
        const feed = all.map(({ kind, batch, fund, amountFen }, index) =>
          sequenced(index + 1, eventOf(kind, batches[batch] ?? '', [{ fund: funds[fund] ?? '', amountFen }])),
        )
        const due = all.filter(({ kind }) => kind !== 'unrelated')
        const allocatedFen = replay(feed, slices)
        expect(allocatedFen).toBe(sumFen(due.map(({ amountFen }) => amountFen)))
      },
    ),
    { numRuns: 200 },
  )
})

test('a reversal whose credit still runs returns nothing', () => {
  const shares = [{ fund: funds[0] ?? '', amountFen: 5 }]
  const event = eventOf('RedemptionReversed', batches[0] ?? '', shares)
  if (event.type !== 'RedemptionReversed') throw new Error('not a reversal')
  const draws = event.data.draws.map((draw) => ({ ...draw, to: 'issued' as const }))
  expect(creditReturnsIn([sequenced(1, { type: event.type, data: { ...event.data, draws } })])).toEqual([])
})

/** The consumer's work over the real store of totals and the real decider. Returns what the budget may spend at the end. */
function replay(feed: readonly SequencedEvent[], slices: readonly { size: number; dies: boolean }[]): number {
  const file = openProjectionFile(':memory:', { schema: creditReturnTables, version: 1, ledger: 'test', epoch: 1 })
  const totals = createCreditReturnTotals(file.prepare)
  const kind = 'festival-meal'
  const opened = { programme, division: '632701', kind, sharing: 'in-proportion' as const }
  const recorded: BudgetEvent[] = [{ type: 'BudgetOpened', data: opened }]
  let read = 0
  for (let turn = 0; read < feed.length; turn += 1) {
    const { size, dies } = slices[turn] ?? { size: 12, dies: false }
    const events = feed.slice(read, read + size)
    const returns = creditReturnsIn(events)
    for (const { batch, shares, last } of returns) {
      const decision = budgetDecider.decide(stateAfter(budgetDecider, recorded), {
        type: 'ReceiveCreditReturns',
        batch,
        totals: totals.totalsWith(batch, shares),
        throughSequence: last.sequence,
      })
      if (!decision.accepted) throw new Error(decision.refusal.code)
      recorded.push(...decision.events)
    }
    if (dies) continue
    returns.forEach(totals.add)
    read += events.length
  }
  file.close()
  const state = stateAfter(budgetDecider, recorded)
  return state.status === 'absent' ? 0 : totalOf(state.allocated)
}

function eventOf(kind: string, batch: string, shares: Share[]): WelfareEvent {
  const merchant = idNumber('merchant', 1)
  switch (kind) {
    case 'CreditExpired':
      return { type: kind, data: { ...wallet, batch, shares } }
    case 'CreditWithdrawn':
      return { type: kind, data: { ...wallet, batch, shares, reason: 'left' } }
    case 'CreditDeclined': {
      const { credit: _, ...declined } = wallet
      return { type: kind, data: { ...declined, batch, shares, code: 'voided' } }
    }
    case 'RedemptionReversed': {
      const { worker, credit, window } = wallet
      const draws = [{ credit, batch, window, shares, to: 'allocated' as const }]
      const redemption = `${idNumber('wallet', 1)}.3`
      return { type: kind, data: { programme, worker, merchant, redemption, draws, reason: 'x', balanceAfterFen: 0 } }
    }
    default:
      return { type: 'MerchantAdmitted', data: { merchant } }
  }
}

function sequenced(sequence: number, { type, data }: WelfareEvent): SequencedEvent {
  const place = { ledger: 'test', epoch: 1, sequence, position: String(sequence) as Position, recordedAt: '' }
  const stored = { id: String(sequence), type, schemaVersion: 1, data: data as SequencedEvent['data'], metadata: {} }
  return { ...stored, ...place, stream: idNumber('wallet', 1), version: sequence }
}
