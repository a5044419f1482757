import { describe, expect, test } from 'vitest'
import { readEverything } from '../contract/contract-case.fixture.ts'
import { UnknownOutcomeError } from '../port.ts'
import { createSetting } from './runner.fixture.ts'
import { openWallet, run } from './wallet.fixture.ts'

const draw = { do: 'draw', amountFen: 100 } as const
const inJuly = { metadata: { accountingDate: '2025-07-31' } }

describe('from a first open day on', () => {
  test('what says an earlier day counts on it and keeps its own; any other day stays', async () => {
    const { runner, store } = await createSetting()
    const stream = await openWallet(runner, 900)
    await run(runner, stream, draw, inJuly)
    runner.countFrom(() => '2025-08-01')
    await run(runner, stream, draw, inJuly)
    await run(runner, stream, draw, { metadata: { accountingDate: '2025-07-30', paperDay: '2025-07-02' } })
    await run(runner, stream, draw, { metadata: { accountingDate: '2025-08-02' } })
    const days = (await readEverything(store))
      .slice(1)
      .map(({ metadata }) => [metadata.accountingDate, metadata.paperDay])
    expect(days).toEqual([
      ['2025-07-31', undefined],
      ['2025-08-01', '2025-07-31'],
      ['2025-08-01', '2025-07-02'],
      ['2025-08-02', undefined],
    ])
  })

  test('what waits for an append that is in flight is decided with the day that is open by then', async () => {
    const { runner, faulty, store } = await createSetting()
    const stream = await openWallet(runner, 900)
    const holding = faulty.hold()
    const first = run(runner, stream, draw, inJuly)
    await holding.arrived
    const second = run(runner, stream, draw, inJuly)
    runner.countFrom(() => '2025-08-01')
    holding.release()
    await Promise.all([first, second])
    const days = (await readEverything(store)).slice(1).map(({ metadata }) => metadata.accountingDate)
    expect(days).toEqual(['2025-07-31', '2025-08-01'])
  })
})

describe('a runner is settled', () => {
  test('when what was begun before is stored, whatever is begun meanwhile', async () => {
    const { runner, faulty } = await createSetting()
    const stream = await openWallet(runner, 900)
    const order: string[] = []
    const holding = faulty.hold()
    const before = run(runner, stream, draw).then(() => order.push('before'))
    await holding.arrived
    const settled = runner.settled().then(() => order.push('settled'))
    const after = run(runner, stream, draw).then(() => order.push('after'))
    const again = runner.settled().then(() => order.push('again'))
    holding.release()
    await Promise.all([before, settled, after, again])
    expect(order.indexOf('before')).toBeLessThan(order.indexOf('settled'))
    expect(order.indexOf('after')).toBeLessThan(order.indexOf('again'))
    expect(order.indexOf('settled')).toBeLessThan(order.indexOf('again') + 1)
    await runner.settled()
  })

  test('not while nobody knows whether an append was stored', async () => {
    const { runner, faulty, store } = await createSetting()
    const stream = await openWallet(runner, 900)
    faulty.always = 'lose-append'
    expect(await run(runner, stream, draw, inJuly)).toEqual({ outcome: 'unknown' })
    await expect(runner.settled()).rejects.toThrow(UnknownOutcomeError)
    faulty.always = 'none'
    await runner.settled()
    expect(await readEverything(store)).toHaveLength(2)
  })
})
