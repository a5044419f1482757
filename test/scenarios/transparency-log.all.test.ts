import { execFile } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { addDays } from '@welfare/contracts/days.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, createApi, inParallel } from '../harness/api.ts'
import { accountsIn, type LedgerProcess, serve } from '../harness/ledger-process.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

const program = join(import.meta.dirname, '..', 'outside', 'tlog')
const paths = (process.env.PATH ?? '').split(delimiter)
const goIsMissing = !paths.some((path) => existsSync(join(path, 'go')))
const WORKERS = 300

/** Why the outside program cannot run here. */
let whyNot: string | undefined
let folder: string
let running: LedgerProcess & { url: string }
let api: Api

interface Checked {
  readonly treeSize: number
  readonly rootHash: string
  readonly entriesProved: number
  readonly entriesRehashed: number
  readonly extendsTreeSize: number
}

beforeAll(async () => {
  folder = temporaryFolder('welfare-log-')
  await start()
  whyNot = await buildProgram(join(folder, 'tlog'))
}, 120_000)
afterAll(async () => {
  await running.end('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** Undefined when it is built. @throws Error when it does not compile */
async function buildProgram(target: string): Promise<string | undefined> {
  if (goIsMissing) return 'go is not installed'
  try {
    await promisify(execFile)('go', ['build', '-o', target, '.'], { cwd: program })
    return undefined
  } catch (error) {
    const cannotFetch = /dial tcp|no such host|connection refused|i\/o timeout|proxyconnect|module lookup disabled/
    if (cannotFetch.test(String(error))) return 'go cannot fetch the module that it takes'
    throw error
  }
}

async function start(): Promise<void> {
  running = await serve(folder)
  api = createApi(running.url, accountsIn(folder))
}

/** Meals for everybody, so many at once; what is on its way when the ledger is killed fails. */
async function playMeals(until: () => boolean): Promise<void> {
  const today = shanghaiDay(new Date())
  const windows = [{ window: 'now', from: addDays(today, -3), until: addDays(today, 3), creditFen: 5_000 }]
  const { programme, merchants } = await prepareMeals(api, { workers: WORKERS, windows, fundsFen: [2_000_000] })
  await importRoster(api, programme, await rosterFile(WORKERS))
  await issue(api, programme)
  const cards = await listCards(api, programme)
  await inParallel(cards, 32, async ({ code }) => {
    if (until()) return
    const body = {
      merchant: merchants[0],
      amountFen: 700,
      ...{ document: { kind: 'slip', number: 'S-1' }, reason: '停电' },
    }
    await api.send({ method: 'POST', path: `/v1/vouchers/${code}/redemptions`, body })
  })
}

const checkpoint = (): Promise<string> => api.get('/log/checkpoint')
const sizeOf = (note: string): number => Number(note.split('\n')[1])
const keys = async (): Promise<string[]> => (await api.get('/log/keys')).trimEnd().split('\n')

/** Everything that Go's libraries can say of the log as it is served now. */
async function checkByGo(key: string, older?: string): Promise<Checked> {
  const olderFile = join(folder, 'older')
  if (older !== undefined) writeFileSync(olderFile, older)
  const token = await api.tokenOf('auditor/outside')
  const { stdout } = await promisify(execFile)(join(folder, 'tlog'), [
    ...['-prefix', `${api.url}/log`, '-key', key, '-header', `Authorization: Bearer ${token}`],
    ...['-entries', '40', '-all', ...(older === undefined ? [] : ['-older', olderFile])],
  ])
  return JSON.parse(stdout)
}

describe("the transparency log, read by Go's checksum-database libraries", () => {
  test('covers every event, and extends what was signed before a kill -9 in the middle of traffic', async ({
    skip,
  }) => {
    skip(whyNot !== undefined, `${whyNot}: nothing outside this project reads the log`)
    await playMeals(() => false)
    const [key = ''] = await keys()
    const before = await checkpoint()
    const first = await checkByGo(key)
    expect(first.treeSize).toBeGreaterThan(3 * 256)
    expect(first).toMatchObject({ entriesProved: 40, entriesRehashed: first.treeSize })

    let isKilled = false
    const traffic = playMeals(() => isKilled).catch(() => undefined)
    await expect.poll(async () => sizeOf(await checkpoint()), { timeout: 30_000 }).toBeGreaterThan(sizeOf(before) + 700)
    const during = await checkpoint()
    isKilled = true
    await running.end('SIGKILL')
    await traffic
    await start()

    expect(await checkByGo(key, before)).toMatchObject({ extendsTreeSize: sizeOf(before) })
    const last = await checkByGo(key, during)
    expect(last).toMatchObject({ extendsTreeSize: sizeOf(during), entriesRehashed: last.treeSize })
    const { sequence } = await api.get('/v1/budget?by=fund')
    await expect.poll(async () => sizeOf(await checkpoint())).toBeGreaterThanOrEqual(sequence)
  }, 120_000)

  test('is signed by the old key and the new one after a rotation', async ({ skip }) => {
    skip(whyNot !== undefined, `${whyNot}: nothing outside this project reads the log`)
    const [older = ''] = await keys()
    const before = await checkpoint()
    const { verifierKey } = await api.post('/v1/log/key-rotations', {}, { actor: 'administrator/keys' })
    await expect.poll(async () => (await checkpoint()).match(/^— /gmu)?.length).toBe(2)
    const [byOlder, byNewer] = [await checkByGo(older, before), await checkByGo(verifierKey)]
    expect(byOlder.treeSize).toBeGreaterThanOrEqual(sizeOf(before))
    expect(byNewer.treeSize).toBeGreaterThanOrEqual(byOlder.treeSize)
  }, 60_000)
})

test('what is written is covered by a checkpoint as soon as its position is asked for', async () => {
  const body = { name: '县总工会', division: '632722' }
  const { headers } = await api.send({ method: 'POST', path: '/v1/unions', body, actor: 'administrator/a' })
  const proof = await api.get(`/v1/log/inclusion?position=${headers.get('welfare-position')}`)
  expect(proof.treeSize).toBeGreaterThan(proof.leafIndex)
  expect(sizeOf(proof.checkpoint)).toBe(proof.treeSize)
  const report = await api.get(`/v1/budget?by=fund&at=${proof.sequence}`, 'auditor/outside')
  const consistency = await api.get(`/v1/log/consistency?from=${proof.sequence}&to=${proof.treeSize}`)
  expect(report).toMatchObject({ treeSize: proof.sequence, rootHash: consistency.from.rootHash })
})
