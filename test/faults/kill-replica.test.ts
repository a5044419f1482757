import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { appendAll } from '@welfare/projections/history.sample.ts'
import { coolProgramme, funds, playSteps, programmes, randomSteps } from '@welfare/projections/random-history.sample.ts'
import { type ServedProjections, serveReplica } from '@welfare/projections/replica-world.fixture.ts'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { startChild } from './child-process.fixture.ts'

const history = playSteps(fc.sample(randomSteps, { numRuns: 24, seed: 3 }).flat())
const slowly = { timeout: 30_000 }

test('a replica killed between effect and offset, after both, and at any moment equals one made from nothing', async () => {
  const [storeFolder, folder] = [makeFolder(), makeFolder()]
  await fillStore(storeFolder)
  const seen = { within: 0, after: 0, anywhere: 0 }
  const parts = 6
  for (let part = 1; part <= parts; part++) {
    const at = Math.floor((history.length * part) / (parts + 1))
    const where = part % 2 === 1 ? 'within' : 'after'
    const child = startChild('replica.child.ts', [storeFolder, folder, where, String(at)])
    await once(child.process, 'close')
    expect(child.process.signalCode).toBe('SIGKILL')
    const rows = rowsIn(join(folder, 'log')).length
    if (where === 'within') expect(rows).toBeLessThan(at)
    else expect(rows).toBeGreaterThanOrEqual(at)
    seen[where] += 1
  }
  for (let line = 1; line <= 30; line += 13) {
    const child = startChild('replica.child.ts', [storeFolder, folder])
    await child.hasWritten(line)
    await child.kill()
    seen.anywhere += 1
  }
  const { within, after, anywhere } = seen
  process.stdout.write(
    `a replica of ${history.length} events, killed ${within} times between effect and offset, ${after} after both, ${anywhere} anywhere\n`,
  )

  const store = await openSqliteStore({ folder: storeFolder, clock: { now: () => new Date() } })
  onTestFinished(() => store.close())
  const [survivor, rebuilt] = [await serveReplica(store, { folder }), await serveReplica(store)]
  for (const one of [survivor, rebuilt]) await expect.poll(() => one.isReady(), slowly).toBe(true)
  expect(rowsIn(join(folder, 'log'))).toEqual(rowsIn(storeFolder))
  await expectSameAnswers(survivor, rebuilt)
}, 180_000)

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kill-replica-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

async function fillStore(folder: string): Promise<void> {
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  await appendAll(store, history)
  await store.close()
}

function rowsIn(folder: string): readonly object[] {
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'), { readOnly: true })
  try {
    return database.prepare('SELECT * FROM events ORDER BY position').all()
  } finally {
    database.close()
  }
}

async function expectSameAnswers(one: ServedProjections, other: ServedProjections): Promise<void> {
  const paths = [
    ...['fund', 'programme', 'funder', 'division'].map((by) => `/v1/budget?by=${by}`),
    ...[...programmes, coolProgramme].flatMap((programme) => [
      `/v1/coverage?programme=${programme}`,
      `/v1/gaps?programme=${programme}&limit=1000`,
    ]),
    ...funds.map((fund) => `/v1/trail/${fund}?limit=1000`),
    '/v1/journal?limit=1000',
    '/v1/entries?limit=1000',
    '/v1/findings?limit=1000',
  ]
  for (const path of paths) {
    const [answer, expected] = [await one.get(path), await other.get(path)]
    expect([expected.status, expected.body.sequence], path).toEqual([200, history.length])
    expect(answer, path).toEqual(expected)
  }
}
