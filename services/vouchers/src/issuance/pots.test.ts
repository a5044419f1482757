import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { OnEmpty } from '@welfare/contracts/meals/split-meal.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import { budget, fromFunds, idNumber, programme } from '../sample.fixture.ts'
import { batchDecider } from './batch.decider.ts'
import type { BatchEvent } from './batch.state.ts'

const { given } = specify(batchDecider)
const splitWith = (onEmpty: OnEmpty): NonNullable<DataOf<'IssuanceOrdered'>['split']> => ({
  lines: [
    { payer: idNumber('fund', 1), rule: { kind: 'fixed', amountFen: 300 }, onEmpty },
    { payer: idNumber('fund', 2), rule: { kind: 'upToInAll', amountFen: 500 } },
  ],
  usualPriceFen: 1_400,
})

/** Three people, 150.00 each: 90.00 of one fund, 60.00 of the other. */
const ordered = (onEmpty: OnEmpty, ...shares: number[]): BatchEvent[] => [
  {
    type: 'IssuanceOrdered',
    data: {
      ...{ programme, budget, round: idNumber('round'), attempt: 1, quota: {}, lateEntryDays: 3, rulesVersion: 1 },
      terms: [{ window: 'june', from: '2025-06-01', until: '2025-06-30', creditFen: 15_000 }],
      ...{ workers: 3, totalFen: 45_000, split: splitWith(onEmpty) },
      pots: fromFunds(27_000, 18_000).map((pot, index) => ({ ...pot, onEmpty: index === 0 ? onEmpty : 'refuse' })),
    } as DataOf<'IssuanceOrdered'>,
  },
  {
    type: 'CommitmentReceived',
    data: { programme, commitment: `${budget}.4`, shares: fromFunds(...shares) },
  },
  { type: 'SerialsAssigned', data: { first: 1, count: 3 } },
]
const people = [1, 2, 3].map((n) => ({ wallet: idNumber('wallet', n), worker: idNumber('worker', n), serial: n }))
const issue = {
  ...{ type: 'IssueCredits' as const, part: 1 },
  wallets: people.map((one) => ({ ...one, credits: [{ window: 'june', amountFen: 15_000 }] })),
}
const issued = (...all: number[][]): BatchEvent => ({
  type: 'CreditsIssued',
  data: {
    ...{ programme, part: 1 },
    wallets: all.map((pots, index) => ({
      ...(people[index] as (typeof people)[number]),
      credits: [{ window: 'june', shares: fromFunds(...pots).filter(({ amountFen }) => amountFen > 0) }],
    })),
  },
})

describe('a credit whose meals several pay', () => {
  test('holds the pot of each fund', () => {
    const all = issued([9_000, 6_000], [9_000, 6_000], [9_000, 6_000])
    given(ordered('refuse', 27_000, 18_000))
      .when(issue)
      .then([all])
  })

  test('where one has too little, whom it still reaches gets it and the next fund gives the rest', () => {
    given(ordered('next', 10_000, 35_000))
      .when(issue)
      .then([issued([9_000, 6_000], [1_000, 14_000], [0, 15_000])])
  })

  test('or nobody after that; what is left goes back', () => {
    const first = issued([9_000, 6_000])
    given(ordered('stop', 10_000, 18_000))
      .when(issue)
      .then([first])
    given([...ordered('stop', 10_000, 18_000), first])
      .when({ ...issue, part: 2, wallets: issue.wallets.slice(1) })
      .then([
        { type: 'CommitmentReleased', data: { programme, budget, shares: fromFunds(1_000, 12_000) } },
        { type: 'IssuanceCompleted', data: { programme, workers: 1, issuedFen: 15_000, skipped: 2 } },
      ])
  })

  test('is ordered with its rule and what each fund gives to all', () => {
    const [event] = ordered('next')
    if (event?.type !== 'IssuanceOrdered') throw new Error('no order')
    const { attempt: _, ...data } = event.data
    given([])
      .when({
        ...{ type: 'OrderIssuance', ...data, programmeClosed: false, endedWindows: [], rosterSize: 3 },
        ...{ maker: 'desk', limitFen: undefined },
      })
      .then([event])
    given([event])
      .when({ type: 'ReceiveCommitment', commitment: `${budget}.4`, attempt: 1, shares: fromFunds(1) })
      .then([{ type: 'CommitmentReceived', data: { programme, commitment: `${budget}.4`, shares: fromFunds(1) } }])
  })
})
