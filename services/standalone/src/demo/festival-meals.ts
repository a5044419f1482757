import { inParallel } from '@welfare/process/in-parallel.ts'
import { writeRoster } from '@welfare/registry/spreadsheet/roster-writer.ts'
import { openBankAccount } from './bank-accounts.ts'
import { setPayees } from './payments.ts'
import { inventPeople } from './people.ts'
import { daysOf } from './plan.ts'
import { pick, type Random } from './seeded-random.ts'
import { disputedMeal, settlementSteps } from './settlement.ts'
import {
  admitMerchants,
  allocate,
  type Card,
  type Created,
  importRoster,
  issueTo,
  listCards,
  type ScenarioContext,
  type Shop,
  type Step,
  unlessRefused,
} from './steps.ts'
import { festivalMeals, settlementRuns } from './summer-2025.ts'

const TILLS_AT_ONCE = 32

/** `idempotency-key-reused`: this visit was played before the demonstration was cut off, with another balance. */
const TILL_ANSWERS = [
  'credit-used-up',
  'credit-insufficient',
  'quota-reached',
  'voucher-replaced',
  'voucher-voided',
  'idempotency-key-reused',
]

interface Visit {
  readonly card: Card
  readonly shop: Shop
  readonly dishes: readonly (typeof festivalMeals.dishes)[number][]
}

interface Guests {
  /** Places in the list of cards of those who do not come in this window. */
  readonly away: ReadonlySet<number>
  /** Of the others, at each meal. */
  readonly share: number
}

interface Meal {
  readonly id: string
  readonly balanceAfterFen: number
}

/** 500 sanitation workers of Yushu, 400 yuan each, around three festivals. */
export function festivalMealSteps({ api, accounts, random, pass }: ScenarioContext): Step[] {
  const { rules } = festivalMeals.programme
  let programme = ''
  let bankAccount = ''
  let shops: Shop[] = []
  let cards: Card[] = []

  const setUp = async () => {
    bankAccount = await openBankAccount(api, '632701')
    const fund = await api.post<Created>('/v1/funds', festivalMeals.fund)
    const donation = { ...festivalMeals.donation, receivedOn: '2025-06-03', bankAccount }
    await api.post(`/v1/funds/${fund.id}/donations`, donation)
    programme = (await api.post<Created>('/v1/programmes', festivalMeals.programme)).id
    await allocate(api, fund.id, { programme, amountFen: festivalMeals.donation.amountFen })
    shops = await admitMerchants({ api, accounts }, programme, {
      names: festivalMeals.merchants,
      division: '632701',
      items: festivalMeals.dishes,
    })
    await setPayees({ api, division: '632701' }, shops)
  }
  const enrol = async () => {
    let first = 0
    const lines = festivalMeals.employers.flatMap(({ name, trade, workers }) => {
      const people = inventPeople(workers, { employer: name, trade, division: '632701', first }, random)
      first += workers
      return people
    })
    await importRoster(api, programme, await writeRoster(lines))
    await issueTo(
      api,
      programme,
      '2025年节日餐补名单',
      rules.windows.map(({ window }) => window),
    )
    cards = await listCards(api, programme)
  }

  /** One visit: one or two dishes while the credit lasts; the worker pays in cash what is above it. */
  const eat = async ({ card, shop, dishes }: Visit, key: string): Promise<Meal | undefined> => {
    const items = [...new Set(dishes)].map((dish) => ({
      code: dish.code,
      quantity: dishes.filter((other) => other === dish).length,
    }))
    const look = await api.get<{ balanceFen: number; refusal?: { code: string } }>(
      `/v1/vouchers/${card.code}`,
      shop.till,
    )
    if (look.refusal) return undefined
    const priceFen = dishes.reduce((sum, { agreedPriceFen }) => sum + agreedPriceFen, 0)
    const ownShareFen = Math.max(0, priceFen - look.balanceFen)
    const body = {
      merchant: shop.merchant,
      items,
      deviceId: `till-${shops.indexOf(shop) + 1}`,
      ...(ownShareFen > 0 && { ownShareFen }),
    }
    return unlessRefused(TILL_ANSWERS, () =>
      api.post<Meal>(`/v1/vouchers/${card.code}/redemptions`, body, { account: shop.till, key }),
    )
  }
  const visit = (card: Card): Visit => ({
    card,
    shop: pick(shops, random),
    dishes: [pick(festivalMeals.dishes, random), ...(random() < 0.35 ? [pick(festivalMeals.dishes, random)] : [])],
  })

  const mealtime = (window: string, day: string, hour: number, guests: Guests): Step => ({
    at: `${day}T${String(hour).padStart(2, '0')}:10:00+08:00`,
    async play() {
      const visits = cards.filter((_, position) => !guests.away.has(position) && random() < guests.share).map(visit)
      const isRush = festivalMeals.rush.day === day && festivalMeals.rush.hour === hour
      const meals = await inParallel(visits, TILLS_AT_ONCE, async (visited) => {
        const meal = await eat(visited, `${window}|${day}|${hour}`)
        if (!isRush) pass(festivalMeals.guestEveryS)
        return meal
      })
      // One wrong entry a day is undone at the same till.
      if (hour === 12) await undo(visits[0], meals[0])
    },
  })
  const undo = async (visited: Visit | undefined, meal: Meal | undefined) => {
    if (!visited || !meal) return
    const body = { merchant: visited.shop.merchant, reason: '录入错误,当场撤销' }
    await unlessRefused(['redemption-already-reversed'], () =>
      api.post(`/v1/redemptions/${meal.id}/reversal`, body, { account: visited.shop.till }),
    )
  }

  const mealtimes = rules.windows.flatMap(({ window, from, until }) => {
    const days = daysOf(from, until)
    const away = whoStaysAway(1 - festivalMeals.turnout[window], random)
    // Over a festival a guest comes about five times, at noon or in the evening.
    const guests = { away, share: Math.min(0.9, 5 / (days.length * 2)) }
    return days.flatMap((day) => [12, 18].map((hour) => mealtime(window, day, hour, guests)))
  })
  const loseCards: Step = {
    // Before the first meal: the new codes work for all of them, also when the demonstration is played on.
    at: '2025-07-24T10:00:00+08:00',
    async play() {
      for (const card of cards.slice(10, 13)) {
        if (await wasReplaced(card)) continue
        const { code } = await api.post<{ code: string }>(`/v1/vouchers/${card.code}/replacement`, {
          reason: '卡片遗失,补发',
        })
        cards[cards.indexOf(card)] = { ...card, code }
      }
    },
  }
  const wasReplaced = async ({ wallet }: Card): Promise<boolean> => {
    const { events } = await api.get<{ events: { type: string }[] }>(`/v1/trail/${wallet}`)
    return events.some(({ type }) => type === 'VoucherReplaced')
  }
  const leave: Step = {
    at: '2025-07-28T10:00:00+08:00',
    async play() {
      for (const { code } of cards.slice(20, 21)) {
        await api.post(`/v1/vouchers/${code}/void`, { reason: '离职,停止使用', credits: 'withdraw' })
      }
    },
  }
  const settled = {
    api,
    division: '632701',
    programme: () => programme,
    shops: () => shops,
    account: () => bankAccount,
    onPaper: 4,
  }
  return [
    { at: '2025-06-03T09:30:00+08:00', play: setUp },
    { at: '2025-07-10T15:00:00+08:00', play: enrol },
    loseCards,
    leave,
    ...mealtimes,
    ...settlementSteps(settled, settlementRuns.festivalMeals),
    ...disputedMeal(settled),
  ]
}

function whoStaysAway(share: number, random: Random): Set<number> {
  const workers = festivalMeals.employers.reduce((sum, employer) => sum + employer.workers, 0)
  return new Set(Array.from({ length: workers }, (_, position) => position).filter(() => random() < share))
}
