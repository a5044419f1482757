import type { Share } from '@welfare/contracts/shares.ts'
import { specify, stateAfter } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import { idNumber, programme } from '../sample.fixture.ts'
import type { BudgetCommand } from './budget.commands.ts'
import { budgetDecider } from './budget.decider.ts'
import type { BudgetEvent } from './budget.state.ts'
import { settleClaims } from './claims.process.ts'

const { given } = specify(budgetDecider)
const budget = idNumber('budget', 1)
const merchant = idNumber('merchant', 1)
const otherMerchant = idNumber('merchant', 2)
const [fund, otherFund] = [idNumber('fund', 1), idNumber('fund', 2)]
const wallet = idNumber('wallet', 1)
const statement = idNumber('statement', 1)
const opened: BudgetEvent = {
  type: 'BudgetOpened',
  data: { programme, division: '632701', kind: 'festival-meal', sharing: 'in-order' },
}
const closed: BudgetEvent = { type: 'BudgetClosed', data: { programme, reason: '结束' } }
const shares = [
  { fund, amountFen: 1_400 },
  { fund: otherFund, amountFen: 600 },
]
const receive: BudgetCommand = { type: 'ReceiveClaim', merchant, reversal: `${wallet}.5`, shares }
const received: BudgetEvent = { type: 'ClaimReceived', data: { programme, merchant, reversal: `${wallet}.5`, shares } }
const settle = (amountFen: number, by = `${statement}.9`, of = merchant): BudgetCommand => ({
  type: 'SettleClaim',
  merchant: of,
  by,
  shares: [{ fund, amountFen }],
})
const settled = (amountFen: number, by = `${statement}.9`): BudgetEvent => ({
  type: 'ClaimSettled',
  data: { programme, merchant, by, shares: [{ fund, amountFen }] },
})

describe('what a merchant owes', () => {
  test('is known once, open or closed', () => {
    given([opened]).when(receive).then([received])
    given([opened, received]).when(receive).then([])
    given([opened, received, settled(1_400)])
      .when(receive)
      .then([])
    given([opened, closed]).when(receive).then([received])
  })

  test('is settled once by each word of its statement, and can then be committed', () => {
    given([opened, received])
      .when(settle(1_000))
      .then([settled(1_000)])
    given([opened, received, settled(1_000)])
      .when(settle(1_000))
      .then([])
    given([opened, received, settled(1_000)])
      .when(settle(400, `${statement}.12`))
      .then([settled(400, `${statement}.12`)])
    const commit: BudgetCommand = { type: 'CommitFunds', batch: idNumber('batch', 1), attempt: 1, amountFen: 1_000 }
    const committed = { programme, for: idNumber('batch', 1), attempt: 1, shares: [{ fund, amountFen: 1_000 }] }
    given([opened, received, settled(1_000)])
      .when(commit)
      .then([{ type: 'FundsCommitted', data: committed }])
    const before = budgetDecider.decide(stateAfter(budgetDecider, [opened, received]), commit)
    expect(before).toMatchObject({ events: [{ type: 'CommitmentRefused' }] })
  })

  test('is never below zero: not for another merchant, not for another fund', () => {
    const refused = (claimedFen: number, of = merchant) =>
      ({ code: 'claim-not-sufficient', facts: { merchant: of, fund, claimedFen } }) as const
    given([opened, received]).when(settle(1_401)).then(refused(1_400))
    given([opened, received, settled(1_000)])
      .when(settle(401, `${statement}.12`))
      .then(refused(400))
    given([opened, received])
      .when(settle(1, `${statement}.9`, otherMerchant))
      .then(refused(0, otherMerchant))
  })

  test('goes on to its fund where the programme is over', () => {
    const back = { programme, fund, shares: [{ fund, amountFen: 1_000 }], reason: 'programme-closed' }
    given([opened, received, closed])
      .when(settle(1_000))
      .then([settled(1_000), { type: 'AllocationReturned', data: back }])
  })
})

describe('what nobody gives back any more', () => {
  const writeOff = (amountFen: number): BudgetCommand => ({
    ...{ type: 'WriteOffClaim', merchant, by: `${statement}.9`, shares: [{ fund, amountFen }] },
  })
  const writtenOff = (amountFen: number): BudgetEvent => ({
    type: 'ClaimWrittenOff',
    data: { programme, merchant, by: `${statement}.9`, shares: [{ fund, amountFen }] },
  })
  const recover = (amountFen: number, of = merchant): BudgetCommand => ({
    ...{ type: 'RecoverClaim', merchant: of, shares: [{ fund, amountFen }] },
  })
  const recovered = (amountFen: number): BudgetEvent => ({
    type: 'ClaimRecovered',
    data: { programme, merchant, shares: [{ fund, amountFen }] },
  })

  test('is no claim any more, and cannot be spent; once by each word of its statement, open or closed', () => {
    given([opened, received])
      .when(writeOff(1_000))
      .then([writtenOff(1_000)])
    given([opened, received, closed])
      .when(writeOff(1_000))
      .then([writtenOff(1_000)])
    given([opened, received, writtenOff(1_000)])
      .when(writeOff(1_000))
      .then([])
    given([opened, received, writtenOff(1_000)])
      .when(settle(401, `${statement}.12`))
      .then({ code: 'claim-not-sufficient', facts: { merchant, fund, claimedFen: 400 } })
    given([opened, received])
      .when(writeOff(1_401))
      .then({ code: 'claim-not-sufficient', facts: { merchant, fund, claimedFen: 1_400 } })
    const commit: BudgetCommand = { type: 'CommitFunds', batch: idNumber('batch', 1), attempt: 1, amountFen: 1 }
    const lost = budgetDecider.decide(stateAfter(budgetDecider, [opened, received, writtenOff(1_000)]), commit)
    expect(lost).toMatchObject({ events: [{ type: 'CommitmentRefused' }] })
  })

  test('and comes after all can be spent again, up to what was written off of that merchant', () => {
    const lost = [opened, received, writtenOff(1_000)]
    given(lost)
      .when(recover(600))
      .then([recovered(600)])
    given([...lost, recovered(600)])
      .when(recover(401))
      .then({ code: 'recovered-more-than-written-off', facts: { fund, writtenOffFen: 400 } })
    const twice = [600, 401].map((amountFen) => ({ fund, amountFen }))
    given(lost)
      .when({ type: 'RecoverClaim', merchant, shares: twice })
      .then({ code: 'recovered-more-than-written-off', facts: { fund, writtenOffFen: 1_000 } })
    given(lost)
      .when(recover(1, otherMerchant))
      .then({ code: 'recovered-more-than-written-off', facts: { fund, writtenOffFen: 0 } })
    const commit: BudgetCommand = { type: 'CommitFunds', batch: idNumber('batch', 1), attempt: 1, amountFen: 600 }
    const committed = { programme, for: idNumber('batch', 1), attempt: 1, shares: [{ fund, amountFen: 600 }] }
    given([...lost, recovered(600)])
      .when(commit)
      .then([{ type: 'FundsCommitted', data: committed }])
    const back = { programme, fund, shares: [{ fund, amountFen: 600 }], reason: 'programme-closed' }
    given([...lost, closed])
      .when(recover(600))
      .then([recovered(600), { type: 'AllocationReturned', data: back }])
  })
})

describe('what a merchant does without', () => {
  const by = `${statement}.9`
  const waive = (setOff: readonly Share[] = []): BudgetCommand => ({
    ...{ type: 'ReceiveWaiver', merchant, by, shares },
    setOff: [...setOff],
  })
  const known: BudgetEvent = { type: 'WaiverReceived', data: { programme, merchant, by, shares } }
  const home = (amountFen: number, of = fund): BudgetEvent => ({
    type: 'AllocationReturned',
    data: { programme, fund: of, shares: [{ fund: of, amountFen }], reason: 'programme-closed' },
  })
  test('can be committed again, once by each word of its statement', () => {
    given([opened]).when(waive()).then([known])
    given([opened, known]).when(waive()).then([])
    const commit: BudgetCommand = { type: 'CommitFunds', batch: idNumber('batch', 1), attempt: 1, amountFen: 2_000 }
    const committed = { programme, for: idNumber('batch', 1), attempt: 1, shares }
    given([opened, known])
      .when(commit)
      .then([{ type: 'FundsCommitted', data: committed }])
  })
  test('ends claims with it that its payment would have ended, and no others', () => {
    given([opened, received])
      .when(waive([{ fund, amountFen: 1_000 }]))
      .then([known, settled(1_000)])
    given([opened])
      .when(waive([{ fund, amountFen: 1_000 }]))
      .then({ code: 'claim-not-sufficient' })
  })
  test('goes home where the programme is closed', () => {
    given([opened, received, closed])
      .when(waive([{ fund, amountFen: 1_000 }]))
      .then([known, home(1_400), home(600, otherFund), settled(1_000), home(1_000)])
  })
})

describe('settle-claims', () => {
  const between = { merchant, programme, statement: 1 }
  const draw = { batch: idNumber('batch', 1), credit: `${wallet}.2`, window: 'all', amountFen: 1_000 }
  const reversed = (tos: readonly ('claimed' | 'issued')[]) => ({
    type: 'RedemptionReversed' as const,
    data: {
      ...{ programme, merchant, worker: idNumber('worker', 1), redemption: `${wallet}.4` },
      draws: tos.map((to) => ({ ...draw, to, shares: [{ fund, amountFen: 1_000 }] })),
      ...{ reason: '多记一份', balanceAfterFen: 0 },
    },
  })

  test('a meal taken back after its statement was approved is claimed; another one is not', () => {
    const source = { stream: wallet, version: 5 }
    expect(settleClaims(reversed(['claimed', 'issued', 'claimed']), source)).toEqual([
      {
        stream: budget,
        command: { type: 'ReceiveClaim', merchant, reversal: `${wallet}.5`, shares: [{ fund, amountFen: 2_000 }] },
      },
    ])
    expect(settleClaims(reversed(['issued']), source)).toEqual([])
  })

  test('what a statement sets off, or a merchant repays, is settled', () => {
    const source = { stream: statement, version: 9 }
    const setOff = [{ fund, amountFen: 1_000 }]
    const settling = [{ stream: budget, command: settle(1_000) }]
    const paid = { ...between, payment: idNumber('payment', 1), shares, paidOn: '2025-08-05' }
    expect(settleClaims({ type: 'SettlementPaid', data: { ...paid, setOff } }, source)).toEqual(settling)
    expect(settleClaims({ type: 'SettlementPaid', data: paid }, source)).toEqual([])
    const approved = { ...between, funds: [], payFen: 0 }
    expect(settleClaims({ type: 'StatementApproved', data: { ...approved, setOff } }, source)).toEqual(settling)
    expect(settleClaims({ type: 'StatementApproved', data: approved }, source)).toEqual([])
    expect(settleClaims({ type: 'MerchantRepaid', data: { ...between, shares: setOff } }, source)).toEqual(settling)
    const givenUp = { ...between, shares: setOff, reason: '商户已注销' }
    expect(settleClaims({ type: 'ClaimGivenUp', data: givenUp }, source)).toEqual([
      { stream: budget, command: { type: 'WriteOffClaim', merchant, by: `${statement}.9`, shares: setOff } },
    ])
    const waived = { ...between, shares, reason: '商户自愿放弃' }
    const waiver = { type: 'ReceiveWaiver', merchant, by: `${statement}.9`, shares }
    expect(settleClaims({ type: 'PayableWaived', data: waived }, source)).toEqual([
      { stream: budget, command: { ...waiver, setOff: [] } },
    ])
    expect(settleClaims({ type: 'PayableWaived', data: { ...waived, setOff } }, source)).toEqual([
      { stream: budget, command: { ...waiver, setOff } },
    ])
  })
})
