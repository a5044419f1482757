import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../../services/standalone/src/cli/cli-process.fixture.ts'
import type { Answer } from '../harness/api.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'
import { type Made, type ServedBooks, serveBooks, unpack } from './unpacked-books.fixture.ts'

/** What was entered under version 1 is used, followed and put right today. */
const TODAY = '2025-10-03T09:00:00+08:00'
const AUDITOR = 'auditor/books'
const MONEY = ['grantedFen', 'availableFen', 'allocatedFen', 'bankFen']

let folder: string
let made: Made
let books: ServedBooks
let programmes: Answer['body'][]

beforeAll(async () => {
  folder = temporaryFolder('old-entries-')
  made = unpack('summer-2025-v1.tar.gz', folder)
  books = await serveBooks(join(folder, 'data'), TODAY)
  // What had ended by today is swept at the start: figures before and after an act hold nothing else.
  await books.ledger.vouchers.sweepExpiredCredits()
  programmes = (await books.api.get('/v1/programmes?limit=100')).items
}, 60_000)
afterAll(async () => {
  await books.ledger.close()
  rmSync(folder, { recursive: true })
})

const send = (path: string, body: object, actor = 'officer/li') => books.api.send({ method: 'POST', path, body, actor })

const programmeOf = (kind: string): string => programmes.find((one) => one.kind === kind).id

/** What was entered under version 1, as it stands in the log, with the id under which it is put right. */
async function entered(type: string, where: (data: Answer['body']) => boolean): Promise<Answer['body']> {
  const events = await books.ledger.store.readAll({ limit: made.treeSize })
  const takenBack = new Set(
    events.map(({ type: name, data }) => (name === 'RedemptionReversed' ? String(data.redemption) : '')),
  )
  const found = events.find(
    (event) => event.type === type && !takenBack.has(`${event.stream}.${event.version}`) && where(event.data),
  )
  if (!found) throw new Error(`no such ${type} in the books`)
  return { ...found.data, stream: found.stream, part: `${found.stream}.${found.version}`, on: found.metadata }
}

async function balances(): Promise<Record<string, number>> {
  return (await books.api.get('/v1/budget', AUDITOR)).total.balances
}

/** What the act that is waited for moved, by name. */
async function moved(act: () => Promise<unknown>, names: readonly string[]): Promise<Record<string, number>> {
  const before = await balances()
  await act()
  const after = await balances()
  return Object.fromEntries(names.map((name) => [name, Number(after[name]) - Number(before[name])]))
}

describe('a card voided under version 1', () => {
  test('is credited anew what was withdrawn with it, is followed by a new card, and that one is eaten on', async () => {
    const programme = programmeOf('festival-meal')
    const { worker, stream: wallet } = await entered('VoucherVoided', (data) => data.programme === programme)
    const path = `/v1/programmes/${programme}/workers/${worker}/voucher`
    const voided = await books.api.get(path)
    expect(voided).toMatchObject({ wallet, status: 'voided', balanceFen: 0 })
    const windows = ['national-day', 'mid-autumn']
    const { id: round } = await books.api.post(`/v1/programmes/${programme}/rounds`, { name: '十月补发', windows })
    const ordered = await books.api.post(`/v1/programmes/${programme}/issuances`, { round, windows })
    const { result } = await books.api.finishJob(ordered.id)
    // Above the limit that was set under version 1.
    const approval = `/v1/proposals/vouchers/${result.proposal}/approval`
    expect(await send(approval, { note: '核对无误' }, 'approver/chair')).toMatchObject({ status: 201 })
    await expect.poll(async () => (await books.api.get(path)).balanceFen, { timeout: 10_000 }).toBe(12_000)
    const replaced = await send(`${path}/replacement`, { reason: '回到岗位' })
    expect(replaced).toMatchObject({ status: 201, body: { wallet } })
    const [merchant] = (await books.api.get(`/v1/programmes/${programme}/merchants`)).items
    const eat = (code: string) => {
      const items = [{ code: 'wonton', quantity: 1 }]
      const till = `merchant-till/till-of-entries@000000,${merchant}`
      return send(`/v1/vouchers/${code}/redemptions`, { merchant, items }, till)
    }
    const draws = [{ window: 'national-day', amountFen: 1_700 }]
    expect(await eat(replaced.body.code)).toMatchObject({ status: 201, body: { balanceAfterFen: 10_300, draws } })
    expect(await eat(voided.code)).toMatchObject({ status: 409, body: { code: 'voucher-replaced' } })
  })
})

describe('a meal of version 1', () => {
  const undo = (part: string, what: object = {}) =>
    send(`/v1/redemptions/${part}/reversal`, { reason: '录错', ...what })

  test('is taken back by the union days later, in parts: the credit that lasts gets it', async () => {
    const programme = programmeOf('festival-meal')
    const meal = await entered(
      'MealRedeemed',
      ({ redeemedOn, items }) => redeemedOn === '2025-10-01' && items.length > 1,
    )
    expect(meal.programme).toBe(programme)
    const [{ code, agreedPriceFen }] = meal.items
    const first = await undo(meal.part, { items: [{ code, quantity: 1 }] })
    expect(first).toMatchObject({ status: 201, body: { amountFen: agreedPriceFen } })
    const rest = await undo(meal.part)
    expect(rest).toMatchObject({ status: 201, body: { amountFen: first.body.keptFen, keptFen: 0 } })
    expect(rest.body.balanceAfterFen).toBe(first.body.balanceAfterFen + first.body.keptFen)
    expect(await undo(meal.part)).toMatchObject({ status: 409, body: { code: 'redemption-already-reversed' } })
  })

  test('of a credit that has ended goes back to the programme', async () => {
    const { part, draws } = await entered('MealRedeemed', ({ redeemedOn }) => redeemedOn === '2025-07-25')
    const amountFen: number = draws
      .flatMap(({ shares }: Answer['body']) => shares)
      .reduce((sum: number, share: { amountFen: number }) => sum + share.amountFen, 0)
    const after = await moved(
      async () => expect(await undo(part)).toMatchObject({ status: 201, body: { amountFen } }),
      ['usedFen', 'costFen', 'payableFen', 'issuedFen', 'allocatedFen'],
    )
    expect(after).toEqual({
      ...{ usedFen: -amountFen, costFen: -amountFen, payableFen: -amountFen },
      ...{ issuedFen: 0, allocatedFen: amountFen },
    })
  })

  test('that was entered late, in a programme that is closed by now, is taken back too', async () => {
    const late = await entered('MealRedeemed', (data) => data.deviceId === 'officer')
    expect(late.on.lateEntry).toMatchObject({ reason: '纸单补录' })
    const before = await balances()
    expect(await undo(late.part, { merchant: late.merchant })).toMatchObject({
      status: 201,
      body: { amountFen: 93, ownShareBackFen: 7 },
    })
    // The programme is closed: what comes back goes on to the fund, by a process.
    const risen = async () => Number((await balances()).availableFen) - Number(before.availableFen)
    await expect.poll(risen, { timeout: 10_000 }).toBe(93)
  })
})

describe('money of version 1', () => {
  test('a gift that was entered wrongly is put right in red, and a refund of one', async () => {
    const gift = await entered('DonationReceived', (data) => data.receiptNumber === 'ＸＧ－1')
    const correction = {
      donation: gift.part,
      reason: '金额和收据号录错',
      right: { receiptNumber: 'XG-1-B', donor: gift.donor, amountFen: 15_000, receivedOn: '2025-06-05' },
    }
    const path = `/v1/funds/${gift.stream}/donation-corrections`
    const byGift = await moved(async () => {
      expect(await send(path, correction)).toMatchObject({ status: 201, body: { reversedFen: 19_999 } })
    }, MONEY)
    expect(byGift).toEqual({ grantedFen: -4_999, availableFen: -4_999, allocatedFen: 0, bankFen: -4_999 })
    expect(await send(path, correction)).toMatchObject({ status: 409, body: { code: 'already-corrected' } })
    const refund = await entered('DonationRefunded', (data) => data.reason === '尾差')
    const refunds = `/v1/funds/${refund.stream}/refund-corrections`
    const byRefund = await moved(async () => {
      expect(await send(refunds, { refund: refund.part, reason: '未退' })).toMatchObject({ status: 201 })
    }, MONEY)
    expect(byRefund).toEqual({ grantedFen: 1, availableFen: 1, allocatedFen: 0, bankFen: 1 })
  })

  test('an allocation that was entered too high goes down to what is right', async () => {
    const programme = programmeOf('festival-meal')
    const { part: allocation, shares } = await entered('FundsAllocated', (data) => data.programme === programme)
    const correction = { allocation, reason: '多录', rightAmountFen: shares[0].amountFen - 5_000 }
    const after = await moved(async () => {
      const corrected = await send(`/v1/programmes/${programme}/allocation-corrections`, correction)
      expect(corrected).toMatchObject({ status: 201, body: { reversedFen: 5_000 } })
    }, MONEY)
    expect(after).toEqual({ grantedFen: 0, availableFen: 5_000, allocatedFen: -5_000, bankFen: 0 })
  })
})

describe('goods of version 1', () => {
  test('are put right where they stand: receipt, loss, packing, hand-out, short receipt', async () => {
    const put = (path: string, entry: Answer['body'], way: string, body: object) =>
      send(`${path}/${entry.stream}/${way}`, { reason: '点错', ...body })
    const bought = await entered('GoodsReceived', (data) => data.receiptNumber === 'QL-G-2')
    expect(await put('/v1/depots', bought, `receipts/${bought.part}/correction`, { quantity: 180 })).toMatchObject({
      status: 201,
      body: { difference: -20, quantity: 180, receiptNumber: 'QL-G-2', invoiceNumber: 'FP-7' },
    })
    const lost = await entered('GoodsWrittenOff', () => true)
    const right = [{ lot: lost.lines[0].lot, quantity: 3 }]
    const foundAgain = await put('/v1/depots', lost, `write-offs/${lost.part}/correction`, { right })
    expect(foundAgain).toMatchObject({ status: 201, body: { lines: [{ quantity: 13 }] } })
    const packed = await entered('KitsPacked', (data) => data.quantity === 120)
    const unpacked = await put('/v1/depots', packed, `packings/${packed.part}/reversal`, { quantity: 5 })
    expect(unpacked).toMatchObject({ status: 201, body: { kitVersion: 1, components: [{ quantity: 10 }] } })
    const handed = await entered('GoodsHandedOut', (data) => data.heads === 7)
    const { commodity } = handed.lines[0]
    const handOut = { lines: [{ commodity, quantity: 6 }], heads: 6, handedOutOn: handed.handedOutOn }
    expect(
      await put('/v1/consignments', handed, `handouts/${handed.part}/correction`, { right: handOut }),
    ).toMatchObject({ status: 201, body: { heads: 6, correctedFrom: handed.part } })
    const short = await entered('ConsignmentReceived', ({ lines }) => lines[0].shortReason !== undefined)
    const { receivedBy, receivedOn } = short
    const whole = { receivedBy, receivedOn, lines: [{ commodity, quantity: 10 }] }
    expect(await put('/v1/consignments', short, 'receipt/correction', whole)).toMatchObject({
      status: 201,
      body: { corrects: short.part, lines: [{ shortQuantity: 0, siteDifference: 2, lostDifference: -2 }] },
    })
  })

  test('a kit, which had no owner, is the root union’s: its officer revises it, those of a county and of another city do not', async () => {
    const { stream: kit, name, components } = await entered('KitRevised', () => true)
    const body = { name, components: components.map((one: Answer['body']) => ({ ...one, quantity: 4 })) }
    const revise = (actor: string) =>
      books.api.send({ method: 'PUT', path: `/v1/kits/${kit}`, actor, body, headers: { 'if-match': '"2"' } })
    for (const division of ['632701', '130300'])
      expect(await revise(`officer/of-${division}@${division}`)).toMatchObject({
        status: 403,
        body: { code: 'kit-of-another-union' },
      })
    expect(await revise('officer/of-root@632700')).toMatchObject({ status: 200, body: { kitVersion: 3 } })
  })
})

test('the books hold after it all, as `welfare verify` finds', async () => {
  const { total } = await books.api.get('/v1/budget', AUDITOR)
  expect(Object.values(total.identities)).not.toContain(false)
  await books.ledger.close()
  const data = join(folder, 'data')
  const ended = await runCli(['verify', '--data', data, '--key', made.key, '--json'], { folder: data })
  const { holds, misfits, failure } = JSON.parse(ended.stdout || ended.stderr)
  expect({ exitCode: ended.exitCode, holds, misfits, failure }).toMatchObject({ exitCode: 0, holds: true, misfits: [] })
}, 60_000)
