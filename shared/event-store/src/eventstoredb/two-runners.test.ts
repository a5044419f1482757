import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSetting } from '../../../../test/harness/eventstoredb-setting.ts'
import { createCommandRunner } from '../command-runner.ts'
import { readEverything, readStream } from '../contract/contract-case.fixture.ts'
import type { CommandRunner } from '../runner.ts'
import { inputHashKey } from '../runner-tests/runner.fixture.ts'
import { openWallet, readBalance, refusal, run } from '../runner-tests/wallet.fixture.ts'
import type { EventStoreDbStore } from './eventstoredb-store.ts'

const draw = { do: 'draw', amountFen: 100 } as const

/** Two processes' worth of runners, each with connections of its own to one server. */
async function openRunners(): Promise<{ store: EventStoreDbStore; one: CommandRunner; other: CommandRunner }> {
  const { store, open } = await createSetting()
  const create = async (): Promise<CommandRunner> =>
    createCommandRunner({ store: await open(), inputHashKey, sharedWriters: true })
  return { store, one: await create(), other: await create() }
}

describe('two runners on two connections to one server', () => {
  test('that race for the same streams draw what is there, once', async () => {
    const { store, one, other } = await openRunners()
    const streams = await Promise.all(Array.from({ length: 5 }, () => openWallet(one, 1_000)))
    const draws = streams.flatMap((stream) =>
      Array.from({ length: 20 }, (_, index) => run(index % 2 === 0 ? one : other, stream, draw)),
    )
    const results = await Promise.all(draws)
    expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(50)
    expect(results.filter(({ outcome }) => outcome === 'refused')).toHaveLength(50)
    for (const stream of streams) {
      expect(await readStream(store, stream)).toHaveLength(11)
      for (const runner of [one, other]) expect(await readBalance(runner, stream)).toBe(0)
    }
  })

  test('that are sent one command at once, again and again, do it once and give one answer', async () => {
    const { store, one, other } = await openRunners()
    const stream = await openWallet(one, 500)
    const rounds = 30
    for (let round = 0; round < rounds; round++) {
      // Both may decide it: what each looked up, an amount here, differs.
      const others = { commandId: randomUUID(), input: { round } }
      const [first, second] = await Promise.all([
        run(one, stream, { do: 'add', amountFen: 1 }, others),
        run(other, stream, { do: 'add', amountFen: 2 }, others),
      ])
      expect(first).toMatchObject({ outcome: 'accepted' })
      expect({ ...second, repeated: false }).toEqual({ ...first, repeated: false })
      expect([first, second].filter((result) => result.outcome === 'accepted' && !result.repeated)).toHaveLength(1)
      const recorded = (await readStream(store, stream)).at(-1)
      expect(first).toMatchObject({ events: [{ event: { amountFen: recorded?.data.amountFen } }] })
    }
    expect(await readEverything(store)).toHaveLength(1 + rounds)
    expect(await readBalance(one, stream)).toBe(await readBalance(other, stream))
  })

  test('that both create one thing by one command create it once', async () => {
    const { store, one, other } = await openRunners()
    for (let round = 0; round < 20; round++) {
      const stream = `wallet-${randomUUID()}`
      const others = { commandId: randomUUID(), creates: true, input: { round } }
      const answers = await Promise.all([
        run(one, stream, { do: 'add', amountFen: 1 }, others),
        run(other, stream, { do: 'add', amountFen: 2 }, others),
      ])
      for (const answer of answers) expect(answer).toMatchObject({ outcome: 'accepted', version: 1 })
      expect(await readStream(store, stream)).toHaveLength(1)
    }
  })
})

describe('what a runner keeps, while another writes', () => {
  test('refuses nothing: a refusal is decided again on a fresh read', async () => {
    const { one, other } = await openRunners()
    const stream = await openWallet(one, 50)
    expect(await run(one, stream, draw)).toMatchObject(refusal('used-up', { balanceFen: 50 }))
    await run(other, stream, { do: 'add', amountFen: 50 })
    expect(await run(one, stream, draw)).toMatchObject({ outcome: 'accepted', version: 3 })
    expect(await run(other, stream, draw)).toMatchObject(refusal('used-up', { balanceFen: 0 }))
  })

  test('answers no look-up, no "already so" and no version by itself', async () => {
    const { one, other } = await openRunners()
    const stream = await openWallet(one, 50)
    await run(other, stream, { do: 'add', amountFen: 50 })
    expect(await readBalance(one, stream)).toBe(100)
    await run(other, stream, { do: 'add', amountFen: 50 })
    expect(await run(one, stream, { do: 'nothing' })).toMatchObject({ outcome: 'accepted', version: 3 })
    await run(other, stream, { do: 'add', amountFen: 50 })
    expect(await run(one, stream, { do: 'nothing' }, { ifVersion: 4 })).toMatchObject({ outcome: 'accepted' })
    expect(await run(one, stream, draw, { ifVersion: 3 })).toMatchObject(
      refusal('version-mismatch', { expected: 3, actual: 4 }),
    )
  })

  test('does not tell that a stream is missing, or there already, without looking', async () => {
    const { one, other } = await openRunners()
    const stream = `wallet-${randomUUID()}`
    expect(await run(one, stream, draw)).toMatchObject(refusal('not-found'))
    await run(other, stream, { do: 'add', amountFen: 100 }, { creates: true })
    expect(await run(one, stream, draw)).toMatchObject({ outcome: 'accepted', version: 2 })
    expect(await run(one, stream, { do: 'add', amountFen: 1 }, { creates: true })).toMatchObject(
      refusal('already-exists'),
    )
  })

  test('decides a mixed crowd on one state: what is refused in it was refused beside what was stored', async () => {
    const { one, other } = await openRunners()
    const stream = await openWallet(one, 250)
    await run(other, stream, { do: 'add', amountFen: 100 })
    const crowd = await Promise.all(Array.from({ length: 6 }, () => run(one, stream, draw)))
    expect(crowd.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 3 }, () => 'accepted'),
      ...Array.from({ length: 3 }, () => 'refused'),
    ])
    for (const refused of crowd.slice(3)) expect(refused).toMatchObject(refusal('used-up', { balanceFen: 50 }))
  })
})
