import { addDays } from '@welfare/contracts/days.ts'
import { inParallel } from '@welfare/process/in-parallel.ts'
import { receiveTransfers } from '../../services/standalone/src/demo/bank-accounts.ts'
import { coolingSteps } from '../../services/standalone/src/demo/cooling.ts'
import { summerPlan } from '../../services/standalone/src/demo/plan.ts'
import type { PublicApi } from '../../services/standalone/src/demo/public-api.ts'
import { createSeededRandom, pick, type Random } from '../../services/standalone/src/demo/seeded-random.ts'
import { askUntil, type Card, issueTo, listCards, type Step } from '../../services/standalone/src/demo/steps.ts'
import { approveClosing, closeMonth } from '../harness/closing-race.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'
import { type Bank, bankReferenceOf, openBank } from './bank.ts'
import { breakfasts, mealsEachMorning, mornings, seed, settlements, windows } from './plan.ts'
import { type Settlement, settlementsOf, waivedFen } from './settle.ts'
import { apiOf, openTowns, type Town } from './town.ts'

const TILLS_AT_ONCE = 16
/** One meal in so many is tapped by mistake, and undone at the till. */
const UNDONE_EVERY = 400
const LATE_SLIPS = 4

/** What a shop was promised at its till, and what was taken from that again. */
interface Tally {
  eatenFen: number
  undoneFen: number
  waivedFen: number
  meals: number
}

export interface Year {
  readonly ledger: TestLedger
  readonly towns: readonly Town[]
  readonly bank: Bank
  readonly tallies: ReadonlyMap<string, Tally>
}

interface Meal {
  readonly id: string
  readonly merchant: string
  readonly day: string
  readonly amountFen: number
}

/** Kits in July, then sixty mornings, their settlement, what goes wrong, the bank's papers, two months and a year that are closed. */
export async function playYear(): Promise<Year> {
  const ledger = await openTestLedger('2025-06-30T09:00:00+08:00')
  const api = apiOf(ledger)
  const bank = openBank()
  const random = createSeededRandom(seed)
  const tallies = new Map<string, Tally>()
  const openShop = async () => {}
  const kits = coolingSteps({
    ...{ api, random, plan: summerPlan, pass: () => {} },
    accounts: { openTill: String, openOwner: String, openShop },
  })
  await playSteps(ledger, kits)
  ledger.clock.advanceTo(new Date('2025-10-30T09:00:00+08:00'))
  const towns = await openTowns(api, bank, '2025-10-30')
  for (const { shops } of towns)
    for (const { merchant } of shops) tallies.set(merchant, { eatenFen: 0, undoneFen: 0, waivedFen: 0, meals: 0 })
  const settling = towns.map((town) => settlementsOf(api, bank, town))
  const steps = [
    ...arrivals(api, bank, towns),
    ...daysOfMeals({ api, ledger, towns, random, tallies }),
    ...settling.flatMap((ofTown) => ofTown.flatMap(({ steps }) => steps)),
    ...incidents({ api, bank, towns, settling, tallies }),
    ...papers(ledger, bank, towns),
  ]
  await playSteps(ledger, steps)
  return { ledger, towns, bank, tallies }
}

async function playSteps({ clock }: TestLedger, steps: readonly Step[]): Promise<void> {
  for (const { at, play } of steps.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    clock.advanceTo(new Date(at))
    await play()
  }
}

function arrivals(api: PublicApi, bank: Bank, towns: readonly Town[]): Step[] {
  const day = '2025-10-31'
  return towns.map(({ account, funds, payer }) => ({
    at: `${day}T10:00:00+08:00`,
    async play() {
      for (const fund of payer === undefined ? funds : funds.slice(1)) await receiveTransfers(api, fund, account)
      for (const line of bank.lines.filter(({ reference }) => reference.startsWith(`HK-${divisionOf(towns, account)}`)))
        bank.book({ account, day, amountFen: -line.amountFen, reference: `${line.reference}-R` })
    },
  }))
}

function divisionOf(towns: readonly Town[], account: string): string {
  return towns.find((town) => town.account === account)?.division ?? ''
}

interface Eating {
  readonly api: PublicApi
  readonly ledger: TestLedger
  readonly towns: readonly Town[]
  readonly random: Random
  readonly tallies: ReadonlyMap<string, Tally>
}

interface Guest {
  readonly town: Town
  readonly card: Card
  readonly home: number
}

function daysOfMeals({ api, ledger, towns, random, tallies }: Eating): Step[] {
  let guests: Guest[] = []
  let late: readonly Guest[] = []
  const issue = (window: string, at: string): Step => ({
    at,
    async play() {
      await ledger.ledger.vouchers.sweepExpiredCredits()
      guests = []
      for (const town of towns) {
        await issueTo(api, town.programme, `${window} 早餐名单`, [window])
        const cards = await listCards(api, town.programme)
        guests.push(...cards.map((card, place) => ({ town, card, home: place % town.shops.length })))
      }
    },
  })
  const eat = async ({ town, card, home }: Guest, day: string, paper?: object): Promise<Meal> => {
    const { merchant, till } = pick(random() < 0.8 ? town.shops.slice(home, home + 1) : town.shops, random)
    const { code } = pick<{ readonly code: string }>(breakfasts, random)
    const body = { merchant, items: [{ code, quantity: 1 }], ...paper }
    const by = paper ? {} : { account: till }
    const meal = await api.post<Meal>(`/v1/vouchers/${card.code}/redemptions`, body, { ...by, key: day })
    const tally = tallies.get(merchant)
    if (!tally) throw new Error(`${merchant} is nobody's shop`)
    tally.eatenFen += meal.amountFen
    tally.meals += 1
    return meal
  }
  const undo = async ({ id, merchant, amountFen }: Meal, till: string | undefined) => {
    await api.post(
      `/v1/redemptions/${id}/reversal`,
      { merchant, reason: 'wrong-amount' },
      till ? { account: till } : {},
    )
    const tally = tallies.get(merchant)
    if (tally) tally.undoneFen += amountFen
  }
  const morning = (day: string): Step => ({
    at: `${day}T07:30:00+08:00`,
    async play() {
      await ledger.ledger.vouchers.sweepExpiredCredits()
      const [coming, staying] = divide(guests, mealsEachMorning, random)
      await inParallel(coming, TILLS_AT_ONCE, async (guest, place) => {
        const meal = await eat(guest, day)
        const till = guest.town.shops.find(({ merchant }) => merchant === meal.merchant)?.till
        if (place % UNDONE_EVERY === UNDONE_EVERY - 1) await undo(meal, till)
      })
      late = staying.slice(0, LATE_SLIPS)
    },
  })
  const slips = (day: string): Step => ({
    at: `${addDays(day, 1)}T05:30:00+08:00`,
    async play() {
      const lateEntry = { occurredAt: `${day}T07:40:00+08:00`, reason: '收银机没电，按小票补录' }
      for (const guest of late) await eat(guest, day, { lateEntry, document: { kind: 'slip', number: `XP-${day}` } })
    },
  })
  return [
    issue(windows[0].window, '2025-11-01T06:00:00+08:00'),
    issue(windows[1].window, '2025-12-01T06:00:00+08:00'),
    ...mornings.flatMap((day) => [morning(day), slips(day)]),
  ]
}

/** So many by chance, and the others. */
function divide<Item>(items: readonly Item[], amount: number, random: Random): [Item[], Item[]] {
  const shuffled = items.map((item) => ({ item, key: random() })).sort((a, b) => a.key - b.key)
  const all = shuffled.map(({ item }) => item)
  return [all.slice(0, amount), all.slice(amount)]
}

interface Happening {
  readonly api: PublicApi
  readonly bank: Bank
  readonly towns: readonly Town[]
  readonly settling: readonly (readonly Settlement[])[]
  readonly tallies: ReadonlyMap<string, Tally>
}

interface Line {
  readonly kind: string
  readonly redemption: string
  readonly amountFen: number
}

/** Taken back after it was paid; disputed, which stands or is taken back; waived; paid back by the bank. */
function incidents({ api, bank, towns, settling, tallies }: Happening): Step[] {
  const dueOf = (town: number, run: number, place: number) => {
    const due = settling[town]?.[run]?.due().find((one) => one.place === place)
    if (!due) throw new Error(`run ${run} of town ${town} has nothing for its shop ${place}`)
    return due
  }
  /** The dearest that was not taken back. */
  const mealOf = async (statement: string, number: number): Promise<Line> => {
    const { items } = await api.get<{ items: Line[] }>(`/v1/statements/${statement}/lines?number=${number}&limit=500`)
    const undone = items.flatMap(({ kind, redemption }) => (kind === 'taken-back' ? [redemption] : []))
    const meals = items.filter(({ kind, redemption }) => kind === 'meal' && !undone.includes(redemption))
    const [first] = meals.toSorted((a, b) => b.amountFen - a.amountFen || (a.redemption < b.redemption ? -1 : 1))
    if (!first) throw new Error(`${statement} has no meal in number ${number}`)
    return first
  }
  const tallied = (merchant: string): Tally => {
    const tally = tallies.get(merchant)
    if (!tally) throw new Error(`${merchant} is nobody's shop`)
    return tally
  }
  const document = { kind: 'list', number: 'QD-1' }
  const takenBack = towns.flatMap((_, town) =>
    [0, 2, 5].map((run) => ({
      at: `${addDays(settlements[run]?.until ?? '', 6)}T15:00:00+08:00`,
      async play() {
        const { statement, number, shop } = dueOf(town, run, 0)
        const { redemption, amountFen } = await mealOf(statement, number)
        await api.post(`/v1/redemptions/${redemption}/reversal`, { reason: '签到单上无此人', document })
        tallied(shop.merchant).undoneFen += amountFen
      },
    })),
  )
  const disputed = (['stands', 'taken-back'] as const).flatMap((outcome, town) => {
    let found: Line & { readonly statement: string; readonly merchant: string }
    const open = async () => {
      const { shop, statement, number } = dueOf(town, 1, 1)
      // Of the number that is open now: eaten since the last one.
      found = { ...(await mealOf(statement, number + 1)), statement, merchant: shop.merchant }
      await api.post(`/v1/statements/${statement}/disputes`, { redemption: found.redemption, reason: '没有小票' })
    }
    const end = async () => {
      const { statement, redemption, merchant, amountFen } = found
      const body = { redemption, outcome, reason: '已与商户核对', ...(outcome === 'taken-back' && { document }) }
      await api.post(`/v1/statements/${statement}/disputes/end`, body)
      if (outcome === 'taken-back') tallied(merchant).undoneFen += amountFen
    }
    return [
      { at: '2025-11-20T15:00:00+08:00', play: open },
      { at: '2025-12-04T15:00:00+08:00', play: end },
    ]
  })
  const waived = towns.map((_, town) => ({
    at: `${addDays(settlements[3]?.until ?? '', 5)}T17:00:00+08:00`,
    async play() {
      const { shop } = dueOf(town, 3, 0)
      tallied(shop.merchant).waivedFen += waivedFen
    },
  }))
  const returned: Step = {
    at: '2025-12-12T15:00:00+08:00',
    async play() {
      const { payments: [payment] = [], place } = dueOf(0, 4, 2)
      if (!payment) throw new Error(`shop ${place} was not paid`)
      await api.post(`/v1/payments/${payment.id}/return`, {
        reason: '账户已销户',
        document: { kind: '回单', number: 'TH-1' },
      })
      const reference = bankReferenceOf(payment.reference)
      const paid = bank.lines.find((line) => line.reference === reference)
      if (!paid) throw new Error(`the bank never paid ${reference}`)
      bank.book({ ...paid, day: '2025-12-12', amountFen: -paid.amountFen, reference: `TH-${reference}` })
    },
  }
  return [...takenBack, ...disputed, ...waived, returned]
}

interface Read {
  readonly openingFen: number
  readonly closingFen: number
  readonly lines: readonly object[]
  readonly fileHash: string
}

/** The bank's papers of October to December, matched and signed; then November, December and the year are closed. */
function papers(ledger: TestLedger, bank: Bank, towns: readonly Town[]): Step[] {
  const api = apiOf(ledger)
  // A payer that is not ours sends no paper of its account.
  const payer = towns.find((town) => town.payer !== undefined)?.payer
  const accounts = new Set([...bank.lines, ...towns].map(({ account }) => account).filter((id) => id !== payer))
  const paper = (month: string, from: string, until: string) => async () => {
    for (const account of accounts) {
      const at = `/v1/bank-accounts/${account}`
      const text = bank.paperOf(account, month)
      if (text.split('\n').length === 1) continue
      const read = await api.upload<Read>('/v1/bank-statement-readings', Buffer.from(text), 'text/csv')
      const { openingFen, closingFen, lines, fileHash } = read
      await api.post(`${at}/statements`, { from, until, openingFen, closingFen, lines, fileHash })
      const { items } = await api.get<{ items: { lines: string[]; movements: string[] }[] }>(`${at}/match-proposals`)
      const matches = items.map(({ lines, movements }) => ({ lines, movements }))
      if (matches.length > 0) await api.post(`${at}/matches`, { matches }, { key: month })
      const seen = await api.get<{ booksFen: number; bankFen: number }>(
        `/v1/bank-reconciliation?bankAccount=${account}&month=${month}`,
      )
      const { booksFen, bankFen } = seen
      const { id: reconciliation } = await api.post<{ id: string }>(`${at}/reconciliations`, {
        month,
        booksFen,
        bankFen,
      })
      await api.post(`${at}/reconciliation-checks`, { reconciliation }, { account: 'approver' })
    }
  }
  const close = (month: string) => async () => {
    const proposed = await closeMonth(ledger.api, month)
    if (proposed.status !== 202) throw new Error(`${month}: ${JSON.stringify(proposed.body)}`)
    const { status, body } = await approveClosing(ledger.api, proposed)
    if (status !== 201) throw new Error(`${month}: ${JSON.stringify(body)}`)
    await askUntil<{ items: { month: string; status: string }[] }>(
      api,
      '/v1/periods',
      ({ items: [last] }) => last?.month === month && last.status === 'closed',
    )
  }
  const closeYear = async () => {
    const request = { method: 'POST', path: '/v1/years/2025/closing', body: {}, actor: 'officer/chief' }
    const proposed = await ledger.api.send(request)
    if (proposed.status !== 202) throw new Error(`2025: ${JSON.stringify(proposed.body)}`)
    const { status, body } = await approveClosing(ledger.api, proposed)
    if (status !== 201) throw new Error(`2025: ${JSON.stringify(body)}`)
    await askUntil<{ items: { status: string }[] }>(api, '/v1/years', ({ items: [last] }) => last?.status === 'closed')
  }
  return [
    { at: '2025-11-03T09:00:00+08:00', play: paper('2025-10', '2025-10-30', '2025-10-31') },
    { at: '2025-12-02T09:00:00+08:00', play: paper('2025-11', '2025-11-01', '2025-11-30') },
    { at: '2025-12-08T20:30:00+08:00', play: close('2025-11') },
    { at: '2026-01-08T09:00:00+08:00', play: paper('2025-12', '2025-12-01', '2025-12-31') },
    { at: '2026-01-12T09:00:00+08:00', play: close('2025-12') },
    { at: '2026-01-13T09:00:00+08:00', play: closeYear },
  ]
}
