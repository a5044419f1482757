import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { type ServedRoutes, serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { appendAll, ofClosedYear, type SampleEvent } from '@welfare/reports/history.fixture.ts'
import { createNaiveStamper } from '@welfare/reports/naive-tree.fixture.ts'
import { playSteps, randomStep } from '@welfare/reports/random-history.fixture.ts'
import { createReportsService, type ReportsService } from '@welfare/reports/reports.service.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { checkBooks, compareOutsideBooks, missingPrograms } from '../harness/outside-books.ts'
import { scaled } from '../harness/scale.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

const LIMIT_MS = 240_000
/** Of which more than one event comes. */
const STEPS = scaled(5_000, 17_000)
const missing = missingPrograms()
const title = missing.length === 0 ? `a random history of ${STEPS} steps` : `left out: no ${missing.join(', ')} here`

/** Nothing of a name may be taken for the language of a file. */
const ODD_NAME = 'type:Z, date:1999-01-01; "引号" \\ | =1+1  {x} ^link #tag'

/** Many small worlds in one ledger, each with its own funds, programmes, merchants and goods. */
const history = fc
  .sample(randomStep, { numRuns: STEPS, seed: 20_000 })
  .flatMap((_, index, steps) => (index % 100 === 0 ? [playSteps(steps.slice(index, index + 100))] : []))
  .flatMap(inWorld)
  .map(ofClosedYear)

function inWorld(events: readonly SampleEvent[], fixture: number): readonly SampleEvent[] {
  const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
  const renamed = JSON.stringify(events).replaceAll('"Fund 0"', JSON.stringify(ODD_NAME))
  return JSON.parse(renamed.replace(uuid, (id) => derivedUuid('world', fixture, id)))
}

describe.skipIf(missing.length > 0)(title, () => {
  const folder = temporaryFolder('books-of-others-')
  let store: SqliteStore
  let service: ReportsService
  let served: ServedRoutes

  beforeAll(async () => {
    store = await openSqliteStore({ folder, clock: systemClock })
    await appendAll(store, history)
    service = createReportsService({
      store,
      runner: createCommandRunner({ store, inputHashKey: new Uint8Array(32) }),
      clock: systemClock,
      logger: createLogger({ level: 'silent' }),
      folder: join(folder, 'copies'),
      logFolder: folder,
      receiptCodeKey: new Uint8Array(32),
      stamper: createNaiveStamper(() => history.map(({ event }) => event.id)),
    })
    await service.start()
    for (const consumer of service.consumers) consumer.start()
    served = await serveRoutes(service.routes)
    const head = (await store.head())?.sequence ?? 0
    await vi.waitUntil(() => service.status().sequence === head, { timeout: LIMIT_MS })
  }, LIMIT_MS)

  afterAll(async () => {
    await served.stop()
    for (const consumer of service.consumers) await consumer.stop()
    await service.stop()
    await store.close()
    rmSync(folder, { recursive: true })
  })

  async function read(path: string, actor = 'auditor/a'): Promise<string> {
    const answer = await served.call('GET', path, { actor })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`)
    return answer.text
  }

  test.each(['hledger', 'beancount'] as const)(
    "%s finds the file sound, and its own balances equal the API's, to the fen and the piece",
    async (program) => {
      expect(history.length).toBeGreaterThan(1.15 * STEPS)
      const { accounts, events, differences } = await compareOutsideBooks(read, program)
      expect(differences).toEqual([])
      expect(accounts).toBeGreaterThan(STEPS / 9)
      expect(history.some(({ event }) => event.data.priorYear === true)).toBe(true)
      expect(events).toBeGreaterThan(0.7 * STEPS)
    },
    LIMIT_MS,
  )

  test('what one programme or one county sees is sound as well', async () => {
    const { rows } = JSON.parse(await read('/v1/budget?by=programme'))
    const programme = rows.find(({ key }: { key: string | null }) => key !== null)?.key
    for (const program of ['hledger', 'beancount'] as const) {
      await checkBooks(program, await read(`/v1/journal.${program}?at=3000&programme=${programme}`))
      await checkBooks(program, await read(`/v1/journal.${program}?at=3000`, 'auditor/a@632701'))
    }
  })

  test('a file that lacks one transaction, or one fen, is not sound', async () => {
    for (const program of ['hledger', 'beancount'] as const) {
      const text = await read(`/v1/journal.${program}?at=2000`)
      await expect(checkBooks(program, text)).resolves.toBeUndefined()
      const transactions = text.split(/\n\n(?=\d{4}-\d\d-\d\d \* )/)
      const lacking = [...transactions.slice(0, 100), ...transactions.slice(101)].join('\n\n')
      await expect(checkBooks(program, lacking)).rejects.toThrow()
      const lessOneFen = text.replace(/(\d\.\d)1 CNY/, '$10 CNY')
      expect(lessOneFen).not.toBe(text)
      await expect(checkBooks(program, lessOneFen)).rejects.toThrow()
    }
  })
})
