import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** Wrong entries, late papers and cards as ordinary days have them, over HTTP. */
let application: TestLedger
let meals: Meals
let cards: Card[]
let shop: string
let round: string

const window = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }
const paper = (number: string) => ({ document: { kind: 'slip', number }, reason: '停电' })

beforeAll(async () => {
  application = await openTestLedger('2025-07-02T02:00:00Z')
  const rules = { lateEntryDays: 5, quota: { amountPerDayFen: 9_000 } }
  meals = await prepareMeals(application.api, { workers: 16, windows: [window], fundsFen: [300_000, 150_001], rules })
  shop = meals.merchants[0] ?? ''
  await importRoster(application.api, meals.programme, await rosterFile(16))
  round = (await issue(application.api, meals.programme)).round
  cards = await listCards(application.api, meals.programme)
}, 60_000)
afterAll(() => application.close())

function send(path: string, body: object, actor = 'officer/li'): Promise<Answer> {
  return application.api.send({ method: 'POST', path, body, actor })
}

function take(): Card {
  const card = cards.pop()
  if (!card) throw new Error('no card left')
  return card
}

function eat(code: string, what: object, actor = `merchant-till/till-1@${shop}`): Promise<Answer> {
  return send(`/v1/vouchers/${code}/redemptions`, { merchant: shop, ...what }, actor)
}

function late(code: string, day: string, what: object): Promise<Answer> {
  const lateEntry = { occurredAt: `${day}T12:00:00+08:00`, reason: '补录' }
  return eat(code, { document: { kind: 'list', number: `Q-${day}` }, lateEntry, ...what }, 'officer/li')
}

const undo = (id: string, what: object = {}, actor = `merchant-till/till-1@${shop}`) =>
  send(`/v1/redemptions/${id}/reversal`, { merchant: shop, reason: '录错', ...what }, actor)

async function eventsOf(
  wallet: string,
  type: string,
): Promise<readonly { accountingDate: string; paperDay: unknown }[]> {
  const events = await application.ledger.store.readAll({ limit: 10_000 })
  return events
    .filter((event) => event.stream === wallet && event.type === type)
    .map(({ metadata }) => ({ accountingDate: String(metadata.accountingDate), paperDay: metadata.paperDay }))
}

describe('a meal', () => {
  it('of one minute before midnight is taken back by its till ten seconds after', async () => {
    const { code, wallet } = take()
    application.clock.advanceTo(new Date('2025-07-03T15:59:30Z'))
    const { id } = (await eat(code, { amountFen: 700 })).body
    application.clock.advanceTo(new Date('2025-07-03T16:00:10Z'))
    expect(await undo(id)).toMatchObject({ status: 201, body: { amountFen: 700, keptFen: 0, balanceAfterFen: 20_000 } })
    expect(await eventsOf(wallet, 'RedemptionReversed')).toEqual([
      { accountingDate: '2025-07-04', paperDay: '2025-07-03' },
    ])
  })

  it('is taken back in parts by the union, days later; the parts are the whole', async () => {
    const { code } = take()
    const { id } = (await eat(code, { items: [{ code: 'dumplings', quantity: 3 }], ownShareFen: 100 })).body
    application.clock.advanceTo(new Date('2025-07-06T02:00:00Z'))
    expect(await undo(id)).toMatchObject({ status: 409, body: { code: 'reversal-too-late' } })
    const byUnion = (what: object) => undo(id, what, 'officer/li')
    const part = { items: [{ code: 'dumplings', quantity: 2 }], document: paper('S-2').document }
    expect(await byUnion(part)).toMatchObject({
      status: 201,
      body: { amountFen: 2_000, discountBackFen: 400, ownShareBackFen: 0, keptFen: 900 },
    })
    expect(await byUnion({ amountFen: 1_001 })).toMatchObject({ status: 422, body: { code: 'part-too-large' } })
    expect(await byUnion({})).toMatchObject({
      status: 201,
      body: { amountFen: 900, ownShareBackFen: 100, discountBackFen: 200 },
    })
    expect(await byUnion({})).toMatchObject({ status: 409, body: { code: 'redemption-already-reversed' } })
  })

  it('typed as 30.00 for 60.00 is set right in one act; of both together the credit could not pay', async () => {
    const { code, wallet } = take()
    const { id } = (await eat(code, { amountFen: 3_000, deviceId: 'till-2', deviceSequence: 7 })).body
    await eat(code, { amountFen: 3_000 })
    // The day allows 90.00; the wrong one leaves 30.00.
    const right = { amountFen: 6_000 }
    expect(await eat(code, right)).toMatchObject({ body: { code: 'quota-reached' } })
    const set = await undo(id, { right })
    expect(set).toMatchObject({
      status: 201,
      body: { redemption: id, amountFen: 3_000, keptFen: 0, right: { ...right, balanceAfterFen: 11_000 } },
    })
    const { id: rightId } = set.body.right
    const last = (await application.ledger.store.readAll({ limit: 10_000 }))
      .filter(({ stream }) => stream === wallet)
      .slice(-2)
    expect(last.map(({ type }) => type)).toEqual(['RedemptionReversed', 'MealRedeemed'])
    expect(last[1]?.data).toMatchObject({ correctedFrom: id, enteredBy: 'till', deviceSequence: 7 })
    expect(await undo(id, { right })).toMatchObject({ status: 409, body: { code: 'redemption-already-reversed' } })
    // What lies outside a till's scope does not exist.
    expect(await undo(rightId, { right: { ...right, merchant: meals.merchants[1] } })).toMatchObject({ status: 404 })
    expect(await undo(rightId, { right: { ...right, day: '2025-07-05' } })).toMatchObject({
      body: { code: 'late-entry-not-allowed' },
    })
    expect(await undo(rightId, { right })).toMatchObject({ status: 422, body: { code: 'correction-changes-nothing' } })
    expect(await undo(rightId, { right, amountFen: 1 })).toMatchObject({ status: 400 })
  })

  it('of another shop and day is set right by the union from its paper: the coverage of each day follows, the money that of today', async () => {
    const { code, worker, wallet } = take()
    const other = meals.merchants[1] ?? ''
    const { id } = (await eat(code, { amountFen: 1_000 })).body
    const right = { items: [{ code: 'dumplings', quantity: 2 }], merchant: other, day: '2025-07-04' }
    const officer = (what: object) => undo(id, { merchant: undefined, ...what }, 'officer/li')
    expect(await officer({ right })).toMatchObject({ status: 422, body: { code: 'paper-missing' } })
    const document = { kind: 'slip', number: 'S-8' }
    const stranger = cards[0]?.worker
    expect(await officer({ document, right: { ...right, worker: stranger } })).toMatchObject({
      status: 422,
      body: { code: 'meal-of-another-person' },
    })
    expect(await officer({ document, right: { ...right, day: '2025-06-30' } })).toMatchObject({
      status: 422,
      body: { code: 'late-entry-too-late', earliest: '2025-07-01' },
    })
    const path = `/v1/coverage?programme=${meals.programme}&effective=`
    const visits = async (day: string) => (await application.api.get(`${path}${day}`)).total.people.visits
    const [before, today] = [await visits('2025-07-04'), await visits('2025-07-06')]
    expect(await officer({ document, right: { ...right, worker } })).toMatchObject({
      status: 201,
      body: { amountFen: 1_000, right: { merchant: other, redeemedOn: '2025-07-04', amountFen: 2_000 } },
    })
    expect([await visits('2025-07-04'), await visits('2025-07-06')]).toEqual([before + 1, today])
    expect((await eventsOf(wallet, 'MealRedeemed')).at(-1)).toMatchObject({ accountingDate: '2025-07-06' })
  })

  it('that the union enters names its paper, and is not the till’s to take back', async () => {
    const { code } = take()
    expect(await eat(code, { amountFen: 500 }, 'officer/li')).toMatchObject({
      status: 422,
      body: { code: 'paper-missing' },
    })
    const { id } = (await eat(code, { amountFen: 500, ...paper('S-3') }, 'officer/li')).body
    expect(await undo(id)).toMatchObject({ status: 409, body: { code: 'redemption-entered-by-union' } })
  })

  it('of one slip stands once in a wallet', async () => {
    const { code } = take()
    const slip = { deviceId: 'till-7', deviceSequence: 41 }
    const { id } = (await eat(code, { amountFen: 500, ...slip })).body
    expect(await eat(code, { amountFen: 600, ...slip })).toMatchObject({
      status: 409,
      body: { code: 'slip-already-entered', redemption: id },
    })
    await undo(id)
    expect(await eat(code, { amountFen: 600, ...slip })).toMatchObject({ status: 201 })
  })
})

describe('a late entry', () => {
  it('is judged by what stood on its day: merchant, card and prices', async () => {
    const { code } = take()
    const other = meals.merchants[1] ?? ''
    await send(`/v1/programmes/${meals.programme}/merchants/${other}/withdrawal`, { reason: '停业' })
    const items = [{ code: 'dumplings', name: '饺子', listPriceFen: 9_000, agreedPriceFen: 8_000 }]
    await send(`/v1/merchants/${shop}/price-lists`, { validFrom: '2025-07-01', items })
    await send(`/v1/vouchers/${code}/suspension`, { reason: '挂失' })
    const yesterday = await late(code, '2025-07-05', { items: [{ code: 'dumplings', quantity: 1 }] })
    expect(yesterday).toMatchObject({ status: 201, body: { redeemedOn: '2025-07-05', amountFen: 1_000 } })
    expect(await eat(code, { amountFen: 100 })).toMatchObject({ status: 409, body: { code: 'voucher-suspended' } })
    await send(`/v1/vouchers/${code}/resumption`, { reason: '找到' })
    expect(await late(code, '2025-07-05', { merchant: other, amountFen: 100 })).toMatchObject({ status: 201 })
    const thisMorning = { occurredAt: '2025-07-06T09:00:00+08:00', reason: '补录' }
    expect(await late(code, '', { merchant: other, amountFen: 100, lateEntry: thisMorning })).toMatchObject({
      status: 201,
    })
    // Admitted a day later than that.
    expect(await late(code, '2025-07-01', { amountFen: 100 })).toMatchObject({
      body: { code: 'merchant-not-in-programme' },
    })
  })

  it('must fit on every day from its own on', async () => {
    const { code } = take()
    await eat(code, { amountFen: 9_000 })
    application.clock.advanceTo(new Date('2025-07-07T02:00:00Z'))
    const { id } = (await eat(code, { amountFen: 9_000 })).body
    application.clock.advanceTo(new Date('2025-07-08T02:00:00Z'))
    await undo(id, {}, 'officer/li')
    expect(await late(code, '2025-07-05', { amountFen: 2_001 })).toMatchObject({
      status: 409,
      body: { code: 'credit-insufficient', balanceFen: 2_000, lowestOn: '2025-07-07' },
    })
    expect(await late(code, '2025-07-05', { amountFen: 2_000 })).toMatchObject({ status: 201 })
  })

  it('and a correction above their limits wait for a second person', async () => {
    const limits = { 'late-entry': { perAct: 1_000 }, correction: { perAct: 1_000 }, 'bulk-void': { perAct: 1 } }
    const path = '/v1/approval-limits/632701'
    await application.api.send({ method: 'PUT', path, actor: 'administrator/chief', body: { limits } })
    const { code } = take()
    expect(await late(code, '2025-07-07', { amountFen: 1_000 })).toMatchObject({ status: 201 })
    const waits = await late(code, '2025-07-07', { amountFen: 1_001 })
    expect(waits).toMatchObject({ status: 202, body: { status: 'proposed', kind: 'late-entry', amountFen: 1_001 } })
    const proposal = `/v1/proposals/vouchers/${waits.body.proposal}`
    expect(JSON.stringify(await application.ledger.store.readAll({ limit: 10_000 }))).not.toContain(code)
    const approved = await send(`${proposal}/approval`, { note: '核对过' }, 'approver/chair')
    expect(approved).toMatchObject({ status: 201, body: { status: 'performed' } })
    const meal = (await eat(code, { amountFen: 2_000 })).body
    expect(await undo(meal.id, {}, 'officer/li')).toMatchObject({ status: 202, body: { kind: 'correction' } })
    expect(await undo(meal.id)).toMatchObject({ status: 201 })
    const workers = [take().worker, take().worker]
    const many = `/v1/programmes/${meals.programme}/vouchers/void`
    expect(await send(many, { workers, reason: '错发' })).toMatchObject({
      status: 202,
      body: { kind: 'bulk-void', count: 2 },
    })
    const one = { workers: workers.slice(1), reason: '错发', credits: 'withdraw' }
    expect(await send(many, one)).toMatchObject({ status: 201, body: { voided: 1, withdrawnFen: 20_000 } })
  })
})

describe('a card', () => {
  it('that was voided is followed by another, by worker; the credit stays', async () => {
    const { code, worker } = take()
    expect(await send(`/v1/vouchers/${code}/void`, { reason: '折断' })).toMatchObject({ body: { withdrawnFen: 0 } })
    const path = `/v1/programmes/${meals.programme}/workers/${worker}/voucher`
    expect(await application.api.get(path)).toMatchObject({ code, status: 'voided', balanceFen: 20_000 })
    const fresh = await send(`${path}/replacement`, { reason: '折断' })
    expect(fresh.status).toBe(201)
    expect(await eat(fresh.body.code, { amountFen: 100 })).toMatchObject({ status: 201 })
    expect(await eat(code, { amountFen: 100 })).toMatchObject({ body: { code: 'voucher-replaced' } })
  })

  it('that was voided by mistake is restored', async () => {
    const { code } = take()
    await send(`/v1/vouchers/${code}/void`, { reason: '误' })
    expect(await eat(code, { amountFen: 100 })).toMatchObject({ body: { code: 'voucher-voided' } })
    expect(await send(`/v1/vouchers/${code}/restoration`, { reason: '误作废' })).toMatchObject({ status: 201 })
    expect(await eat(code, { amountFen: 100 })).toMatchObject({ status: 201 })
    expect(await send(`/v1/vouchers/${code}/restoration`, { reason: '误' })).toMatchObject({
      body: { code: 'voucher-not-voided' },
    })
  })
})

async function changeWindow(changed: { readonly until: string; readonly creditFen: number }): Promise<Answer> {
  const path = `/v1/programmes/${meals.programme}`
  const { headers } = await application.api.send({ method: 'GET', path, actor: 'officer/li' })
  const windows = [{ ...window, name: '七月', ...changed }]
  const body = { rules: { windows, lateEntryDays: 5, quota: { amountPerDayFen: 9_000 } }, reason: '延长' }
  const ifMatch = { 'if-match': headers.get('etag') ?? '' }
  return application.api.send({ method: 'PUT', path: `${path}/rules`, body, actor: 'officer/li', headers: ifMatch })
}

it('a card that was suspended before it was voided by mistake is suspended again', async () => {
  const { code, worker } = take()
  for (const act of ['suspension', 'void']) await send(`/v1/vouchers/${code}/${act}`, { reason: '疑似冒用' })
  const { headers } = await send(`/v1/vouchers/${code}/restoration`, { reason: '误作废' })
  expect(await eat(code, { amountFen: 100 })).toMatchObject({ body: { code: 'voucher-suspended' } })
  const after = headers.get('welfare-position')
  const { gaps } = await application.api.get(
    `/v1/gaps?programme=${meals.programme}&reason=card-suspended&after=${after}`,
  )
  expect(gaps).toMatchObject([{ worker }])
  expect(await send(`/v1/vouchers/${code}/resumption`, { reason: '已核实' })).toMatchObject({ status: 201 })
  expect(await eat(code, { amountFen: 100 })).toMatchObject({ status: 201 })
})

it('a window that lasts longer and is worth more reaches the credits that are out, and the next order tops them up', async () => {
  const { code } = take()
  const path = `/v1/programmes/${meals.programme}`
  expect(await changeWindow({ until: '2025-07-21', creditFen: 20_500 })).toMatchObject({ status: 200 })
  const lookUp = () => application.api.get(`/v1/vouchers/${code}`)
  await expect.poll(async () => (await lookUp()).credits[0].until).toBe('2025-07-21')
  const more = await send(`${path}/issuances`, { round })
  expect((await application.api.finishJob(more.body.id)).result).toMatchObject({ workers: 16 })
  expect(await lookUp()).toMatchObject({ balanceFen: 20_500 })
  expect(await send(`${path}/issuances`, { round })).toMatchObject({
    status: 409,
    body: { code: 'already-issued', batch: more.body.id, workers: 16 },
  })
})

it('a credit ends on its day however late the sweep comes, and what is taken back from then on is the programme’s', async () => {
  const { code, wallet } = take()
  const { id } = (await eat(code, { amountFen: 500 })).body
  application.clock.advanceTo(new Date('2025-07-29T02:00:00Z'))
  const before = await application.api.get(`/v1/redemptions/${id}`).catch(() => undefined)
  expect(before).toBeUndefined()
  expect(await undo(id, {}, 'officer/li')).toMatchObject({ status: 201, body: { amountFen: 500, balanceAfterFen: 0 } })
  await application.ledger.vouchers.sweepExpiredCredits()
  expect(await eventsOf(wallet, 'CreditExpired')).toEqual([
    { accountingDate: '2025-07-27', paperDay: undefined },
    { accountingDate: '2025-07-27', paperDay: undefined },
  ])
  expect(await send(`/v1/programmes/${meals.programme}/issuances`, { round })).toMatchObject({
    status: 409,
    body: { code: 'window-has-ended', windows: ['july'] },
  })
  // Extended after its end it reaches nobody; an order gives again what had gone back.
  expect(await changeWindow({ until: '2025-07-31', creditFen: 20_500 })).toMatchObject({ status: 200 })
  const again = await send(`/v1/programmes/${meals.programme}/issuances`, { round })
  await application.api.finishJob(again.body.id)
  expect(await application.api.get(`/v1/vouchers/${code}`)).toMatchObject({ balanceFen: 20_500 })
  expect(await eat(code, { amountFen: 300 })).toMatchObject({ status: 201, body: { balanceAfterFen: 20_200 } })
})
