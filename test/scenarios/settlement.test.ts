import { statementId } from '@welfare/facts/statement-id.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { breachesAtRest, breachesOfControls } from '../harness/controls.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { openShopLedger, type ShopLedger, slip } from '../harness/shop-ledger.ts'

/** From meals to an approved statement over HTTP: 200 given; 100 eaten; 40 taken back after the approval; 70 eaten. */
let town: ShopLedger

beforeAll(async () => {
  town = await openShopLedger({ workers: 2, fundsFen: [40_000] })
}, 60_000)
afterAll(() => town.application.close())

const read = (path: string, actor = 'officer/li'): Promise<Answer> =>
  town.application.api.send({ method: 'GET', path, actor })
const standing = async () => (await read(`/v1/statements/${town.statement}`)).body
const propose = (body: object = {}, query = '') =>
  town.send(`/v1/programmes/${town.meals.programme}/statements${query}`, body)

async function approve(number: number, revision = 1): Promise<void> {
  expect(await town.act('confirmation', { number, revision }, `merchant-owner/owner@${town.shop}`)).toMatchObject({
    status: 201,
  })
  expect(await town.act('approval', { number, revision }, 'approver/wang')).toMatchObject({ status: 201 })
}

test('terms are agreed before anything was proposed, by who may for the merchant and the programme', async () => {
  const terms = { merchant: town.shop, programme: town.meals.programme, silenceDays: 5, document: slip }
  expect(await town.act('terms', terms, 'officer/far@130302')).toMatchObject({ status: 404 })
  expect(await town.act('terms', terms, 'officer/near@632701')).toMatchObject({ status: 201 })
  expect(await read(`/v1/statements/${town.statement}`)).toMatchObject({ body: { silenceDays: 5, numbers: [] } })
})

test('a meal of an approved number is owed, and set off with the next one', async () => {
  const [first] = [await town.eat(4_000), await town.eat(6_000)]
  expect(await propose({}, '?dryRun=true')).toMatchObject({
    status: 200,
    body: {
      items: [
        { merchant: town.shop, statement: town.statement, number: 1, meals: 2, dueFen: 10_000, outcome: 'proposed' },
      ],
    },
  })
  expect(await propose()).toMatchObject({ status: 201, body: { items: [{ outcome: 'proposed' }] } })
  expect(await propose()).toMatchObject({ body: { items: [{ outcome: 'statement-already-proposed' }] } })
  expect(await town.act('approval', { number: 1, revision: 1 }, 'approver/wang')).toMatchObject({
    status: 409,
    body: { code: 'statement-not-confirmed' },
  })
  await approve(1)
  expect(await town.takeBack(String(first))).toMatchObject({ status: 201, body: { amountFen: 4_000, keptFen: 0 } })
  await town.eat(7_000)
  expect(await propose()).toMatchObject({ body: { items: [{ number: 2, meals: 1, dueFen: 3_000 }] } })
  await approve(2)
  expect(await read(`/v1/statements/${town.statement}`)).toMatchObject({
    status: 200,
    body: {
      numbers: [
        { number: 1, payFen: 10_000, status: 'approved' },
        { number: 2, payFen: 3_000, funds: [{ mealsFen: 7_000, takenBackFen: 4_000, dueFen: 3_000 }] },
      ],
      open: { number: 3, payFen: 0 },
    },
  })
  expect((await read(`/v1/statements/${town.statement}/lines?number=2`)).body.items).toMatchObject([
    { kind: 'taken-back', redemption: first, amountFen: 4_000, reason: '录错' },
    { kind: 'meal', amountFen: 7_000 },
  ])
  const { items } = (await read(`/v1/statements?programme=${town.meals.programme}`)).body
  expect(items).toMatchObject([
    { number: 1, payFen: 10_000 },
    { number: 2, payFen: 3_000 },
  ])
  const newest = (await read('/v1/statements?order=newest&limit=1')).body
  expect(newest.items).toMatchObject([{ number: 2 }])
  const next = (await read(`/v1/statements?order=newest&limit=1&cursor=${newest.nextCursor}`)).body
  expect(next).toMatchObject({ items: [{ number: 1 }] })
  expect(next).not.toHaveProperty('nextCursor')
})

test('a meal that is taken back makes its own number a draft, and no other one', async () => {
  const inIt = await town.eat(900)
  await propose()
  const afterIt = await town.eat(800)
  expect(await town.takeBack(afterIt)).toMatchObject({ status: 201 })
  expect((await standing()).open).toMatchObject({ status: 'proposed', payFen: 900 })
  expect(await town.takeBack(inIt, { amountFen: 200 })).toMatchObject({ status: 201, body: { keptFen: 700 } })
  expect((await standing()).open).toMatchObject({ status: 'draft', payFen: 700 })
  await propose()
  await approve(3, 2)
  expect((await standing()).numbers.at(-1)).toMatchObject({ number: 3, payFen: 700 })
})

test('the till is told which approved number holds a meal, and of none before it is approved', async () => {
  const meal = await town.eat(500)
  const listed = async () => {
    const { items } = (await read(`/v1/merchants/${town.shop}/meals`, `merchant-till/till-1@${town.shop}`)).body
    return items.find(({ id }: { id: string }) => id === meal)
  }
  await propose()
  expect(await listed()).not.toHaveProperty('statement')
  await approve(4)
  expect(await listed()).toMatchObject({ id: meal, statement: 4 })
})

test('what is disputed is not paid before the dispute ends', async () => {
  const meal = await town.eat(600)
  expect(await town.act('disputes', { redemption: meal, reason: '没有小票' })).toMatchObject({ status: 201 })
  expect(await town.takeBack(meal)).toMatchObject({ status: 409, body: { code: 'line-disputed' } })
  expect(await standing()).toMatchObject({
    open: { payFen: 0 },
    disputes: [{ redemption: meal }],
  })
  const listed = async (query = '', actor?: string) => (await read(`/v1/disputes${query}`, actor)).body.items
  const { programme } = town.meals
  const dispute = { id: town.statement, number: 5, redemption: meal, merchant: town.shop, programme, amountFen: 600 }
  expect(await listed()).toMatchObject([{ ...dispute, disputedOn: '2025-07-02', reason: '没有小票' }])
  expect(await listed(`?programme=${programme}&order=newest`, `merchant-owner/owner@${town.shop}`)).toMatchObject([
    dispute,
  ])
  const neighbour = town.meals.merchants[1]
  expect(await listed('', `merchant-owner/neighbour@${neighbour}`)).toEqual([])
  expect(await listed(`?merchant=${neighbour}`)).toEqual([])
  expect(await listed('', 'officer/far@130302')).toEqual([])
  expect(await town.act('disputes/end', { redemption: meal, outcome: 'stands', reason: '找到了' })).toMatchObject({
    status: 201,
  })
  expect((await standing()).open).toMatchObject({ payFen: 600 })
  expect(await listed()).toEqual([])
})

async function linesAbout(meal: string, number: number): Promise<string[]> {
  const { items } = (await read(`/v1/statements/${town.statement}/lines?number=${number}`)).body
  return items.flatMap((line: Answer['body']) => (line.redemption === meal ? [line.kind] : []))
}

test('what is said of a meal is listed with the number that holds it, also where a longer range was proposed since', async () => {
  await propose()
  const meal = await town.eat(700)
  await town.act('disputes', { redemption: meal, reason: '没有小票' })
  await town.act('disputes/end', { redemption: meal, outcome: 'stands', reason: '找到了' })
  const { number } = (await read(`/v1/statements/${town.statement}`)).body.open
  expect(await linesAbout(meal, number)).toEqual([])
  await town.act('withdrawal', { number, reason: '到今天为止' })
  await propose()
  expect(await linesAbout(meal, number)).toEqual(['meal', 'disputed', 'dispute-ended'])
})

test('a meal that an approved number left out, and that was none, is listed with the open number', async () => {
  const { number, revision } = (await read(`/v1/statements/${town.statement}`)).body.open
  await approve(number, revision)
  const meal = await town.eat(400)
  await town.act('disputes', { redemption: meal, reason: '没有小票' })
  await propose()
  await approve(number + 1)
  await town.act('disputes/end', { redemption: meal, outcome: 'taken-back', reason: '没有吃' })
  expect(await linesAbout(meal, number + 1)).toEqual(['meal', 'disputed'])
  expect(await linesAbout(meal, number + 2)).toEqual(['dispute-ended', 'taken-back'])
  await takenBackFromTheCard(meal)
})

/** The statement decides it, the card follows. */
async function takenBackFromTheCard(meal: string) {
  const find = async () => {
    const events = await town.application.ledger.store.readAll({ limit: 10_000 })
    return events.find(({ type, data }) => type === 'RedemptionReversed' && data.redemption === meal)
  }
  await expect.poll(find).toBeDefined()
  return find()
}

test('a disputed meal that was none leaves the coverage of its own day, whenever that is found out', async () => {
  const meal = await town.eat(300)
  expect(await town.act('disputes', { redemption: meal, reason: '没有小票' })).toMatchObject({ status: 201 })
  town.application.clock.advanceTo(new Date('2025-07-03T02:00:00Z'))
  expect(await town.act('disputes/end', { redemption: meal, outcome: 'taken-back', reason: '没有吃' })).toMatchObject({
    status: 201,
  })
  const reversed = await takenBackFromTheCard(meal)
  expect(reversed?.metadata).toMatchObject({ accountingDate: '2025-07-03', paperDay: '2025-07-02' })
})

test('what was disputed, left out and taken back is as the verifier recomputes it', async () => {
  const log = await town.application.ledger.store.readAll({ limit: 10_000 })
  expect([...misfitsOfSettlement(log), ...breachesOfControls(log), ...breachesAtRest(log)]).toEqual([])
})

test('an approver refuses a confirmed number with a note: it is a draft, and goes to the merchant again', async () => {
  await town.eat(100)
  await propose()
  const { number, revision, payFen } = (await standing()).open
  const seen = { number, revision }
  const refuse = (actor: string, body: object = seen) => town.act('refusal', { ...body, reason: '与日报不符' }, actor)
  expect(await refuse('approver/wang')).toMatchObject({ status: 409, body: { code: 'statement-not-confirmed' } })
  expect(await town.act('confirmation', seen, `merchant-owner/owner@${town.shop}`)).toMatchObject({ status: 201 })
  expect(await refuse('officer/li')).toMatchObject({ status: 403 })
  expect(await refuse('approver/remote@130302')).toMatchObject({ status: 404 })
  expect(await refuse('approver/wang', { number, revision: revision + 1 })).toMatchObject({
    status: 409,
    body: { code: 'statement-revised' },
  })
  expect(await refuse('approver/wang')).toMatchObject({ status: 201, body: { number } })
  const listed = async () => (await read(`/v1/statements?programme=${town.meals.programme}`)).body.items.at(-1)
  expect((await standing()).open).toMatchObject({ number, status: 'draft', refusal: { reason: '与日报不符' } })
  expect(await listed()).toMatchObject({ number, status: 'draft', refusal: '与日报不符' })
  expect(await town.act('approval', seen, 'approver/wang')).toMatchObject({ status: 409 })
  await propose()
  expect((await standing()).open).not.toHaveProperty('refusal')
  expect(await listed()).not.toHaveProperty('refusal')
  await approve(number, revision + 1)
  expect((await standing()).numbers.at(-1)).toMatchObject({ number, payFen, revision: revision + 1 })
})

test('what is asked with the version of before is answered again once a meal was eaten', async () => {
  const path = `/v1/statements/${town.statement}`
  const before = await read(path)
  const etag = before.headers.get('etag') ?? ''
  await town.eat(100)
  const asked = { method: 'GET', path, actor: 'officer/li', headers: { 'if-none-match': etag } } as const
  const after = await town.application.api.send(asked)
  expect(after).toMatchObject({ status: 200, body: { open: { meals: before.body.open.meals + 1 } } })
  expect(after.headers.get('etag')).toBe(etag)
})

test('of a merchant that is admitted the statement is open before anything was recorded of it', async () => {
  const other = town.meals.merchants[1] ?? ''
  const { programme } = town.meals
  const { statements } = (await read(`/v1/programmes/${programme}/merchants`)).body
  expect(statements).toContainEqual({ merchant: other, statement: statementId(other, programme) })
  const path = `/v1/statements/${statementId(other, programme)}`
  const nothing = { numbers: [], claims: [], disputes: [], merchant: other, programme }
  const [officer, owner] = ['officer/near@632701', `merchant-owner/neighbour@${other}`]
  expect(await read(path, officer)).toMatchObject({
    status: 200,
    body: { ...nothing, open: { number: 1, revision: 0, status: 'open', meals: 0, funds: [], payFen: 0 } },
  })
  const meal = await town.send(
    `/v1/vouchers/${town.cards[1]?.code}/redemptions`,
    { merchant: other, amountFen: 300 },
    `merchant-till/till-2@${other}`,
  )
  expect((await read(path, owner)).body).toMatchObject({
    ...nothing,
    open: { status: 'open', meals: 1, funds: [{ mealsFen: 300 }], payFen: 300 },
  })
  const tail = town.cards[1]?.code.slice(-4)
  expect((await read(`${path}/lines?number=1`, owner)).body.items).toMatchObject([
    { kind: 'meal', redemption: meal.body.id, amountFen: 300, eatenAt: '2025-07-03T02:00:00.000Z', tail },
  ])
  const open = `/v1/merchants/${other}/open-numbers`
  expect((await read(open, owner)).body.items).toEqual([
    { id: statementId(other, programme), programme, number: 1, status: 'open', meals: 1, payFen: 300 },
  ])
  expect(await read(open, `merchant-owner/owner@${town.shop}`)).toMatchObject({ status: 404 })
  expect(await read(open, 'officer/far@130302')).toMatchObject({ status: 404 })
  expect(await read(path, `merchant-owner/owner@${town.shop}`)).toMatchObject({ status: 404 })
  expect(await read(`/v1/statements/${statementId(programme, other)}`, officer)).toMatchObject({ status: 404 })
})
