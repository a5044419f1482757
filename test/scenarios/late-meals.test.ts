import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** A meal that was eaten days ago and whose paper comes today: judged by the facts of its own day, and by its division's days. */
let application: TestLedger
let meals: Meals
let shop: string
let other: string
let cards: Card[]

const windows = [
  { window: 'early', from: '2025-07-01', until: '2025-07-12', creditFen: 5_000 },
  { window: 'late', from: '2025-07-14', until: '2025-08-31', creditFen: 5_000 },
]
const lateEntryDays = 6

beforeAll(async () => {
  application = await openTestLedger('2025-07-02T02:00:00Z')
  meals = await prepareMeals(application.api, {
    workers: 20,
    windows,
    fundsFen: [200_000, 100_001],
    rules: { lateEntryDays },
  })
  shop = meals.merchants[0] ?? ''
  other = meals.merchants[1] ?? ''
  await importRoster(application.api, meals.programme, await rosterFile(20))
  await issue(application.api, meals.programme)
  cards = await listCards(application.api, meals.programme)
}, 60_000)
afterAll(() => application.close())

function send(
  path: string,
  body: object,
  { actor = 'officer/li', method = 'POST', headers = {} } = {},
): Promise<Answer> {
  return application.api.send({ method, path, body, actor, headers })
}
const programmeSends = (path: string, body: object, method = 'POST') =>
  send(`/v1/programmes/${meals.programme}${path}`, { reason: '变更', ...body }, { method })
const onCard = ({ code }: Card, act: string) => send(`/v1/vouchers/${code}/${act}`, { reason: '变更' })

function take(): Card {
  const card = cards.pop()
  if (!card) throw new Error('no card left')
  return card
}

function enter({ code }: { readonly code: string }, day: string, what: object = {}): Promise<Answer> {
  const lateEntry = { occurredAt: `${day}T08:00:00+08:00`, reason: '停电补录' }
  const document = { kind: 'slip', number: `S-${day}` }
  return send(`/v1/vouchers/${code}/redemptions`, { merchant: shop, amountFen: 100, document, lateEntry, ...what })
}

function changeOf(account: string, { body: { moves } }: Answer): number {
  const changes = (moves as { account: string; change: number }[]).filter((move) => move.account === account)
  return changes.reduce((sum, { change }) => sum + change, 0)
}

const day = (n: number) => `2025-07-${String(n).padStart(2, '0')}`
const advanceTo = (n: number) => application.clock.advanceTo(new Date(`${day(n)}T10:00:00+08:00`))

async function changeWindows(changed: Record<string, { readonly until: string }>): Promise<Answer> {
  const path = `/v1/programmes/${meals.programme}`
  const { headers } = await application.api.send({ method: 'GET', path })
  const etag = headers.get('etag') ?? ''
  const rules = { lateEntryDays, windows: windows.map((one) => ({ ...one, name: one.window, ...changed[one.window] })) }
  return send(`${path}/rules`, { rules, reason: '延长' }, { method: 'PUT', headers: { 'if-match': etag } })
}

interface Case {
  /** Given a card, what changes today. */
  readonly changes: (card: Card) => Promise<unknown>
  /** A meal of the fifth, at most. */
  readonly day?: string
  readonly what?: () => object
  readonly expected: object
}

const accepted = (more: object = {}) => ({ status: 201, body: { amountFen: 100, ...more } })
const refused = (code: string) => ({ body: { code } })

const cases: Record<string, Case> = {
  'the merchant left today: it took part then': {
    changes: () =>
      application.api.send({ method: 'DELETE', path: `/v1/programmes/${meals.programme}/merchants/${other}?reason=x` }),
    what: () => ({ merchant: other }),
    expected: accepted(),
  },
  'the card was voided today: it worked then': {
    changes: (card) => onCard(card, 'void'),
    expected: accepted(),
  },
  'the card was suspended today: it worked then': {
    changes: (card) => onCard(card, 'suspension'),
    expected: accepted(),
  },
  'the card was replaced today: the old one was shown then': {
    changes: (card) => onCard(card, 'replacement'),
    expected: accepted(),
  },
  'prices were published today, for days before as well: it costs what it cost': {
    changes: () =>
      send(`/v1/merchants/${shop}/price-lists`, {
        validFrom: day(1),
        items: [{ code: 'dumplings', name: '饺子', listPriceFen: 9_000, agreedPriceFen: 4_000 }],
      }),
    what: () => ({ amountFen: undefined, items: [{ code: 'dumplings', quantity: 1 }] }),
    expected: accepted({ amountFen: 1_000, listPriceFen: 1_200 }),
  },
  'what the credit still held was moved today: it could be used then': {
    changes: ({ worker }) => programmeSends(`/workers/${worker}/credits/move`, { window: 'early', toWindow: 'late' }),
    expected: accepted({ balanceAfterFen: 4_900, draws: [{ window: 'late', amountFen: 100 }] }),
  },
  'the credit was taken back today: its money is the programme’s': {
    changes: ({ worker }) => programmeSends('/vouchers/void', { workers: [worker], credits: 'withdraw' }),
    expected: refused('credit-withdrawn'),
  },
}

describe('a meal of the fifth, whose paper comes on the eighth, when', () => {
  beforeAll(() => advanceTo(8))

  it.each(Object.entries(cases))('%s', async (_, { changes, what = () => ({}), expected }) => {
    const card = take()
    expect(await changes(card)).toMatchObject({ status: expect.toSatisfy((status: number) => status < 300) })
    expect(await enter(card, day(5), what())).toMatchObject(expected)
  })
})

it('is tried out before it is entered, and neither the union nor a till records anything by that', async () => {
  const card = take()
  const path = `/v1/vouchers/${card.code}/redemptions?dryRun=true`
  const document = { kind: 'slip', number: 'S-1' }
  const lateEntry = { occurredAt: `${day(5)}T08:00:00+08:00`, reason: '停电补录' }
  const meal = { merchant: shop, amountFen: 100 }
  const tried = await send(path, { ...meal, document, lateEntry })
  expect(tried).toMatchObject({ status: 200, body: { needsApproval: false } })
  expect(changeOf('used', tried)).toBe(100)
  expect(changeOf('payable', tried)).toBe(100)
  const byTill = await send(path, meal, { actor: `merchant-till/till@632701,${shop}` })
  expect(byTill).toMatchObject({ status: 200, body: { needsApproval: false } })
  expect(changeOf('payable', byTill)).toBe(100)
  expect(changeOf('used', byTill)).toBe(0)
  expect(await application.api.get(`/v1/vouchers/${card.code}`)).toMatchObject({ balanceFen: 5_000 })
})

it('a move that is sent again is answered as the first time, though some of the credit was used since', async () => {
  const card = take()
  const path = `/v1/programmes/${meals.programme}/workers/${card.worker}/credits/move`
  const move = { path, key: `move-${card.wallet}`, body: { window: 'early', toWindow: 'late', reason: '变更' } }
  const first = await application.api.post(move.path, move.body, move)
  expect(first).toEqual({ wallet: card.wallet, movedFen: 5_000 })
  expect(await enter(card, day(5))).toMatchObject(accepted())
  expect(await application.api.post(move.path, move.body, move)).toEqual(first)
})

describe('a meal of the tenth, whose paper comes on the eleventh, when', () => {
  beforeAll(() => advanceTo(11))

  it('the merchant had left before: refused; one that joined today had not joined then', async () => {
    const card = take()
    expect(await enter(card, day(10), { merchant: other })).toMatchObject(refused('merchant-not-in-programme'))
    expect(await programmeSends('/merchants', { merchant: other, reason: undefined })).toMatchObject({ status: 201 })
    expect(await enter(card, day(10), { merchant: other })).toMatchObject(refused('merchant-not-in-programme'))
    expect(await enter(card, day(8), { merchant: other })).toMatchObject(accepted())
    expect(await enter(card, day(11), { merchant: other })).toMatchObject(accepted())
  })

  it('the card had met its end days before: refused, for each way of it', async () => {
    const ends = [
      ['void', 'voucher-voided'],
      ['suspension', 'voucher-suspended'],
      ['replacement', 'voucher-replaced'],
    ].map(([act = '', code = '']) => ({ act, code, card: take() }))
    for (const { act, card } of ends) expect(await onCard(card, act)).toMatchObject({ status: 201 })
    advanceTo(13)
    for (const { code, card } of ends) {
      expect(await enter(card, day(12))).toMatchObject(refused(code))
      expect(await enter(card, day(10))).toMatchObject(accepted())
    }
  })
})

it('a credit that was extended pays a meal of the days that were added, entered late', async () => {
  const card = take()
  expect(await changeWindows({ early: { until: day(13) } })).toMatchObject({ status: 200 })
  await expect.poll(async () => (await application.api.get(`/v1/vouchers/${card.code}`)).credits[0].until).toBe(day(13))
  advanceTo(15)
  expect(await enter(card, day(13))).toMatchObject(accepted({ draws: [{ window: 'early', amountFen: 100 }] }))
})

describe('late papers of a division', () => {
  const policy = async (lateEntry: object) =>
    send('/v1/approval-limits/632701', { limits: {}, lateEntry }, { method: 'PUT', actor: 'administrator/chief' })

  it('go as far back as it says, and above its days wait for a second person; no later for having waited', async () => {
    expect(await policy({ days: 3, secondPersonAboveDays: 2 })).toMatchObject({ status: 200 })
    advanceTo(20)
    const card = take()
    expect(await enter(card, day(16))).toMatchObject({
      status: 422,
      body: { code: 'late-entry-too-late', earliest: day(17), days: 3 },
    })
    expect(await enter(card, day(18))).toMatchObject(accepted())
    const waits = await enter(card, day(17))
    const because = [{ rule: 'late-entry', kind: 'late-entry', limit: 2, value: 3 }]
    expect(waits).toMatchObject({ status: 202, body: { because } })
    advanceTo(22)
    const approval = `/v1/proposals/vouchers/${waits.body.proposal}/approval`
    const approved = await send(approval, {}, { actor: 'approver/chair' })
    expect(approved).toMatchObject({ status: 201, body: { status: 'performed' } })
    const meal = (await application.ledger.store.readAll({ limit: 10_000 })).findLast(
      ({ type }) => type === 'MealRedeemed',
    )
    expect(meal).toMatchObject({
      data: { redeemedOn: day(17), enteredBy: 'union' },
      metadata: { accountingDate: day(17), lateEntry: { days: 5 }, approval: { approvedBy: 'approver/chair' } },
    })
    await policy({})
  })

  it('of a paper of today that waits, it counts on the day of the paper', async () => {
    const limits = { 'late-entry': { perAct: 99 } }
    await send('/v1/approval-limits/632701', { limits }, { method: 'PUT', actor: 'administrator/chief' })
    const card = take()
    const body = { merchant: shop, amountFen: 200, document: { kind: 'list', number: 'Q-1' }, reason: '收银机坏' }
    const waits = await send(`/v1/vouchers/${card.code}/redemptions`, body)
    expect(waits).toMatchObject({ status: 202 })
    advanceTo(23)
    await send(`/v1/proposals/vouchers/${waits.body.proposal}/approval`, {}, { actor: 'approver/chair' })
    const meal = (await application.ledger.store.readAll({ limit: 10_000 })).findLast(
      ({ type }) => type === 'MealRedeemed',
    )
    expect(meal).toMatchObject({
      data: { redeemedOn: day(22) },
      metadata: { accountingDate: day(22), lateEntry: { days: 1, reason: '收银机坏' } },
    })
    // Marked as the union's in the journal, and in the list of what the merchant is owed, which the merchant sees.
    const { entries } = await application.api.get(`/v1/entries?merchant=${shop}&limit=500`)
    expect(entries.at(-1)).toMatchObject({
      ...{ maker: 'officer/li', receiptType: 'list', receiptNumber: 'Q-1' },
      lateEntry: '收银机坏',
    })
    const owner = `merchant-owner/owner@${shop}`
    const list: string = await application.api.get(`/v1/printouts/payables.csv?merchant=${shop}`, owner)
    expect(list).toMatch(/用餐（工会录入）[^\n]*Q-1/)
    const none = { 'late-entry': null }
    await send('/v1/approval-limits/632701', { limits: none }, { method: 'PUT', actor: 'administrator/chief' })
  })
})

describe('a programme', () => {
  it('whose last day was yesterday takes the meals of that day, and none of today, by paper or at the till', async () => {
    const card = take()
    expect(await programmeSends('/last-day', { lastDay: day(22) }, 'PUT')).toMatchObject({
      status: 200,
      body: { lateEntriesUntil: day(28) },
    })
    expect(await enter(card, day(22))).toMatchObject(accepted())
    expect(await enter(card, day(23))).toMatchObject(refused('programme-closed'))
    const till = { merchant: shop, amountFen: 100 }
    const actor = `merchant-till/till-1@${shop}`
    expect(await send(`/v1/vouchers/${card.code}/redemptions`, till, { actor })).toMatchObject(
      refused('programme-closed'),
    )
    cards.push(card)
  })

  it('is not closed while such papers may come; what closing would return is what it then returns; and no paper follows', async () => {
    const card = take()
    const closure = (query = '') => programmeSends(`/closure${query}`, {})
    advanceTo(28)
    expect(await closure()).toMatchObject({
      status: 409,
      body: { code: 'late-entries-open', lastDay: day(22), until: day(28) },
    })
    expect(await enter(card, day(22))).toMatchObject(accepted())
    advanceTo(29)
    const { returns, payables, ...preview } = (await closure('?dryRun=true')).body
    expect(payables.length).toBeGreaterThan(0)
    expect(preview).toEqual({ programme: meals.programme, open: { batches: [], consignments: [] }, claims: [] })
    const available = () =>
      Promise.all(meals.funds.map(async (id) => (await application.api.get(`/v1/funds/${id}`)).availableFen))
    const before = await available()
    const expected = meals.funds.map(
      (id, index) => before[index] + (returns.find(({ fund }: { fund: string }) => fund === id)?.amountFen ?? 0),
    )
    expect(
      returns.flatMap(({ ofWhich }: { ofWhich: { account: string }[] }) => ofWhich.map(({ account }) => account)),
    ).toContain('issued')
    expect(await closure()).toMatchObject({ status: 201 })
    await expect.poll(available, { timeout: 20_000 }).toEqual(expected)
    expect(await enter(card, day(23))).toMatchObject(refused('programme-closed'))
    expect(await programmeSends('/last-day', { lastDay: day(29) }, 'PUT')).toMatchObject(refused('programme-closed'))
  })
})
