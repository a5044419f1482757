import type { Share } from '@welfare/contracts/shares.ts'
import { specify, stateAfter } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import { idNumber, programme } from '../sample.fixture.ts'
import type { CommitFunds, ReleaseReservation, ReserveFunds } from './budget.commands.ts'
import { budgetDecider } from './budget.decider.ts'
import type { BudgetEvent } from './budget.state.ts'

const { given } = specify(budgetDecider)
const [first, second] = [idNumber('fund', 1), idNumber('fund', 2)]
const batch = idNumber('batch', 1)
const order = { batch, attempt: 1, amountFen: 250 }
const reserve: ReserveFunds = { type: 'ReserveFunds', ...order }
const commit: CommitFunds = { type: 'CommitFunds', ...order }
const release: ReleaseReservation = { type: 'ReleaseReservation', batch, attempt: 1, cause: 'withdrawn' }
const opened: BudgetEvent = {
  type: 'BudgetOpened',
  data: { programme, division: '632701', kind: 'festival-meal', sharing: 'in-proportion' },
}
const closed: BudgetEvent = { type: 'BudgetClosed', data: { programme, reason: 'year over' } }
const twoFunds = [opened, received(first, 667), received(second, 333)]
const drawn = [share(first, 167), share(second, 83)]
const reserved: BudgetEvent = { type: 'FundsReserved', data: about(drawn) }
const committed: BudgetEvent = { type: 'FundsCommitted', data: { programme, for: batch, attempt: 1, shares: drawn } }
const waiting = [...twoFunds, reserved]

describe('a reservation', () => {
  test('is drawn as a commitment is, and once for each attempt', () => {
    given(twoFunds).when(reserve).then([reserved])
    given(waiting).when(reserve).then([])
    given([...waiting, released('refused')])
      .when(reserve)
      .then([])
    given([...waiting, released('refused')])
      .when({ ...reserve, attempt: 2 })
      .then([{ type: 'FundsReserved', data: { ...about(drawn), attempt: 2 } }])
  })

  test('is refused as an event that the batch will hear of', () => {
    const refused = (code: string, facts: Record<string, number>): BudgetEvent[] => [
      { type: 'ReservationRefused', data: { programme, batch, attempt: 1, code, facts } },
    ]
    given(twoFunds)
      .when({ ...reserve, amountFen: 1001 })
      .then(refused('budget-insufficient', { allocatedFen: 1000, neededFen: 1001 }))
    given([opened, closed]).when(reserve).then(refused('programme-closed', {}))
  })

  test('takes nothing from funds whose donors do not allow it on those days, nor does a commitment', () => {
    const barred = [first]
    const fromSecond = [share(second, 250)]
    given(twoFunds)
      .when({ ...reserve, barred })
      .then([{ type: 'FundsReserved', data: about(fromSecond) }])
    given(twoFunds)
      .when({ ...commit, barred })
      .then([{ type: 'FundsCommitted', data: { programme, for: batch, attempt: 1, shares: fromSecond } }])
    const facts = { allocatedFen: 333, neededFen: 334, barredFen: 667 }
    given(twoFunds)
      .when({ ...commit, amountFen: 334, barred })
      .then([
        {
          type: 'CommitmentRefused',
          data: { programme, for: batch, attempt: 1, code: 'budget-insufficient', facts },
        },
      ])
  })

  test('is committed to the last fen, although everything else was spent meanwhile', () => {
    given(waiting)
      .when(commit)
      .then([released('committed'), committed])
    const rest: BudgetEvent = {
      type: 'FundsCommitted',
      data: {
        programme,
        for: idNumber('batch', 2),
        attempt: 1,
        shares: [share(first, 500), share(second, 250)],
      },
    }
    given([...waiting, rest])
      .when(commit)
      .then([released('committed'), committed])
    given([...waiting, released('committed'), committed])
      .when(commit)
      .then([])
  })

  test('cannot be spent by anyone else', () => {
    given(waiting)
      .when({ ...commit, batch: idNumber('batch', 2), amountFen: 751 })
      .then([
        {
          type: 'CommitmentRefused',
          data: {
            ...{ programme, for: idNumber('batch', 2), attempt: 1 },
            ...{ code: 'budget-insufficient', facts: { allocatedFen: 750, neededFen: 751 } },
          },
        },
      ])
    given(waiting)
      .when({ type: 'ReturnAllocation', fund: first, amountFen: 501, reason: 'x' })
      .then({ code: 'allocated-not-sufficient', facts: { allocatedFen: 500, requestedFen: 501 } })
  })

  test('is nothing once its order was dealt with', () => {
    given([...twoFunds, committed])
      .when(reserve)
      .then([])
  })

  test('comes back once', () => {
    given(waiting)
      .when(release)
      .then([released('withdrawn')])
    given([...waiting, released('withdrawn')])
      .when(release)
      .then([])
    given(twoFunds).when(release).then([])
    expect(stateAfter(budgetDecider, [...waiting, released('withdrawn')])).toMatchObject({
      allocated: [share(first, 667), share(second, 333)],
      reserved: new Map(),
    })
  })

  test('ends before its budget is closed: an approval that comes after is refused, and no fen stays behind', () => {
    const returned = (fund: string, amountFen: number): BudgetEvent => ({
      type: 'AllocationReturned',
      data: { programme, fund, shares: [share(fund, amountFen)], reason: 'year over' },
    })
    const closing = [released('programme-closed'), returned(first, 667), returned(second, 333), closed]
    given(waiting).when({ type: 'CloseBudget', reason: 'year over' }).then(closing)
    given([...waiting, ...closing])
      .when(commit)
      .then([
        { type: 'CommitmentRefused', data: { programme, for: batch, attempt: 1, code: 'programme-closed', facts: {} } },
      ])
    given([...waiting, ...closing])
      .when(release)
      .then([])
  })
})

function about(shares: Share[]) {
  return { programme, batch, attempt: 1, shares }
}

function released(cause: 'committed' | 'refused' | 'withdrawn' | 'programme-closed'): BudgetEvent {
  return { type: 'ReservationReleased', data: { ...about(drawn), cause } }
}

function received(fund: string, amountFen: number): BudgetEvent {
  const data = { programme, allocation: `${fund}.3`, shares: [share(fund, amountFen)] }
  return { type: 'AllocationReceived', data }
}

function share(fund: string, amountFen: number): Share {
  return { fund, amountFen }
}
