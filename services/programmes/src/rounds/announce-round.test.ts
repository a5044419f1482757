import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { test } from 'vitest'
import { frozen, group, idNumber, programme } from '../sample.fixture.ts'
import { roundDecider } from './round.decider.ts'
import type { RoundEvent } from './round.state.ts'

const { given } = specify(roundDecider)
const worker = (n: number) => idNumber('worker', n)
const opened: RoundEvent = {
  type: 'RoundOpened',
  data: { programme, plan: 'people', name: '首批', windows: ['horse-racing'], entries: 3, rosterReadThrough: 40 },
}
const sealed: RoundEvent = { type: 'RoundSealed', data: { programme, entries: 3 } }
const round = [opened, frozen(group(1, [1, 2, 3])), sealed]
const list = { steps: 0, hash: 'a3f1'.repeat(16) }
const announced: RoundEvent = {
  type: 'RoundAnnounced',
  data: { programme, announcedOn: '2025-07-18', until: '2025-07-25', workingDays: 5, entries: 3, listHash: list.hash },
}
const announce = {
  ...({ type: 'AnnounceRound', today: '2025-07-18', workingDays: 5, programmeClosed: false } as const),
  list,
}
const raise = {
  type: 'RaiseObjection',
  member: { worker: worker(1), wasFrozen: true },
  raisedBy: 'desk-1',
  reason: '已离岗',
} as const
const raised: RoundEvent = {
  type: 'ObjectionRaised',
  data: { programme, objection: 1, worker: worker(1), raisedBy: 'desk-1', reason: '已离岗' },
}
const decide = { type: 'DecideObjection', objection: 1, reason: '经核实', account: 'chair' } as const
const decided = (outcome: 'upheld' | 'rejected'): RoundEvent => ({
  type: 'ObjectionDecided',
  data: { programme, objection: 1, worker: worker(1), outcome, reason: '经核实' },
})

test('a list is announced once for as long as it is the same', () => {
  given(round).when(announce).then([announced])
  given([...round, announced])
    .when(announce)
    .then({ code: 'already-announced', facts: { until: '2025-07-25' } })
  const left: RoundEvent = {
    type: 'WorkersLeftRound',
    data: { programme, leftOn: '2025-07-19', workers: [worker(3)], credits: 'run-on', reason: '已离职' },
  }
  given([...round, announced, left])
    .when(announce)
    .then({ code: 'list-changes' })
  const shorter = 'b4e2'.repeat(16)
  given([...round, announced, left])
    .when({ ...announce, list: { steps: 1, hash: shorter } })
    .then([{ ...announced, data: { ...announced.data, entries: 2, listHash: shorter } }])
})

test('what is not announced, in the order of what is wrong first', () => {
  given([])
    .when({ ...announce, programmeClosed: true })
    .then({ code: 'round-unknown' })
  given([opened])
    .when({ ...announce, programmeClosed: true })
    .then({ code: 'round-not-sealed' })
  given(round)
    .when({ ...announce, programmeClosed: true, workingDays: undefined })
    .then({ code: 'programme-closed', facts: { programme } })
  given([...round, announced])
    .when({ ...announce, workingDays: undefined })
    .then({ code: 'announcement-not-ruled', facts: { programme } })
  given(round)
    .when({ ...announce, today: '2026-12-31' })
    .then({ code: 'working-days-unknown', facts: { year: '2027' } })
})

test('an objection is to somebody on an announced list, and one at a time', () => {
  given([...round, announced])
    .when(raise)
    .then([raised])
  given(round).when(raise).then({ code: 'round-not-announced' })
  given([...round, announced])
    .when({ ...raise, member: { worker: worker(9), wasFrozen: false } })
    .then({ code: 'worker-not-in-round', facts: { worker: worker(9) } })
  const stands = { code: 'objection-stands', facts: { objection: 1 } } as const
  given([...round, announced, raised])
    .when(raise)
    .then(stands)
  given([...round, announced, raised, decided('upheld')])
    .when(raise)
    .then(stands)
  given([...round, announced, raised, decided('rejected')])
    .when(raise)
    .then([{ ...raised, data: { ...raised.data, objection: 2 } }])
})

test.each(['upheld', 'rejected'] as const)('an objection is %s once, by somebody else', (outcome) => {
  const open = [...round, announced, raised]
  given(open)
    .when({ ...decide, outcome })
    .then([decided(outcome)])
  given([...open, decided(outcome)])
    .when({ ...decide, outcome })
    .then([])
  given([...open, decided(outcome === 'upheld' ? 'rejected' : 'upheld')])
    .when({ ...decide, outcome })
    .then({ code: 'objection-decided' })
  given(open)
    .when({ ...decide, outcome, account: 'desk-1' })
    .then({ code: 'raiser-cannot-decide', facts: { raisedBy: 'desk-1' } })
  given(open)
    .when({ ...decide, outcome, objection: 2 })
    .then({ code: 'objection-unknown' })
})
