import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { readConfig } from '@welfare/process/config.ts'
import { dataFolder } from '@welfare/process/data-folder.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '../../../../test/harness/eventstoredb-setting.ts'
import { asOfficer, type Ended, makeFolder, runCli, startServing } from './cli-process.fixture.ts'
import { migrate as migrateHere } from './commands/migrate.ts'
import { exitCodes, failureOf } from './failure.ts'
import { foundProgramme, issueAndServeOneMeal, sampleRoster } from './sample-ledger.fixture.ts'
import type { Terminal } from './terminal.ts'

const all = makeFolder()
const data = join(all.path, 'data')

function migrate(from: string, to: string, ...words: readonly string[]): Promise<Ended> {
  return runCli(['migrate', '--from', from, '--to', to, ...words], { folder: join(all.path, 'unused') })
}

async function migrateJson(from: string, to: string, ...words: readonly string[]) {
  const { exitCode, stdout, stderr } = await migrate(from, to, '--json', ...words)
  return { exitCode, stderr, answer: JSON.parse(stdout) }
}

function eventsOf(folder: string): readonly SequencedEvent[] {
  const reader = openSqliteLogReader(join(folder, 'log'))
  try {
    return reader.readAfter(0, 10_000)
  } finally {
    reader.close()
  }
}

let whileServed: Awaited<ReturnType<typeof migrateJson>>
let budget: object

beforeAll(async () => {
  const serving = await startServing(data)
  const { programme } = await foundProgramme({ url: serving.url, folder: data })
  whileServed = await migrateJson(data, join(all.path, 'moved'))
  await runCli(['import', programme, '-', '--json'], {
    folder: data,
    stdin: await sampleRoster(4),
    environment: asOfficer(data),
  })
  await issueAndServeOneMeal({ url: serving.url, folder: data }, programme)
  budget = JSON.parse((await runCli(['report', 'budget', '--json'], { folder: data })).stdout)
  await serving.end('SIGTERM')
}, 60_000)
afterAll(() => all.remove())

describe('a ledger moves from folder to folder', () => {
  test('while it is served, and the rest when it is not', async () => {
    const moved = join(all.path, 'moved')
    expect(whileServed).toMatchObject({ exitCode: 0, answer: { sourceInUse: true, resumedAfter: 0 } })
    const rest = await migrateJson(data, moved)
    const { sequence } = whileServed.answer
    expect(rest).toMatchObject({ exitCode: 0, answer: { sourceInUse: false, resumedAfter: sequence } })
    expect(rest.answer.sequence).toBeGreaterThan(sequence)
    expect(rest.answer.balances).toBeGreaterThan(4)
    expect(eventsOf(moved)).toEqual(eventsOf(data))
    const again = await migrateJson(data, moved)
    const { root, balances } = rest.answer
    expect(again).toMatchObject({ exitCode: 0, answer: { resumedAfter: rest.answer.sequence, root, balances } })
  })

  test('and says, to people, how long it took and what else must be moved; with that it serves there', async () => {
    const copy = join(all.path, 'said')
    const { exitCode, stdout, stderr } = await migrate(data, copy)
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/Copying events: 0 of [\d,]+ are done/)
    expect(stdout).toMatch(/Copied [\d,]+ events from .* in [\d.]+ s/)
    expect(stdout).toMatch(/every event is the same to the byte/)
    for (const part of ['keys.db', 'master.key', 'identity.db', 'log-signing.pem']) {
      expect(stdout).toContain(join(data, 'keys', part))
    }
    expect(readdirSync(copy)).toEqual(['log'])
    cpSync(join(data, 'keys'), join(copy, 'keys'), { recursive: true })
    cpSync(join(data, 'transparency'), join(copy, 'transparency'), { recursive: true })
    const served = await runCli(['report', 'budget', '--json'], { folder: copy })
    expect(JSON.parse(served.stdout)).toEqual(budget)
    const key = (await runCli(['log', 'vkey'], { folder: copy })).stdout.trim().split('\n')[0] ?? ''
    const verified = await runCli(['verify', '--data', copy, '--key', key], { folder: copy })
    expect(verified).toMatchObject({ exitCode: 0 })
  }, 60_000)
})

test('a ledger moves to a cluster and back, and is the same in all three', async () => {
  const cluster = `${(await startServer()).url}#moved`
  const there = await migrateJson(data, cluster)
  expect(there).toMatchObject({ exitCode: 0, answer: { to: expect.stringContaining('#moved') } })
  const back = join(all.path, 'back')
  const here = await migrateJson(cluster, back)
  expect(here).toMatchObject({ exitCode: 0, answer: { root: there.answer.root, sequence: there.answer.sequence } })
  const withoutPosition = (events: readonly SequencedEvent[]) => events.map(({ position: _, ...event }) => event)
  expect(withoutPosition(eventsOf(back))).toEqual(withoutPosition(eventsOf(data)))
  const once = await migrateJson(data, cluster)
  expect(once).toMatchObject({ exitCode: 0, answer: { resumedAfter: there.answer.sequence } })
}, 120_000)

describe('nothing is copied', () => {
  /** The command itself, in this process: what it tells the shell. */
  const refused = async (from: string, to: string) => {
    const { context, answers } = recordAnswers()
    try {
      await migrateHere(context, { from, to })
      return { exitCode: 0, answer: answers[0] }
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined) throw error
      return { exitCode: exitCodes[failure.kind], answer: { code: failure.code } }
    }
  }

  test('where the words make no sense', async () => {
    const place = join(all.path, 'nowhere')
    for (const [from, to, code] of [
      [data, 'http://127.0.0.1:1', 'no-such-location'],
      ['https://store.example', data, 'no-such-location'],
      ['unix:/run/welfare/store.sock', data, 'no-such-location'],
      [data, data, 'same-place'],
      [data, 'ftp://somewhere', 'no-such-location'],
      ['@no-such-file', place, 'no-such-location'],
    ] as const) {
      expect(await refused(from, to)).toMatchObject({ exitCode: 2, answer: { code } })
    }
    expect(await refused(data, '')).toMatchObject({ exitCode: 2, answer: { code: 'no-such-location' } })
    expect(await runCli(['migrate', '--from', data], { folder: place })).toMatchObject({ exitCode: 2 })
  })

  test('where there is no ledger, or one without events', async () => {
    const to = join(all.path, 'nothing')
    expect(await refused(join(all.path, 'none'), to)).toMatchObject({ exitCode: 1, answer: { code: 'no-ledger' } })
    const empty = join(all.path, 'empty')
    await openSqliteStore({ folder: join(empty, 'log'), clock: systemClock }).then((store) => store.close())
    expect(await refused(empty, to)).toMatchObject({ exitCode: 1, answer: { code: 'nothing-to-copy' } })
    expect(existsSync(to)).toBe(false)
  })

  test('onto another ledger, or one that has gone on by itself', async () => {
    const other = join(all.path, 'other')
    await openSqliteStore({ folder: join(other, 'log'), clock: systemClock }).then((store) => store.close())
    expect(await refused(data, other)).toMatchObject({ exitCode: 3, answer: { code: 'wrong-ledger' } })
    const ahead = join(all.path, 'ahead')
    expect(await refused(data, ahead)).toMatchObject({ exitCode: 0 })
    const store = await openSqliteStore({ folder: join(ahead, 'log'), clock: systemClock })
    const event = { id: crypto.randomUUID(), type: 'UnionOpened', schemaVersion: 1, data: {}, metadata: {} }
    await store.append(`union-${crypto.randomUUID()}`, 'no-stream', [event])
    expect(await refused(data, ahead)).toMatchObject({ exitCode: 1, answer: { code: 'ledger-locked' } })
    await store.close()
    expect(await refused(data, ahead)).toMatchObject({ exitCode: 1, answer: { code: 'target-ahead' } })
  }, 60_000)

  test('beside an unfinished copy of a folder that holds a ledger already', async () => {
    const to = join(all.path, 'both')
    mkdirSync(to)
    cpSync(join(data, 'log'), join(to, 'log'), { recursive: true })
    cpSync(join(data, 'log'), join(to, 'log.unfinished'), { recursive: true })
    expect(await refused(data, to)).toMatchObject({ exitCode: 1, answer: { code: 'target-in-use' } })
  })
})

test('a copy that was broken off lies apart until it is whole, and is gone on with', async () => {
  const to = join(all.path, 'broken-off')
  expect(await migrateJson(data, to)).toMatchObject({ exitCode: 0 })
  // As a command leaves it that was killed before it had compared.
  const part = join(to, 'log.unfinished')
  cpSync(join(to, 'log'), part, { recursive: true })
  rmSync(join(to, 'log'), { recursive: true })
  expect(existsSync(join(to, 'log'))).toBe(false)
  const resumed = await migrateJson(data, to)
  expect(resumed).toMatchObject({ exitCode: 0, answer: { resumedAfter: resumed.answer.sequence } })
  expect(readdirSync(to)).toEqual(['log'])
})

function recordAnswers() {
  const answers: object[] = []
  const nothing = { update() {}, stop() {} }
  const terminal: Terminal = {
    json: true,
    answer: (value) => void answers.push(value),
    write: async () => undefined,
    note() {},
    progress: () => nothing,
  }
  const folder = dataFolder(join(all.path, 'unused'))
  return {
    context: { config: readConfig({}), folder, terminal, key: undefined, asOperator: false, language: 'en' as const },
    answers,
  }
}
