import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readEverything } from '../contract/contract-case.fixture.ts'
import { createSetting } from './runner.fixture.ts'
import { newWallet, openWallet, readBalance, refusal, run } from './wallet.fixture.ts'

const draw = { do: 'draw', amountFen: 100 } as const

describe('the same command id on the same stream', () => {
  test('with the same input is answered as the first time, and stores nothing', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    const first = await run(runner, stream, draw, { commandId })
    expect(await run(runner, stream, draw, { commandId })).toEqual({ ...first, repeated: true })
    expect(faulty.tried).toEqual([1, 1])
  })

  test('is answered as the first time after the stream has gone on', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    const first = await run(runner, stream, draw, { commandId })
    for (let round = 0; round < 4; round++) await run(runner, stream, draw)
    expect(await run(runner, stream, draw, { commandId })).toEqual({ ...first, repeated: true })
  })

  test('is answered with events that are the same to the letter: what is told is what was recorded', async () => {
    const { runner, newRunner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    const first = await run(runner, stream, draw, { commandId })
    for (const any of [runner, newRunner()]) {
      const repeated = await run(any, stream, draw, { commandId })
      expect(JSON.stringify({ ...repeated, repeated: false })).toBe(JSON.stringify(first))
    }
  })

  test('is answered as the first time by a runner that was not there', async () => {
    const { runner, newRunner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    const first = await run(runner, stream, draw, { commandId })
    expect(await run(newRunner(), stream, draw, { commandId })).toEqual({ ...first, repeated: true })
  })

  test('is answered with all events of the first time', async () => {
    const { runner, newRunner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    const parts = { do: 'draw-in-parts', parts: 7, text: '餐' } as const
    const first = await run(runner, stream, parts, { commandId })
    await run(runner, stream, draw)
    expect(first).toMatchObject({ events: { length: 7 }, version: 8 })
    for (const any of [runner, newRunner()]) {
      expect(await run(any, stream, parts, { commandId })).toEqual({ ...first, repeated: true })
    }
  })

  test('is answered as the first time for the command that created the stream', async () => {
    const { runner } = await createSetting()
    const stream = newWallet()
    const others = { commandId: randomUUID(), creates: true }
    const first = await run(runner, stream, { do: 'add', amountFen: 1 }, others)
    await run(runner, stream, { do: 'nothing' })
    expect(await run(runner, stream, { do: 'add', amountFen: 1 }, others)).toEqual({ ...first, repeated: true })
  })

  test('is looked up before the version that the caller saw', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const others = { commandId: randomUUID(), ifVersion: 1 }
    const first = await run(runner, stream, draw, others)
    await run(runner, stream, draw)
    expect(await run(runner, stream, draw, others)).toEqual({ ...first, repeated: true })
  })

  test('with another input is refused, and nothing of the first input is told', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    await run(runner, stream, draw, { commandId })
    expect(await run(runner, stream, { ...draw, amountFen: 101 }, { commandId })).toEqual({
      outcome: 'refused',
      refusal: { code: 'idempotency-key-reused', facts: {} },
      version: 2,
    })
  })

  test('with the same input in another order of keys is the same', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    await run(runner, stream, draw, { commandId, input: { a: 1, b: { c: 2, d: 3 } } })
    const again = await run(runner, stream, draw, { commandId, input: { b: { d: 3, c: 2 }, a: 1 } })
    expect(again).toMatchObject({ outcome: 'accepted', repeated: true })
  })

  test('sent fifty times at once leads to one event and fifty equal answers', async () => {
    const { runner, store } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    const results = await Promise.all(Array.from({ length: 50 }, () => run(runner, stream, draw, { commandId })))
    for (const result of results) expect({ ...result, repeated: false }).toEqual(results[0])
    expect(results.filter((result) => result.outcome === 'accepted' && !result.repeated)).toHaveLength(1)
    expect(await readEverything(store)).toHaveLength(2)
  })

  test('sent at once with different inputs is accepted once and refused otherwise', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    const amounts = [1, 2, 3, 4]
    const results = await Promise.all(
      amounts.map((amountFen) => run(runner, stream, { do: 'draw', amountFen }, { commandId })),
    )
    expect(results[0]).toMatchObject({ outcome: 'accepted' })
    for (const result of results.slice(1)) expect(result).toMatchObject(refusal('idempotency-key-reused'))
  })

  test('is not remembered where it was refused: it may succeed later', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 50)
    const commandId = randomUUID()
    expect(await run(runner, stream, draw, { commandId })).toMatchObject({ outcome: 'refused' })
    await run(runner, stream, { do: 'add', amountFen: 50 })
    expect(await run(runner, stream, draw, { commandId })).toMatchObject({ outcome: 'accepted', repeated: false })
  })

  test('is not remembered where there was nothing new to record', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const others = { commandId: randomUUID(), input: { same: true } }
    await run(runner, stream, { do: 'nothing' }, others)
    expect(await run(runner, stream, draw, others)).toMatchObject({ outcome: 'accepted', repeated: false, version: 2 })
  })
})

describe('the same command id', () => {
  test('on two streams is two commands', async () => {
    const { runner } = await createSetting()
    const streams = [await openWallet(runner, 500), await openWallet(runner, 500)]
    const commandId = randomUUID()
    for (const stream of streams) {
      expect(await run(runner, stream, draw, { commandId })).toMatchObject({ outcome: 'accepted', repeated: false })
    }
    expect(await Promise.all(streams.map((stream) => readBalance(runner, stream)))).toEqual([400, 400])
  })
})

describe('a trial', () => {
  test('says what would come of the command and records nothing; the command can be sent afterwards', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 500)
    const others = { commandId: randomUUID(), isTrial: true }
    expect(await run(runner, stream, draw, others)).toMatchObject({
      outcome: 'accepted',
      events: [],
      wouldRecord: [{ type: 'Drawn', amountFen: 100 }],
    })
    const nothing = await run(runner, stream, { do: 'nothing' }, others)
    expect(nothing).toMatchObject({ outcome: 'accepted', events: [] })
    expect(nothing).not.toHaveProperty('wouldRecord')
    expect(await run(runner, stream, { do: 'draw', amountFen: 501 }, others)).toMatchObject(refusal('used-up'))
    expect(await run(runner, newWallet(), draw, others)).toMatchObject(refusal('not-found'))
    expect(await run(runner, stream, draw, { ...others, ifVersion: 9 })).toMatchObject(refusal('version-mismatch'))
    expect(faulty.tried).toEqual([1])
    const first = await run(runner, stream, draw, { commandId: others.commandId })
    expect(first).toMatchObject({ events: { length: 1 } })
    expect(await run(runner, stream, draw, others)).toEqual({ ...first, repeated: true })
  })
})

describe('what the caller found refuses the command', () => {
  test('unless it was recorded before', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    const first = await run(runner, stream, draw, { commandId })
    const found = { refusal: { code: 'too-late', facts: { days: 9 } } }
    expect(await run(runner, stream, draw, found)).toMatchObject(refusal('too-late', { days: 9 }))
    expect(await run(runner, stream, draw, { commandId, ...found })).toEqual({ ...first, repeated: true })
  })
})
