import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { slip as document, openShopLedger, type ShopLedger } from '../harness/shop-ledger.ts'

/** Several people settle with one merchant at the same moment, and a crash comes between two appends. */
let town: ShopLedger

beforeAll(async () => {
  town = await openShopLedger({ workers: 2, fundsFen: [40_000], rules: { lateEntryDays: 6 } })
}, 60_000)
afterAll(() => town.application.close())

const read = () => town.application.api.get(`/v1/statements/${town.statement}`, 'officer/li')
const propose = (actor?: string) => town.send(`/v1/programmes/${town.meals.programme}/statements`, {}, actor)
const eventsOf = async (type: string) =>
  (await town.application.ledger.store.readAll({ limit: 10_000 })).filter((event) => event.type === type)

test('of two officers who propose at once, one does', async () => {
  await town.eat(500)
  const answers = await Promise.all([propose('officer/li'), propose('officer/ma'), propose('officer/li')])
  const outcomes = answers.map(({ body }) => body.items[0].outcome).sort()
  expect(outcomes).toEqual(['proposed', 'statement-already-proposed', 'statement-already-proposed'])
  expect(await eventsOf('StatementProposed')).toHaveLength(1)
})

test('a meal that is taken back while its number is approved is either left out or owed', async () => {
  let keptFen = 500
  for (let round = 0; round < 6; round += 1) {
    const id = await town.eat(1_000)
    await propose()
    const { number, revision } = (await read()).open
    await town.act('confirmation', { number, revision }, `merchant-owner/owner@${town.shop}`)
    const [approved, back] = await Promise.all([
      town.act('approval', { number, revision }, 'approver/wang'),
      town.takeBack(id, { amountFen: 300 }),
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
  const id = await town.eat(900)
  const answers = await Promise.all([town.takeBack(id), town.takeBack(id), town.takeBack(id, { amountFen: 900 })])
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  const codes = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code)
  for (const code of codes)
    expect(['redemption-already-reversed', 'taken-back-meanwhile', 'part-too-large']).toContain(code)
  const lines = (await eventsOf('LineTakenBack')).filter(({ data }) => data.redemption === id)
  const ended = async () => (await eventsOf('LineTakeBackEnded')).filter(({ data }) => data.redemption === id)
  await expect.poll(ended).toHaveLength(lines.length - 1)
  const reversed = (await eventsOf('RedemptionReversed')).filter(({ data }) => data.redemption === id)
  expect(reversed).toHaveLength(1)
})

test('the verifier recomputes what came of it', async () => {
  expect(misfitsOfSettlement(await town.application.ledger.store.readAll({ limit: 10_000 }))).toEqual([])
})

test('after a crash between the two appends the wallet does what the statement decided, in the name of who did', async () => {
  const id = await town.eat(800)
  const { store } = town.application.ledger
  const [meal] = (await eventsOf('MealRedeemed')).filter((event) => `${event.stream}.${event.version}` === id)
  const before = (await eventsOf('StatementProposed')).length
  expect(before).toBeGreaterThan(0)
  let version = 0
  for await (const event of store.readStream(town.statement)) version = event.version
  const metadata = {
    ...{ commandId: randomUUID(), inputHash: 'ab'.repeat(32), actor: 'officer/li', document },
    ...{ occurredAt: '2025-07-02T02:00:00.000Z', accountingDate: '2025-07-02' },
  }
  const shares = [{ fund: town.meals.funds[0] ?? '', amountFen: 300 }]
  const { number } = (await read()).open
  const data = {
    ...{
      merchant: town.shop,
      programme: town.meals.programme,
      statement: number,
      redemption: id,
      sequence: meal?.sequence ?? 0,
    },
    ...{ to: 'open', shares, amountFen: 300, by: 'union', reason: '录错' },
  }
  const line = { id: randomUUID(), type: 'LineTakenBack', schemaVersion: 1, data, metadata }
  expect(await store.append(town.statement, version, [line])).toMatchObject({ outcome: 'appended' })
  const found = async () =>
    (await eventsOf('RedemptionReversed')).filter(({ data: { redemption } }) => redemption === id)
  await expect.poll(found).toHaveLength(1)
  const [reversed] = await found()
  expect(reversed).toMatchObject({
    data: { takenBack: `${town.statement}.${version + 1}`, keptFen: 500 },
    metadata: { actor: 'officer/li', document, causationId: line.id },
  })
})

test('a taking back that is sent again is answered as the first time', async () => {
  const id = await town.eat(700)
  const key = randomUUID()
  const first = await town.takeBack(id, {}, key)
  expect(first).toMatchObject({ status: 201, body: { amountFen: 700 } })
  expect((await town.takeBack(id, {}, key)).body).toEqual(first.body)
  expect(await town.takeBack(id)).toMatchObject({ status: 409, body: { code: 'redemption-already-reversed' } })
})

test('a meal of yesterday that comes while a number is proposed, and a till’s undo while it is approved: every meal is in one number', async () => {
  town.application.clock.advanceTo(new Date('2025-07-03T02:00:00Z'))
  const late = { occurredAt: '2025-07-02T12:00:00+08:00', reason: '停电补录' }
  const enterLate = () =>
    town.send(`/v1/vouchers/${town.cards[1]?.code}/redemptions`, {
      merchant: town.shop,
      amountFen: 600,
      document,
      lateEntry: late,
    })
  const undo = (id: string) =>
    town.send(
      `/v1/redemptions/${id}/reversal`,
      { merchant: town.shop, reason: '录错' },
      `merchant-till/till-1@${town.shop}`,
    )
  const approve = async () => {
    const { number, revision } = (await read()).open
    await town.act('confirmation', { number, revision }, `merchant-owner/owner@${town.shop}`)
    return town.act('approval', { number, revision }, 'approver/wang')
  }
  for (let round = 0; round < 6; round += 1) {
    const id = await town.eat(400)
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
    const path = `/v1/statements/${town.statement}/lines?number=${number}&limit=500`
    lines.push(...(await town.application.api.get(path)).items)
  }
  const idsOf = (kind: string) => lines.flatMap((line) => (line.kind === kind ? [line.redemption] : [])).sort()
  const eaten = (await eventsOf('MealRedeemed')).map(({ stream, version }) => `${stream}.${version}`)
  expect(idsOf('meal')).toEqual(eaten.sort())
  const back = (await eventsOf('RedemptionReversed')).map(({ data }) => data.redemption)
  const declined = (await eventsOf('LineTakeBackEnded')).map(({ data }) => data.redemption)
  expect(idsOf('taken-back')).toEqual([...back, ...declined].sort())
  expect(misfitsOfSettlement(await town.application.ledger.store.readAll({ limit: 10_000 }))).toEqual([])
})
