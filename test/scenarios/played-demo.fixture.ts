import { rmSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import type { Accounts } from '../harness/accounts.ts'
import { type Api, createApi, listAll } from '../harness/api.ts'
import { accountsIn, type LedgerProcess, startWelfare } from '../harness/ledger-process.ts'
import { compareOutsideBooks, missingPrograms } from '../harness/outside-books.ts'
import { checkAccountingTables, recompute } from '../harness/recompute.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

/** Alone, one takes less than a minute; beside others, whatever the machine has left. */
export const PLAY_LIMIT_MS = 360_000
/** By then the first festival is over, credits have expired, cards were replaced and voided. */
const CUT_AT_SEQUENCE = 5_500

const BOOKS_LIMIT_MS = 120_000
const missing = missingPrograms()

export interface Demo {
  readonly folder: string
  readonly accounts: Accounts
  process: LedgerProcess
  api: Api
}

const started: LedgerProcess[] = []
const folders: string[] = []

afterAll(async () => {
  for (const process of started) await process.end('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true })
})

export function startDemo(folder: string, options: readonly string[] = []): LedgerProcess {
  const process = startWelfare(['demo', ...options], folder)
  started.push(process)
  return process
}

export function newFolder(prefix: string): string {
  const folder = temporaryFolder(prefix)
  folders.push(folder)
  return folder
}

export async function playWhole(): Promise<Demo> {
  const folder = newFolder('demo-whole-')
  const accounts = accountsIn(folder)
  const process = startDemo(folder)
  return { folder, accounts, process, api: await servingApi(process, accounts) }
}

export async function playCutOff(): Promise<Demo> {
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

export async function servingApi(process: LedgerProcess, accounts: Accounts): Promise<Api> {
  await process.printed(/Serving on http\S+;/)
  return createApi(/Serving on (http\S+);/.exec(process.output())?.[1] ?? '', accounts)
}

export async function programmesOf(api: Api, kind: string): Promise<{ id: string }[]> {
  const programmes = await listAll(api, '/v1/programmes', 'items')
  return programmes.filter((programme) => programme.kind === kind)
}

/** What every demonstration must hold, however it came to its end. */
export function describeDemonstration(how: string, demoOf: () => Demo): void {
  describe(`a demonstration that is ${how}`, () => {
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
      expect(ofBreakfasts.map(({ funds }) => funds.length).sort()).toEqual([2, 3, 3, 3, 3])
      for (const row of ofBreakfasts) {
        expect(row.turnovers.redeemedTotalFen).toBeGreaterThan(0)
        expect(row.turnovers.redeemedTotalFen).toBeLessThan(row.turnovers.issuedTotalFen)
      }
    })

    test('has one county’s breakfast paid half by its treasury and half by the union, up to 3.00 each', async () => {
      const { api } = demoOf()
      const { rows } = await api.get('/v1/budget?by=programme')
      const shared = rows.find(({ funds }: { funds: object[] }) => funds.length === 2)
      const used = shared.funds.map(({ balances }: { balances: { usedFen: number } }) => balances.usedFen)
      expect(used[0]).toBeGreaterThan(0)
      expect(used[1]).toBe(used[0])
      const { rules } = await api.get(`/v1/programmes/${shared.key}`)
      expect(rules.split.lines.map(({ rule }: { rule: object }) => rule)).toEqual([
        { kind: 'share', thousandths: 500, upToFen: 300 },
        { kind: 'share', thousandths: 500, upToFen: 300 },
        { kind: 'rest' },
      ])
      const [statement] = await listAll(api, `/v1/statements?programme=${shared.key}`, 'items')
      const { items } = await api.get(`/v1/statements/${statement.id}/lines?number=1&limit=1`)
      expect(items).toMatchObject([{ kind: 'meal', amountFen: 600, ownShareFen: 100, discountFen: 100 }])
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

    test('pays its shops by statements: one meal is set off, one was disputed, one payment made again, two wait', async () => {
      const { api } = demoOf()
      const statements: { status: string; payFen: number }[] = await listAll(api, '/v1/statements', 'items')
      // Ten shops for breakfast, four months, of which two shops' last is open; six shops for the festivals, twice.
      const paid = 50
      const those = (wanted: string) => statements.filter(({ status }) => status === wanted)
      expect(those('paid')).toHaveLength(paid)
      expect([those('proposed'), those('confirmed')].map(({ length }) => length)).toEqual([1, 1])
      expect(statements).toHaveLength(paid + 2)
      const payments: { status: string; ended?: object }[] = await listAll(api, '/v1/payments', 'items')
      // What a county's treasury pays of a statement is a payment of its own.
      expect(payments.filter(({ status }) => status === 'paid')).toHaveLength(paid + 8)
      const ended = payments.flatMap(({ ended }) => ended ?? [])
      expect(ended).toMatchObject([{ why: 'failed', reason: '账号与户名不符' }])

      const { total } = await api.get('/v1/budget?by=fund')
      const paidFen = those('paid').reduce((sum, { payFen }) => sum + payFen, 0)
      expect(total.turnovers).toMatchObject({
        paidTotalFen: paidFen,
        claimedTotalFen: 1_000,
        claimSettledTotalFen: 1_000,
      })
      expect(total.turnovers.disputedTotalFen).toBeGreaterThan(0)
      expect(total.turnovers.disputeEndedTotalFen).toBe(total.turnovers.disputedTotalFen)
      expect(total.balances).toMatchObject({ claimedFen: 0, disputedFen: 0 })
      expect(total.balances.bankFen + total.balances.quotaFen).toBe(total.balances.donatedFen - paidFen)
      expect(total.balances.quotaFen).toBeGreaterThan(0)
      const [meals] = await programmesOf(api, 'festival-meal')
      expect(await api.get(`/v1/payables?programme=${meals?.id}`)).toMatchObject({ totalFen: 0 })
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

    test(
      'agrees with the accounting tables of its year',
      async () => {
        const { exitCode, text } = await checkAccountingTables(demoOf().api, 2025)
        expect(text).toContain(' 0 faults')
        expect(exitCode).toBe(0)
      },
      BOOKS_LIMIT_MS,
    )
  })
}
