import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { MAX_AMOUNT_FEN } from '@welfare/contracts/money.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import { batch, budget, fromFunds, idNumber, programme } from '../sample.fixture.ts'
import type { OrderIssuance } from './batch.commands.ts'
import { batchDecider } from './batch.decider.ts'
import type { BatchEvent } from './batch.state.ts'
import { LAST_SERIAL, serialsDecider } from './serials.decider.ts'

const { given } = specify(batchDecider)
const terms = [
  { window: 'horse-racing', from: '2025-07-25', until: '2025-07-31', creditFen: 20_000 },
  { window: 'snow', from: '2025-08-01', until: '2025-08-07', creditFen: 10_000 },
]
const order: OrderIssuance = {
  type: 'OrderIssuance',
  programme,
  budget,
  round: idNumber('round'),
  programmeClosed: false,
  terms,
  endedWindows: [],
  quota: { redemptionsPerDay: 2 },
  lateEntryDays: 3,
  rulesVersion: 1,
  workers: 2,
  totalFen: 60_000,
  rosterSize: 3,
  maker: 'desk-1',
  limitFen: undefined,
}
const ordered = (changes: Partial<DataOf<'IssuanceOrdered'>> = {}): BatchEvent => {
  const { type: _, programmeClosed, endedWindows, rosterSize, maker, limitFen, ...data } = order
  return { type: 'IssuanceOrdered', data: { ...data, terms, attempt: 1, ...changes } as DataOf<'IssuanceOrdered'> }
}
const commitment = `${budget}.4`
const committed: BatchEvent = {
  type: 'CommitmentReceived',
  data: { programme, commitment, shares: fromFunds(40_000, 20_000) },
}
const facts = { allocatedFen: 1, neededFen: 60_000 }
const refused: BatchEvent = {
  type: 'IssuanceRefused',
  data: { programme, attempt: 1, code: 'budget-insufficient', facts },
}
const assigned: BatchEvent = { type: 'SerialsAssigned', data: { first: 1, count: 3 } }
const bothWindows = [
  { window: 'horse-racing', shares: fromFunds(13_333, 6_667) },
  { window: 'snow', shares: fromFunds(6_667, 3_333) },
]
const plan = (n: number, windows: readonly string[] = ['horse-racing', 'snow']) => ({
  wallet: idNumber('wallet', n),
  worker: idNumber('worker', n),
  serial: n,
  // Never more than the window is worth.
  credits: windows.map((window) => ({ window, amountFen: 40_000 })),
})
const issue = (part: number, ...wallets: ReturnType<typeof plan>[]) => ({
  type: 'IssueCredits' as const,
  part,
  wallets,
})
const issued = (
  part: number,
  n: number,
  credits: DataOf<'CreditsIssued'>['wallets'][number]['credits'],
): BatchEvent => ({
  type: 'CreditsIssued',
  data: {
    programme,
    part,
    wallets: [{ wallet: idNumber('wallet', n), worker: idNumber('worker', n), serial: n, credits }],
  },
})
const released = (...amounts: number[]): BatchEvent => ({
  type: 'CommitmentReleased',
  data: { programme, budget, shares: fromFunds(...amounts) },
})
const completed = (workers: number, issuedFen: number, skipped: number): BatchEvent => ({
  type: 'IssuanceCompleted',
  data: { programme, workers, issuedFen, skipped },
})
const receive = { type: 'ReceiveCommitment' as const, commitment, attempt: 1, shares: fromFunds(40_000, 20_000) }
const complete = { type: 'CompleteIssuance' as const }

describe('ordering', () => {
  it('records what was ordered and on what terms', () => given([]).when(order).then([ordered()]))
  it('adds nothing while it runs and after', () => {
    for (const more of [
      [],
      [committed],
      [committed, assigned],
      [committed, assigned, released(40_000, 20_000), completed(0, 0, 2)],
    ])
      given([ordered(), ...more])
        .when(order)
        .then([])
  })
  it('may be tried again after it was refused', () =>
    given([ordered(), refused])
      .when({ ...order, totalFen: 30_000 })
      .then([ordered({ attempt: 2, totalFen: 30_000 })]))
  it('is refused for a closed programme, before anything else', () =>
    given([])
      .when({ ...order, programmeClosed: true, workers: 0, totalFen: MAX_AMOUNT_FEN + 1 })
      .then({ code: 'programme-closed' }))
  it('is refused for a window whose credits have ended', () =>
    given([])
      .when({ ...order, endedWindows: ['snow'], workers: 0 })
      .then({ code: 'window-has-ended', facts: { windows: ['snow'] } }))
  it('is refused where everybody has the credits', () =>
    given([])
      .when({ ...order, workers: 0, totalFen: MAX_AMOUNT_FEN + 1 })
      .then({ code: 'nothing-to-issue', facts: { rosterSize: 3 } }))
  it('is refused where whoever lacks something keeps to a programme that excludes this one', () => {
    const excluded = [{ programme: idNumber('programme', 2), workers: 3 }]
    given([])
      .when({ ...order, workers: 0, excluded })
      .then({ code: 'holds-exclusive-programme', facts: { workers: 3, programmes: [idNumber('programme', 2)] } })
    given([])
      .when({ ...order, excluded })
      .then([ordered()])
    given([ordered(), committed, assigned])
      .when({ ...complete, excluded })
      .then([
        released(40_000, 20_000),
        { type: 'IssuanceCompleted', data: { programme, workers: 0, issuedFen: 0, skipped: 2, excluded } },
      ])
  })
  it('is refused above what one amount may be', () => {
    given([])
      .when({ ...order, totalFen: MAX_AMOUNT_FEN + 1 })
      .then({ code: 'total-too-large', facts: { largestFen: MAX_AMOUNT_FEN } })
    given([])
      .when({ ...order, totalFen: MAX_AMOUNT_FEN })
      .then([ordered({ totalFen: MAX_AMOUNT_FEN })])
  })
})

describe("the budget's word", () => {
  it('is received once', () => {
    given([ordered()]).when(receive).then([committed])
    given([ordered(), committed]).when(receive).then([])
  })
  it('counts for the attempt it was given to', () =>
    given([ordered(), refused, ordered({ attempt: 2 })])
      .when(receive)
      .then([]))
  it('may be a refusal', () => {
    const refuse = { type: 'RefuseIssuance' as const, attempt: 1, code: 'budget-insufficient', facts }
    given([ordered()]).when(refuse).then([refused])
    given([ordered(), refused]).when(refuse).then([])
    given([ordered(), committed]).when(refuse).then([])
  })
  it('frees the money at once where one worker would not fit into an event', () => {
    // With two funds 321 of them fit: a share of a fund takes 80 bytes, and 60 KiB are there.
    const many = Array.from({ length: 322 }, (_, n) => ({
      window: `w-${n}`,
      from: '2025-07-25',
      until: '2025-07-31',
      creditFen: 1,
    }))
    given([ordered({ terms: many })])
      .when(receive)
      .then([
        committed,
        released(40_000, 20_000),
        {
          type: 'IssuanceRefused',
          data: {
            programme,
            attempt: 1,
            code: 'too-many-windows',
            facts: { windows: many.length, funds: 2, largestWindows: many.length - 1 },
          },
        },
      ])
    given([ordered({ terms: many.slice(1) })])
      .when(receive)
      .then([committed])
  })
})

describe('issuing', () => {
  const running = [ordered(), committed, assigned]
  it('begins when the serials are there', () => {
    given([ordered(), committed]).when({ type: 'AssignSerials', first: 1, count: 3 }).then([assigned])
    given(running).when({ type: 'AssignSerials', first: 9, count: 3 }).then([])
  })
  it('draws each credit from what remains committed', () =>
    given(running)
      .when(issue(1, plan(1)))
      .then([issued(1, 1, bothWindows)]))
  it('gives only the windows that are asked for', () =>
    given(running)
      .when(issue(1, plan(1, ['snow'])))
      .then([issued(1, 1, [{ window: 'snow', shares: fromFunds(6_667, 3_333) }])]))
  it('gives no more of a window than somebody lacks', () => {
    const topUp = { ...plan(1), credits: [{ window: 'snow', amountFen: 3_000 }] }
    given(running)
      .when(issue(1, topUp))
      .then([issued(1, 1, [{ window: 'snow', shares: fromFunds(2_000, 1_000) }])])
  })

  it('issues no part twice, and none ahead of its turn', () => {
    given([...running, issued(1, 1, bothWindows)])
      .when(issue(1, plan(1)))
      .then([])
    given(running)
      .when(issue(2, plan(1)))
      .then([])
  })
  it('ends with the last fen of each fund', () =>
    given([...running, issued(1, 1, bothWindows)])
      .when(issue(2, plan(2)))
      .then([
        issued(2, 2, [
          { window: 'horse-racing', shares: fromFunds(13_333, 6_667) },
          { window: 'snow', shares: fromFunds(6_667, 3_333) },
        ]),
      ]))
  it('leaves out whom the rest does not suffice for, and completes when that is everybody', () => {
    const all = [...running, issued(1, 1, bothWindows), issued(2, 2, bothWindows)]
    given(all)
      .when(issue(3, plan(3)))
      .then([completed(2, 60_000, 0)])
  })
  it('does nothing before the money is there', () =>
    given([ordered()])
      .when(issue(1, plan(1)))
      .then([]))
})

describe('completing', () => {
  it('releases what was not issued', () => {
    given([ordered(), committed, assigned, issued(1, 1, bothWindows)])
      .when(complete)
      .then([released(20_000, 10_000), completed(1, 30_000, 1)])
    given([ordered(), committed])
      .when(complete)
      .then([released(40_000, 20_000), completed(0, 0, 2)])
  })
  it('adds nothing where there is nothing to release', () => {
    for (const history of [
      [],
      [ordered()],
      [ordered(), refused],
      [ordered(), committed, released(40_000, 20_000), completed(0, 0, 2)],
    ])
      given(history).when(complete).then([])
  })
})

describe('serials', () => {
  const serials = specify(serialsDecider)
  const take = (count: number) => ({ type: 'TakeSerials' as const, takenFor: batch, count })
  const taken = (first: number, count: number) => ({
    type: 'SerialsTaken' as const,
    data: { takenFor: batch, first, count },
  })
  it('are handed out in ranges, none twice', () => {
    serials
      .given([])
      .when(take(500))
      .then([taken(1, 500)])
    serials
      .given([taken(1, 500), taken(501, 1)])
      .when(take(38))
      .then([taken(502, 38)])
  })
  it('come to an end', () => {
    serials
      .given([taken(LAST_SERIAL - 1, 1)])
      .when(take(1))
      .then([taken(LAST_SERIAL, 1)])
    serials
      .given([taken(LAST_SERIAL - 1, 1)])
      .when(take(2))
      .then({ code: 'serials-exhausted', facts: { last: LAST_SERIAL - 1 } })
  })
})
