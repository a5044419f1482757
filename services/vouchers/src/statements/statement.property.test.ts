import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idNumber } from '../sample.fixture.ts'
import type { StatementEvent } from './statement.state.ts'
import { action, between, funds, History, totalIn } from './statement-history.fixture.ts'

function check(history: History) {
  const approved = history.dataOf('StatementApproved')
  expect(approved.map(({ statement }) => statement)).toEqual(approved.map((_, index) => index + 1))
  const ranges = history
    .dataOf('StatementProposed')
    .filter(({ statement, revision }) =>
      history.dataOf('StatementProposed').every((other) => other.statement !== statement || other.revision <= revision),
    )
  for (const fund of funds) {
    const [payable, disputed, claimed, bank] = ['payable', 'disputed', 'claimed', 'bank'].map((account) =>
      history.of(account, fund),
    ) as [number, number, number, number]
    expect(disputed).toBeGreaterThanOrEqual(0)
    expect(claimed).toBeGreaterThanOrEqual(0)
    const eaten = totalIn(
      history.meals.filter(({ stands }) => stands),
      fund,
    )
    // Nobody does without more than its meals cost.
    expect(eaten).toBeGreaterThanOrEqual(totalIn(history.dataOf('PayableWaived'), fund))
    expect(sumFen([payable, disputed, claimed])).toBeGreaterThanOrEqual(0)
    const sheets = approved.map(({ funds: sheet }) => sheet.find((one) => one.fund === fund))
    const sumOf = (key: 'mealsFen' | 'takenBackFen' | 'comeBackFen' | 'disputedFen') =>
      sumFen(sheets.map((sheet) => sheet?.[key] ?? 0))
    const agreed = sumFen(sheets.map((sheet) => Math.max(0, sheet?.dueFen ?? 0)))
    const carried = Math.min(0, sheets.at(-1)?.dueFen ?? 0)
    const added = addFen(sumOf('mealsFen'), sumOf('comeBackFen'))
    expect(sumFen([agreed, carried, sumOf('disputedFen')])).toBe(subtractFen(added, sumOf('takenBackFen')))
    const through = history.state.through
    expect(sumOf('mealsFen')).toBe(totalIn(history.mealsBetween(0, through), fund))
    expect(bank).toBe(
      subtractFen(
        totalIn(history.dataOf('SettlementPaid'), fund),
        addFen(totalIn(history.dataOf('PaymentReturned'), fund), totalIn(history.dataOf('MerchantRepaid'), fund)),
      ),
    )
  }
  const lastOf = (number: number) => ranges.find(({ statement }) => statement === number)
  for (const { statement } of approved)
    expect(lastOf(statement)?.after).toBe(statement === 1 ? 0 : lastOf(statement - 1)?.through)
}

/** Everything said to its end: what stood is paid, and nothing else. */
function settle(history: History) {
  while (history.underway.length > 0) history.answer(false)
  for (const redemption of history.state.disputes.keys())
    history.decide({ type: 'EndDispute', redemption, outcome: 'stands', reason: 'x' })
  for (const { payments } of [...history.state.approved.values()])
    for (const [payment, { status }] of [...payments])
      if (status === 'assigned') history.decide({ type: 'RecordPaid', payment, paidOn: '2025-08-05' })
  if (!history.state.draft) history.propose(0)
  for (const _ of [1, 2]) {
    history.confirm()
    history.approve()
    history.propose(0)
  }
  for (const [statement, shares] of history.free()) {
    const payment = idNumber('payment', 100 + statement)
    history.decide({ type: 'AssignPayment', ...between, payment, parts: [{ statement, shares }] })
    history.decide({ type: 'RecordPaid', payment, paidOn: '2025-08-06' })
  }
}

/** What has to come about in some run: what never happens breaks nothing. */
const every = [
  ...(['StatementProposed', 'StatementWithdrawn', 'StatementRefused', 'StatementConfirmed'] as const),
  ...(['StatementApproved', 'StatementAssigned', 'StatementReleased', 'SettlementPaid', 'PaymentReturned'] as const),
  ...(['LineTakenBack', 'LineTakeBackEnded', 'LineDisputed', 'DisputeEnded'] as const),
  ...(['MerchantRepaid', 'ClaimGivenUp', 'PayableWaived'] as const),
] satisfies readonly StatementEvent['type'][]

test('of every fund, paid + carried + disputed = meals − taken back + come back, at every step; in the end each meal that stands is paid once', () => {
  const happened = new Set<StatementEvent['type']>()
  fc.assert(
    fc.property(fc.array(action, { minLength: 20, maxLength: 120, size: 'max' }), (actions) => {
      const history = new History()
      for (const one of actions) {
        history.play(one)
        check(history)
      }
      for (const { type } of history.events) happened.add(type)
      settle(history)
      check(history)
      for (const fund of funds) {
        const standing = totalIn(
          history.meals.filter(({ stands }) => stands),
          fund,
        )
        const claimed = history.of('claimed', fund)
        const givenUp = totalIn(history.dataOf('ClaimGivenUp'), fund)
        const waived = totalIn(history.dataOf('PayableWaived'), fund)
        // What is owed beyond what stands is a claim still, or was given up; what was waived is not paid.
        expect(subtractFen(addFen(history.of('bank', fund), waived), addFen(claimed, givenUp))).toBe(standing)
        expect(history.of('payable', fund)).toBe(0 - claimed)
        expect(history.of('disputed', fund)).toBe(0)
      }
    }),
    { numRuns: 200 },
  )
  expect(every.filter((type) => !happened.has(type))).toEqual([])
})
