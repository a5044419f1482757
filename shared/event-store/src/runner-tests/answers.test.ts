import { createHmac, randomUUID } from 'node:crypto'
import canonicalize from 'canonicalize'
import { v5 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { readEverything } from '../contract/contract-case.fixture.ts'
import { eventIdNamespace } from '../decide-command.ts'
import { createSetting, inputHashKey } from './runner.fixture.ts'
import { newWallet, openWallet, readBalance, refusal, run, walletCodec, walletDecider } from './wallet.fixture.ts'

describe('a runner answers', () => {
  test('a command that creates a stream with its events, their versions and when they were recorded', async () => {
    const { runner, store } = await createSetting()
    const stream = newWallet()
    const result = await run(runner, stream, { do: 'add', amountFen: 500 }, { creates: true })
    const [recorded] = await readEverything(store)
    expect(result).toMatchObject({ outcome: 'accepted', repeated: false, version: 1, position: recorded?.position })
    expect(result.outcome === 'accepted' && result.events).toEqual([
      {
        id: recorded?.id,
        event: { type: 'Added', amountFen: 500 },
        version: 1,
        recordedAt: recorded?.recordedAt,
        metadata: recorded?.metadata,
      },
    ])
  })

  test('a later command on the state that the earlier ones left', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    expect(await run(runner, stream, { do: 'draw', amountFen: 300 })).toMatchObject({ outcome: 'accepted', version: 2 })
    expect(await run(runner, stream, { do: 'draw', amountFen: 300 })).toMatchObject(
      refusal('used-up', { balanceFen: 200 }),
    )
  })

  test('the same on a state loaded anew', async () => {
    const { runner, newRunner } = await createSetting()
    const stream = await openWallet(runner, 500)
    await run(runner, stream, { do: 'draw', amountFen: 300 })
    expect(await run(newRunner(), stream, { do: 'draw', amountFen: 300 })).toMatchObject(
      refusal('used-up', { balanceFen: 200 }),
    )
  })

  test('a refusal with the version it was decided at, and stores nothing', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 500)
    const result = await run(runner, stream, { do: 'draw', amountFen: 501 })
    expect(result).toEqual({ outcome: 'refused', refusal: { code: 'used-up', facts: { balanceFen: 500 } }, version: 1 })
    expect(faulty.tried).toEqual([1])
  })

  test('a command after which nothing is new without an append, at the version and position there are', async () => {
    const { runner, store, faulty } = await createSetting()
    const stream = await openWallet(runner, 500)
    const position = (await store.head())?.position
    expect(await run(runner, stream, { do: 'nothing' })).toEqual({
      outcome: 'accepted',
      events: [],
      repeated: false,
      version: 1,
      position,
    })
    expect(faulty.tried).toEqual([1])
  })

  test('nothing new on a stream that does not exist without a position', async () => {
    const { runner } = await createSetting()
    const result = await run(runner, newWallet(), { do: 'nothing' }, { mayCreate: true })
    expect(result).toMatchObject({ outcome: 'accepted', version: 0, position: undefined })
  })

  test('a command on a missing stream as not found', async () => {
    const { runner } = await createSetting()
    expect(await run(runner, newWallet(), { do: 'add', amountFen: 1 })).toMatchObject(refusal('not-found'))
  })

  test('a command that may create on the initial state', async () => {
    const { runner } = await createSetting()
    const stream = newWallet()
    expect(await run(runner, stream, { do: 'draw', amountFen: 1 }, { mayCreate: true })).toMatchObject(
      refusal('used-up', { balanceFen: 0 }),
    )
    for (const version of [1, 2]) {
      expect(await run(runner, stream, { do: 'add', amountFen: 1 }, { mayCreate: true })).toMatchObject({ version })
    }
  })

  test('a command that creates what there is as already existing', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    expect(await run(runner, stream, { do: 'add', amountFen: 1 }, { creates: true })).toMatchObject(
      refusal('already-exists'),
    )
  })

  test('a command for the version there is, and refuses one for another with both', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const draw = { do: 'draw', amountFen: 1 } as const
    expect(await run(runner, stream, draw, { ifVersion: 1 })).toMatchObject({ outcome: 'accepted', version: 2 })
    expect(await run(runner, stream, draw, { ifVersion: 1 })).toMatchObject(
      refusal('version-mismatch', { expected: 1, actual: 2 }),
    )
  })

  test('with its own refusals before those of the decider, in their order', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    await run(runner, stream, { do: 'add', amountFen: 1 }, { commandId })
    const impossible = { do: 'draw', amountFen: 9_999 } as const
    const wrong = { commandId, creates: true, ifVersion: 9 }
    const { commandId: _, ...wrongWithoutKey } = wrong
    expect(await run(runner, stream, impossible, wrong)).toMatchObject(refusal('idempotency-key-reused'))
    expect(await run(runner, stream, impossible, wrongWithoutKey)).toMatchObject(refusal('already-exists'))
    expect(await run(runner, newWallet(), impossible, { ifVersion: 9 })).toMatchObject(refusal('not-found'))
    expect(await run(runner, stream, impossible, { ifVersion: 9 })).toMatchObject({
      refusal: { code: 'version-mismatch' },
    })
    expect(await run(runner, stream, impossible)).toMatchObject({ refusal: { code: 'used-up' } })
  })

  test('a look-up from the durable state, and nothing for a stream that does not exist', async () => {
    const { runner } = await createSetting()
    expect(await readBalance(runner, await openWallet(runner, 500))).toBe(500)
    expect(await readBalance(runner, newWallet())).toBeUndefined()
  })

  test('a look-up that throws with its error, and goes on', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    const failing = runner.read(walletDecider, walletCodec, stream, () => {
      throw new Error('wrong look-up')
    })
    await expect(failing).rejects.toThrow('wrong look-up')
    expect(await readBalance(runner, stream)).toBe(500)
  })
})

describe('a runner keeps apart', () => {
  test('the states of streams, though the decider updates them in place', async () => {
    const { runner } = await createSetting()
    const streams = await Promise.all([1, 2, 3].map((amountFen) => openWallet(runner, amountFen)))
    await Promise.all(streams.map((stream) => run(runner, stream, { do: 'draw', amountFen: 1 })))
    expect(await Promise.all(streams.map((stream) => readBalance(runner, stream)))).toEqual([0, 1, 2])
    expect(walletDecider.initialState).toEqual({ balanceFen: 0, draws: [] })
  })

  test('deciders: a stream of another category or another decider is a bug', async () => {
    const { runner } = await createSetting()
    const stream = await openWallet(runner, 500)
    await expect(run(runner, `batch-${randomUUID()}`, { do: 'nothing' })).rejects.toThrow('category')
    const other = runner.read({ ...walletDecider }, walletCodec, stream, () => true)
    await expect(other).rejects.toThrow('another decider')
  })
})

describe('what a runner records', () => {
  test('has an id that is the version 5 UUID of stream, command and index', async () => {
    const { runner, store } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    await run(runner, stream, { do: 'draw-in-parts', parts: 12 }, { commandId })
    const ids = (await readEverything(store)).slice(1).map(({ id }) => id)
    expect(ids).toEqual(ids.map((_, index) => v5(`${stream}/${commandId}/${index}`, eventIdNamespace)))
  })

  test('names in its metadata what the caller said, the command and the keyed hash of the input', async () => {
    const { runner, store } = await createSetting()
    const commandId = randomUUID()
    const input = { 姓名: '王小明', amountFen: 5, list: [1, { b: 2, a: null }] }
    const metadata = { actor: 'desk-1', occurredAt: '2025-06-27T08:30:00.000+08:00' }
    await run(runner, newWallet(), { do: 'add', amountFen: 5 }, { mayCreate: true, commandId, input, metadata })
    const hmac = createHmac('sha256', inputHashKey).update(canonicalize(input) ?? '')
    const inputHash = hmac.digest('hex').slice(0, 32)
    expect((await readEverything(store)).map((event) => event.metadata)).toEqual([
      { ...metadata, commandId, inputHash },
    ])
  })

  test('hides the input from who has not the key, whatever the length of the key', async () => {
    const hashes = new Set<unknown>()
    for (const key of [Buffer.alloc(16, 1), Buffer.alloc(64, 2), Buffer.alloc(100, 3)]) {
      const { runner, store } = await createSetting({ inputHashKey: key })
      await run(runner, newWallet(), { do: 'add', amountFen: 5 }, { mayCreate: true, input: { a: 1 } })
      const expected = createHmac('sha256', key).update('{"a":1}').digest('hex').slice(0, 32)
      const [recorded] = await readEverything(store)
      expect(recorded?.metadata.inputHash).toBe(expected)
      hashes.add(expected)
    }
    expect(hashes.size).toBe(3)
  })

  test('is not begun with a key too short to hide anything', async () => {
    await expect(createSetting({ inputHashKey: Buffer.alloc(8) })).rejects.toThrow('16 bytes')
  })
})
