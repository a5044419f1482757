import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readStream } from '../contract/contract-case.fixture.ts'
import { type EventStore, UnknownOutcomeError } from '../port.ts'
import { createSetting, type Setting } from './runner.fixture.ts'
import { openWallet, readBalance, run } from './wallet.fixture.ts'

const input = { same: 'request' }

describe('the same command at two runners at once', () => {
  test('is answered by both with what was recorded, though each decided it on facts of its own', async () => {
    const { runner, store, other, stream, commandId, overtake } = await raceOnOneCommand()
    const [late, first] = await overtake()
    expect(first).toMatchObject({ outcome: 'accepted', repeated: false, events: [{ event: { amountFen: 200 } }] })
    expect(late).toEqual({ ...first, repeated: true })
    expect(await readStream(store, stream)).toHaveLength(2)
    for (const one of [runner, other]) {
      expect(await readBalance(one, stream)).toBe(700)
      const again = await run(one, stream, { do: 'add', amountFen: 300 }, { commandId, input })
      expect(again).toEqual({ ...first, repeated: true })
    }
  })

  test('leaves none of them with a state that was never recorded', async () => {
    const { runner, other, stream, overtake } = await raceOnOneCommand()
    await overtake()
    const all = await run(runner, stream, { do: 'draw', amountFen: 700 })
    expect(all).toMatchObject({ outcome: 'accepted', version: 3 })
    expect(await readBalance(other, stream)).toBe(0)
  })
})

test('an append of unknown outcome that arrives late, when its stream is forgotten, is not taken for its successor', async () => {
  const { store, newRunner } = await createSetting()
  const late = createLateStore(store)
  const runner = newRunner({ store: late, sharedWriters: true, mailboxLimits: { maxStreams: 1 } })
  const stream = await openWallet(runner, 500)
  const commandId = randomUUID()
  late.loseAppends = true
  expect(await run(runner, stream, { do: 'add', amountFen: 100 }, { commandId, input })).toEqual({ outcome: 'unknown' })
  late.loseAppends = false
  await openWallet(runner, 1)
  late.arrivesBeforeNext = true
  const answer = await run(runner, stream, { do: 'add', amountFen: 200 }, { commandId, input })
  const stored = await readStream(store, stream)
  expect(stored.map(({ data }) => data.amountFen)).toEqual([500, 100])
  expect(answer).toMatchObject({ outcome: 'accepted', repeated: true, events: [{ event: { amountFen: 100 } }] })
  expect(await readBalance(runner, stream)).toBe(600)
})

test('alone, a runner makes the ids that it has always made: from stream, command id and index', async () => {
  const { runner, store } = await createSetting()
  const stream = 'wallet-0f4f8f04-5a0c-4f3d-8a52-6d1d9d1b5b11'
  const commandId = '6a1f4c26-9b1e-4b52-93a5-9a4cf31d5a77'
  await run(runner, stream, { do: 'add', amountFen: 1 }, { commandId, creates: true })
  expect((await readStream(store, stream)).map(({ id }) => id)).toEqual(['b4636311-5909-543c-b9ca-b97b9da95bcc'])
})

interface LateStore extends EventStore {
  loseAppends: boolean
  /** What was lost first is stored after all, just before the next append is. */
  arrivesBeforeNext: boolean
}

/** A store behind a line on which an append may be under way for as long as anybody can imagine. */
function createLateStore(store: EventStore): LateStore {
  let lost: Parameters<EventStore['append']> | undefined
  const late: LateStore = {
    ...store,
    loseAppends: false,
    arrivesBeforeNext: false,
    append: async (...append) => {
      if (late.loseAppends) {
        lost ??= append
        throw new UnknownOutcomeError('the append is under way')
      }
      if (late.arrivesBeforeNext && lost !== undefined) await store.append(...lost)
      return store.append(...append)
    },
  }
  return late
}

interface Race extends Setting {
  readonly other: Setting['runner']
  readonly stream: string
  readonly commandId: string
  /** One runner's append is on its way when the other's arrives before it. Answers of the late one and of the first. */
  overtake(): Promise<readonly [unknown, object]>
}

/** A wallet of 500 fen, and a command that adds 100 or 200 to it: which, its looked-up facts decide. */
async function raceOnOneCommand(): Promise<Race> {
  const setting = await createSetting({ sharedWriters: true })
  const { runner, faulty, newRunner } = setting
  const stream = await openWallet(runner, 500)
  const other = newRunner({ sharedWriters: true })
  const commandId = randomUUID()
  const overtake = async () => {
    const holding = faulty.hold()
    const late = run(runner, stream, { do: 'add', amountFen: 100 }, { commandId, input })
    await holding.arrived
    const first = await run(other, stream, { do: 'add', amountFen: 200 }, { commandId, input })
    holding.release()
    return [await late, first] as const
  }
  return { ...setting, other, stream, commandId, overtake }
}
