import { writeRoster } from '@welfare/registry/spreadsheet/roster-writer.ts'
import { grantQuota, openBankAccount, passDown } from '../../services/standalone/src/demo/bank-accounts.ts'
import { setPayees } from '../../services/standalone/src/demo/payments.ts'
import { createPublicApi, type PublicApi } from '../../services/standalone/src/demo/public-api.ts'
import {
  admitMerchants,
  allocate,
  type Created,
  importRoster,
  type Shop,
} from '../../services/standalone/src/demo/steps.ts'
import { inventPerson } from '../harness/meals.ts'
import type { TestLedger } from '../harness/test-ledger.ts'
import type { Bank } from './bank.ts'
import {
  breakfasts,
  counties,
  funders,
  givenFen,
  prefecture,
  rulesOf,
  shopsEach,
  treasuryCounty,
  workersEach,
} from './plan.ts'

export interface Town {
  readonly division: string
  readonly programme: string
  /** As `funders`. */
  readonly funds: readonly string[]
  readonly shops: readonly Shop[]
  readonly account: string
  readonly payer: string | undefined
}

const actors: Readonly<Record<string, string>> = {
  local: 'officer/operator',
  officer: 'officer/li',
  approver: 'approver/wang',
}

/** As the demonstration asks, over connections that are kept. */
export function apiOf({ api }: TestLedger): PublicApi {
  return createPublicApi(api.url, (account) => api.tokenOf(actors[account] ?? account))
}

/** Four counties under one prefecture, which is given the money and passes it down; all that is there before the first morning. */
export async function openTowns(api: PublicApi, bank: Bank, today: string): Promise<Town[]> {
  const above = await openBankAccount(api, prefecture)
  const funds: string[] = []
  for (const [index, { name, kind, relation }] of funders.entries()) {
    const restriction = { purposes: ['breakfast'], divisions: [prefecture] }
    const funder = { name: `${name}出资方`, kind }
    const { id } = await api.post<Created>('/v1/funds', { name, division: prefecture, relation, funder, restriction })
    const ours = index === 0 ? counties.filter((county) => county !== treasuryCounty) : counties
    const amountFen = (givenFen[index] ?? 0) * ours.length
    const gift = { amountFen, receiptNumber: `JZ-${index}`, donor: { kind: 'organisation', name: funder.name } }
    await api.post(`/v1/funds/${id}/donations`, { ...gift, receivedOn: today, bankAccount: above })
    bank.book({ account: above, day: today, amountFen, reference: `LS-${index}` })
    funds.push(id)
  }
  const towns: Town[] = []
  for (const [index, division] of counties.entries())
    towns.push(await openTown({ api, bank, today, above, funds }, division, index))
  return towns
}

interface Given {
  readonly api: PublicApi
  readonly bank: Bank
  readonly today: string
  readonly above: string
  readonly funds: readonly string[]
}

async function openTown(
  { api, bank, today, above, funds }: Given,
  division: (typeof counties)[number],
  index: number,
): Promise<Town> {
  const treasury = { name: `${division}国库支付中心`, noticeNumber: `额〔2025〕${index}号` }
  const granted =
    division === treasuryCounty
      ? await grantQuota(api, { division, name: division, treasury, grantedOn: today }, givenFen[0] ?? 0)
      : undefined
  if (granted)
    bank.book({ account: granted.payer, day: today, amountFen: givenFen[0] ?? 0, reference: treasury.noticeNumber })
  const paying = granted ? [granted.fund, ...funds.slice(1)] : funds
  const named = { name: `${division}爱心早餐`, kind: 'breakfast', division, plan: 'people', year: 2025 }
  const { id: programme } = await api.post<Created>('/v1/programmes', { ...named, rules: rulesOf(division, paying) })
  const account = await openBankAccount(api, division)
  for (const [place, fund] of paying.entries()) {
    const amountFen = givenFen[place] ?? 0
    await allocate(api, fund, { programme, amountFen })
    if (fund === granted?.fund) continue
    const reference = `HK-${division}-${place}`
    await passDown(api, fund, { from: above, to: account, amountFen, ...{ reference } })
    bank.book({ account: above, day: today, amountFen: -amountFen, reference })
  }
  const names = Array.from({ length: shopsEach }, (_, place) => `${division}早餐铺${place + 1}(虚构)`)
  const accounts = {
    openTill: (merchant: string) => `merchant-till/till-${merchant.slice(-12)}@${merchant}`,
    openOwner: (merchant: string) => `merchant-owner/owner-${merchant.slice(-12)}@${merchant}`,
    openShop: async () => {},
  }
  const shops = await admitMerchants({ api, accounts }, programme, { names, division, items: breakfasts })
  await setPayees({ api, division }, shops)
  const people = Array.from({ length: workersEach }, (_, place) => ({
    ...inventPerson(index * workersEach + place),
    division,
  }))
  await importRoster(api, programme, await writeRoster(people))
  return { division, programme, funds: paying, shops, account, payer: granted?.payer }
}
