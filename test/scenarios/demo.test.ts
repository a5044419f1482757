import { rmSync } from 'node:fs'
import { roles } from '@welfare/contracts/authority.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Accounts } from '../harness/accounts.ts'
import { type Api, createApi, listAll } from '../harness/api.ts'
import { accountsIn, type LedgerProcess, startWelfare } from '../harness/ledger-process.ts'
import { compareOutsideBooks, missingPrograms } from '../harness/outside-books.ts'
import { checkAccountingTables, recompute } from '../harness/recompute.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

/** Both are played at once, beside whatever else the machine does; alone, one takes half a minute. */
const WHOLE_LIMIT_MS = 360_000
/** By then the first festival is over, credits have expired, cards were replaced and voided. */
const CUT_AT_SEQUENCE = 5_500

const BOOKS_LIMIT_MS = 120_000
const missing = missingPrograms()

interface Demo {
  readonly folder: string
  readonly accounts: Accounts
  process: LedgerProcess
  api: Api
}

/** One that is left alone, and one that meets kill -9 in the middle and is started again. */
let whole: Demo
let cutOff: Demo

beforeAll(async () => {
  ;[whole, cutOff] = await Promise.all([playWhole(), playCutOff()])
}, WHOLE_LIMIT_MS)

const started: LedgerProcess[] = []
const folders: string[] = []

afterAll(async () => {
  for (const process of started) await process.end('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true })
})

function startDemo(folder: string): LedgerProcess {
  const process = startWelfare(['demo'], folder)
  started.push(process)
  return process
}

function newFolder(prefix: string): string {
  const folder = temporaryFolder(prefix)
  folders.push(folder)
  return folder
}

async function playWhole(): Promise<Demo> {
  const folder = newFolder('demo-whole-')
  const accounts = accountsIn(folder)
  const process = startDemo(folder)
  return { folder, accounts, process, api: await servingApi(process, accounts) }
}

async function playCutOff(): Promise<Demo> {
  const folder = newFolder('demo-cut-off-')
  const accounts = accountsIn(folder)
  const first = startDemo(folder)
  await first.printed(/Playing through the public API at http\S+;/)
  const api = createApi(/API at (http\S+);/.exec(first.output())?.[1] ?? '', accounts)
  await first.printed('meanwhile')
  for (let sequence = 0; sequence < CUT_AT_SEQUENCE; ) ({ sequence } = await api.get('/v1/budget?by=fund'))
  await first.end('SIGKILL')
  const process = startDemo(folder)
  return { folder, accounts, process, api: await servingApi(process, accounts) }
}

async function servingApi(process: LedgerProcess, accounts: Accounts): Promise<Api> {
  await process.printed(/Serving on http\S+;/)
  return createApi(/Serving on (http\S+);/.exec(process.output())?.[1] ?? '', accounts)
}

async function programmesOf(api: Api, kind: string): Promise<{ id: string }[]> {
  const programmes = await listAll(api, '/v1/programmes', 'items')
  return programmes.filter((programme) => programme.kind === kind)
}

test('the printed tables show the sums of the newspaper page', () => {
  const printed = whole.process.output()
  for (const text of ['200,000.00', '20万', '1,432,600.00', '143.26万', '500 workers at 400.00', '2025-06-03'])
    expect(printed).toContain(text)
  expect(printed).toMatch(/Clock: simulated/)
})

test('everybody whom it names signs in with what is printed, each in a role and where it holds', async () => {
  const { api, process } = whole
  const [, names = '', password = ''] = /as (.+); the password of each is (\S+)\./.exec(process.output()) ?? []
  const signedIn = await Promise.all(
    names.split(', ').map(async (account) => {
      const body = { account, password }
      const { status, body: session } = await api.send({ method: 'POST', path: '/v1/session', body, actor: null })
      expect([account, status]).toEqual([account, 200])
      return session.role
    }),
  )
  expect(new Set(signedIn)).toEqual(new Set(roles))
})

test('the large sums of Yushu were proposed by one and approved by another', async () => {
  const { api } = whole
  const [meals] = await programmesOf(api, 'festival-meal')
  const { events } = await api.get(`/v1/trail/${meals?.id}?limit=100`)
  const actorsOf = (type: string) =>
    events.filter((event: { type: string }) => event.type === type).map(({ actor }: { actor: string }) => actor)
  expect(actorsOf('AllocationProposed')).toEqual(['officer/officer'])
  expect(actorsOf('AllocationApproved')).toEqual(['approver/approver'])
  expect(actorsOf('IssuanceProposed')).toEqual(['officer/officer'])
  expect(actorsOf('IssuanceApproved')).toEqual(['approver/approver'])
})

describe.each([
  ['played in one go', () => whole],
  ['killed in the middle and played to its end by the next start', () => cutOff],
])('a demonstration that is %s', (_, demoOf) => {
  test('holds 200,000.00 for 500 workers and 1,432,600.00 for the breakfasts', async () => {
    const { api } = demoOf()
    const [meals] = await programmesOf(api, 'festival-meal')
    const breakfasts = await programmesOf(api, 'breakfast')
    expect(breakfasts).toHaveLength(5)
    const { rows } = await api.get('/v1/budget?by=programme')
    const rowOf = (id: string | undefined) => rows.find(({ key }: { key: string }) => key === id)
    expect(rowOf(meals?.id).turnovers).toMatchObject({ allocatedTotalFen: 20_000_000, issuedTotalFen: 500 * 40_000 })
    expect(rowOf(meals?.id).balances.committedFen).toBe(0)
    const ofBreakfasts = breakfasts.map(({ id }) => rowOf(id))
    expect(ofBreakfasts.reduce((sum, row) => sum + row.turnovers.allocatedTotalFen, 0)).toBe(143_260_000)
    for (const row of ofBreakfasts) {
      expect(row.funds.length).toBe(3)
      expect(row.turnovers.redeemedTotalFen).toBeGreaterThan(0)
      expect(row.turnovers.redeemedTotalFen).toBeLessThan(row.turnovers.issuedTotalFen)
    }
  })

  test('spreads its meals over three festivals, and not everyone comes', async () => {
    const { api } = demoOf()
    const [meals] = await programmesOf(api, 'festival-meal')
    const { rows, total } = await api.get(`/v1/coverage?programme=${meals?.id}&by=window`)
    expect(rows.map(({ key }: { key: string }) => key).sort()).toEqual(['horse-racing', 'mid-autumn', 'national-day'])
    for (const { people } of rows) {
      expect(people).toMatchObject({ eligible: 500, issued: 500 })
      expect(people.reached).toBeGreaterThan(300)
      expect(people.reached).toBeLessThan(500)
    }
    expect(total.people.reached).toBeLessThan(500)
    const festivals = ['horse-racing', 'national-day', 'mid-autumn']
    expect(rows.map(({ key }: { key: string }) => key)).toEqual(festivals)
    for (const window of festivals)
      expect((await api.get(`/v1/gaps?programme=${meals?.id}&window=${window}`)).gaps).not.toHaveLength(0)
  })

  test('hands out more than 10,000 kits at 38 + 8 + 6 sites: two short, one not reached', async () => {
    const { api } = demoOf()
    const [cooling] = await programmesOf(api, 'cooling')
    const { rows, total } = await api.get(`/v1/coverage?programme=${cooling?.id}&by=division`)
    const planned = Object.fromEntries(
      rows.map(({ key, sites }: { key: string; sites: { planned: number } }) => [key, sites.planned]),
    )
    expect(planned).toEqual({ 130302: 38, 130303: 8, 130306: 6 })
    expect(total.sites).toMatchObject({ planned: 52, delivered: 51, short: 2, neverVisited: 1 })
    const handedOut = total.kits.reduce((sum: number, kit: { handedOut: number }) => sum + kit.handedOut, 0)
    expect(handedOut).toBeGreaterThan(10_000)
    const { gaps } = await api.get(`/v1/gaps?programme=${cooling?.id}`)
    expect(gaps.map(({ reason }: { reason: string }) => reason).sort()).toEqual(['returned', 'short', 'short'])
  })

  test('agrees with an outside program now and at three moments in between', async () => {
    const { exitCode, text } = await recompute(demoOf().api, 3)
    expect(text).toContain('4 moments')
    expect(text).toContain(': 0 differences')
    expect(exitCode).toBe(0)
  })

  test.skipIf(missing.length > 0).each(['hledger', 'beancount'] as const)(
    `agrees with %s to the fen and the piece${missing.length > 0 ? `: left out, no ${missing.join(', ')} here` : ''}`,
    async (program) => {
      const { api } = demoOf()
      const read = async (path: string): Promise<string> => {
        const body = await api.get(path, 'auditor/outside')
        return typeof body === 'string' ? body : JSON.stringify(body)
      }
      const { accounts, events, differences } = await compareOutsideBooks(read, program)
      expect(differences).toEqual([])
      expect(accounts).toBeGreaterThan(60)
      expect(events).toBeGreaterThan(5_000)
    },
    BOOKS_LIMIT_MS,
  )

  test('agrees with the accounting tables of its year', async () => {
    const { exitCode, text } = await checkAccountingTables(demoOf().api, 2025)
    expect(text).toContain(' 0 faults')
    expect(exitCode).toBe(0)
  })
})

test('a demonstration that was cut off tells the same story as one that was not', async () => {
  const answers = ['/v1/budget?by=programme', '/v1/budget?by=division'].map(async (path) => {
    const [expected, actual] = await Promise.all([whole.api.get(path), cutOff.api.get(path)])
    const story = ({ rows, total }: { rows: { name: string; division: string }[]; total: object }) => ({
      rows: rows.map(({ name, division, ...row }) => ({ name, division, balances: Reflect.get(row, 'balances') })),
      total,
    })
    expect(story(actual)).toEqual(story(expected))
  })
  await Promise.all(answers)
})

test('a second start finds the data and does not play it again', async () => {
  const { sequence } = await whole.api.get('/v1/journal?limit=1')
  await whole.process.end('SIGTERM')
  whole.process = startDemo(whole.folder)
  whole.api = await servingApi(whole.process, whole.accounts)
  expect(whole.process.output()).toContain('not played again')
  expect(whole.process.output()).toContain('1,432,600.00')
  expect((await whole.api.get('/v1/journal?limit=1')).sequence).toBe(sequence)
}, 30_000)
