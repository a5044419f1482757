import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { MAX_AMOUNT_FEN } from '@welfare/contracts/money.ts'
import { specify, stateAfter } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, it, test } from 'vitest'
import { batch, budget, fromFunds, idNumber, programme } from '../sample.fixture.ts'
import type { ApproveIssuance, OrderIssuance, RefuseProposal, WithdrawProposal } from './batch.commands.ts'
import { batchDecider } from './batch.decider.ts'
import type { BatchEvent } from './batch.state.ts'

const { given } = specify(batchDecider)
const terms = [{ window: 'horse-racing', from: '2025-07-25', until: '2025-07-31', creditFen: 20_000 }]
const about = { programme, budget, round: idNumber('round'), terms, quota: {}, lateEntryDays: 3, rulesVersion: 1 }
const amounts = { workers: 2, totalFen: 40_000 }
const order: OrderIssuance = {
  ...{ type: 'OrderIssuance', ...about, ...amounts, programmeClosed: false, endedWindows: [], rosterSize: 3 },
  ...{ maker: 'desk-1', limitFen: 39_999 },
}
const id = `${batch}.1`
const shares = fromFunds(30_000, 10_000)
const proposed: BatchEvent = {
  type: 'IssuanceProposed',
  data: { ...about, ...amounts, attempt: 1, limitFen: 39_999, proposedBy: 'desk-1' },
}
const reservation = `${budget}.5`
const reserved: BatchEvent = { type: 'ReservationReceived', data: { programme, attempt: 1, reservation, shares } }
const ordered = (more: Partial<DataOf<'IssuanceOrdered'>> = {}): BatchEvent => ({
  type: 'IssuanceOrdered',
  data: { ...about, ...amounts, attempt: 1, ...more },
})
const approved: BatchEvent = { type: 'IssuanceApproved', data: { proposal: id, programme, attempt: 1 } }
const ended = { proposal: id, programme, budget, attempt: 1 }
const refused: BatchEvent = { type: 'IssuanceProposalRefused', data: { ...ended, reason: 'not planned' } }
const withdrawn: BatchEvent = { type: 'IssuanceProposalWithdrawn', data: { ...ended, reason: 'typo' } }
const waiting = [proposed, reserved]
const receive = { type: 'ReceiveReservation' as const, reservation, attempt: 1, shares }
const approve: ApproveIssuance = {
  ...{ type: 'ApproveIssuance', batch, attempt: 1 },
  ...{ approver: 'chair', programmeClosed: false },
}
const refuse: RefuseProposal = { type: 'RefuseProposal', batch, attempt: 1, reason: 'not planned' }
const withdraw: WithdrawProposal = { type: 'WithdrawProposal', batch, attempt: 1, account: 'desk-1', reason: 'typo' }
const refuseIssuance = { type: 'RefuseIssuance' as const, attempt: 1, code: 'programme-closed', facts: {} }
const issuanceRefused: BatchEvent = {
  type: 'IssuanceRefused',
  data: { programme, attempt: 1, code: 'programme-closed', facts: {} },
}

describe('an order above the limit', () => {
  it('is proposed; within it it is ordered', () => {
    given([]).when(order).then([proposed])
    given([])
      .when({ ...order, limitFen: undefined })
      .then([ordered()])
  })

  it('is refused for the same reasons as one below it', () => {
    given([])
      .when({ ...order, programmeClosed: true })
      .then({ code: 'programme-closed' })
    given([])
      .when({ ...order, totalFen: MAX_AMOUNT_FEN + 1 })
      .then({ code: 'total-too-large' })
  })

  it('waits: asked again it adds nothing', () => {
    given([proposed]).when(order).then([])
    given(waiting)
      .when({ ...order, limitFen: undefined })
      .then([])
  })

  it('hears of its reservation once', () => {
    given([proposed]).when(receive).then([reserved])
    given(waiting).when(receive).then([])
    for (const outcome of [refused, withdrawn, issuanceRefused]) given([proposed, outcome]).when(receive).then([])
  })

  it('is refused as soon as it is known that a worker’s credits would not fit into an event', () => {
    const many = Array.from({ length: 400 }, (_, n) => ({ ...about.terms[0], window: `w-${n}` }))
    const data = { ...(proposed.data as DataOf<'IssuanceProposed'>), terms: many as typeof terms }
    const facts = { windows: 400, funds: 2, largestWindows: 321 }
    given([{ type: 'IssuanceProposed', data }])
      .when(receive)
      .then([reserved, { type: 'IssuanceRefused', data: { programme, attempt: 1, code: 'too-many-windows', facts } }])
  })
})

describe('an approval', () => {
  it('orders what was proposed, to the letter', () => {
    given(waiting)
      .when({ ...approve, note: '同意' })
      .then([{ ...approved, data: { ...approved.data, note: '同意' } } as BatchEvent, ordered({ proposal: id })])
    const commitment = { type: 'ReceiveCommitment' as const, commitment: `${budget}.7`, attempt: 1, shares }
    given([...waiting, approved, ordered({ proposal: id })])
      .when(commitment)
      .then([{ type: 'CommitmentReceived', data: { programme, commitment: `${budget}.7`, shares } }])
  })

  it('is refused in this order', () => {
    const known = [proposed, refused, { ...proposed, data: { ...proposed.data, attempt: 2 } } as BatchEvent]
    const steps = [
      ['proposal-not-open', { attempt: 2 }],
      ['maker-cannot-approve', { approver: 'chair' }],
      ['programme-closed', { programmeClosed: false }],
      ['reservation-pending', {}],
    ] as const
    let command: ApproveIssuance = { ...approve, approver: 'desk-1', programmeClosed: true }
    for (const [code, repair] of steps) {
      given(known).when(command).then({ code })
      command = { ...command, ...repair }
    }
    const second = { ...reserved, data: { ...reserved.data, attempt: 2 } } as BatchEvent
    expect(batchDecider.decide(stateAfter(batchDecider, [...known, second]), command)).toMatchObject({ accepted: true })
  })

  it('is not for the maker, whatever role the account has got meanwhile', () =>
    given(waiting)
      .when({ ...approve, approver: 'desk-1' })
      .then({ code: 'maker-cannot-approve', facts: { maker: 'desk-1' } }))
})

describe('refused or withdrawn', () => {
  it('it says so, before and after the money was reserved', () => {
    for (const before of [[proposed], waiting]) {
      given(before).when(refuse).then([refused])
      given(before).when(withdraw).then([withdrawn])
    }
  })

  it('only the maker withdraws', () =>
    given(waiting)
      .when({ ...withdraw, account: 'desk-2' })
      .then({ code: 'only-maker-withdraws', facts: { maker: 'desk-1' } }))

  it('it may be ordered again, as another attempt', () => {
    for (const outcome of [refused, withdrawn, issuanceRefused])
      given([...waiting, outcome])
        .when(order)
        .then([{ ...proposed, data: { ...proposed.data, attempt: 2 } } as BatchEvent])
  })
})

test.each([
  ['refused', [refused]],
  ['withdrawn', [withdrawn]],
  ['ordered', [approved, ordered({ proposal: id })]],
] as const)('what is %s is decided for good', (stage, outcome) => {
  for (const command of [approve, refuse, withdraw])
    given([...waiting, ...outcome])
      .when(command)
      .then({ code: 'proposal-not-open', facts: { stage, attempt: 1 } })
})

test('a programme that is closed takes the proposal back, reserved or not', () => {
  for (const before of [[proposed], waiting]) given(before).when(refuseIssuance).then([issuanceRefused])
  for (const outcome of [refused, withdrawn])
    given([...waiting, outcome])
      .when(refuseIssuance)
      .then([])
})

test('nothing is completed that was never ordered', () => {
  for (const before of [[proposed], waiting, [proposed, withdrawn]])
    given(before).when({ type: 'CompleteIssuance' }).then([])
})
