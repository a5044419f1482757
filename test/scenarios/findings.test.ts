import type { FindingKind } from '@welfare/reports/findings/findings.store.ts'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type Answer, inParallel } from '../harness/api.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { createOneOfEverything, type KnownIds } from '../harness/one-of-everything.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** One county's summer in which everything happens that somebody should look at, over HTTP. */
let application: TestLedger
let known: KnownIds
let meals: Meals
let cards: readonly Card[]
let shops: readonly string[]

const CREDIT_FEN = 6_000
const AT_ONCE = 6
const auditor = 'auditor/audit'

beforeAll(async () => {
  application = await openTestLedger('2025-06-01T12:00:00+08:00')
  // Holds a meal at three in the morning, a donation with the number of another further down, and person 7, who is in both programmes.
  known = await createOneOfEverything(application.api)
  const window = { window: 'june', from: '2025-06-01', until: '2025-06-30', creditFen: CREDIT_FEN }
  const plan = { workers: 46, windows: [window], fundsFen: [500_000], rules: { lateEntryDays: 5 } }
  meals = await prepareMeals(application.api, plan, '疑点餐补')
  const third = await application.api.post('/v1/merchants', { name: '早点铺', division: '632701' })
  await application.api.post(`/v1/programmes/${meals.programme}/merchants`, { merchant: third.id })
  shops = [...meals.merchants, third.id]
  await importRoster(application.api, meals.programme, await rosterFile(46, 7))
  await issue(application.api, meals.programme)
  cards = await listCards(application.api, meals.programme)
  await eatInOneMinute()
  await enterOnePaperTwice()
  await enterMuchLate()
  await returnInParts()
  await handOutTwice()
  await excludeTooLate()
}, 120_000)
afterAll(() => application.close())

/** What made each kind arise; a kind that is not here is not found by anything over HTTP. */
const madeBy: Readonly<Record<FindingKind, string>> = {
  'odd-hours': 'a meal at three in the morning',
  'same-paper': 'two funds with one receipt number',
  'soon-after-issue': 'wallets used the minute they were filled',
  'till-burst': 'twelve meals at one till in a minute',
  'account-burst': 'twelve by one account at two tills',
  'one-collector': 'one person collects for twelve',
  'merchant-burst': 'forty at one shop by four accounts',
  'two-places': 'two people at two shops at once',
  'full-balances': 'six wallets emptied by one meal each',
  'same-slip': 'one slip for two wallets',
  'late-by-account': 'twenty entries for the day before',
  'late-by-merchant': 'all of them of one shop',
  'merchant-share': 'a day at three shops, nearly all of it at one',
  'just-below-limit': 'three returns of 9.50 at a limit of 10.00',
  'together-above-limit': 'the first two of them together',
  'two-hand-outs': 'one person twice on the paper of one hand-out',
  'held-in-both': 'two programmes exclude each other after somebody has credits of both',
}

async function eat(card: number, shop: number, till: string, account: string, what: object): Promise<void> {
  const merchant = shops[shop]
  const body = { merchant, deviceId: till, ...what }
  await application.api.post(`/v1/vouchers/${cards[card]?.code}/redemptions`, body, {
    actor: `merchant-till/${account}@632701,${merchant}`,
  })
}

async function eatInOneMinute(): Promise<void> {
  const collectedBy = cards[0]?.worker
  await inParallel(range(0, 12), AT_ONCE, (card) => eat(card, 0, 'till-1', 'one', { amountFen: 100 }))
  await inParallel(range(12, 24), AT_ONCE, (card) =>
    eat(card, 0, `till-${2 + (card % 2)}`, 'two', { amountFen: 100, collectedBy }),
  )
  await inParallel(range(24, 40), AT_ONCE, (card) =>
    eat(card, 0, `till-${4 + (card % 2)}`, `more-${card % 2}`, { amountFen: 100 }),
  )
  await eat(38, 1, 'till-6', 'six', { amountFen: 100 })
  await eat(39, 2, 'till-7', 'seven', { amountFen: 100 })
  for (const card of range(40, 46)) await eat(card, 1, 'till-6', 'six', { amountFen: CREDIT_FEN })
}

/** From a paper, by an officer. */
function enter(card: number, number: string, more: object = {}): Promise<Answer> {
  const body = { merchant: shops[0], amountFen: 100, document: { kind: 'slip', number }, reason: '停电', ...more }
  return application.api.send({ method: 'POST', path: `/v1/vouchers/${cards[card]?.code}/redemptions`, body })
}

async function enterOnePaperTwice(): Promise<void> {
  await enter(0, 'S-77')
  await enter(1, 'ｓ 77')
}

async function enterMuchLate(): Promise<void> {
  application.clock.advanceTo(new Date('2025-06-02T12:00:00+08:00'))
  const lateEntry = { occurredAt: '2025-06-01T12:30:00+08:00', reason: '停电' }
  for (const card of range(0, 19)) await enter(card, `Q-${card}`, { reason: undefined, lateEntry })
  const limits = { 'late-entry': { perAct: 150 }, return: { perAct: 1_000 } }
  const path = '/v1/approval-limits/632701'
  await application.api.send({ method: 'PUT', path, body: { limits }, actor: 'administrator/administrator' })
  const { body } = await enter(19, 'Q-19', { reason: undefined, lateEntry, amountFen: 200 })
  await application.api.post(`/v1/proposals/vouchers/${body.proposal}/approval`, {}, { actor: 'approver/chair' })
  await eat(20, 0, 'till-1', 'one', { amountFen: 100 })
}

async function returnInParts(): Promise<void> {
  const back = { fund: meals.funds[0], amountFen: 950, reason: '余款' }
  for (let times = 0; times < 3; times++)
    await application.api.post(`/v1/programmes/${meals.programme}/allocation-returns`, back)
}

async function handOutTwice(): Promise<void> {
  const lines = [{ commodity: known.commodity?.[1], quantity: 3 }]
  const worker = cards[0]?.worker
  await application.api.post(`/v1/consignments/${known.consignment?.[0]}/handouts`, {
    ...{ lines, heads: 2, workers: [worker, worker], handedOutOn: '2025-06-02' },
  })
}

async function excludeTooLate(): Promise<void> {
  const path = `/v1/programmes/${meals.programme}`
  const { body, headers } = await application.api.send({ method: 'GET', path })
  const rules = { ...body.rules, exclusiveWith: [known.programme?.[0]] }
  const ifMatch = { 'if-match': headers.get('etag') ?? '' }
  const change = { rules, reason: '二者只享其一' }
  expect(
    await application.api.send({ method: 'PUT', path: `${path}/rules`, body: change, headers: ifMatch }),
  ).toMatchObject({
    status: 200,
  })
}

function range(from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_, index) => from + index)
}

const findings = (query = '', actor = auditor) => application.api.get(`/v1/findings?${query}`, actor)

async function find(kind: FindingKind) {
  const [one] = (await findings(`kind=${kind}`)).findings
  return one
}

function review(id: string, body: object, { version = 0, actor = auditor, key = crypto.randomUUID() } = {}) {
  const headers = { 'if-match': `"${version}"` }
  return application.api.send({ method: 'POST', path: `/v1/findings/${id}/reviews`, body, actor, key, headers })
}

test.each(Object.entries(madeBy))('%s: %s', async (kind) => {
  const { total, counts, findings: found } = await findings(`kind=${kind}`)
  expect(total).toBeGreaterThan(0)
  expect(counts).toEqual([{ kind, count: total, open: total }])
  for (const one of found) {
    expect(one).toMatchObject({ kind, status: 'open', version: 0, review: null, eventsSinceReview: null })
    expect(one.eventCount).toBeGreaterThan(0)
  }
})

test('pages follow one another, each finding once, by the same ids when all is made again', async () => {
  const { total } = await findings()
  const all = (await findings('limit=500')).findings
  const paged: string[] = []
  for (let cursor = ''; ; ) {
    const page = await findings(`limit=3${cursor}`)
    paged.push(...page.findings.map(({ id }: { id: string }) => id))
    if (!page.nextCursor) break
    cursor = `&cursor=${page.nextCursor}`
  }
  expect([paged.length, new Set(paged).size]).toEqual([total, total])
  // Who reaches the county alone is told the same, found in another way.
  const { total: ofCounty, counts } = await findings('limit=500', 'auditor/near@632701')
  expect([ofCounty, counts]).toEqual([total, (await findings()).counts])
  await application.ledger.reports.rebuild()
  expect((await findings('limit=500')).findings).toEqual(all)
}, 60_000)

describe('a review', () => {
  const explained = { outcome: 'explained', reason: '两人合用一张小票' }

  it('takes what was seen, the last word before it, and somebody who did none of it', async () => {
    const slip = await find('same-slip')
    const { id } = slip
    const elsewhere = 'auditor/far@632722'
    const entered = slip.events[0].event
    const late = (await find('late-by-merchant')).id
    const cases: [string, Promise<Answer>][] = [
      ['403 role-not-allowed', review(id, explained, { actor: 'officer/test' })],
      ['404 finding-unknown', review(id, explained, { actor: elsewhere })],
      ['404 finding-unknown', review(`finding-${crypto.randomUUID()}`, explained)],
      [
        '428 if-match-required',
        application.api.send({ method: 'POST', path: `/v1/findings/${id}/reviews`, body: explained, actor: auditor }),
      ],
      ['412 version-mismatch', review(id, explained, { version: 1 })],
      ['400 body-invalid', review(id, { ...explained, outcome: 'forgiven' })],
      ['409 finding-has-grown', review(id, { ...explained, eventCount: 1 })],
      ['422 reason-names-number', review(id, { ...explained, reason: '本人 138 0000 0001 说明' })],
      ['422 correction-unknown', review(id, { ...explained, correction: entered })],
      ['403 maker-cannot-review', review(late, explained, { actor: 'approver/chair' })],
    ]
    for (const [expected, asked] of cases) {
      const { status, body } = await asked
      expect(`${status} ${body.code}`).toBe(expected)
    }
    expect((await findings('status=reviewed')).total).toBe(0)
  })

  it('is of nobody behind its acts: who ordered what a process gave, and who let a late meal pass', async () => {
    const makersOf = async (kind: FindingKind) => {
      const asked = { id: (await find(kind)).id, correction: undefined }
      const answer = await application.ledger.reports.ask('reviewedFinding', asked)
      return 'finding' in answer ? answer.finding.makers.toSorted() : answer
    }
    expect(await makersOf('held-in-both')).toEqual(['test'])
    expect(await makersOf('late-by-merchant')).toEqual(['chair', 'test'])
    expect(await makersOf('till-burst')).toEqual(['one'])
  })

  it('names the red entry, is read back after its position, and is answered the same when it is sent again', async () => {
    const { id, events } = await find('same-slip')
    const { body: red } = await application.api.send({
      method: 'POST',
      path: `/v1/redemptions/${events[1].event}/reversal`,
      body: { merchant: shops[0], reason: '录错' },
    })
    const corrected = { outcome: 'corrected', reason: '后一笔录错', eventCount: 2, correction: red.id }
    const other = (await find('till-burst')).id
    expect((await review(other, { ...corrected, eventCount: undefined })).body.code).toBe('correction-of-another-act')
    const key = crypto.randomUUID()
    const first = await review(id, corrected, { key })
    expect(first).toMatchObject({
      status: 201,
      body: { finding: id, version: 1, reviewedBy: 'auditor/audit', eventCount: 2, correction: red.id },
    })
    expect((await review(id, corrected, { key })).body).toEqual(first.body)
    const after = first.headers.get('welfare-position')
    const { body, headers } = await application.api.send({
      method: 'GET',
      path: `/v1/findings/${id}?after=${after}`,
      actor: auditor,
    })
    expect(headers.get('etag')).toBe('"1"')
    expect(body).toMatchObject({
      finding: { id, status: 'reviewed', version: 1, eventsSinceReview: 0, review: { outcome: 'corrected' } },
      reviews: [{ version: 1, outcome: 'corrected', reason: '后一笔录错', correction: red.id }],
    })
    expect((await findings('status=reviewed&outcome=corrected')).findings).toMatchObject([{ id }])
    expect((await findings('status=reviewed&outcome=misuse')).total).toBe(0)
  })

  it('of a finding that went on is not the last word: it is open again, and says so', async () => {
    const { id } = await find('same-slip')
    await enter(2, 'S-77')
    expect((await findings('kind=same-slip&status=open')).findings).toMatchObject([
      { id, status: 'open', version: 1, eventCount: 3, eventsSinceReview: 1, review: { outcome: 'corrected' } },
    ])
    const misuse = { outcome: 'misuse', reason: '同一小票第三次使用' }
    expect((await review(id, { ...misuse, eventCount: 2 }, { version: 1 })).body.code).toBe('finding-has-grown')
    expect((await review(id, misuse, { version: 1, actor: 'approver/other' })).body).toMatchObject({
      version: 2,
      eventCount: 3,
    })
    await application.ledger.reports.rebuild()
    const { reviews } = await application.api.get(`/v1/findings/${id}`, auditor)
    expect(reviews.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['corrected', 'misuse'])
    expect((await findings('kind=same-slip&status=open')).total).toBe(0)
    const { events } = await application.api.get(`/v1/trail/${id}`, auditor)
    expect(events).toMatchObject([
      { type: 'FindingReviewed', version: 1, legs: [] },
      { type: 'FindingReviewed', version: 2, legs: [] },
    ])
  })
})
