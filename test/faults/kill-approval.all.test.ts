import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { addDays } from '@welfare/contracts/days.ts'
import { expect, test } from 'vitest'
import { inParallel } from '../harness/api.ts'
import { importRoster, prepareMeals, rosterFile } from '../harness/meals.ts'
import { recompute } from '../harness/recompute.ts'
import { ledgerToKill, open, today } from './killed-ledger.fixture.ts'

const WORKERS = 20
const CREDIT_FEN = 4_000
const TOTAL_FEN = WORKERS * CREDIT_FEN
const chair = 'approver/chair'

const ledger = ledgerToKill()

/** Killed, and where the processes were is forgotten: they begin at the first event again. */
async function killAndForget(): Promise<void> {
  await ledger.end('SIGKILL')
  const facts = new DatabaseSync(join(ledger.folder, 'copies', 'facts.db'))
  for (const service of ['programmes', 'funds', 'vouchers', 'deliveries']) {
    const { changes } = facts.prepare(`UPDATE processes_${service}_checkpoint SET position = NULL, sequence = 0`).run()
    expect(changes).toBe(1)
  }
  facts.exec('DELETE FROM credit_return')
  facts.close()
  await ledger.start()
}

test('kill -9 between approval and commitment: what was approved is issued once, and nothing stays reserved', async () => {
  await ledger.begin('kill-approval-')
  const windows = ['proposing', 'on-its-way', 'accepted', 'a-moment-later'].map((window) => ({
    ...{ window, ...open, creditFen: CREDIT_FEN },
  }))
  const fundsFen = [TOTAL_FEN * 3, TOTAL_FEN]
  const { programme } = await prepareMeals(ledger.api, { workers: WORKERS, windows, fundsFen })
  await importRoster(ledger.api, programme, await rosterFile(WORKERS))
  const limits = { limits: { issuance: { perAct: 1 } } }
  const path = '/v1/approval-limits/632701'
  expect(await ledger.api.send({ method: 'PUT', path, actor: 'administrator/chief', body: limits })).toMatchObject({
    status: 200,
  })
  await ledger.api.tokenOf(chair)
  for (const [index, { window }] of windows.entries()) {
    const round = await ledger.api.post(`/v1/programmes/${programme}/rounds`, { name: window, windows: [window] })
    const order = {
      ...{ method: 'POST', path: `/v1/programmes/${programme}/issuances`, key: `order-${window}` },
      body: { round: round.id },
    }
    const ordering = ledger.api.send(order)
    if (window === 'proposing') {
      const outcome = ordering.catch(() => undefined)
      await killAndForget()
      await outcome
    }
    const { id, result } = window === 'proposing' ? (await ledger.api.send(order)).body : (await ordering).body
    const approval = {
      ...{ method: 'POST', path: `/v1/proposals/vouchers/${result.proposal}/approval` },
      ...{ key: `approve-${window}`, actor: chair, body: {} },
    }
    const approving = ledger.api.send(approval)
    const outcome = approving.catch(() => undefined)
    if (window === 'accepted') await outcome
    if (window === 'a-moment-later') await approvalsAre(index + 1)
    if (window !== 'proposing') await killAndForget()
    await outcome
    expect(await ledger.api.send(approval)).toMatchObject({ status: 201, body: { id: result.proposal } })
    expect(await ledger.api.finishJob(id)).toMatchObject({
      status: 'done',
      result: { workers: WORKERS, issuedFen: TOTAL_FEN, skipped: 0 },
    })
    const { total } = await ledger.api.get('/v1/budget?by=fund')
    expect(total.balances).toMatchObject({ reservedFen: 0, committedFen: 0, issuedFen: (index + 1) * TOTAL_FEN })
  }
  expect(await recompute(ledger.api, 5)).toMatchObject({ exitCode: 0 })
}, 120_000)

test('kill -9 while acts are counted, done and approved: each maker’s sum is what was done, each approved act is done once', async () => {
  await ledger.begin('kill-acts-')
  const dayFen = 40_000
  const limits = { refund: { within24Hours: dayFen }, 'late-entry': { perAct: 1 } }
  const path = '/v1/approval-limits/632701'
  await ledger.api.send({ method: 'PUT', path, actor: 'administrator/chief', body: { limits } })
  await ledger.api.tokenOf(chair)
  const donor = { kind: 'individual' }
  const late = { donor, amountFen: 2, receivedOn: addDays(today, -1), lateEntry: { reason: '补录' } }
  for (const [round, killAfter] of [2, 6, 12].entries()) {
    const actor = `officer/maker-${round}`
    const funder = { name: '虚构总工会', kind: 'union' }
    const fund = (await ledger.api.post('/v1/funds', { name: `资金${round}`, division: '632701', funder }, { actor }))
      .id
    const gift = { receiptNumber: `R-${round}`, donor, amountFen: 1_000_000 }
    const donation = (await ledger.api.post(`/v1/funds/${fund}/donations`, gift, { actor })).id
    const refund = (amountFen: number, key?: string) => {
      const body = { donation, amountFen, reason: '退回' }
      return ledger.api.send({ method: 'POST', path: `/v1/funds/${fund}/refunds`, actor, body, key })
    }
    const proposals: string[] = []
    for (let index = 0; index < 8; index++) {
      const donated = await ledger.api.post(
        `/v1/funds/${fund}/donations`,
        { ...late, receiptNumber: `L-${index}` },
        { actor },
      )
      proposals.push(donated.proposal)
    }
    const approve = (proposal: string) => {
      const approval = { path: `/v1/proposals/funds/${proposal}/approval`, key: `approve-${proposal}`, body: {} }
      return ledger.api.send({ method: 'POST', actor: chair, ...approval })
    }
    const refunds = Array.from({ length: 32 }, (_, index) => `refund-${round}-${index}`)
    let answered = 0
    let ending: Promise<void> | undefined
    await inParallel([...refunds.slice(0, 8), ...proposals, ...refunds.slice(8)], 16, async (key) => {
      if (ending) return
      await (key.startsWith('refund') ? refund(1_000, key) : approve(key)).catch(() => undefined)
      if (++answered >= killAfter) ending ??= ledger.end('SIGKILL')
    })
    await ending
    await ledger.start()
    // Of those whose answer was lost half ask again, the others never.
    for (const key of refunds.filter((_, index) => index % 2 === 0).slice(0, 8))
      expect(await refund(1_000, key)).toMatchObject({ status: 201 })
    const waiting = async (status: string) =>
      (await ledger.api.get(`/v1/proposals/funds?status=${status}`, chair)).items
    await expect.poll(() => waiting('approved')).toEqual([])
    for (const proposal of proposals) expect(await approve(proposal)).toMatchObject({ status: 201 })
    expect((await waiting('performed')).length).toBe(proposals.length * (round + 1))
    const { availableFen } = await ledger.api.get(`/v1/funds/${fund}`)
    const doneFen = 1_000_000 + proposals.length * late.amountFen - availableFen
    expect(await refund(dayFen - doneFen), `${doneFen} were done`).toMatchObject({ status: 201 })
    expect(await refund(1)).toMatchObject({ status: 202 })
  }
  expect(await recompute(ledger.api, 3)).toMatchObject({ exitCode: 0 })
}, 120_000)

async function approvalsAre(count: number): Promise<void> {
  const listed = async () => (await ledger.api.get('/v1/proposals/vouchers?status=performed', chair)).items.length
  await expect.poll(listed, { timeout: 10_000, interval: 1 }).toBe(count)
}
