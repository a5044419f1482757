import { addFen } from '@welfare/contracts/money.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Balances, balancesComeTo, balancesOf } from '../harness/account-balances.ts'
import type { Answer } from '../harness/api.ts'
import { approveStatement, setPayee } from '../harness/settle.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { slip as document, openShopLedger, type ShopLedger } from '../harness/shop-ledger.ts'

/** Statements are paid over HTTP, as officers, approvers and the bank do it. Every final balance was written down before. */
let town: ShopLedger
let references = 0

const account = { account: '6217000999000000417', holder: '康巴早餐店' }

beforeAll(async () => {
  town = await openShopLedger({ workers: 1, fundsFen: [20_000] })
  await setPayee(town.application.api, town.shop, account)
}, 60_000)
afterAll(() => town.application.close())

test('what is taken back after its payment is set off with the next one: bank 70, payable 0, claimed 0, allocated 40', async () => {
  const meal = await town.eat(4_000)
  await town.eat(6_000)
  expect(await statusOf(await pay(await approved()))).toBe('paid')
  await balancesAre({ bank: 10_000, payable: 0, issued: 10_000, used: 10_000, cost: 10_000 })
  expect(await town.takeBack(meal)).toMatchObject({ status: 201 })
  await balancesAre({ bank: 10_000, payable: -4_000, claimed: 4_000, issued: 10_000, used: 6_000, cost: 6_000 })
  expect((await read(`/v1/programmes/${town.meals.programme}/budget`)).body).toMatchObject({
    claims: [{ merchant: town.shop, fund: town.meals.funds[0], claimedFen: 4_000 }],
  })
  await town.eat(7_000)
  const payment = await pay(await approved())
  expect((await read(`/v1/payments/${payment}`)).body).toMatchObject({ status: 'paid', totalFen: 3_000 })
  await balancesAre({
    bank: 7_000,
    payable: 0,
    claimed: 0,
    allocated: 4_000,
    issued: 3_000,
    used: 13_000,
    cost: 13_000,
  })
})

test('what the bank did not pay is paid by another payment: bank 60, payable 0', async () => {
  await town.eat(1_000)
  const statement = await approved()
  const failed = await sent(statement)
  expect(await prepare(statement)).toMatchObject({ status: 409, body: { code: 'statement-already-assigned' } })
  const no = { outcome: 'failed', amountFen: 1_000, reason: '账号有误', document }
  expect(await act(failed, 'result', no)).toMatchObject({ status: 200, body: { status: 'ended' } })
  await balancesAre({ bank: 7_000, payable: 1_000 })
  await expect.poll(async () => (await prepare(statement, 'ZF-AGAIN')).status).toBe(201)
  const { id } = (await prepare(statement, 'ZF-AGAIN')).body
  expect(await statusOf(await finish(id))).toBe('paid')
  await balancesAre({ bank: 6_000, payable: 0, issued: 2_000, used: 14_000 })
})

test('what was paid and came back is due again in the next statement: bank 50, payable 0', async () => {
  await town.eat(1_000)
  const payment = await pay(await approved())
  await balancesAre({ bank: 5_000, payable: 0 })
  const back = { reason: '账号已注销', document }
  expect(await act(payment, 'return', back)).toMatchObject({ status: 200, body: { status: 'returned' } })
  await balancesAre({ bank: 6_000, payable: 1_000 })
  expect(await act(payment, 'return', back)).toMatchObject({ status: 409, body: { code: 'payment-already-returned' } })
  expect(await statusOf(await pay(await approved()))).toBe('paid')
  await balancesAre({ bank: 5_000, payable: 0, issued: 1_000, used: 15_000 })
})

test('two officers at once, and one of them twice, pay a statement once: bank 49, payable 0', async () => {
  await town.eat(100)
  const statement = await approved()
  const asked = ['ZF-LI-1', 'ZF-LI-1', 'ZF-WU-1', 'ZF-WU-2'].map((reference) => prepare(statement, reference))
  const answers = await Promise.all(asked)
  const ids = [...new Set(answers.filter(({ status }) => status === 201).map(({ body }) => String(body.id)))]
  const statuses = async () => (await Promise.all(ids.map(statusOf))).filter((status) => status !== 'ended')
  await expect.poll(statuses, { timeout: 20_000 }).toEqual(['ready'])
  const standing = await Promise.all(ids.map(async (id) => [id, await statusOf(id)] as const))
  const [winner = ''] = standing.find(([, status]) => status === 'ready') ?? []
  const approvals = await Promise.all(['a', 'b'].map((hand) => approve(winner, `approver/${hand}`)))
  expect(approvals.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(await act(winner, 'sending', {})).toMatchObject({ status: 200 })
  const result = { outcome: 'paid', amountFen: 100, bankReference: 'B-9' }
  const results = await Promise.all([act(winner, 'result', result), act(winner, 'result', result)])
  expect(results.map(({ status }) => status).sort()).toEqual([200, 409])
  await balancesAre({ bank: 4_900, payable: 0, issued: 900, used: 15_100, cost: 15_100 })
})

test('a reference is one payment; with other parts it is refused', async () => {
  await town.eat(100)
  const statement = await approved()
  const first = await prepare(statement, 'ZF-ONE')
  expect(await prepare(statement, 'ZF-ONE')).toMatchObject({ status: 201, body: { id: first.body.id } })
  const other = { statement: statement.statement, number: statement.number - 1 }
  expect(await prepare(other, 'ZF-ONE')).toMatchObject({ status: 409, body: { code: 'reference-taken' } })
  expect(await act(first.body.id, 'withdrawal', { reason: '重复' })).toMatchObject({ status: 200 })
})

test('where nobody gives a reference it is one that can be read aloud, and the same for what is sent again', async () => {
  await town.eat(100)
  const body = { merchant: town.shop, parts: [await approved()] }
  const key = crypto.randomUUID()
  const { status, body: first } = await town.send('/v1/payments', body, undefined, key)
  expect(status).toBe(201)
  expect(first.reference).toMatch(/^ZF-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  expect((await town.send('/v1/payments', body, undefined, key)).body).toMatchObject({ reference: first.reference })
  expect(await act(first.id, 'withdrawal', { reason: '重复' })).toMatchObject({ status: 200 })
})

test('payments are listed from either end, and those that ended by why', async () => {
  const { items } = (await read('/v1/payments')).body
  const newest = (await read('/v1/payments?order=newest&limit=2')).body
  const next = (await read(`/v1/payments?order=newest&limit=1000&cursor=${newest.nextCursor}`)).body
  expect([...newest.items, ...next.items]).toEqual(items.toReversed())
  const ended = async (why: string) => (await read(`/v1/payments?ended=${why}`)).body.items
  expect(await ended('withdrawn')).toMatchObject([
    { reference: 'ZF-ONE', ended: { why: 'withdrawn' } },
    { ended: { why: 'withdrawn' } },
  ])
  expect(await ended('failed')).toMatchObject([{ ended: { why: 'failed', reason: '账号有误' } }])
  expect(await ended('refused')).toEqual([])
})

test('an account that was changed is looked at again before anything is sent', async () => {
  await town.eat(100)
  const { id } = (await prepare(await approved())).body
  await expect.poll(() => statusOf(id), { timeout: 20_000 }).toBe('ready')
  expect(await approve(id, 'approver/wang')).toMatchObject({ status: 200 })
  await setPayee(town.application.api, town.shop, { ...account, account: '6217000999000008899' })
  expect(await act(id, 'sending', {})).toMatchObject({ status: 409, body: { code: 'payee-changed' } })
  expect(await approve(id, 'approver/wang')).toMatchObject({ status: 200 })
  expect((await read(`/v1/payments/${id}`)).body).toMatchObject({ approval: { payee: { version: 2 } } })
  expect(await act(id, 'sending', {})).toMatchObject({ status: 200, body: { status: 'sent' } })
})

test('a shop sees its own payments alone, and not who made them', async () => {
  const own = await read('/v1/payments', `merchant-owner/owner@${town.shop}`)
  expect(own.body.items.length).toBeGreaterThan(5)
  expect(JSON.stringify(own.body)).not.toMatch(/preparedBy|approvedBy/)
  const [{ id }] = own.body.items
  expect(await read(`/v1/payments/${id}`, `merchant-owner/owner@${town.shop}`)).toMatchObject({ status: 200 })
  const neighbour = `merchant-owner/next@${town.meals.merchants[1]}`
  expect((await read('/v1/payments', neighbour)).body).toEqual({ items: [] })
  expect(await read(`/v1/payments/${id}`, neighbour)).toMatchObject({ status: 404, body: { code: 'payment-unknown' } })
  expect((await read('/v1/payments', 'officer/far@130302')).body).toEqual({ items: [] })
})

test('what a shop does not give back is a loss once another agrees; what comes after all is there again: bank 46, written off 3', async () => {
  const [fund = ''] = town.meals.funds
  const before: Readonly<Record<string, number>> = await balancesOf(town.application)
  const moved = (by: Balances) =>
    balancesAre(Object.fromEntries(Object.entries(by).map(([name, fen]) => [name, addFen(before[name] ?? 0, fen)])))
  const meal = await town.eat(400)
  await pay(await approved())
  await moved({ bank: -400, payable: 0, claimed: 0, used: 400, cost: 400 })
  expect(await town.takeBack(meal)).toMatchObject({ status: 201 })
  await moved({ bank: -400, payable: -400, claimed: 400, allocated: 0, used: 0, cost: 0 })
  const { items } = (await read(`/v1/statements?merchant=${town.shop}`)).body
  const statement = `/v1/statements/${items[0].id}`
  const ask = (amountFen: number, actor = 'officer/li') =>
    town.send(`${statement}/claims-given-up`, { shares: [{ fund, amountFen }], reason: '商户已注销' }, actor)
  expect(await ask(401)).toMatchObject({ status: 422, body: { code: 'given-up-more-than-owed' } })
  const moves = [
    { account: 'claimed', fund, change: -400 },
    { account: 'written-off', fund, change: 400 },
    { account: 'payable', fund, change: 400 },
    { account: 'loss', fund, change: 400 },
  ].map((move) => expect.objectContaining(move))
  const tried = await town.send(`${statement}/claims-given-up?dryRun=true`, {
    ...{ shares: [{ fund, amountFen: 400 }], reason: '商户已注销' },
  })
  expect(tried.body).toMatchObject({ needsApproval: true, moves: expect.arrayContaining(moves) })
  const waiting = await ask(400)
  expect(waiting).toMatchObject({ status: 202, body: { kind: 'bad-debt' } })
  const proposal = `/v1/proposals/vouchers/${waiting.body.proposal}`
  expect((await read(proposal, 'approver/of-losses')).body.preview.moves).toEqual(expect.arrayContaining(moves))
  await moved({ claimed: 400, payable: -400 })
  expect(await claimsAtClosing()).toEqual([{ fund, claimedFen: 400 }])
  const approval = `${proposal}/approval`
  expect(await town.send(approval, {})).toMatchObject({ status: 403 })
  expect(await town.send(approval, {}, 'approver/of-losses')).toMatchObject({ status: 201 })
  await moved({ bank: -400, payable: 0, claimed: 0, 'written-off': 400, loss: 400, allocated: 0, used: 0, cost: 0 })
  expect((await read(statement)).body).toMatchObject({ claims: [], open: { funds: [{ comeBackFen: 400 }] } })
  expect(await claimsAtClosing()).toEqual([])
  const recover = (amountFen: number) =>
    town.send(`/v1/programmes/${town.meals.programme}/recoveries`, {
      merchant: town.shop,
      shares: [{ fund, amountFen }],
      document,
    })
  expect(await recover(401)).toMatchObject({ status: 422, body: { code: 'recovered-more-than-written-off' } })
  expect(await recover(100)).toMatchObject({ status: 201, body: { merchant: town.shop, shares: [{ amountFen: 100 }] } })
  await moved({ bank: -300, payable: 0, claimed: 0, 'written-off': 300, loss: 300, allocated: 100 })
  expect((await read(`/v1/programmes/${town.meals.programme}/budget`)).body).toMatchObject({
    claims: [],
    writtenOff: [{ merchant: town.shop, fund, writtenOffFen: 300 }],
  })
})

test('the verifier recomputes all of it from the events', async () => {
  expect(misfitsOfSettlement(await town.application.ledger.store.readAll({ limit: 10_000 }))).toEqual([])
})

interface Due {
  readonly statement: string
  readonly number: number
}

function read(path: string, actor = 'officer/li'): Promise<Answer> {
  return town.application.api.send({ method: 'GET', path, actor })
}
const act = (payment: string, step: string, body: object) => town.send(`/v1/payments/${payment}/${step}`, body)
const statusOf = async (payment: string): Promise<string> => (await read(`/v1/payments/${payment}`)).body.status

async function claimsAtClosing(): Promise<unknown> {
  return (await town.send(`/v1/programmes/${town.meals.programme}/closure?dryRun=true`, { reason: '结束' })).body.claims
}

const approved = (): Promise<Due> => approveStatement(town.application.api, town.meals.programme, town.shop)

function prepare(due: Due, reference = `ZF-${++references}000`): Promise<Answer> {
  return town.send('/v1/payments', { merchant: town.shop, parts: [due], reference })
}

/** To the account that is shown. */
async function approve(payment: string, actor: string): Promise<Answer> {
  const { payee, payeeNow = payee } = (await read(`/v1/payments/${payment}`)).body
  return town.send(`/v1/payments/${payment}/approval`, { payeeVersion: payeeNow.version }, actor)
}

async function sent(due: Due): Promise<string> {
  const { id } = (await prepare(due)).body
  return sendOff(id)
}
async function sendOff(payment: string): Promise<string> {
  await expect.poll(() => statusOf(payment), { timeout: 20_000 }).toBe('ready')
  expect(await approve(payment, 'approver/wang')).toMatchObject({ status: 200 })
  expect(await act(payment, 'sending', {})).toMatchObject({ status: 200, body: { status: 'sent' } })
  return payment
}
async function finish(payment: string): Promise<string> {
  await sendOff(payment)
  const { totalFen: amountFen } = (await read(`/v1/payments/${payment}`)).body
  expect(await act(payment, 'result', { outcome: 'paid', amountFen, bankReference: 'B-1' })).toMatchObject({
    status: 200,
  })
  return payment
}
const balancesAre = (expected: Balances): Promise<void> => balancesComeTo(town.application, expected)
const pay = async (due: Due): Promise<string> => finish((await prepare(due)).body.id)
