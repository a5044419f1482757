import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type Answer, inParallel } from '../harness/api.ts'
import { closeProgramme } from '../harness/close-programme.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'
import { moneyOf } from './money-of.ts'

/** One application, many cards: each test takes fresh ones. The clock goes forward from test to test. */
const races = { window: 'races', from: '2025-07-25', until: '2025-07-31', creditFen: 40_000 }
const snow = { window: 'snow', from: '2025-08-05', until: '2025-08-11', creditFen: 10_000 }
let application: TestLedger
let meals: Meals
let shop = ''
let cards: Card[]

beforeAll(async () => {
  application = await openTestLedger('2025-07-26T02:00:00Z')
  meals = await prepareMeals(application.api, { workers: 20, windows: [races, snow], fundsFen: [800_000, 400_000] })
  shop = meals.merchants[0] ?? ''
  cards = await issueTo(meals, 20)
}, 60_000)
afterAll(() => application.close())

async function issueTo({ programme }: Meals, people: number): Promise<Card[]> {
  await importRoster(application.api, programme, await rosterFile(people))
  expect((await issue(application.api, programme)).job).toMatchObject({ status: 'done', result: { workers: people } })
  return listCards(application.api, programme)
}

function take(from: Card[] = cards): Card {
  const card = from.shift()
  if (!card) throw new Error('no card left')
  return card
}

/** What an officer names, and a till does not. */
function onPaper(actor: string): object {
  return actor.startsWith('officer') ? { document: { kind: 'slip', number: 'S-1' } } : {}
}

/** The till of the shop that most meals are eaten at. */
function till(name = 'till-1', merchant = shop): string {
  return `merchant-till/${name}@${merchant}`
}

function redeem(code: string, what: object, key?: string, actor = till()): Promise<Answer> {
  const body = { merchant: shop, ...what }
  return application.api.send({ method: 'POST', path: `/v1/vouchers/${code}/redemptions`, actor, key, body })
}

function lookUp(code: string, merchant = shop, actor = till()): Promise<Answer> {
  return application.api.send({ method: 'GET', path: `/v1/vouchers/${code}?merchant=${merchant}`, actor })
}

function reverse(redemption: string, merchant = shop): Promise<Answer> {
  const body = { merchant, reason: '错扣' }
  return application.api.send({
    method: 'POST',
    path: `/v1/redemptions/${redemption}/reversal`,
    actor: till(merchant === shop ? 't-1' : 't-2', merchant),
    body,
  })
}

function atDesk(code: string, what: 'void' | 'replacement', key?: string): Promise<Answer> {
  const body = { reason: '遗失', ...(what === 'void' && { credits: 'withdraw' }) }
  return application.api.send({ method: 'POST', path: `/v1/vouchers/${code}/${what}`, key, body })
}

async function takenSerials(): Promise<number> {
  const events = await application.ledger.store.readAll({ limit: 10_000 })
  return events.filter(({ type }) => type === 'SerialsTaken').length
}

describe('on a day of the window', () => {
  it('the till looks first, then redeems a part, and sees what is left', async () => {
    const { code } = take()
    const before = await lookUp(code)
    expect(before).toMatchObject({ status: 200, body: { status: 'active', day: '2025-07-26', balanceFen: 40_000 } })
    expect(before.body.refusal).toBeUndefined()
    const redeemed = await redeem(code, { amountFen: 1_250 })
    expect(redeemed).toMatchObject({
      status: 201,
      body: { amountFen: 1_250, listPriceFen: 1_250, discountFen: 0, ownShareFen: 0, balanceAfterFen: 38_750 },
    })
    expect((await lookUp(code)).body).toMatchObject({
      balanceFen: 38_750,
      today: { redemptions: 1, amountFen: 1_250 },
    })
  })

  it('an undo tried out tells a shop what it is owed less, and no balance of a fund', async () => {
    const redeemed = await redeem(take().code, { amountFen: 1_000 })
    const tried = (actor: string) => {
      const path = `/v1/redemptions/${redeemed.body.id}/reversal?dryRun=true`
      const body = { merchant: shop, reason: '错扣', ...onPaper(actor) }
      return application.api.send({ method: 'POST', path, actor, body })
    }
    type Move = { account: string; merchant?: string; change: number; before?: number }
    const seen: Move[] = (await tried(till())).body.moves
    const owed = seen.filter(({ account }) => account === 'payable').map(({ change }) => change)
    expect(owed.reduce((sum, change) => sum + change, 0)).toBe(-1_000)
    expect(seen.filter(({ merchant, before }) => merchant !== shop || before !== undefined)).toEqual([])
    const seenByUnion: Move[] = (await tried('officer/li')).body.moves
    expect(seenByUnion.some(({ account, before }) => account === 'issued' && before !== undefined)).toBe(true)
  })

  it('the card is read from its QR code, and from its code as people type it', async () => {
    const card = take()
    const qr = (card as Card & { qr: string }).qr
    const typed = `${card.code.slice(0, 5).toLowerCase()}-${card.code.slice(5).replaceAll('0', 'O')}`
    for (const shown of [qr, card.code, typed])
      expect((await lookUp(shown)).body).toMatchObject({ wallet: card.wallet, tail: card.code.slice(-4) })
    expect(await redeem(qr, { amountFen: 100 })).toMatchObject({ status: 201 })
  })

  it('items are priced from the list of the day', async () => {
    const { code } = take()
    expect((await redeem(code, { items: [{ code: 'dumplings', quantity: 2 }] })).body).toMatchObject({
      amountFen: 2_000,
      listPriceFen: 2_400,
      discountFen: 400,
      balanceAfterFen: 38_000,
      items: [{ code: 'dumplings', quantity: 2, listPriceFen: 1_200, agreedPriceFen: 1_000 }],
    })
    const items = [
      { code: 'dumplings', quantity: 1 },
      { code: 'champagne', quantity: 1 },
    ]
    expect(await redeem(code, { items })).toMatchObject({
      status: 422,
      body: { code: 'item-unknown', items: ['champagne'] },
    })
  })

  it('all refusals name their reason, and the look-up names the same', async () => {
    const { code } = take()
    expect(await redeem(code, { amountFen: 40_001 })).toMatchObject({
      status: 409,
      body: { code: 'credit-insufficient', balanceFen: 40_000, neededFen: 40_001, missingFen: 1 },
    })
    expect(await redeem(code, { amountFen: 40_000 })).toMatchObject({ status: 201, body: { balanceAfterFen: 0 } })
    expect(await redeem(code, { amountFen: 1 })).toMatchObject({ status: 409, body: { code: 'credit-used-up' } })
    expect((await lookUp(code)).body.refusal).toMatchObject({ code: 'credit-used-up' })
    const stranger = (await application.api.post('/v1/merchants', { name: '外面的店', division: '632701' })).id
    const fresh = take().code
    const meal = { merchant: stranger, amountFen: 100, reason: '停电', ...onPaper('officer/test') }
    const elsewhere = await redeem(fresh, meal, undefined, 'officer/test')
    expect(elsewhere).toMatchObject({ status: 409, body: { code: 'merchant-not-in-programme' } })
    const told = (await lookUp(fresh, stranger, 'officer/test')).body.refusal
    expect(told).toMatchObject({ code: 'merchant-not-in-programme' })
    // Its own till does not learn that there is such a card.
    const ofStranger = `merchant-till/stranger@${stranger}`
    const unknown = { status: 404, body: { code: 'voucher-unknown' } }
    expect(await redeem(fresh, meal, undefined, ofStranger)).toMatchObject(unknown)
    expect(await lookUp(fresh, stranger, ofStranger)).toMatchObject(unknown)
  })

  it.each(['AAAAAAAAAA', '0000000000', 'nonsense', 'x'.repeat(22), '%20'])('the code %s is unknown', async (code) => {
    const actor = till('mistyping')
    const unknown = { status: 404, body: { code: 'voucher-unknown' } }
    expect(await redeem(code, { amountFen: 100 }, undefined, actor)).toMatchObject(unknown)
    expect(await lookUp(code, shop, actor)).toMatchObject(unknown)
  })

  it('who guesses codes is stopped, also when 64 are tried at once; then even a right one is not looked at', async () => {
    const guesser = till('guesser')
    const { code } = take()
    expect((await lookUp(code, shop, guesser)).status).toBe(200)
    const guesses = Array.from({ length: 64 }, (_, index) => `ZZZZZZZZ${String(index).padStart(2, '0')}`)
    const answers = await Promise.all(guesses.map((guess) => lookUp(guess, shop, guesser)))
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(10)
    const stopped = answers.find(({ status }) => status === 429)
    expect(stopped?.body).toMatchObject({ code: 'too-many-attempts' })
    expect(Number(stopped?.headers.get('retry-after'))).toBeGreaterThan(0)
    for (const answer of [await lookUp(code, shop, guesser), await redeem(code, { amountFen: 1 }, undefined, guesser)])
      expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } })
    expect((await lookUp(code)).status).toBe(200)
  })

  it('ten mistyped codes stop the device, not the shop whose account it shares; the sentence says until when', async () => {
    const account = {
      account: 'shared-till',
      role: 'merchant-till' as const,
      scope: { divisions: ['632701'], merchants: [shop] },
    }
    const [clumsy, careful] = [
      await application.ledger.identity.issueToken(account),
      await application.ledger.identity.issueToken(account),
    ]
    const path = (code: string) => `/v1/vouchers/${code}?merchant=${shop}`
    const ask = (token: string, code: string, language = 'en') =>
      application.api.send({
        method: 'GET',
        path: path(code),
        actor: null,
        headers: { authorization: `Bearer ${token}`, 'accept-language': language },
      })
    for (let index = 0; index < 10; index += 1) expect((await ask(clumsy, `YYYYYYYY0${index}`)).status).toBe(404)
    const { code } = take()
    const stopped = await ask(clumsy, code, 'zh')
    expect(stopped).toMatchObject({ status: 429, body: { code: 'too-many-attempts', until: expect.any(String) } })
    expect(stopped.body.detail).toMatch(/输错次数过多.*可再试/)
    expect((await ask(careful, code)).status).toBe(200)
  })

  it('a till need not say whose it is where there is no doubt', async () => {
    const path = `/v1/vouchers/${take().code}`
    expect(await application.api.send({ method: 'GET', path, actor: till() })).toMatchObject({ status: 200 })
    const ofTwo = `merchant-till/of-two@${meals.merchants.join(',')}`
    expect(await application.api.send({ method: 'GET', path, actor: ofTwo })).toMatchObject({
      status: 422,
      body: { code: 'merchant-missing' },
    })
  })

  test('64 clients redeem the last 10.00 at once: one 201, 63 clear refusals, and the books balance', async () => {
    const { code } = take()
    await redeem(code, { amountFen: 39_000 })
    const before = await moneyOf(application, meals.programme)
    const tills = Array.from({ length: 64 }, (_, index) => till(`till-${index}`))
    // Signed in before the race.
    await inParallel(tills, 64, application.api.tokenOf)
    const answers = await inParallel(tills, 64, (actor) => redeem(code, { amountFen: 1_000 }, undefined, actor))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'credit-used-up')).toHaveLength(63)
    expect(await moneyOf(application, meals.programme)).toEqual({
      ...before,
      issued: before.issued - 1_000,
      used: before.used + 1_000,
      payable: before.payable + 1_000,
    })
  })

  test('the same request sent 50 times with one key is one redemption and 50 equal answers', async () => {
    const { code } = take()
    const key = randomUUID()
    const answers = await inParallel(Array.from({ length: 50 }), 50, () => redeem(code, { amountFen: 700 }, key))
    const later = await redeem(code, { amountFen: 700 }, key)
    for (const answer of [...answers, later]) {
      expect(answer.status).toBe(201)
      expect(answer.body).toEqual(answers[0]?.body)
    }
    expect((await lookUp(code)).body).toMatchObject({ balanceFen: 39_300, today: { redemptions: 1 } })
  })

  test('the same key with another body is its own refusal, also after a refusal', async () => {
    const { code } = take()
    const key = randomUUID()
    expect(await redeem(code, { amountFen: 700 }, key)).toMatchObject({ status: 201 })
    expect(await redeem(code, { amountFen: 701 }, key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    })
    const other = randomUUID()
    expect(await redeem(code, { amountFen: 50_000 }, other)).toMatchObject({ status: 409 })
    expect(await redeem(code, { amountFen: 100 }, other)).toMatchObject({ status: 201 })
  })
})

describe('undoing', () => {
  it('is for the same merchant, the same day, once', async () => {
    const { code } = take()
    const { id } = (await redeem(code, { amountFen: 5_000 })).body
    const other = meals.merchants[1]
    expect(await reverse(id, other)).toMatchObject({ status: 409, body: { code: 'redemption-of-another-merchant' } })
    expect(await reverse(id)).toMatchObject({
      status: 201,
      body: { redemption: id, amountFen: 5_000, balanceAfterFen: 40_000 },
    })
    expect(await reverse(id)).toMatchObject({ status: 409, body: { code: 'redemption-already-reversed' } })
    expect(await redeem(code, { amountFen: 40_000 })).toMatchObject({ status: 201 })
  })

  it('of what is no redemption is refused', async () => {
    const { wallet } = take()
    for (const id of [`${wallet}.1`, `${wallet}.99`, `wallet-${randomUUID()}.1`])
      expect(await reverse(id)).toMatchObject({ status: 404, body: { code: 'redemption-unknown' } })
  })

  it('after the voucher was voided gives the money to the programme', async () => {
    const { code } = take()
    const { id } = (await redeem(code, { amountFen: 5_000 })).body
    const before = await moneyOf(application, meals.programme)
    expect(await atDesk(code, 'void')).toMatchObject({ status: 201, body: { withdrawnFen: 45_000 } })
    expect(await reverse(id)).toMatchObject({ status: 201, body: { amountFen: 5_000, balanceAfterFen: 0 } })
    expect(await moneyOf(application, meals.programme)).toMatchObject({
      allocated: before.allocated + 50_000,
      issued: before.issued - 45_000,
      used: before.used - 5_000,
    })
  })
})

describe('at the desk', () => {
  it('a voided voucher pays nothing any more, and is voided once', async () => {
    const { code } = take()
    expect(await atDesk(code, 'void')).toMatchObject({ status: 201, body: { withdrawnFen: 50_000 } })
    expect(await atDesk(code, 'void')).toMatchObject({ status: 201, body: { withdrawnFen: 0 } })
    expect(await redeem(code, { amountFen: 1 })).toMatchObject({ status: 409, body: { code: 'voucher-voided' } })
    expect((await lookUp(code)).body).toMatchObject({
      status: 'voided',
      balanceFen: 0,
      refusal: { code: 'voucher-voided' },
    })
  })

  it('a lost card is replaced, the wallet stays', async () => {
    const { code, wallet } = take()
    await redeem(code, { amountFen: 1_000 })
    const key = randomUUID()
    const replacement = await atDesk(code, 'replacement', key)
    expect(replacement).toMatchObject({ status: 201, body: { wallet } })
    expect((await atDesk(code, 'replacement', key)).body).toEqual(replacement.body)
    expect(await redeem(code, { amountFen: 1 })).toMatchObject({ status: 409, body: { code: 'voucher-replaced' } })
    expect((await lookUp(code)).body).toMatchObject({ status: 'replaced', refusal: { code: 'voucher-replaced' } })
    expect((await lookUp(replacement.body.code)).body).toMatchObject({ wallet, balanceFen: 39_000 })
    expect(await redeem(replacement.body.qr, { amountFen: 100 })).toMatchObject({ status: 201 })
  })

  it('a refused replacement leaves nothing behind', async () => {
    const { code } = take()
    await atDesk(code, 'replacement')
    const before = await takenSerials()
    expect(await atDesk(code, 'replacement')).toMatchObject({ status: 409, body: { code: 'voucher-replaced' } })
    expect(await takenSerials()).toBe(before)
  })
})

test('quota and own share are the rules of the credit', async () => {
  const rules = { quota: { redemptionsPerDay: 2, amountPerDayFen: 3_000 }, ownSharePerRedemptionFen: 200 }
  const plan = { workers: 2, windows: [races], fundsFen: [80_000], rules }
  const strict = await prepareMeals(application.api, plan, '有限额')
  const { code } = take(await issueTo(strict, 2))
  const merchant = strict.merchants[0] ?? ''
  const actor = `merchant-till/strict@${merchant}`
  const pay = (what: object) => redeem(code, { merchant, ...what }, undefined, actor)
  expect(await pay({ amountFen: 1_000, ownShareFen: 100 })).toMatchObject({
    status: 422,
    body: { code: 'own-share-too-small', leastFen: 200 },
  })
  expect(await pay({ amountFen: 200 })).toMatchObject({ status: 422, body: { code: 'own-share-too-large' } })
  expect((await pay({ amountFen: 1_000 })).body).toMatchObject({ amountFen: 800, ownShareFen: 200 })
  expect(await pay({ amountFen: 2_500 })).toMatchObject({
    status: 409,
    body: { code: 'quota-reached', amountPerDayFen: 3_000, usedFen: 800 },
  })
  expect((await pay({ amountFen: 2_400 })).body).toMatchObject({ amountFen: 2_200, ownShareFen: 200 })
  expect(await pay({ amountFen: 300 })).toMatchObject({
    status: 409,
    body: { code: 'quota-reached', redemptionsPerDay: 2 },
  })
  expect((await lookUp(code, merchant, actor)).body.refusal).toMatchObject({ code: 'quota-reached' })
})

describe('as days go by', () => {
  it('what was recorded more than 12 hours ago on another day is taken back by the union', async () => {
    const { id } = (await redeem(take().code, { amountFen: 300 })).body
    application.clock.advanceTo(new Date('2025-07-26T16:00:00Z'))
    expect(await reverse(id)).toMatchObject({
      status: 409,
      body: { code: 'reversal-too-late', redeemedOn: '2025-07-26', today: '2025-07-27' },
    })
    const body = { reason: '多收一份', amountFen: 100, document: { kind: 'slip', number: 'S-9' } }
    const byUnion = { method: 'POST', path: `/v1/redemptions/${id}/reversal`, body, actor: 'officer/li' }
    expect(await application.api.send(byUnion)).toMatchObject({ status: 201, body: { amountFen: 100, keptFen: 200 } })
  })

  let askAgainLate: () => Promise<void>
  it('late entries are for officers, with a reason, within their limit', async () => {
    application.clock.advanceTo(new Date('2025-08-01T02:00:00Z'))
    const { code } = cards[0] ?? take()
    const late = (occurredAt: string, actor = 'officer/li', key?: string) =>
      redeem(code, { amountFen: 400, lateEntry: { occurredAt, reason: '停电' }, ...onPaper(actor) }, key, actor)
    const onTheLastDay = '2025-07-31T12:00:00+08:00'
    expect(await late(onTheLastDay, till())).toMatchObject({
      status: 403,
      body: { code: 'late-entry-not-allowed' },
    })
    expect(await late('2025-08-02T12:00:00+08:00')).toMatchObject({
      status: 422,
      body: { code: 'late-entry-in-the-future' },
    })
    expect(await late('2025-07-28T12:00:00+08:00')).toMatchObject({
      status: 422,
      body: { code: 'late-entry-too-late', earliest: '2025-07-29' },
    })
    const entered = await late(onTheLastDay, 'officer/li', 'entered-late')
    expect(entered).toMatchObject({ status: 201, body: { redeemedOn: '2025-07-31' } })
    askAgainLate = async () =>
      expect(await late(onTheLastDay, 'officer/li', 'entered-late')).toMatchObject({ status: 201, body: entered.body })
  })

  it('between two windows the next is named', async () => {
    expect(await redeem(cards[0]?.code ?? '', { amountFen: 100 })).toMatchObject({
      status: 409,
      body: { code: 'outside-window', nextWindow: 'snow', nextFrom: '2025-08-05', nextUntil: '2025-08-11' },
    })
  })

  it('the remainder of a window goes back to the programme after the days for late entry, once', async () => {
    application.clock.advanceTo(new Date('2025-08-03T15:59:59Z'))
    expect(await application.ledger.vouchers.sweepExpiredCredits()).toBe(0)
    application.clock.advanceTo(new Date('2025-08-03T16:00:00Z'))
    const before = await moneyOf(application, meals.programme)
    const swept = await application.ledger.vouchers.sweepExpiredCredits()
    expect(swept).toBeGreaterThan(10)
    const after = await moneyOf(application, meals.programme)
    expect(after.allocated - before.allocated).toBe(before.issued - after.issued)
    expect(after.used).toBe(before.used)
    const head = await application.head()
    await application.ledger.vouchers.sweepExpiredCredits()
    expect(await application.head()).toBe(head)
  })

  it('the next window opens on its day, and after the last the credit has expired', async () => {
    application.clock.advanceTo(new Date('2025-08-04T16:00:00Z'))
    const code = cards[0]?.code ?? ''
    expect(await redeem(code, { amountFen: 100 })).toMatchObject({ status: 201, body: { draws: [{ window: 'snow' }] } })
    application.clock.advanceTo(new Date('2025-08-11T16:00:00Z'))
    expect(await redeem(code, { amountFen: 100 })).toMatchObject({
      status: 409,
      body: { code: 'credit-expired', window: 'snow', until: '2025-08-11' },
    })
  })

  it('a closed programme pays nothing, and everything unspent is with its funds again', async () => {
    await closeProgramme(application.api, meals.programme, '结束')
    await expect
      .poll(() => moneyOf(application, meals.programme))
      .toMatchObject({ allocated: 0, committed: 0, issued: 0 })
    const { used } = await moneyOf(application, meals.programme)
    expect(await redeem(cards[0]?.code ?? '', { amountFen: 100 })).toMatchObject({ body: { code: 'programme-closed' } })
    await expect
      .poll(async () => {
        const funds = await Promise.all(meals.funds.map((fund) => application.api.get(`/v1/funds/${fund}`)))
        return funds.reduce((sum, fund) => sum + fund.availableFen, 0)
      })
      .toBe(1_200_000 - used)
  })

  it('a late entry asked again past its limit is answered as the first time', () => askAgainLate())
})
