import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { statementId } from '../../services/vouchers/src/statements/take-back.ts'
import type { Answer } from '../harness/api.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** Several people settle with one merchant at the same moment, and a crash comes between two appends. */
let application: TestLedger
let meals: Meals
let cards: Card[]
let shop: string
let statement: string

const window = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }
const document = { kind: 'slip', number: 'S-1' }

beforeAll(async () => {
  application = await openTestLedger('2025-07-02T02:00:00Z')
  const rules = { lateEntryDays: 6 }
  meals = await prepareMeals(application.api, { workers: 2, windows: [window], fundsFen: [40_000], rules })
  shop = meals.merchants[0] ?? ''
  statement = statementId(shop, meals.programme)
  await importRoster(application.api, meals.programme, await rosterFile(2))
  await issue(application.api, meals.programme)
  cards = await listCards(application.api, meals.programme)
}, 60_000)
afterAll(() => application.close())

const send = (path: string, body: object, actor = 'officer/li', key?: string): Promise<Answer> =>
  application.api.send({ method: 'POST', path, body, actor, key })
const read = async () =>
  (await application.api.send({ method: 'GET', path: `/v1/statements/${statement}`, actor: 'officer/li' })).body

async function eat(amountFen: number): Promise<string> {
  const path = `/v1/vouchers/${cards[0]?.code}/redemptions`
  const answer = await send(path, { merchant: shop, amountFen }, `merchant-till/till-1@${shop}`)
  expect(answer.status).toBe(201)
  return answer.body.id
}
const act = (path: string, body: object, actor?: string) => send(`/v1/statements/${statement}/${path}`, body, actor)
const propose = (actor?: string) => send(`/v1/programmes/${meals.programme}/statements`, {}, actor)
const takeBack = (id: string, what: object = {}, key?: string) =>
  send(`/v1/redemptions/${id}/reversal`, { merchant: shop, reason: '录错', document, ...what }, 'officer/li', key)
const eventsOf = async (type: string) =>
  (await application.ledger.store.readAll({ limit: 10_000 })).filter((event) => event.type === type)

test('of two officers who propose at once, one does', async () => {
  await eat(500)
  const answers = await Promise.all([propose('officer/li'), propose('officer/ma'), propose('officer/li')])
  const outcomes = answers.map(({ body }) => body.items[0].outcome).sort()
  expect(outcomes).toEqual(['proposed', 'statement-already-proposed', 'statement-already-proposed'])
  expect(await eventsOf('StatementProposed')).toHaveLength(1)
})

test('a meal that is taken back while its number is approved is either left out or owed', async () => {
  let keptFen = 500
  for (let round = 0; round < 6; round += 1) {
    const id = await eat(1_000)
    await propose()
    const { number, revision } = (await read()).open
    await act('confirmation', { number, revision }, `merchant-owner/owner@${shop}`)
    const [approved, back] = await Promise.all([
      act('approval', { number, revision }, 'approver/wang'),
      takeBack(id, { amountFen: 300 }),
    ])
    expect(back).toMatchObject({ status: 201 })
    expect([201, 409]).toContain(approved.status)
    keptFen += 700
    const { numbers, open } = await read()
    const sheets: { dueFen: number }[] = [...numbers.flatMap(({ funds }: { funds: object[] }) => funds), ...open.funds]
    // What is carried is in the next sheet again.
    const agreedFen = sheets.reduce((sum, { dueFen }) => sum + Math.max(0, dueFen), 0)
    const lastFen = Math.min(0, open.funds[0]?.dueFen ?? 0)
    expect(agreedFen + lastFen).toBe(keptFen)
  }
})

test('two who take back the same meal at once get it back once, and the other line is given back', async () => {
  const id = await eat(900)
  const answers = await Promise.all([takeBack(id), takeBack(id), takeBack(id, { amountFen: 900 })])
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  const codes = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code)
  for (const code of codes)
    expect(['redemption-already-reversed', 'taken-back-meanwhile', 'part-too-large']).toContain(code)
  const lines = (await eventsOf('LineTakenBack')).filter(({ data }) => data.redemption === id)
  await vi.waitFor(async () => {
    const ended = (await eventsOf('LineTakeBackEnded')).filter(({ data }) => data.redemption === id)
    expect(ended).toHaveLength(lines.length - 1)
  })
  const reversed = (await eventsOf('RedemptionReversed')).filter(({ data }) => data.redemption === id)
  expect(reversed).toHaveLength(1)
})

test('the verifier recomputes what came of it', async () => {
  expect(misfitsOfSettlement(await application.ledger.store.readAll({ limit: 10_000 }))).toEqual([])
})

test('after a crash between the two appends the wallet does what the statement decided, in the name of who did', async () => {
  const id = await eat(800)
  const { store } = application.ledger
  const [meal] = (await eventsOf('MealRedeemed')).filter((event) => `${event.stream}.${event.version}` === id)
  const before = (await eventsOf('StatementProposed')).length
  expect(before).toBeGreaterThan(0)
  let version = 0
  for await (const event of store.readStream(statement)) version = event.version
  const metadata = {
    ...{ commandId: randomUUID(), inputHash: 'ab'.repeat(32), actor: 'officer/li', document },
    ...{ occurredAt: '2025-07-02T02:00:00.000Z', accountingDate: '2025-07-02' },
  }
  const shares = [{ fund: meals.funds[0] ?? '', amountFen: 300 }]
  const { number } = (await read()).open
  const data = {
    ...{ merchant: shop, programme: meals.programme, statement: number, redemption: id, sequence: meal?.sequence ?? 0 },
    ...{ to: 'open', shares, amountFen: 300, by: 'union', reason: '录错' },
  }
  const line = { id: randomUUID(), type: 'LineTakenBack', schemaVersion: 1, data, metadata }
  expect(await store.append(statement, version, [line])).toMatchObject({ outcome: 'appended' })
  const [reversed] = await vi.waitFor(async () => {
    const found = (await eventsOf('RedemptionReversed')).filter(({ data: { redemption } }) => redemption === id)
    expect(found).toHaveLength(1)
    return found
  })
  expect(reversed).toMatchObject({
    data: { takenBack: `${statement}.${version + 1}`, keptFen: 500 },
    metadata: { actor: 'officer/li', document, causationId: line.id },
  })
})

test('a taking back that is sent again is answered as the first time', async () => {
  const id = await eat(700)
  const key = randomUUID()
  const first = await takeBack(id, {}, key)
  expect(first).toMatchObject({ status: 201, body: { amountFen: 700 } })
  expect((await takeBack(id, {}, key)).body).toEqual(first.body)
  expect(await takeBack(id)).toMatchObject({ status: 409, body: { code: 'redemption-already-reversed' } })
})

test('a meal of yesterday that comes while a number is proposed, and a till’s undo while it is approved: every meal is in one number', async () => {
  application.clock.advanceTo(new Date('2025-07-03T02:00:00Z'))
  const late = { occurredAt: '2025-07-02T12:00:00+08:00', reason: '停电补录' }
  const enterLate = () =>
    send(`/v1/vouchers/${cards[1]?.code}/redemptions`, { merchant: shop, amountFen: 600, document, lateEntry: late })
  const undo = (id: string) =>
    send(`/v1/redemptions/${id}/reversal`, { merchant: shop, reason: '录错' }, `merchant-till/till-1@${shop}`)
  const approve = async () => {
    const { number, revision } = (await read()).open
    await act('confirmation', { number, revision }, `merchant-owner/owner@${shop}`)
    return act('approval', { number, revision }, 'approver/wang')
  }
  for (let round = 0; round < 6; round += 1) {
    const id = await eat(400)
    const [entered] = await Promise.all([enterLate(), propose()])
    expect(entered).toMatchObject({ status: 201 })
    const [approved, undone] = await Promise.all([approve(), undo(id)])
    expect(undone).toMatchObject({ status: 201, body: { amountFen: 400, keptFen: 0 } })
    expect([201, 409]).toContain(approved.status)
  }
  await propose()
  expect(await approve()).toMatchObject({ status: 201 })
  const { numbers } = await read()
  const lines: Answer['body'][] = []
  for (const { number } of numbers) {
    const path = `/v1/statements/${statement}/lines?number=${number}&limit=500`
    lines.push(...(await application.api.get(path)).items)
  }
  const idsOf = (kind: string) => lines.flatMap((line) => (line.kind === kind ? [line.redemption] : [])).sort()
  const eaten = (await eventsOf('MealRedeemed')).map(({ stream, version }) => `${stream}.${version}`)
  expect(idsOf('meal')).toEqual(eaten.sort())
  const back = (await eventsOf('RedemptionReversed')).map(({ data }) => data.redemption)
  const declined = (await eventsOf('LineTakeBackEnded')).map(({ data }) => data.redemption)
  expect(idsOf('taken-back')).toEqual([...back, ...declined].sort())
  expect(misfitsOfSettlement(await application.ledger.store.readAll({ limit: 10_000 }))).toEqual([])
})
