import { beforeAll, expect, test } from 'vitest'
import type { Api } from '../harness/api.ts'
import { listAll } from '../harness/api.ts'
import { accountsIn, type LedgerProcess } from '../harness/ledger-process.ts'
import { recompute } from '../harness/recompute.ts'
import { newFolder, programmesOf, servingApi, startDemo } from './played-demo.fixture.ts'

const PLAY_LIMIT_MS = 3_600_000
let demo: LedgerProcess
let api: Api

beforeAll(async () => {
  const folder = newFolder('demo-whole-year-')
  demo = startDemo(folder, ['--whole-year'])
  api = await servingApi(demo, accountsIn(folder))
}, PLAY_LIMIT_MS)

test('spends most of 1,432,600.00 on breakfasts in five counties, and says so', async () => {
  const breakfasts = await programmesOf(api, 'breakfast')
  const { rows } = await api.get('/v1/budget?by=programme')
  const ofBreakfasts = rows.filter(({ key }: { key: string }) => breakfasts.some(({ id }) => id === key))
  expect(ofBreakfasts).toHaveLength(5)
  const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, fen) => sum + fen, 0)
  const allocated = ofBreakfasts.map(
    (row: { turnovers: { allocatedTotalFen: number } }) => row.turnovers.allocatedTotalFen,
  )
  const used = ofBreakfasts.map((row: { balances: { usedFen: number } }) => row.balances.usedFen)
  expect(sumOf(allocated)).toBe(143_260_000)
  for (const [index, usedFen] of used.entries()) expect(usedFen / allocated[index]).toBeGreaterThan(0.8)
  expect(demo.output()).toMatch(
    /whole year: every morning of 2025\. Spent: 1,[0-9]{3},[0-9]{3}\.00 of 1,432,600\.00 yuan/,
  )
})

test('pays every shop of every month, by the unions of the counties and a treasury', async () => {
  const statements: { status: string }[] = await listAll(api, '/v1/statements', 'items')
  // Ten shops for breakfast, twelve months; six shops for the festivals, twice.
  expect(statements.filter(({ status }) => status === 'paid')).toHaveLength(132)
  expect(statements).toHaveLength(132)
  const { total } = await api.get('/v1/budget?by=fund')
  expect(total.balances).toMatchObject({ payableFen: 0, claimedFen: 0, disputedFen: 0 })
  expect(total.balances.bankFen + total.balances.quotaFen).toBe(total.balances.donatedFen - total.balances.costFen)
})

test(
  'agrees with an outside program',
  async () => {
    const { exitCode, text } = await recompute(api, 3)
    expect(text).toContain(': 0 differences')
    expect(exitCode).toBe(0)
  },
  PLAY_LIMIT_MS,
)
