import { MAX_AMOUNT_FEN } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import { specify, stateAfter } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import { idNumber, programme } from '../sample.fixture.ts'
import type { BudgetCommand } from './budget.commands.ts'
import { budgetDecider } from './budget.decider.ts'
import type { BudgetEvent } from './budget.state.ts'
import { MAX_FUNDS } from './budget-shares.ts'

const { given } = specify(budgetDecider)
const [first, second, third] = [idNumber('fund', 1), idNumber('fund', 2), idNumber('fund', 3)]
const batch = idNumber('batch', 1)

const opened: BudgetEvent = {
  type: 'BudgetOpened',
  data: { programme, division: '632701', kind: 'festival-meal', sharing: 'in-proportion' },
}
const sharingInOrder: BudgetEvent = { type: 'BudgetSharingChanged', data: { programme, sharing: 'in-order' } }
const twoFunds = [opened, received(first, 667), received(second, 333)]
const closed: BudgetEvent = { type: 'BudgetClosed', data: { programme, reason: 'year over' } }
const order: Extract<BudgetCommand, { type: 'CommitFunds' }> = {
  type: 'CommitFunds',
  batch,
  attempt: 1,
  amountFen: 250,
}

describe('a budget', () => {
  test('opens once', () => {
    const open: BudgetCommand = { type: 'OpenBudget', ...opened.data } as BudgetCommand
    given([]).when(open).then([opened])
    given([opened]).when(open).then([])
  })

  test('is unknown until it is opened', () => {
    given([]).when(order).then({ code: 'budget-unknown' })
    given([]).when({ type: 'CloseBudget', reason: 'x' }).then({ code: 'budget-unknown' })
  })

  test('makes an allocation spendable once', () => {
    const receive: BudgetCommand = { type: 'ReceiveAllocation', allocation: `${first}.3`, fund: first, amountFen: 667 }
    given([opened])
      .when(receive)
      .then([received(first, 667)])
    given([opened, received(first, 667)])
      .when(receive)
      .then([])
  })

  test('gives an allocation back at once when closed', () => {
    given([opened, closed])
      .when({ type: 'ReceiveAllocation', allocation: `${first}.3`, fund: first, amountFen: 667 })
      .then([received(first, 667), returned(first, 667, 'programme-closed')])
  })

  test('gives back what a fund too many allocates, and never holds it', () => {
    const full = [opened, ...Array.from({ length: MAX_FUNDS }, (_, n) => received(idNumber('fund', n + 10), 1))]
    const answer = [received(first, 5), returned(first, 5, 'too-many-funds')]
    given(full)
      .when({ type: 'ReceiveAllocation', allocation: `${first}.3`, fund: first, amountFen: 5 })
      .then(answer)
    expect(stateAfter(budgetDecider, [...full, ...answer])).toMatchObject({ allocated: { length: MAX_FUNDS } })
  })

  test('has room again when one of them is emptied: returned, committed or reserved', () => {
    const others = Array.from({ length: MAX_FUNDS - 1 }, (_, n) => received(idNumber('fund', n + 10), 1))
    const full = [opened, sharingInOrder, received(second, 7), ...others]
    const shares = [share(second, 7)]
    const reserved: BudgetEvent = { type: 'FundsReserved', data: { programme, batch, attempt: 1, shares } }
    for (const emptied of [returned(second, 7, 'r'), commitment(1, shares), reserved]) {
      given([...full, emptied])
        .when({ type: 'ReceiveAllocation', allocation: `${first}.3`, fund: first, amountFen: 5 })
        .then([received(first, 5)])
    }
  })

  test('draws on as many funds as one event names, although more have come back', () => {
    const full = [opened, ...Array.from({ length: MAX_FUNDS }, (_, n) => received(idNumber('fund', n + 10), 1))]
    const back: BudgetEvent = {
      type: 'CommitmentReleaseReceived',
      data: { programme, release: `${batch}.9`, shares: [share(first, 3)] },
    }
    given([...full, back])
      .when({ ...order, amountFen: MAX_FUNDS + 1 })
      .then([refused(1, 'budget-insufficient', { allocatedFen: MAX_FUNDS, neededFen: MAX_FUNDS + 1 })])
  })
})

describe('a commitment', () => {
  test('takes in proportion to what each fund has allocated now', () => {
    const draws = [167, 83, 167, 83, 167, 83, 166, 84]
    let events: BudgetEvent[] = twoFunds
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const [a, b] = draws.slice((attempt - 1) * 2)
      const committed = commitment(attempt, [share(first, a ?? 0), share(second, b ?? 0)])
      given(events)
        .when({ ...order, attempt })
        .then([committed])
      events = [...events, committed]
    }
    given(events)
      .when({ ...order, attempt: 5, amountFen: 1 })
      .then([refused(5, 'budget-insufficient', { allocatedFen: 0, neededFen: 1 })])
  })

  test('takes in order of allocation where the rules say so', () => {
    given([...twoFunds, sharingInOrder])
      .when({ ...order, amountFen: 700 })
      .then([commitment(1, [share(first, 667), share(second, 33)])])
  })

  test('is answered once for each attempt, refused ones too', () => {
    given([...twoFunds, commitment(1, [share(first, 250)])])
      .when(order)
      .then([])
    given([opened, refused(1, 'budget-insufficient', {}), received(first, 500)])
      .when(order)
      .then([])
    given([opened, refused(1, 'budget-insufficient', {}), received(first, 500)])
      .when({ ...order, attempt: 2 })
      .then([commitment(2, [share(first, 250)])])
  })

  test('is refused by budget-insufficient as an event that the batch will hear of', () => {
    given(twoFunds)
      .when({ ...order, amountFen: 1001 })
      .then([refused(1, 'budget-insufficient', { allocatedFen: 1000, neededFen: 1001 })])
  })

  test('is refused by programme-closed before anything else', () => {
    given([opened, closed])
      .when({ ...order, amountFen: 1001 })
      .then([refused(1, 'programme-closed', {})])
  })

  test('its release comes back once', () => {
    const release: BudgetCommand = { type: 'ReceiveRelease', release: `${batch}.9`, shares: [share(first, 50)] }
    const back = releaseReceived([share(first, 50)])
    given([...twoFunds, commitment(1, [share(first, 250)])])
      .when(release)
      .then([back])
    given([...twoFunds, commitment(1, [share(first, 250)]), back])
      .when(release)
      .then([])
  })

  test('its release goes on to the funds when closed', () => {
    const shares = [share(first, 50), share(second, 20)]
    given([opened, closed])
      .when({ type: 'ReceiveRelease', release: `${batch}.9`, shares })
      .then([
        releaseReceived(shares),
        returned(first, 50, 'programme-closed'),
        returned(second, 20, 'programme-closed'),
      ])
  })
})

describe('credit returns are totals', () => {
  const returns = (throughSequence: number, totals: Share[]): BudgetCommand => ({
    type: 'ReceiveCreditReturns',
    batch,
    throughSequence,
    totals,
  })

  test('only the rise counts', () => {
    const events = [...twoFunds, creditReturns(10, [share(first, 30)])]
    given(events)
      .when(returns(20, [share(first, 45), share(second, 5)]))
      .then([creditReturns(20, [share(first, 45), share(second, 5)])])
    const state = stateAfter(budgetDecider, [...events, creditReturns(20, [share(first, 45), share(second, 5)])])
    expect(state).toMatchObject({ allocated: [share(first, 712), share(second, 338)] })
  })

  test('an equal or older sequence adds nothing', () => {
    const events = [...twoFunds, creditReturns(10, [share(first, 30)])]
    given(events)
      .when(returns(10, [share(first, 30)]))
      .then([])
    given(events)
      .when(returns(9, [share(first, 20)]))
      .then([])
  })

  test('equal totals through a later sequence add nothing', () => {
    given([...twoFunds, creditReturns(10, [share(first, 30)])])
      .when(returns(11, [share(first, 30)]))
      .then([])
  })

  test('a total that falls is credit-returns-fell: the feed is broken', () => {
    given([...twoFunds, creditReturns(10, [share(first, 30)])])
      .when(returns(11, [share(first, 29), share(second, 50)]))
      .then({ code: 'credit-returns-fell', facts: { batch, funds: [first] } })
  })

  test('late ones flow on to the fund, the rise alone', () => {
    given([...twoFunds, creditReturns(10, [share(first, 30)]), closed])
      .when(returns(20, [share(first, 45)]))
      .then([creditReturns(20, [share(first, 45)]), returned(first, 15, 'programme-closed')])
  })
})

describe('money goes back', () => {
  const giveBack: BudgetCommand = { type: 'ReturnAllocation', fund: first, amountFen: 600, reason: 'not needed' }

  test('to the fund it came from, at most what is allocated', () => {
    given(twoFunds)
      .when(giveBack)
      .then([returned(first, 600, 'not needed')])
    given([...twoFunds, returned(first, 600, 'not needed')])
      .when(giveBack)
      .then({ code: 'allocated-not-sufficient', facts: { allocatedFen: 67, requestedFen: 600 } })
  })

  test('refusals come in this order: programme-closed, fund-not-allocated, allocated-not-sufficient', () => {
    const tooMuch: BudgetCommand = { ...giveBack, fund: third, amountFen: 9999 } as BudgetCommand
    given([opened, closed]).when(tooMuch).then({ code: 'programme-closed' })
    given(twoFunds)
      .when(tooMuch)
      .then({ code: 'fund-not-allocated', facts: { fund: third } })
  })

  test('from every fund when the programme is closed, once', () => {
    const close: BudgetCommand = { type: 'CloseBudget', reason: 'year over' }
    const after = [returned(first, 667, 'year over'), returned(second, 333, 'year over'), closed]
    given(twoFunds).when(close).then(after)
    given([...twoFunds, ...after])
      .when(close)
      .then([])
  })

  test('in amounts that an event can hold', () => {
    const much = Array.from({ length: 3 }, (_, n) => received(first, MAX_AMOUNT_FEN, n + 1))
    const whole = returned(first, MAX_AMOUNT_FEN, 'year over')
    given([opened, ...much])
      .when({ type: 'CloseBudget', reason: 'year over' })
      .then([whole, whole, whole, closed])
  })
})

test('changed sharing counts from then on, the same again adds nothing', () => {
  given([opened]).when({ type: 'ChangeSharing', sharing: 'in-order' }).then([sharingInOrder])
  given([opened, sharingInOrder]).when({ type: 'ChangeSharing', sharing: 'in-order' }).then([])
})

function share(fund: string, amountFen: number): Share {
  return { fund, amountFen }
}

function received(fund: string, amountFen: number, version = 3): BudgetEvent {
  const data = { programme, allocation: `${fund}.${version}`, shares: [{ fund, amountFen }] }
  return { type: 'AllocationReceived', data }
}

function commitment(attempt: number, shares: Share[]): BudgetEvent {
  return { type: 'FundsCommitted', data: { programme, for: batch, attempt, shares } }
}

function refused(attempt: number, code: string, facts: Record<string, number>): BudgetEvent {
  return { type: 'CommitmentRefused', data: { programme, for: batch, attempt, code, facts } }
}

function releaseReceived(shares: Share[]): BudgetEvent {
  return { type: 'CommitmentReleaseReceived', data: { programme, release: `${batch}.9`, shares } }
}

function creditReturns(throughSequence: number, totals: Share[]): BudgetEvent {
  return { type: 'CreditReturnsReceived', data: { programme, batch, totals, throughSequence } }
}

function returned(fund: string, amountFen: number, reason: string): BudgetEvent {
  return { type: 'AllocationReturned', data: { programme, fund, shares: [{ fund, amountFen }], reason } }
}
