import type { Position } from '@welfare/event-store/port.ts'
import { createLedgerEnd } from '@welfare/process/ledger-end.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { describe, expect, test } from 'vitest'
import { createCaughtUpCheck } from './caught-up.ts'
import { createServiceGroup } from './service-group.ts'

/** A store that says where it ends when it is told to. */
function slowStore(sequence = 0) {
  const asked: { answer(): void; fail(): void }[] = []
  const store = {
    sequence,
    asked,
    head: () =>
      new Promise<{ position: Position; sequence: number } | undefined>((resolve, reject) => {
        const position = 'end' as Position
        asked.push({
          answer: () => resolve(store.sequence === 0 ? undefined : { position, sequence: store.sequence }),
          fail: () => reject(new Error('nobody there')),
        })
      }),
  }
  return store
}

function quickStore(sequence: number) {
  const store = { sequence, head: async () => ({ position: 'end' as Position, sequence: store.sequence }) }
  return store
}

function keepLog() {
  const logged: Record<string, unknown>[] = []
  const write = { write: (line: string) => void logged.push(JSON.parse(line)) }
  return { logged, logger: createLogger({ level: 'info', write }) }
}

describe('where the ledger ends', () => {
  test('is asked once for all who wait, and anew for who came while a question was on its way', async () => {
    const store = slowStore(5)
    const end = createLedgerEnd(store, keepLog().logger)
    const first = end.ask()
    const [second, third] = [end.ask(), end.ask()]
    expect(store.asked).toHaveLength(1)
    store.asked[0]?.answer()
    expect(await first).toBe(5)
    store.sequence = 9
    await expect.poll(() => store.asked.length).toBe(2)
    store.asked[1]?.answer()
    expect(await Promise.all([second, third])).toEqual([9, 9])
    expect(store.asked).toHaveLength(2)
  })

  test('is unknown, and said to be, where the store fails or takes too long; 0 where nothing is recorded', async () => {
    const store = slowStore()
    const { logged, logger } = keepLog()
    const end = createLedgerEnd(store, logger)
    const failing = end.ask()
    store.asked[0]?.fail()
    expect(await failing).toBeUndefined()
    expect(logged).toMatchObject([{ msg: 'ledger-end-unknown', err: { message: 'nobody there' } }])
    expect(await end.ask({ timeoutMs: 10 })).toBeUndefined()
    store.asked[1]?.answer()
    const empty = end.ask()
    await expect.poll(() => store.asked.length).toBe(3)
    store.asked[2]?.answer()
    expect(await empty).toBe(0)
  })
})

describe('a copy', () => {
  test('is ready from when it has reached where the ledger ended at the start, and while it is not far behind', async () => {
    const store = quickStore(100)
    let reflected: number | undefined
    const check = createCaughtUpCheck({
      name: 'caught-up',
      end: createLedgerEnd(store, keepLog().logger),
      reflects: () => reflected,
      maxLag: 20,
      askEveryMs: 0,
    })
    expect(await check.check()).toBe(false)
    reflected = 99
    expect(await check.check()).toBe(false)
    store.sequence = 110
    expect(await check.check()).toBe(false)
    reflected = 100
    expect(await check.check()).toBe(true)
    store.sequence = 121
    expect(await check.check()).toBe(false)
    reflected = 101
    expect(await check.check()).toBe(true)
    reflected = undefined
    expect(await check.check()).toBe(false)
  })

  test('is not ready while nobody says how far it has to go; a store that falls silent later changes nothing', async () => {
    const store = slowStore(3)
    const end = createLedgerEnd(store, keepLog().logger)
    const check = createCaughtUpCheck({ name: 'caught-up', end, reflects: () => 3, askEveryMs: 0 })
    const silent = check.check()
    store.asked[0]?.fail()
    expect(await silent).toBe(false)
    const told = check.check()
    store.asked[1]?.answer()
    expect(await told).toBe(true)
    const later = check.check()
    store.asked[2]?.fail()
    expect(await later).toBe(true)
  })

  test('asks the store no oftener than it should', async () => {
    const store = slowStore(3)
    const end = createLedgerEnd(store, keepLog().logger)
    const check = createCaughtUpCheck({ name: 'caught-up', end, reflects: () => 3, askEveryMs: 60_000 })
    const first = check.check()
    store.asked[0]?.answer()
    await first
    for (let count = 0; count < 10; count++) await check.check()
    expect(store.asked).toHaveLength(1)
  })
})

describe('services as one', () => {
  const serviceOf = (name: string, done: string[], fails: { start?: boolean; stop?: boolean } = {}) => ({
    name,
    routes: [],
    consumers: [],
    async start() {
      done.push(`start ${name}`)
      if (fails.start) throw new Error(`${name} cannot`)
    },
    async stop() {
      done.push(`stop ${name}`)
      if (fails.stop) throw new Error(`${name} cannot`)
    },
  })

  test('start in order and stop in the reverse order, once', async () => {
    const done: string[] = []
    const group = createServiceGroup('both', [serviceOf('one', done), serviceOf('two', done)])
    await group.start()
    await group.stop()
    await group.stop()
    expect(done).toEqual(['start one', 'start two', 'stop two', 'stop one'])
  })

  test('stop what was started, and all of it, whichever of them fails', async () => {
    const done: string[] = []
    const services = [
      serviceOf('one', done),
      serviceOf('two', done, { start: true, stop: true }),
      serviceOf('three', done),
    ]
    const group = createServiceGroup('all', services)
    await expect(group.start()).rejects.toThrow('two cannot')
    await expect(group.stop()).rejects.toThrow('all did not stop whole')
    expect(done).toEqual(['start one', 'start two', 'stop two', 'stop one'])
  })
})
