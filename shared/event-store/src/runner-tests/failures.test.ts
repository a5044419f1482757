import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readEverything } from '../contract/contract-case.fixture.ts'
import { AppendFailedError, UnknownOutcomeError } from '../port.ts'
import { createSetting } from './runner.fixture.ts'
import { openWallet, readBalance, refusal, run } from './wallet.fixture.ts'

const draw = { do: 'draw', amountFen: 100 } as const

describe('when an append fails', () => {
  test('who was refused because of it has not been told, and is decided again', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 100)
    const holding = faulty.hold()
    const first = run(runner, stream, { do: 'nothing' }).then(() => run(runner, stream, { do: 'add', amountFen: 0 }))
    await holding.arrived
    faulty.faults.push('fail')
    const taken = run(runner, stream, draw)
    const refusedBecauseOfIt = run(runner, stream, draw)
    holding.release()
    await first
    await expect(taken).rejects.toThrow(AppendFailedError)
    expect(await refusedBecauseOfIt).toMatchObject({ outcome: 'accepted', version: 3 })
    expect(faulty.tried).toEqual([1, 1, 1, 1])
  })

  test('the commands it held are rejected, and their events are not in the state', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 500)
    faulty.faults.push('fail')
    await expect(run(runner, stream, draw)).rejects.toThrow(AppendFailedError)
    expect(await readBalance(runner, stream)).toBe(500)
    expect(await run(runner, stream, draw)).toMatchObject({ outcome: 'accepted', version: 2 })
  })

  test('a repeat of what it held becomes the command itself', async () => {
    const { runner, faulty, store } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    faulty.faults.push('none', 'fail')
    const first = run(runner, stream, { do: 'nothing' }).then(() => run(runner, stream, { do: 'add', amountFen: 1 }))
    await first
    const lost = run(runner, stream, draw, { commandId })
    const repeat = run(runner, stream, draw, { commandId })
    await expect(lost).rejects.toThrow(AppendFailedError)
    expect(await repeat).toMatchObject({ outcome: 'accepted', repeated: false, version: 3 })
    expect(await readEverything(store)).toHaveLength(3)
  })

  test('the command may be sent again under the same id', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    faulty.faults.push('fail')
    await expect(run(runner, stream, draw, { commandId })).rejects.toThrow(AppendFailedError)
    expect(await run(runner, stream, draw, { commandId })).toMatchObject({ outcome: 'accepted', repeated: false })
  })
})

describe('when the store is overloaded', () => {
  test('whose events it would not take is told so, and who was refused because of them is decided again', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 100)
    const holding = faulty.hold()
    const first = run(runner, stream, { do: 'add', amountFen: 0 })
    await holding.arrived
    faulty.faults.push('overload')
    const [taken, refusedBecauseOfIt] = [run(runner, stream, draw), run(runner, stream, draw)]
    holding.release()
    await first
    expect(await taken).toEqual({ outcome: 'overloaded' })
    expect(await refusedBecauseOfIt).toMatchObject({ outcome: 'accepted' })
  })
})

describe('when somebody else wrote first', () => {
  test('the command is decided again on what they wrote', async () => {
    const { runner, newRunner } = await createSetting()
    const stream = await openWallet(runner, 500)
    await run(newRunner(), stream, draw)
    expect(await run(runner, stream, draw)).toMatchObject({ outcome: 'accepted', version: 3 })
    expect(await readBalance(runner, stream)).toBe(300)
  })

  test('it may now be refused', async () => {
    const { runner, newRunner } = await createSetting()
    const stream = await openWallet(runner, 100)
    await run(newRunner(), stream, draw)
    expect(await run(runner, stream, draw)).toMatchObject(refusal('used-up', { balanceFen: 0 }))
  })

  test('and that was the same command, it is answered as repeated', async () => {
    const { runner, newRunner, store } = await createSetting()
    const stream = await openWallet(runner, 500)
    const commandId = randomUUID()
    const first = await run(newRunner(), stream, draw, { commandId })
    expect(await run(runner, stream, draw, { commandId })).toMatchObject({ ...first, repeated: expect.any(Boolean) })
    expect(await readEverything(store)).toHaveLength(2)
  })

  test('again and again, the command is answered as overloaded in the end', async () => {
    const { runner, faulty, store } = await createSetting()
    const stream = await openWallet(runner, 500)
    faulty.always = 'conflict'
    expect(await run(runner, stream, draw)).toEqual({ outcome: 'overloaded' })
    expect(await readEverything(store)).toHaveLength(1)
  })

  test('two runners that share a stream lose and double nothing', async () => {
    const { runner, newRunner } = await createSetting({ sharedWriters: true })
    const stream = await openWallet(runner, 1_000)
    const runners = [runner, newRunner({ sharedWriters: true })]
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) => run(runners[index % 2] ?? runner, stream, draw)),
    )
    expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(10)
    expect(results.filter(({ outcome }) => outcome === 'refused')).toHaveLength(30)
    expect(await readBalance(newRunner(), stream)).toBe(0)
  })
})

describe('where several write', () => {
  test('a refusal from what is kept is decided again on a fresh read', async () => {
    const { runner, newRunner } = await createSetting({ sharedWriters: true })
    const stream = await openWallet(runner, 50)
    await run(newRunner(), stream, { do: 'add', amountFen: 50 })
    expect(await run(runner, stream, draw)).toMatchObject({ outcome: 'accepted', version: 3 })
  })

  test('what is already so is looked at again', async () => {
    const { runner, newRunner } = await createSetting({ sharedWriters: true })
    const stream = await openWallet(runner, 50)
    await run(newRunner(), stream, { do: 'add', amountFen: 50 })
    expect(await run(runner, stream, { do: 'nothing' })).toMatchObject({ outcome: 'accepted', version: 2 })
  })

  test('a look-up sees what the others wrote', async () => {
    const { runner, newRunner } = await createSetting({ sharedWriters: true })
    const stream = await openWallet(runner, 50)
    await run(newRunner(), stream, { do: 'add', amountFen: 50 })
    expect(await readBalance(runner, stream)).toBe(100)
  })
})

describe('when nobody knows whether an append was stored', () => {
  test.each(['lose-answer', 'lose-append'] as const)(
    '%s: the identical repeat settles it, and it is stored once',
    async (fault) => {
      const { runner, faulty, store } = await createSetting()
      const stream = await openWallet(runner, 500)
      faulty.faults.push(fault)
      expect(await run(runner, stream, draw)).toMatchObject({ outcome: 'accepted', repeated: false, version: 2 })
      expect(await readEverything(store)).toHaveLength(2)
      expect(await readBalance(runner, stream)).toBe(400)
    },
  )

  test('a repeat for which the store has no room settles nothing', async () => {
    const { runner, faulty, store } = await createSetting()
    const stream = await openWallet(runner, 500)
    faulty.faults.push('lose-answer', 'overload')
    expect(await run(runner, stream, draw)).toMatchObject({ outcome: 'accepted', version: 2 })
    expect(await readEverything(store)).toHaveLength(2)
  })

  test('and somebody else has written since, the command is decided again', async () => {
    const { runner, faulty, newRunner } = await createSetting()
    const stream = await openWallet(runner, 100)
    const holding = faulty.hold()
    faulty.faults.push('lose-append')
    const drawing = run(runner, stream, draw)
    await holding.arrived
    await run(newRunner(), stream, draw)
    holding.release()
    expect(await drawing).toMatchObject(refusal('used-up', { balanceFen: 0 }))
  })

  test('and it cannot be found out, that is the answer to everybody whose answer would rest on it', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 100)
    faulty.always = 'lose-append'
    const answers = [run(runner, stream, draw), run(runner, stream, draw), run(runner, stream, { do: 'nothing' })]
    const balance = expect(readBalance(runner, stream)).rejects.toThrow(UnknownOutcomeError)
    for (const answer of await Promise.all(answers)) expect(answer).toEqual({ outcome: 'unknown' })
    await balance
  })

  test('it is found out before anything else on the stream is decided', async () => {
    const { runner, faulty, store } = await createSetting()
    const stream = await openWallet(runner, 100)
    const commandId = randomUUID()
    faulty.always = 'lose-append'
    expect(await run(runner, stream, draw, { commandId })).toEqual({ outcome: 'unknown' })
    expect(await run(runner, stream, draw)).toEqual({ outcome: 'unknown' })
    faulty.always = 'none'
    expect(await run(runner, stream, draw)).toMatchObject(refusal('used-up', { balanceFen: 0 }))
    expect(await run(runner, stream, draw, { commandId })).toMatchObject({ outcome: 'accepted', repeated: true })
    expect(await readEverything(store)).toHaveLength(2)
  })

  test('its command id finds out later from another runner', async () => {
    const { runner, faulty, newRunner } = await createSetting()
    const stream = await openWallet(runner, 100)
    const commandId = randomUUID()
    faulty.always = 'lose-answer'
    expect(await run(runner, stream, draw, { commandId })).toEqual({ outcome: 'unknown' })
    expect(await run(newRunner(), stream, draw, { commandId })).toMatchObject({ outcome: 'accepted', repeated: true })
  })
})
