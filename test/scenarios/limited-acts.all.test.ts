import { actKinds, isCounted, isLimited, type LimitedKind } from '@welfare/contracts/acts.ts'
import { addDays } from '@welfare/contracts/days.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, listAll } from '../harness/api.ts'
import { closeProgramme } from '../harness/close-programme.ts'
import { importRoster, issue, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { type Goods, orderOf, prepareGoods } from '../harness/purchases.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

const TODAY = '2025-07-01'
const chair = 'approver/chair@632701'
const division = '632701'
/** What is done at once in fen; of what is counted one is. */
const AT = 1_000

interface Request {
  readonly path: string
  readonly body: object
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

interface Case {
  readonly area: 'funds' | 'vouchers' | 'programmes' | 'deliveries' | 'registry'
  /** What each act is recorded as. */
  readonly event: string
  /** An act of that size that has not been asked for before. */
  ask(size: number): Promise<Request> | Request
  /** Above the limit as well, and it cannot be done, no matter who agrees. */
  readonly impossible?: () => Promise<Request> | Request
  /** Two of its acts are never in one place: no sum is. */
  readonly isAlone?: true
}

let application: TestLedger
let meals: Meals
let issued: Meals
let round: string
let donation: string
let depot: string
let bought: Goods
let lot: string
let cards: string[]
let prices: number
let papers = 0
const answered: (readonly [Request, string, string, Answer])[] = []

const windows = (creditFen: number, name: string) =>
  Array.from({ length: 12 }, (_, index) => ({
    ...{ window: `${name}-${index}`, creditFen },
    ...{ from: addDays('2025-07-05', index), until: addDays('2025-07-05', index) },
  }))
const unused: Record<number, string[]> = {
  [AT]: windows(AT, 'at').map(({ window }) => window),
  [AT + 1]: windows(AT + 1, 'above').map(({ window }) => window),
}

const limitedKinds = actKinds.filter(isLimited)
const cases: Record<LimitedKind, Case> = {
  allocation: {
    area: 'funds',
    event: 'FundsAllocated',
    ask: (amountFen) => ({
      path: `/v1/funds/${fund()}/allocations`,
      body: { programme: meals.programme, amountFen, allocatedOn: TODAY },
    }),
    impossible: () => cases.allocation.ask(9_000_000),
  },
  issuance: {
    area: 'vouchers',
    event: 'IssuanceOrdered',
    ask: (amountFen) => ({
      path: `/v1/programmes/${issued.programme}/issuances`,
      body: { round, windows: [unused[amountFen]?.pop()] },
    }),
    impossible: () => ({ path: `/v1/programmes/${issued.programme}/issuances`, body: { round, windows: ['none'] } }),
  },
  refund: {
    area: 'funds',
    event: 'DonationRefunded',
    ask: (amountFen) => ({
      path: `/v1/funds/${fund()}/refunds`,
      body: { donation, amountFen, reason: '退回', refundedOn: TODAY },
    }),
    impossible: () => cases.refund.ask(9_000_000),
  },
  return: {
    area: 'funds',
    event: 'AllocationReturned',
    ask: (amountFen) => ({
      path: `/v1/programmes/${meals.programme}/allocation-returns`,
      body: { fund: fund(), amountFen, reason: '多拨' },
    }),
    impossible: () => cases.return.ask(9_000_000),
  },
  closing: {
    area: 'programmes',
    event: 'ProgrammeClosed',
    isAlone: true,
    async ask() {
      const named = { name: `餐补${papers++}`, kind: 'festival-meal', division, year: 2025, rules: { windows: [] } }
      const path = `/v1/programmes/${(await application.api.post('/v1/programmes', named)).id}`
      const ended = { lastDay: '2025-01-01', reason: '结束' }
      await application.api.send({ method: 'PUT', path: `${path}/last-day`, body: ended })
      return { path: `${path}/closure`, body: { reason: '结束' } }
    },
    impossible: () => ({ path: `/v1/programmes/${meals.programme}/closure`, body: { reason: '结束' } }),
  },
  'bulk-void': {
    area: 'vouchers',
    event: 'VoucherVoided',
    ask: (count) => ({
      path: `/v1/programmes/${meals.programme}/vouchers/void`,
      body: { workers: cards.splice(0, count), reason: '换卡' },
    }),
  },
  'write-off': {
    area: 'deliveries',
    event: 'GoodsWrittenOff',
    ask: (quantity) => ({
      path: `/v1/depots/${depot}/write-offs`,
      body: { lines: [{ lot, quantity }], reason: '破损', writtenOffOn: TODAY },
    }),
    impossible: () => cases['write-off'].ask(9_000),
  },
  'rule-change': {
    area: 'programmes',
    event: 'ProgrammeRulesChanged',
    async ask() {
      const path = `/v1/programmes/${meals.programme}`
      const { headers } = await application.api.send({ method: 'GET', path })
      const rules = { windows: [{ window: 'july', name: '七月', from: TODAY, until: TODAY, creditFen: ++papers }] }
      const ifMatch = { 'if-match': String(headers.get('etag')) }
      return { method: 'PUT', path: `${path}/rules`, body: { rules, reason: '调整' }, headers: ifMatch }
    },
    impossible: async () => ({ ...(await cases['rule-change'].ask(1)), headers: { 'if-match': '"1"' } }),
  },
  'price-list': {
    area: 'registry',
    event: 'PriceListPublished',
    ask: () => ({
      path: `/v1/merchants/${meals.merchants[0]}/price-lists`,
      body: {
        validFrom: addDays('2025-08-01', prices++),
        items: [{ code: 'dumplings', name: '饺子', listPriceFen: 1_200, agreedPriceFen: 1_100 }],
      },
    }),
    async impossible() {
      const { path, body } = await cases['price-list'].ask(1)
      return { path, body: { ...body, validFrom: '2025-01-01' } }
    },
  },
  'late-entry': {
    area: 'funds',
    event: 'DonationReceived',
    ask: (amountFen) => ({
      path: `/v1/funds/${fund()}/donations`,
      body: {
        ...{ receiptNumber: `L-${papers++}`, donor: { kind: 'individual' }, amountFen },
        ...{ receivedOn: '2025-06-30', lateEntry: { reason: '收据晚到' } },
      },
    }),
    async impossible() {
      const { path, body } = await cases['late-entry'].ask(AT + 1)
      return { path, body: { ...body, receiptNumber: 'R-more' } }
    },
  },
  correction: {
    area: 'funds',
    event: 'AllocationReversed',
    async ask(amountFen) {
      const body = { programme: meals.programme, amountFen }
      const { id } = await application.api.post(`/v1/funds/${fund()}/allocations`, body)
      const path = `/v1/programmes/${meals.programme}/allocation-corrections`
      return { path, body: { allocation: id, reason: '重复录入' } }
    },
    async impossible() {
      const { path, body } = await cases.correction.ask(AT + 1)
      return { path, body: { ...body, rightAmountFen: AT + 1 } }
    },
  },
  purchase: {
    area: 'deliveries',
    event: 'GoodsOrdered',
    ask(unitPriceFen) {
      const lines = [{ commodity: bought.water, depot: bought.depot, quantity: 1, unitPriceFen }]
      return { path: '/v1/purchases', body: { ...orderOf(bought), lines } }
    },
    impossible: () => ({ path: '/v1/purchases', body: { ...orderOf(bought), deliverBy: '2025-10-01' } }),
  },
}

beforeAll(async () => {
  application = await openTestLedger(`${TODAY}T02:00:00Z`)
  const { api } = application
  bought = await prepareGoods(api, { allocatedFen: 100_000, restriction: { until: '2025-09-30' } })
  const open = { window: 'july', from: TODAY, until: '2025-07-31', creditFen: 100 }
  meals = await prepareMeals(api, { workers: 24, windows: [open], fundsFen: [1_000_000] }, '发卡')
  await importRoster(api, meals.programme, await rosterFile(24))
  await issue(api, meals.programme)
  const held = await listAll(api, `/v1/programmes/${meals.programme}/vouchers`, 'items')
  cards = held.map(({ worker }) => worker)
  donation = (await api.get(`/v1/funds/${fund()}/donations`)).items[0].id
  const more = { receiptNumber: 'R-more', donor: { kind: 'individual' }, amountFen: 1_000_000 }
  donation = (await api.post(`/v1/funds/${fund()}/donations`, more)).id
  const each = [...windows(AT, 'at'), ...windows(AT + 1, 'above')]
  issued = await prepareMeals(api, { workers: 1, windows: each, fundsFen: [1_000_000] }, '发放')
  await importRoster(api, issued.programme, await rosterFile(1, 100))
  round = (await api.post(`/v1/programmes/${issued.programme}/rounds`, { name: '名单' })).id
  depot = (await api.post('/v1/depots', { name: '仓库', division })).id
  const commodity = (await api.post('/v1/items', { name: '矿泉水', unit: '瓶' })).id
  const source = { kind: 'donation', donor: { kind: 'organisation', name: '虚构企业' } }
  const goods = { commodity, quantity: 1_000, source, receiptNumber: 'G-1', receivedOn: TODAY }
  lot = (await api.post(`/v1/depots/${depot}/receipts`, goods)).id
  prices = 0
})
afterAll(() => application.close())

describe.each(limitedKinds.map((kind) => ({ kind, ...cases[kind] })))(
  '$kind',
  ({ kind, area, event, ask, impossible, isAlone }) => {
    const at = isCounted(kind) ? 1 : AT
    /** Of what is always one act, one is above nothing. */
    const isUnit = ['closing', 'rule-change', 'price-list'].includes(kind)
    const above = isUnit ? { limit: 0, size: 1 } : { limit: at, size: at + 1 }
    const maker = (name: string) => `officer/${kind}-${name}@632701`
    const path = (proposal: string, what = '') => `/v1/proposals/${area}/${proposal}${what}`

    test('at the limit of one act it is done, above it waits, and is done once when another approves it', async () => {
      await limit({ [kind]: { perAct: at } })
      const small = await ask(at)
      const first = await send(small, maker('one'), `${kind}-first`)
      expect(isWaiting(first), JSON.stringify(first.body)).toBe(false)
      await finished(first)
      await limit({ [kind]: { perAct: above.limit } })
      const before = await done(event)
      const large = await ask(above.size)
      const waits = await send(large, maker('one'), `${kind}-second`)
      const proposal = proposalOf(waits)
      expect(await decide(path(proposal, '/approval'), 'approver/elsewhere@630100')).toMatchObject({
        ...{ status: 404, body: { code: 'proposal-unknown' } },
      })
      expect(await decide(path(proposal, '/approval'), maker('one'))).toMatchObject({ status: 403 })
      expect(await application.api.get(path(proposal), chair)).toMatchObject({
        ...{ kind, status: 'proposed', division, proposedBy: nameOf(maker('one')) },
        because: [{ rule: 'one-act', kind, limit: above.limit, value: above.size }],
        [isCounted(kind) ? 'count' : 'amountFen']: above.size,
      })
      expect(await done(event)).toEqual(before)
      const approved = await decide(path(proposal, '/approval'), chair, `${kind}-approval`)
      expect(approved).toMatchObject({ status: 201, body: { status: 'performed', decidedBy: nameOf(chair) } })
      await finished(waits)
      expect(await decide(path(proposal, '/approval'), chair, `${kind}-approval`)).toMatchObject({ status: 201 })
      expect(await decide(path(proposal, '/approval'), 'approver/vice@632701')).toMatchObject({
        ...{ status: 409, body: { code: 'proposal-not-open' } },
      })
      expect((await done(event)).length).toBe(before.length + 1)
      expect(await trailOf(proposal, event)).toEqual({ maker: nameOf(maker('one')), checker: nameOf(chair) })
      // Sent again when the limit is lower, when there is none, and when the act was approved: answered as recorded.
      const least = isCounted(kind) ? 0 : 1
      for (const said of [{ [kind]: { perAct: least, within24Hours: least } }, {}]) {
        await limit(said)
        expect(summary(await send(small, maker('one'), `${kind}-first`))).toEqual(summary(first))
        expect(summary(await send(large, maker('one'), `${kind}-second`))).toEqual(summary(waits))
      }
      expect((await done(event)).length).toBe(before.length + 1)
      answered.push([small, maker('one'), `${kind}-first`, first], [large, maker('one'), `${kind}-second`, waits])
    })

    test.runIf(impossible)('what cannot be done is refused at once, and nobody is asked', async () => {
      await limit({ [kind]: { perAct: above.limit } })
      const request = await impossible?.()
      const before = await application.head()
      const answer = await send(request as Request, maker('one'))
      expect([404, 409, 412, 422], JSON.stringify(answer.body)).toContain(answer.status)
      expect(await application.head()).toBe(before)
    })

    test('refused or taken back it leaves nothing behind', async () => {
      await limit({ [kind]: { perAct: above.limit } })
      const before = await done(event)
      const reserved = await reservedFen()
      for (const [what, who] of [
        ['refusal', chair],
        ['withdrawal', maker('two')],
      ] as const) {
        const proposal = proposalOf(await send(await ask(above.size), maker('two')))
        const end = await decide(path(proposal, `/${what}`), who, undefined, { reason: '不办' })
        expect(end).toMatchObject({ status: 201, body: { decidedBy: nameOf(who), decisionNote: '不办' } })
        expect(await decide(path(proposal, '/approval'), chair)).toMatchObject({ body: { code: 'proposal-not-open' } })
      }
      await expect.poll(reservedFen).toBe(reserved)
      expect(await done(event)).toEqual(before)
    })

    test('of 24 hours, and since another person last approved there, what comes together above the limit waits', async () => {
      for (const rule of ['within24Hours', 'sinceApproval'] as const) {
        await limit({ [kind]: { [rule]: at } })
        const who = maker(rule === 'within24Hours' ? 'day' : 'since')
        const first = await send(await ask(at), who)
        expect(isWaiting(first), JSON.stringify(first.body)).toBe(false)
        await finished(first)
        const second = await send(await ask(at), who)
        if (isAlone && rule === 'sinceApproval') {
          expect(isWaiting(second)).toBe(false)
          continue
        }
        const proposal = proposalOf(second)
        const said = rule === 'within24Hours' ? 'within-24-hours' : 'since-approval'
        const because = [{ rule: said, kind, limit: at, value: at * 2 }]
        expect(await application.api.get(path(proposal), chair)).toMatchObject({ because })
        if (rule === 'within24Hours') continue
        expect(await decide(path(proposal, '/approval'), chair)).toMatchObject({ body: { status: 'performed' } })
        await finished(second)
        const third = await send(await ask(at), who)
        expect(isWaiting(third), JSON.stringify(third.body)).toBe(false)
        await finished(third)
      }
    })
  },
)

test('what was done is counted with its maker after a restart, too', async () => {
  await application.restart()
  for (const kind of limitedKinds) {
    const at = isCounted(kind) ? 1 : AT
    await limit({ [kind]: { within24Hours: at } })
    const again = await send(await cases[kind].ask(at), `officer/${kind}-day@632701`)
    expect(isWaiting(again), `${kind}: ${JSON.stringify(again.body)}`).toBe(true)
  }
})

test('sent again the next day, with the programmes closed, each is answered as it was', async () => {
  await limit({})
  application.clock.advanceTo(new Date(application.clock.now().getTime() + 24 * 3_600_000))
  for (const { programme } of [meals, issued]) await closeProgramme(application.api, programme)
  const doneOf = () => Promise.all(limitedKinds.map((kind) => done(cases[kind].event)))
  const before = await doneOf()
  for (const [request, actor, key, answer] of answered) {
    expect(summary(await send(request, actor, key)), key).toEqual(summary(answer))
  }
  expect(await doneOf()).toEqual(before)
})

function fund(): string {
  return String(meals.funds[0])
}

async function limit(limits: object): Promise<void> {
  const path = `/v1/approval-limits/${division}`
  const answer = await application.api.send({ method: 'PUT', path, actor: 'administrator/chief', body: { limits } })
  expect(answer).toMatchObject({ status: 200 })
}

function send(request: Request, actor: string, key?: string): Promise<Answer> {
  return application.api.send({ method: 'POST', ...request, actor, key })
}

function decide(path: string, actor: string, key?: string, body: object = {}): Promise<Answer> {
  return application.api.send({ method: 'POST', path, body, actor, key })
}

function isWaiting({ status, body }: Answer): boolean {
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return body.status === 'proposed'
}

function proposalOf(answer: Answer): string {
  expect(isWaiting(answer), JSON.stringify(answer.body)).toBe(true)
  return answer.body.proposal ?? answer.body.result.proposal
}

/** An issuance goes on after its answer. */
async function finished({ body }: Answer): Promise<void> {
  if (String(body.id).startsWith('batch-')) await application.api.finishJob(body.id)
}

/** What a repeat must say again; a job has gone on since. */
function summary({ status, body }: Answer) {
  return String(body.id).startsWith('batch-') ? { status, id: body.id } : { status, body }
}

async function recorded(): Promise<readonly SequencedEvent[]> {
  return application.ledger.store.readAll({ limit: 100_000 })
}

/** People's commands that led to such an event. */
async function done(type: string): Promise<string[]> {
  const events = (await recorded()).filter((event) => event.type === type && !isByProcess(event))
  return [...new Set(events.map(({ metadata }) => String(metadata.commandId)))]
}

function isByProcess({ metadata }: SequencedEvent): boolean {
  return String(metadata.actor).startsWith('process/')
}

async function reservedFen(): Promise<number> {
  return (await application.api.get('/v1/budget?by=fund')).total.balances.reservedFen
}

/** Who asked and who approved, as the events say it: the act's own, or those of the stream that held its money. */
async function trailOf(proposal: string, type: string) {
  const events = await recorded()
  const approval = events
    .filter((event) => event.type === type)
    .flatMap(({ metadata }) => (metadata.approval === undefined ? [] : [metadata]))
    .findLast((metadata) => (metadata.approval as { proposal: string }).proposal === proposal)
  if (approval) {
    const { approvedBy } = approval.approval as { approvedBy: string }
    return { maker: approval.actor, checker: approvedBy }
  }
  const stream = proposal.slice(0, proposal.lastIndexOf('.'))
  const of = (suffix: string) => events.findLast((event) => event.stream === stream && event.type.endsWith(suffix))
  return { maker: of('Proposed')?.metadata.actor, checker: of('Approved')?.metadata.actor }
}

function nameOf(actor: string): string {
  return actor.slice(0, actor.indexOf('@'))
}
