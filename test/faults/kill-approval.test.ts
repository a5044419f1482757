import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { addDays } from '@welfare/contracts/days.ts'
import { shanghaiDay } from '@welfare/service-kit/shanghai-days.ts'
import { afterEach, expect, test } from 'vitest'
import type { Accounts } from '../harness/accounts.ts'
import { type Api, createApi } from '../harness/api.ts'
import { accountsIn, type LedgerProcess, serve } from '../harness/ledger-process.ts'
import { importRoster, prepareMeals, rosterFile } from '../harness/meals.ts'
import { recompute } from '../harness/recompute.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

const WORKERS = 20
const CREDIT_FEN = 4_000
const TOTAL_FEN = WORKERS * CREDIT_FEN
const chair = 'approver/chair'

/** The ledger's processes run on the machine's clock. */
const today = shanghaiDay(new Date())
const open = { from: addDays(today, -30), until: addDays(today, 30) }

let folder: string
let running: (LedgerProcess & { url: string }) | undefined
let api: Api
let accounts: Accounts

afterEach(async () => {
  await running?.end('SIGKILL')
  rmSync(folder, { recursive: true })
})

async function start(): Promise<void> {
  running = await serve(folder)
  api = createApi(running.url, accounts)
}

/** Killed, and where the processes were is forgotten: they begin at the first event again. */
async function killAndForget(): Promise<void> {
  await running?.end('SIGKILL')
  const copies = join(folder, 'copies')
  const forgotten = readdirSync(copies).filter((file) => file.includes('-processes.db'))
  expect(forgotten.length).toBeGreaterThan(0)
  for (const file of forgotten) rmSync(join(copies, file))
  await start()
}

test('kill -9 between approval and commitment: what was approved is issued once, and nothing stays reserved', async () => {
  folder = temporaryFolder('kill-approval-')
  accounts = accountsIn(folder)
  await start()
  const windows = ['proposing', 'on-its-way', 'accepted', 'a-moment-later'].map((window) => ({
    ...{ window, ...open, creditFen: CREDIT_FEN },
  }))
  const fundsFen = [TOTAL_FEN * 3, TOTAL_FEN]
  const { programme } = await prepareMeals(api, { workers: WORKERS, windows, fundsFen })
  await importRoster(api, programme, await rosterFile(WORKERS))
  const limits = { limits: { issuance: { perAct: 1 } } }
  const path = '/v1/approval-limits/632701'
  expect(await api.send({ method: 'PUT', path, actor: 'administrator/chief', body: limits })).toMatchObject({
    status: 200,
  })
  await api.tokenOf(chair)
  for (const [index, { window }] of windows.entries()) {
    const round = await api.post(`/v1/programmes/${programme}/rounds`, { name: window, windows: [window] })
    const order = {
      ...{ method: 'POST', path: `/v1/programmes/${programme}/issuances`, key: `order-${window}` },
      body: { round: round.id },
    }
    const ordering = api.send(order)
    if (window === 'proposing') {
      const outcome = ordering.catch(() => undefined)
      await killAndForget()
      await outcome
    }
    const { id, result } = window === 'proposing' ? (await api.send(order)).body : (await ordering).body
    const approval = {
      ...{ method: 'POST', path: `/v1/proposals/vouchers/${result.proposal}/approval` },
      ...{ key: `approve-${window}`, actor: chair, body: {} },
    }
    const approving = api.send(approval)
    const outcome = approving.catch(() => undefined)
    if (window === 'accepted') await outcome
    if (window === 'a-moment-later') await approvalsAre(index + 1)
    if (window !== 'proposing') await killAndForget()
    await outcome
    expect(await api.send(approval)).toMatchObject({ status: 201, body: { id: result.proposal } })
    expect(await api.finishJob(id)).toMatchObject({
      status: 'done',
      result: { workers: WORKERS, issuedFen: TOTAL_FEN, skipped: 0 },
    })
    const { total } = await api.get('/v1/budget?by=fund')
    expect(total.balances).toMatchObject({ reservedFen: 0, committedFen: 0, issuedFen: (index + 1) * TOTAL_FEN })
  }
  expect(await recompute(api, 5)).toMatchObject({ exitCode: 0 })
}, 120_000)

async function approvalsAre(count: number): Promise<void> {
  const listed = async () => (await api.get('/v1/proposals/vouchers?status=performed', chair)).items.length
  await expect.poll(listed, { timeout: 10_000, interval: 1 }).toBe(count)
}
