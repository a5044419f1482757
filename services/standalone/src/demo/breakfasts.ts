import { addDays } from '@welfare/contracts/days.ts'
import { inParallel } from '@welfare/process/in-parallel.ts'
import { writeRoster } from '@welfare/registry/spreadsheet/roster-writer.ts'
import { grantQuota, openBankAccount, passDown, receiveTransfers } from './bank-accounts.ts'
import { reconcileWithBank } from './bank-statement.ts'
import { type County, partsOf, programmeOf } from './breakfast-programme.ts'
import { setPayees } from './payments.ts'
import { inventPeople } from './people.ts'
import { settlementSteps, takenBackAfterPayment } from './settlement.ts'
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
import { breakfasts } from './summer-2025.ts'

/** Two shops: more at one instant would look like a crowd. */
const TILLS_AT_ONCE = 8
/** A demonstration that was cut off may meet the credit after its end. */
const SECOND_BREAKFAST_ANSWERS = ['quota-reached', 'credit-expired', 'outside-window']

/** Breakfasts in five counties, one meal a day, several funders to one meal: 1,432,600.00 yuan. */
export function breakfastSteps(context: ScenarioContext): Step[] {
  const funds: string[] = []
  let prefecture = ''
  const { startsOn } = context.plan.breakfasts
  const setUp: Step = {
    at: `${startsOn}T10:00:00+08:00`,
    async play() {
      prefecture = await openBankAccount(context.api, '632700')
      for (const { donations, ...given } of breakfasts.funds) {
        const restriction = { purposes: ['breakfast'], divisions: ['632700'] }
        const fund = await context.api.post<Created>('/v1/funds', { ...given, restriction })
        for (const donation of donations)
          await context.api.post(`/v1/funds/${fund.id}/donations`, {
            ...{ ...donation, receivedOn: startsOn, bankAccount: prefecture },
          })
        funds.push(fund.id)
      }
    },
  }
  const given = { funds, account: () => prefecture }
  return [setUp, ...breakfasts.counties.flatMap((county, index) => countySteps(context, county, index, given))]
}

function countySteps(
  { api, accounts, random, pass, plan: { breakfasts: plan } }: ScenarioContext,
  county: County,
  index: number,
  { funds, account: prefecture }: { readonly funds: readonly string[]; account(): string },
): Step[] {
  const { division, name, breakfast } = county
  const parts = partsOf(county)
  const { startsOn } = plan
  const fundAt = (position: number) => funds[position] ?? ''
  let programme = ''
  let bankAccount = ''
  let payer: string | undefined
  let shops: Shop[] = []
  let cards: Card[] = []

  const setUp = async () => {
    const given: { readonly fund: string; readonly amountFen: number }[] = []
    for (const { position, amountFen } of parts)
      given.push({ fund: isOfTreasury(position) ? await grant(amountFen) : fundAt(position), amountFen })
    const body = programmeOf(
      county,
      plan,
      given.map(({ fund }) => fund),
    )
    programme = (await api.post<Created>('/v1/programmes', body)).id
    for (const { fund, amountFen } of given) await allocate(api, fund, { programme, amountFen })
    shops = await admitMerchants({ api, accounts }, programme, {
      names: [`${name}早餐铺(虚构)`, `${name}奶茶馆(虚构)`],
      division,
      items: [breakfast],
    })
    await setPayees({ api, division }, shops)
    const [first] = shops
    // Its cards can still be used where the demonstration ends: the festivals are over then.
    if (index === 0 && first) await accounts.openShop(first.merchant, division)
    const people = inventPeople(
      plan.workersOf(county),
      { employer: `${name}虚构环卫站`, trade: '环卫', division, first: 1_000 + index * 200 },
      random,
    )
    await importRoster(api, programme, await writeRoster(people))
  }
  /** Where the county's treasury pays itself, it pays the government's share. */
  const isOfTreasury = (position: number) => 'treasury' in county && position === 0
  const grant = async (amountFen: number) => {
    if (!('treasury' in county)) throw new Error(`${name} has no treasury that pays`)
    const granted = await grantQuota(api, { ...county, grantedOn: startsOn }, amountFen)
    payer = granted.payer
    return granted.fund
  }
  /** The county pays its own shops: its share of each fund comes down to its account. */
  const passMoneyDown: Step = {
    at: `${addDays(startsOn, 1)}T10:00:00+08:00`,
    async play() {
      bankAccount = await openBankAccount(api, division)
      for (const { position, amountFen } of parts)
        if (!isOfTreasury(position))
          await passDown(api, fundAt(position), { from: prefecture(), to: bankAccount, amountFen })
    },
  }
  const receiveMoney: Step = {
    at: `${addDays(startsOn, 2)}T09:00:00+08:00`,
    async play() {
      for (const fund of funds) await receiveTransfers(api, fund, bankAccount)
    },
  }
  const tillOf = (index: number) => {
    const shop = shops[index]
    return shop ? { account: shop.till } : {}
  }
  const issueMonth = (month: string): Step => ({
    at: `${startsOn.startsWith(month) ? addDays(startsOn, 1) : `${month}-01`}T06:00:00+08:00`,
    async play() {
      await issueTo(api, programme, `${month} 早餐名单`, [month])
      cards = await listCards(api, programme)
    },
  })
  const morning = (day: string): Step => ({
    at: `${day}T07:30:00+08:00`,
    async play() {
      const guests = cards
        .filter((_, position) => position % breakfasts.oneInStaysAway !== 3 && random() < plan.turnout)
        .map((card) => ({ card, shop: random() < 0.65 ? 0 : 1 }))
      await inParallel(guests, TILLS_AT_ONCE, async ({ card, shop }) => {
        await api.post(
          `/v1/vouchers/${card.code}/redemptions`,
          {
            merchant: shops[shop]?.merchant,
            items: [{ code: breakfast.code, quantity: 1 }],
            deviceId: `${division}-${shop + 1}`,
          },
          { ...tillOf(shop), key: day },
        )
        pass(breakfasts.guestEveryS)
      })
      // Somebody tries a second breakfast: the quota says no.
      const [again] = guests
      if (again) {
        const second = { merchant: shops[0]?.merchant, items: [{ code: breakfast.code, quantity: 1 }] }
        await unlessRefused(SECOND_BREAKFAST_ANSWERS, () =>
          api.post(`/v1/vouchers/${again.card.code}/redemptions`, second, { ...tillOf(0), key: `${day}|again` }),
        )
      }
    },
  })
  const settled = {
    ...{
      api,
      division,
      programme: () => programme,
      shops: () => shops,
      account: () => bankAccount,
      payer: () => payer,
    },
    isByHand: county.isPaidByHand,
    ...(county.isPaidByHand && { onPaper: 1 }),
    // Whoever enters as its owner finds a statement to confirm, and as the approver the neighbour's.
    isLeftOpen: index === 0 && plan.hasIncidents,
  }
  return [
    { at: `${startsOn}T11:00:00+08:00`, play: setUp },
    passMoneyDown,
    receiveMoney,
    ...plan.months.map(issueMonth),
    ...plan.mornings.map(morning),
    ...settlementSteps(settled, plan.runs),
    ...(index === 0 && plan.hasIncidents
      ? [takenBackAfterPayment(settled), reconcileWithBank(api, () => bankAccount)]
      : []),
  ]
}
