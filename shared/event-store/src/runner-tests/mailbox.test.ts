import { describe, expect, test } from 'vitest'
import { readEverything } from '../contract/contract-case.fixture.ts'
import { InvalidAppendError, StoreClosedError } from '../port.ts'
import { createSetting } from './runner.fixture.ts'
import { newWallet, openWallet, readBalance, refusal, run } from './wallet.fixture.ts'

const draw = { do: 'draw', amountFen: 100 } as const

/** Whether a promise has settled when everything that could go on has done so. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
  const pending = Symbol('pending')
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending
}

describe('commands of one stream', () => {
  test('that come while an append is in flight are decided together and appended as one', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 10_000)
    const results = await Promise.all(Array.from({ length: 50 }, () => run(runner, stream, draw)))
    expect(results.map((result) => result.outcome === 'accepted' && result.version)).toEqual(
      results.map((_, index) => index + 2),
    )
    expect(faulty.tried).toEqual([1, 1, 49])
  })

  test('that draw the last ten yuan at once: one succeeds, the others are refused, the balance is right', async () => {
    const { runner, newRunner } = await createSetting()
    const stream = await openWallet(runner, 1_000)
    const results = await Promise.all(
      Array.from({ length: 64 }, () => run(runner, stream, { do: 'draw', amountFen: 1_000 })),
    )
    expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
    const refused = results.filter(({ outcome }) => outcome === 'refused')
    expect(refused).toHaveLength(63)
    for (const result of refused) expect(result).toMatchObject(refusal('used-up', { balanceFen: 0 }))
    expect(await readBalance(newRunner(), stream)).toBe(0)
  })

  test('that are decided together each see what the ones before them led to', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 0)
    const [, , drawn, late] = await Promise.all([
      run(runner, stream, { do: 'add', amountFen: 60 }),
      run(runner, stream, { do: 'add', amountFen: 40 }),
      run(runner, stream, draw, { ifVersion: 3 }),
      run(runner, stream, draw, { ifVersion: 3 }),
    ])
    expect(drawn).toMatchObject({ outcome: 'accepted', version: 4 })
    expect(late).toMatchObject(refusal('version-mismatch', { expected: 3, actual: 4 }))
  })

  test('do not wait for those of other streams', async () => {
    const { runner, faulty } = await createSetting()
    const [one, other] = [await openWallet(runner, 500), await openWallet(runner, 500)]
    const holding = faulty.hold()
    const held = run(runner, one, draw)
    await holding.arrived
    expect(await run(runner, other, { do: 'nothing' })).toMatchObject({ outcome: 'accepted' })
    expect(await isPending(held)).toBe(true)
    holding.release()
    await held
  })

  test('that need more events than one append may hold are appended in sequence', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 10_000)
    const parts = { do: 'draw-in-parts', parts: 120 } as const
    const results = await Promise.all(Array.from({ length: 10 }, () => run(runner, stream, parts)))
    for (const result of results) expect(result).toMatchObject({ outcome: 'accepted', events: { length: 120 } })
    expect(faulty.tried).toEqual([1, 120, 480, 480, 120])
  })

  test('that need more bytes than one append may hold are appended in sequence', async () => {
    const { runner, faulty, store } = await createSetting()
    const stream = await openWallet(runner, 10_000)
    const large = { do: 'draw-in-parts', parts: 5, text: '汉'.repeat(10_000) } as const
    const results = await Promise.all(Array.from({ length: 12 }, () => run(runner, stream, large)))
    for (const result of results) expect(result).toMatchObject({ outcome: 'accepted' })
    expect(faulty.tried).toEqual([1, 5, 15, 15, 15, 10])
    expect(await readEverything(store)).toHaveLength(61)
  })
})

describe('while an append is in flight', () => {
  test.each([
    ['a refusal', { do: 'draw', amountFen: 9_999 }, { outcome: 'refused' }],
    ['what is already so', { do: 'nothing' }, { outcome: 'accepted' }],
  ] as const)('%s waits for the append it rests on', async (_, command, expected) => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 500)
    const holding = faulty.hold()
    const drawing = run(runner, stream, draw)
    await holding.arrived
    const waiting = run(runner, stream, command)
    expect(await isPending(waiting)).toBe(true)
    holding.release()
    expect(await waiting).toMatchObject({ ...expected, version: 2 })
    await drawing
  })

  test('a repeat waits for the append it repeats', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 500)
    const holding = faulty.hold()
    const commandId = '0f0f0f0f-0000-4000-8000-000000000000'
    const drawing = run(runner, stream, draw, { commandId })
    await holding.arrived
    const repeat = run(runner, stream, draw, { commandId })
    expect(await isPending(repeat)).toBe(true)
    holding.release()
    expect(await repeat).toEqual({ ...(await drawing), repeated: true })
  })

  test('a look-up waits, and sees what was appended', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 500)
    const holding = faulty.hold()
    const drawing = run(runner, stream, draw)
    await holding.arrived
    const balance = readBalance(runner, stream)
    expect(await isPending(balance)).toBe(true)
    holding.release()
    expect(await balance).toBe(400)
    await drawing
  })
})

describe('one wrong command', () => {
  test('that throws while deciding fails alone', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 1_000)
    const before = [run(runner, stream, draw), run(runner, stream, draw)]
    const wrong = run(runner, stream, { do: 'throw-while-deciding' })
    const after = run(runner, stream, draw)
    await expect(wrong).rejects.toThrow('the decider is wrong')
    for (const right of [...before, after]) expect(await right).toMatchObject({ outcome: 'accepted' })
    expect(await readBalance(runner, stream)).toBe(700)
  })

  test('that throws while evolving fails alone, and what it did to the state is gone', async () => {
    const { runner, store } = await createSetting()
    const stream = await openWallet(runner, 1_000)
    const before = [run(runner, stream, draw), run(runner, stream, draw)]
    const wrong = run(runner, stream, { do: 'throw-while-evolving' })
    const after = run(runner, stream, draw)
    await expect(wrong).rejects.toThrow('the evolution is wrong')
    for (const right of [...before, after]) expect(await right).toMatchObject({ outcome: 'accepted' })
    expect(await readBalance(runner, stream)).toBe(700)
    expect((await readEverything(store)).map(({ type }) => type)).not.toContain('Spoilt')
  })

  test('whose event no store can hold fails alone', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 1_000)
    const first = run(runner, stream, draw)
    const wrong = run(runner, stream, { do: 'record-a-number-that-is-none' })
    const others = [run(runner, stream, draw), run(runner, stream, draw)]
    await expect(wrong).rejects.toThrow(InvalidAppendError)
    for (const right of [first, ...others]) expect(await right).toMatchObject({ outcome: 'accepted' })
    expect(await readBalance(runner, stream)).toBe(700)
  })

  test('with more events than an append may hold is the one that fails', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 1_000)
    await expect(run(runner, stream, { do: 'draw-in-parts', parts: 501 })).rejects.toThrow(InvalidAppendError)
    expect(await run(runner, stream, draw)).toMatchObject({ outcome: 'accepted', version: 2 })
  })

  test('whose input is not JSON fails before anything else', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 1_000)
    await expect(run(runner, stream, draw, { input: { amountFen: Number.NaN } })).rejects.toThrow()
    expect(faulty.tried).toEqual([1])
  })
})

describe('a runner', () => {
  test('past its bound is overloaded, and says so at once', async () => {
    const { runner, faulty } = await createSetting({ mailboxLimits: { maxCommandsInFlight: 4 } })
    const stream = await openWallet(runner, 10_000)
    const holding = faulty.hold()
    const accepted = Array.from({ length: 4 }, () => run(runner, stream, draw))
    expect(await run(runner, stream, draw)).toEqual({ outcome: 'overloaded' })
    holding.release()
    for (const result of await Promise.all(accepted)) expect(result).toMatchObject({ outcome: 'accepted' })
    expect(await run(runner, stream, draw)).toMatchObject({ outcome: 'accepted' })
  })

  test('that keeps two streams in mind decides rightly on fifty', async () => {
    const { runner } = await createSetting({ mailboxLimits: { maxStreams: 2 } })
    const streams = await Promise.all(Array.from({ length: 50 }, () => openWallet(runner, 150)))
    const commandId = '0f0f0f0f-0000-4000-8000-000000000000'
    const drawAll = () => Promise.all(streams.map((stream) => run(runner, stream, draw, { commandId })))
    for (const result of await drawAll()) expect(result).toMatchObject({ outcome: 'accepted', repeated: false })
    for (const result of await drawAll()) expect(result).toMatchObject({ outcome: 'accepted', repeated: true })
    for (const stream of streams)
      expect(await run(runner, stream, draw)).toMatchObject(refusal('used-up', { balanceFen: 50 }))
  })

  test('lets go of long streams too: by the events they hold, never of one that is at work', async () => {
    const { runner, faulty } = await createSetting({ mailboxLimits: { maxCachedEvents: 5 } })
    const long = await openWallet(runner, 10_000)
    await run(runner, long, { do: 'draw-in-parts', parts: 20 })
    const holding = faulty.hold()
    const held = run(runner, long, draw)
    await holding.arrived
    const others = await Promise.all(Array.from({ length: 3 }, () => readBalance(runner, newWallet())))
    expect(others).toEqual([undefined, undefined, undefined])
    const waiting = run(runner, long, draw)
    holding.release()
    expect(await held).toMatchObject({ version: 22 })
    expect(await waiting).toMatchObject({ version: 23 })
    expect(faulty.tried).toEqual([1, 20, 1, 1])
  })

  test('whose store closes says so to all who wait', async () => {
    const { runner, store } = await createSetting()
    const stream = await openWallet(runner, 500)
    await store.close()
    await expect(run(runner, stream, draw)).rejects.toThrow(StoreClosedError)
    await expect(readBalance(runner, newWallet())).rejects.toThrow(StoreClosedError)
  })

  test('that cannot understand a stream says so, each time it is asked', async () => {
    const { runner, store } = await createSetting()
    const stream = newWallet()
    const event = {
      id: '0f0f0f0f-0000-4000-8000-000000000000',
      type: 'Unheard',
      schemaVersion: 1,
      data: {},
      metadata: {},
    }
    await store.append(stream, 'no-stream', [event])
    for (let round = 0; round < 2; round++) await expect(run(runner, stream, draw)).rejects.toThrow('no such event')
  })
})
