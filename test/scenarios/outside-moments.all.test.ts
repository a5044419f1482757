import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeededRandom, pick, type Random } from '../../services/standalone/src/demo/seeded-random.ts'
import { type Answer, inParallel, listAll } from '../harness/api.ts'
import { closeProgramme } from '../harness/close-programme.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { createOneOfEverything, type KnownIds } from '../harness/one-of-everything.ts'
import { recompute } from '../harness/recompute.ts'
import { type RecordedApi, recordAccepted } from '../harness/recorded-api.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

const DAYS = [
  '2025-06-02',
  '2025-06-03',
  '2025-06-04',
  '2025-06-05',
  '2025-06-06',
  '2025-06-07',
  '2025-06-08',
  '2025-06-09',
]
const ACTIONS_A_DAY = 120
const AT_ONCE = 8
const windows = [
  { window: 'first', from: '2025-06-02', until: '2025-06-04', creditFen: 1_003 },
  { window: 'second', from: '2025-06-04', until: '2025-06-06', creditFen: 777 },
  { window: 'third', from: '2025-06-05', until: '2025-06-30', creditFen: 501 },
]

let fixture: TestLedger
let api: RecordedApi
/** One is closed at the end, one goes on. */
let closed: Meals
let open: Meals

beforeAll(async () => {
  fixture = await openTestLedger('2025-06-01T09:00:00+08:00')
  api = recordAccepted(fixture.api)
  await playGoods(await createOneOfEverything(api))
  await playEightDays(createSeededRandom(7))
}, 120_000)
afterAll(() => fixture.close())

/** On from what is there: handed out, sent back, cancelled, spoilt. */
async function playGoods({ consignment = [], commodity = [], depot, 'depot.': lots }: KnownIds): Promise<void> {
  const kit = commodity[1]
  const [arrived, , , dispatched, , planned] = consignment
  const handout = { lines: [{ commodity: kit, quantity: 7 }], heads: 7, handedOutOn: '2025-06-01' }
  await api.post(`/v1/consignments/${arrived}/handouts`, handout)
  await api.post(`/v1/consignments/${dispatched}/return`, { reason: '站点关闭' })
  await api.post(`/v1/consignments/${planned}/cancellation`, { reason: '改期' })
  const spoilt = { lines: [{ lot: lots?.[0], quantity: 13 }], reason: '受潮' }
  await api.post(`/v1/depots/${depot?.[0]}/write-offs`, spoilt)
}

async function playEightDays(random: Random): Promise<void> {
  const rules = { lateEntryDays: 1, quota: { redemptionsPerDay: 4 } }
  const plan = (fundsFen: number[], more: object) => ({ workers: 30, windows, fundsFen, rules: { ...rules, ...more } })
  closed = await prepareMeals(api, plan([40_001, 19_999, 7_333], {}), '先结束')
  open = await prepareMeals(api, plan([30_000, 45_000], { sharing: 'in-order', ownSharePerRedemptionFen: 7 }), '还继续')
  const traffic = [closed, open].map((meals) => ({ meals, cards: [] as Card[], today: [] as string[] }))
  for (const [index, day] of DAYS.entries()) {
    fixture.clock.advanceTo(new Date(`${day}T10:00:00+08:00`))
    await fixture.ledger.vouchers.sweepExpiredCredits()
    for (const each of traffic) {
      each.today = []
      // Twice the roster grows; a person who has the credits gets none again.
      if (index % 3 === 0 && index < 6) {
        await importRoster(api, each.meals.programme, await rosterFile(10, 100 + index * 10))
        await issue(api, each.meals.programme)
        each.cards = await listCards(api, each.meals.programme)
      }
    }
    const actions = Array.from({ length: ACTIONS_A_DAY }, () => ({
      each: pick(traffic, random),
      dice: random(),
      random,
    }))
    await inParallel(actions, AT_ONCE, ({ each, dice }) => act(each, dice, random))
  }
  await closeProgramme(api, closed.programme, '夏季结束')
}

interface Traffic {
  readonly meals: Meals
  readonly cards: Card[]
  readonly today: string[]
}

/** Something that may happen at any time; much of it is refused, as in life. */
async function act({ meals, cards, today }: Traffic, dice: number, random: Random): Promise<void> {
  const { programme, funds, merchants } = meals
  const send = (path: string, body: object, actor = 'officer/test') => api.send({ method: 'POST', path, body, actor })
  const some = (most: number) => 1 + Math.floor(random() * most)
  const card = pick(cards, random)
  const fund = pick(funds, random)
  const shop = Math.floor(random() * merchants.length)
  const merchant = merchants[shop]
  const till = `merchant-till/till-${merchant?.slice(-12)}@${merchant}`
  if (dice < 0.6) {
    const { status, body } = await send(
      `/v1/vouchers/${card.code}/redemptions`,
      { merchant, amountFen: some(400) },
      till,
    )
    if (status === 201) today.push(body.id)
  } else if (dice < 0.7) {
    const late = { occurredAt: new Date(fixture.clock.now().getTime() - 86_400_000).toISOString(), reason: '补录' }
    const document = { kind: 'slip', number: `S-${random()}`.slice(0, 20) }
    await send(`/v1/vouchers/${card.code}/redemptions`, { merchant, amountFen: some(300), lateEntry: late, document })
  } else if (dice < 0.8 && today.length > 0) {
    await send(`/v1/redemptions/${pick(today, random)}/reversal`, { merchant, reason: '录错' }, till)
  } else if (dice < 0.82) {
    await send(`/v1/vouchers/${card.code}/void`, { reason: '离职', ...(random() < 0.5 && { credits: 'withdraw' }) })
  } else if (dice < 0.84) {
    await send(`/v1/vouchers/${card.code}/replacement`, { reason: '遗失' })
  } else if (dice < 0.9) {
    const donor = { kind: 'individual' }
    await send(`/v1/funds/${fund}/donations`, { amountFen: some(5_000), donor, receiptNumber: `X-${random()}` })
  } else if (dice < 0.95) {
    await send(`/v1/funds/${fund}/allocations`, { programme, amountFen: some(4_000) })
  } else {
    await send(`/v1/programmes/${programme}/allocation-returns`, { fund, amountFen: some(900), reason: '调整' })
  }
}

test('an outside program finds every balance at five moments', async () => {
  const { exitCode, text } = await recompute(api, 5)
  expect(text).toContain(': 0 differences')
  expect(exitCode).toBe(0)
})

const accounts = [
  'granted',
  'available',
  'reserved',
  'allocated',
  'committed',
  'issued',
  'used',
  'bank',
  'quota',
  'transit',
  'donated',
  'cost',
  'payable',
  'disputed',
  'suspense',
]

interface Leg {
  readonly sequence: number
  readonly commodity: string
  readonly fund: string
  readonly account: string
  readonly amount: number
  readonly normalSide: 'debit' | 'credit'
  readonly accountingDate: string
  readonly recordedAt: string
}

test('by the day on which things happened, too, as far as was known at any moment', async () => {
  const legs: Leg[] = await listAll(api, '/v1/journal', 'legs')
  const head = await fixture.head()
  expect(legs.some((leg, index) => leg.accountingDate < (legs[index - 1]?.accountingDate ?? ''))).toBe(true)
  for (const day of ['2025-05-31', ...DAYS, '2025-12-31']) {
    for (const at of [head, Math.floor(head * 0.4), Math.floor(head * 0.8)]) {
      const known = legs.filter(({ sequence, accountingDate }) => sequence <= at && accountingDate <= day)
      const { rows } = await api.get(`/v1/budget?by=fund&effective=${day}&at=${at}`)
      expect(balancesIn(rows)).toEqual(fold(known))
    }
  }
})

test('as known at a time is as known at the last sequence of that time', async () => {
  const legs: Leg[] = await listAll(api, '/v1/journal', 'legs')
  for (const day of DAYS) {
    const time = `${day}T23:59:59.000%2B08:00`
    const known = legs.filter(({ recordedAt }) => Date.parse(recordedAt) <= Date.parse(`${day}T23:59:59+08:00`))
    expect(balancesIn((await api.get(`/v1/budget?by=fund&at=${time}`)).rows)).toEqual(fold(known))
  }
})

test('closing a programme gives everything unspent back to the funds it came from', async () => {
  const { rows } = await api.get(`/v1/budget?by=programme&programme=${closed.programme}`)
  const [row] = rows
  expect(row.balances).toMatchObject({ allocatedFen: 0, committedFen: 0, issuedFen: 0 })
  expect(row.balances.usedFen).toBeGreaterThan(0)
  for (const fund of closed.funds) {
    const { balances } = (await api.get(`/v1/budget?by=fund&fund=${fund}`)).rows[0]
    expect(balances.availableFen).toBe(balances.donatedFen - balances.usedFen)
    expect(balances).toMatchObject({ allocatedFen: 0, committedFen: 0, issuedFen: 0 })
  }
  const stillOpen = (await api.get(`/v1/budget?by=programme&programme=${open.programme}`)).rows[0]
  expect(stillOpen.balances.issuedFen).toBeGreaterThan(0)
})

test.each([
  ['at once', async () => {}],
  ['after a restart', () => fixture.restart()],
])(
  'every write, sent again with its key %s, is answered as the first time, to the letter, and adds nothing',
  async (_, prepare) => {
    const { accepted } = api
    expect(accepted.length).toBeGreaterThan(400)
    await prepare()
    const before = await fixture.head()
    const faults: string[] = []
    await inParallel([...accepted], AT_ONCE, async ({ request, answer }) => {
      const again = await fixture.api.send(request)
      // A job has gone on since.
      const isJob = answer.body?.status === 'running'
      const isSame = isJob
        ? again.body?.id === answer.body.id
        : JSON.stringify(again.body) === JSON.stringify(answer.body)
      if (again.status !== answer.status || !isSame)
        faults.push(`${request.path}: ${describe(answer)}, then ${describe(again)}`)
    })
    expect(faults.slice(0, 10)).toEqual([])
    expect(await fixture.head()).toBe(before)
  },
)

function describe({ status, body }: Answer): string {
  return `${status} ${JSON.stringify(body).slice(0, 400)}`
}

type Balances = Record<string, Record<string, number>>

/** Per fund the accounts that are not zero. */
function balancesIn(rows: readonly { key: string; balances: Record<string, number> }[]): Balances {
  return pruned(
    Object.fromEntries(
      rows.map(({ key, balances }) => [
        key,
        Object.fromEntries(accounts.map((name) => [name, balances[`${name}Fen`] ?? 0])),
      ]),
    ),
  )
}

function fold(legs: readonly Leg[]): Balances {
  const totals: Balances = {}
  for (const { commodity, fund, account, amount, normalSide } of legs) {
    if (commodity !== 'CNY') continue
    const ofFund = totals[fund] ?? {}
    ofFund[account] = (ofFund[account] ?? 0) + (normalSide === 'credit' ? -amount : amount)
    totals[fund] = ofFund
  }
  return pruned(totals)
}

function pruned(balances: Balances): Balances {
  const funds = Object.entries(balances).map(([fund, ofFund]) => [
    fund,
    Object.fromEntries(Object.entries(ofFund).filter(([, amount]) => amount !== 0)),
  ])
  return Object.fromEntries(funds.filter(([, ofFund]) => Object.keys(ofFund ?? {}).length > 0))
}
