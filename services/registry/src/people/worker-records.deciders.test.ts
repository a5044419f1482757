import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { expect, test } from 'vitest'
import { correctFields } from './correct-fields.ts'
import { identityDecider } from './id-number.decider.ts'
import { workerDecider } from './worker.decider.ts'

const id = (category: string, n: number) => `${category}-00000000-0000-4000-8000-00000000000${n}`
const [low, high] = [id('worker', 1), id('worker', 2)]
const group = { employer: id('employer', 1), division: '632701', trade: '环卫' }
const record = { ...group, sealed: 'v1.a.b.c', sealedFields: ['name'] }
const registered = { type: 'WorkerRegistered', data: { identity: id('identity', 1), ...record } } as const
const restricted = { type: 'WorkerRestricted', data: { reason: 'retention-ended' } } as const
const right = { ...record, trade: '快递', corrected: ['trade' as const], sealedReason: 'v1.a.b.c' }
const correct = { type: 'CorrectWorker', worker: right } as const
const merged = { type: 'WorkerMergedInto', data: { survivor: high, sealedReason: 'v1.a.b.c' } } as const
const mergeInto = (self: string, survivor: string) =>
  ({ type: 'MergeInto', self, survivor, sealedReason: 'v1.a.b.c' }) as const
const took = (double: string) => ({ type: 'WorkersMerged', data: { double } }) as const
const { given } = specify(workerDecider)

test('a correction names what was right before; where nothing differs, there is none', () => {
  given([registered])
    .when(correct)
    .then([{ type: 'WorkerCorrected', data: { ...right, was: group } }])
  given([registered])
    .when({ ...correct, worker: { ...right, corrected: [] } })
    .then([])
  given([]).when(correct).then({ code: 'worker-unknown' })
  given([registered, restricted]).when(correct).then({ code: 'worker-restricted' })
  given([registered, merged])
    .when(correct)
    .then({ code: 'worker-merged', facts: { survivor: high } })
})

test('the survivor takes the double first, once; a record that was merged away takes nobody', () => {
  const take = { type: 'TakeDouble', double: low } as const
  given([registered])
    .when(take)
    .then([took(low)])
  given([registered, took(low)])
    .when(take)
    .then([])
  given([registered, merged]).when(take).then({ code: 'worker-merged' })
  given([registered, restricted]).when(take).then({ code: 'worker-restricted' })
})

test('a record is merged once, into one; of two merges that cross each other the lower id goes on', () => {
  given([registered]).when(mergeInto(low, high)).then([merged])
  given([registered, merged]).when(mergeInto(low, high)).then([])
  given([registered, merged])
    .when(mergeInto(low, id('worker', 3)))
    .then({ code: 'worker-merged', facts: { survivor: high } })
  given([registered, took(high)])
    .when(mergeInto(low, high))
    .then({ code: 'merged-the-other-way', facts: { survivor: low, double: high } })
  given([registered, took(low)])
    .when(mergeInto(high, low))
    .then([{ type: 'WorkerMergedInto', data: { survivor: low, sealedReason: 'v1.a.b.c' } }])
})

test('a number is released by whom it was given to, and given again', () => {
  const identities = specify(identityDecider)
  const reserve = { type: 'ReserveIdentity', worker: low, hashKeyVersion: 1 } as const
  const reserved = { type: 'IdentityReserved', data: { worker: low, hashKeyVersion: 1 } } as const
  const released = { type: 'IdentityReleased', data: { worker: low } } as const
  identities.given([reserved]).when({ type: 'ReleaseIdentity', worker: high }).then([])
  identities.given([reserved]).when({ type: 'ReleaseIdentity', worker: low }).then([released])
  identities.given([reserved, released]).when(reserve).then([reserved])
})

test('former numbers are kept, or dropped with what is released; a number that comes back is no former one', () => {
  const fields = { name: '虚构', identityNumber: '1', birthDate: '1990-01-01', sex: 'male' } as const
  const number = (identityNumber: string) => ({ identityNumber, birthDate: '1990-01-01', sex: 'male' as const })
  const known = { ...group, fields }
  const kept = correctFields(known, { identity: number('2') })
  expect(kept.fields).toMatchObject({ identityNumber: '2', formerNumbers: '1' })
  expect(kept.corrected).toEqual(['identityNumber'])
  expect(correctFields(known, { identity: number('2'), formerNumber: 'release' }).fields).not.toHaveProperty(
    'formerNumbers',
  )
  const back = correctFields({ ...group, fields: kept.fields }, { identity: number('1') })
  expect(back.fields).toMatchObject({ identityNumber: '1', formerNumbers: '2' })
  const released = correctFields({ ...group, fields: kept.fields }, { identity: number('3'), formerNumber: 'release' })
  expect(released.fields).toMatchObject({ identityNumber: '3', formerNumbers: '1' })
})
