import { randomUUID } from 'node:crypto'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { requireKafka } from '../../../../test/harness/kafka-broker.ts'
import { recordThings } from '../../../../test/harness/relayed-ledger.ts'
import { makeFolder, runCli, startRelaying } from './cli-process.fixture.ts'

const brokers = await requireKafka()
const soon = { timeout: 30_000, interval: 300 }

let folder: ReturnType<typeof makeFolder>
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => folder.remove())

const command = async (words: readonly string[], addresses = brokers) => {
  const environment = addresses?.length ? { WELFARE_KAFKA_BROKERS: addresses.join(',') } : undefined
  const ended = await runCli([...words, '--json'], { folder: folder.path, ...(environment && { environment }) })
  return { exitCode: ended.exitCode, answer: JSON.parse(ended.stdout || '{}') }
}

describe.skipIf(brokers === undefined)('a ledger at the brokers, from the command line', () => {
  it('is relayed from its folder, and listed with who relays it', async () => {
    const store = await openSqliteStore({ folder: `${folder.path}/log`, clock: { now: () => new Date() } })
    await recordThings(store, 3)
    const { ledger } = store
    const relaying = await startRelaying(folder.path, { WELFARE_KAFKA_BROKERS: brokers?.join(',') ?? '' })
    try {
      expect(relaying.answer).toMatchObject({ ledger, epoch: 1 })
      const list = () => command(['relay', 'list', '--ledger', ledger])
      await vi.waitUntil(async () => (await list()).answer.items[0]?.lag === 0, soon)
      const { items } = (await list()).answer
      expect(items).toMatchObject([{ ledger, epoch: 1, relayed: 3, head: 3, lag: 0 }])
      expect(items[0].holder).toMatch(/^welfare-relay-1 /)
    } finally {
      expect((await relaying.end('SIGTERM')).exitCode).toBe(0)
      await store.close()
    }
  }, 90_000)
})

it('says what is missing: brokers, a ledger, an answer', async () => {
  expect(await command(['relay', 'list'], [])).toMatchObject({ exitCode: 2, answer: { code: 'config-invalid' } })
  const nobody = ['127.0.0.1:9']
  expect(await command(['relay', 'run'], nobody)).toMatchObject({ exitCode: 1, answer: { code: 'no-ledger' } })
  const list = await command(['relay', 'list', '--ledger', randomUUID()], nobody)
  expect(list).toMatchObject({ exitCode: 1, answer: { code: 'brokers-failing' } })
  expect((await runCli(['relay', 'list', '--ledger', 'mine'], { folder: folder.path })).exitCode).toBe(2)
}, 60_000)
