import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logFileName } from '@welfare/event-store/sqlite/log-file.ts'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { expect, onTestFinished, test } from 'vitest'
import { startChild } from './child-process.fixture.ts'

const eventCount = 40_000
const commandLine = '../../services/standalone/src/cli/main.ts'

test('a migration that is killed leaves no ledger behind, and goes on where it was', async () => {
  const root = await mkdtemp(join(tmpdir(), 'migrate-kill-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const [from, to] = [join(root, 'from'), join(root, 'to')]
  await makeLedger(join(from, 'log'))
  const words = ['migrate', '--from', from, '--to', to, '--json']

  const killed = startChild(commandLine, words)
  const reached = await waitForCopy(join(to, 'log.unfinished'), 2_000)
  await killed.kill()
  expect(killed.lines).toEqual([])
  expect(reached).toBeLessThan(eventCount)
  expect(existsSync(join(to, 'log'))).toBe(false)

  const resumed = startChild(commandLine, words)
  await resumed.hasWritten(1)
  const answer = JSON.parse(resumed.lines[0] ?? '')
  expect(answer).toMatchObject({ sequence: eventCount, sourceInUse: false })
  expect(answer.resumedAfter).toBeGreaterThanOrEqual(reached)
  expect(answer.resumedAfter).toBeLessThan(eventCount)
  expect(readAll(join(to, 'log'))).toEqual(readAll(join(from, 'log')))
}, 90_000)

async function makeLedger(folder: string): Promise<void> {
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  const fund = `fund-${randomUUID()}`
  const programme = `programme-${randomUUID()}`
  const allocate = () => ({
    id: randomUUID(),
    type: 'FundsAllocated',
    schemaVersion: 1,
    data: { programme, amountFen: 500, shares: [{ fund, amountFen: 500 }] },
    metadata: { actor: 'officer/1' },
  })
  for (let count = 0; count < eventCount; count += 2_000) {
    await Promise.all(
      Array.from({ length: 20 }, () =>
        store.append(`fund-${randomUUID()}`, 'no-stream', Array.from({ length: 100 }, allocate)),
      ),
    )
  }
  await store.close()
}

/** How many events are there once there are so many. */
async function waitForCopy(folder: string, events: number): Promise<number> {
  for (;;) {
    const sequence = existsSync(join(folder, logFileName)) ? lookAt(folder) : 0
    if (sequence >= events) return sequence
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function lookAt(folder: string): number {
  try {
    const reader = openSqliteLogReader(folder)
    try {
      return reader.head()?.sequence ?? 0
    } finally {
      reader.close()
    }
  } catch {
    // The file is there before its tables are.
    return 0
  }
}

function readAll(folder: string) {
  const reader = openSqliteLogReader(folder)
  try {
    return reader.readAfter(0, eventCount + 1)
  } finally {
    reader.close()
  }
}
