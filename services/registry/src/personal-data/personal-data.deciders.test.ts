import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import { workerDecider } from '../people/worker.decider.ts'
import { accessDecider } from './access.decider.ts'

const UUID = '0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'
const group = { employer: `employer-${UUID}`, division: '632701', trade: '环卫' }
const worker = { ...group, sealed: 'v1.a.b.c', sealedFields: ['name'] }
const registered = { type: 'WorkerRegistered', data: { identity: `identity-${UUID}`, ...worker } } as const
const restricted = { type: 'WorkerRestricted', data: { reason: 'retention-ended' } } as const
const lifted = { type: 'WorkerRestrictionLifted', data: { reason: 'claim-settled' } } as const
const erased = { type: 'WorkerErased', data: { reason: 'retention-ended', retentionEndedOn: '2035-06-30' } } as const
const restrict = { type: 'RestrictWorker', reason: 'retention-ended' } as const
const lift = { type: 'LiftRestriction', reason: 'claim-settled' } as const
const erase = { type: 'EraseWorker', ...erased.data, today: '2035-06-30', openCredits: 0 } as const
const { given } = specify(workerDecider)

describe("a person's data", () => {
  test('is restricted, and handled again when that is lifted', () => {
    given([registered]).when(restrict).then([restricted])
    given([registered, restricted]).when(restrict).then([])
    given([registered, restricted]).when(lift).then([lifted])
    given([registered, restricted, lifted]).when(lift).then([])
    given([registered, restricted, lifted]).when(restrict).then([restricted])
  })

  test('does not change while it is restricted, nor ever after the erasure', () => {
    const change = { type: 'ChangeWorker', worker } as const
    given([registered, restricted]).when(change).then({ code: 'worker-restricted' })
    given([registered, restricted, lifted])
      .when(change)
      .then([{ type: 'WorkerChanged', data: worker }])
    for (const command of [change, restrict, lift])
      given([registered, restricted, erased]).when(command).then({ code: 'worker-erased' })
    given([registered, restricted, erased])
      .when({ type: 'RegisterWorker', worker: registered.data })
      .then({ code: 'worker-already-registered' })
  })

  test('is erased once it was restricted, retention has ended and nothing can be spent any more', () => {
    given([registered, restricted]).when(erase).then([erased])
    given([registered, restricted, erased])
      .when({ ...erase, openCredits: 3 })
      .then([])
  })

  test('is refused in order: unknown, not restricted, retention running, credits open', () => {
    const early = { ...erase, today: '2035-06-29', openCredits: 2 } as const
    given([]).when(early).then({ code: 'worker-unknown' })
    given([registered]).when(early).then({ code: 'worker-not-restricted' })
    given([registered, restricted, lifted]).when(early).then({ code: 'worker-not-restricted' })
    given([registered, restricted])
      .when(early)
      .then({ code: 'retention-running', facts: { retentionEndedOn: '2035-06-30', today: '2035-06-29' } })
    given([registered, restricted])
      .when({ ...early, today: '2035-07-01' })
      .then({ code: 'credits-open', facts: { openCredits: 2 } })
    for (const command of [restrict, lift]) given([]).when(command).then({ code: 'worker-unknown' })
  })
})

test('reads by name are recorded, however many events one of them takes, until the day is exhausted', () => {
  const read = {
    account: 'officer/desk-1',
    operation: 'listWorkers',
    purpose: '核对',
    workers: [`worker-${UUID}`],
    count: 1,
  }
  const event = { type: 'PersonalDataRead', data: read } as const
  const { decide } = accessDecider
  expect(decide({ reads: 4_999 }, { type: 'ReadPersonalData', reads: [read, read] })).toEqual({
    accepted: true,
    events: [event, event],
  })
  specify(accessDecider)
    .given(Array.from({ length: 5_000 }, () => event))
    .when({ type: 'ReadPersonalData', reads: [read] })
    .then({ code: 'personal-reads-exhausted', facts: { readsPerDay: 5_000 } })
})
