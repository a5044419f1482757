import { residentIdCheckCharacter } from '@welfare/registry/people/resident-id.ts'
import { type RosterLine, writeRoster } from '@welfare/registry/spreadsheet/roster-writer.ts'
import { type Api, listAll, XLSX } from './api.ts'

export interface MealsPlan {
  readonly workers: number
  readonly windows: readonly {
    readonly window: string
    readonly from: string
    readonly until: string
    readonly creditFen: number
  }[]
  /** What each fund gives. */
  readonly fundsFen: readonly number[]
  readonly rules?: object
  /** Who pays a meal, by the funds that give. */
  readonly split?: (funds: readonly string[]) => object
  readonly division?: string
  /** Numbers people apart from those of other plans. */
  readonly firstPerson?: number
}

export interface Meals {
  readonly programme: string
  readonly funds: readonly string[]
  readonly merchants: readonly string[]
}

export interface Card {
  readonly code: string
  readonly wallet: string
  readonly worker: string
  readonly printed: number
}

/** Funds with donations, a programme with two merchants, and the allocations: everything before people come in. */
export async function prepareMeals(api: Api, plan: MealsPlan, name = '测试餐补'): Promise<Meals> {
  const { division = '632701', windows, split } = plan
  const rules = { windows: windows.map((window) => ({ ...window, name: window.window })), ...plan.rules }
  const programme = await api.post('/v1/programmes', {
    name,
    kind: 'festival-meal',
    division,
    year: Number(windows[0]?.from.slice(0, 4) ?? 2025),
    rules,
  })
  const funds: string[] = []
  for (const [index, amountFen] of plan.fundsFen.entries()) {
    const funder = { name: `虚构出资方${index}`, kind: 'union' }
    const fund = await api.post('/v1/funds', { name: `${name}资金${index}`, division, funder })
    const donor = { kind: 'organisation', name: funder.name }
    await api.post(`/v1/funds/${fund.id}/donations`, { receiptNumber: `R-${index}`, donor, amountFen })
    await api.post(`/v1/funds/${fund.id}/allocations`, { programme: programme.id, amountFen })
    funds.push(fund.id)
  }
  if (split) await changeRules(api, programme.id, { ...rules, split: split(funds) })
  const merchants: string[] = []
  for (const shop of ['饺子馆', '面片馆']) {
    const { id } = await api.post('/v1/merchants', { name: `${name}${shop}`, division })
    const items = [{ code: 'dumplings', name: '饺子', listPriceFen: 1_200, agreedPriceFen: 1_000 }]
    await api.post(`/v1/merchants/${id}/price-lists`, { validFrom: '2025-01-01', items })
    await api.post(`/v1/programmes/${programme.id}/merchants`, { merchant: id })
    merchants.push(id)
  }
  return { programme: programme.id, funds, merchants }
}

export async function changeRules(api: Api, programme: string, rules: object): Promise<void> {
  const path = `/v1/programmes/${programme}`
  const { headers } = await api.send({ method: 'GET', path })
  const request = { method: 'PUT', path: `${path}/rules`, headers: { 'if-match': headers.get('etag') ?? '' } }
  const { status, body } = await api.send({ ...request, body: { rules, reason: '几方分担' } })
  if (status !== 200) throw new Error(`rules: ${status} ${JSON.stringify(body)}`)
}

/** First 3.00 of the first fund, then the second until both have paid 5.00; the worker pays the rest. */
export function firstThenUpTo(onEmpty: 'stop' | 'next' | 'refuse') {
  return ([first, second]: readonly string[]) => ({
    lines: [
      { payer: first, rule: { kind: 'fixed', amountFen: 300 }, onEmpty },
      { payer: second, rule: { kind: 'upToInAll', amountFen: 500 } },
    ],
    usualPriceFen: 1_400,
  })
}

/** A roster as people would send it. */
export function rosterFile(count: number, firstPerson = 0, more: RosterLine = {}): Promise<Uint8Array> {
  return writeRoster(Array.from({ length: count }, (_, index) => ({ ...inventPerson(firstPerson + index), ...more })))
}

export async function importRoster(api: Api, programme: string, file: Uint8Array, key?: string) {
  const { status, body } = await api.send({
    method: 'POST',
    path: `/v1/programmes/${programme}/roster`,
    body: file,
    key,
    headers: { 'content-type': XLSX },
  })
  if (status >= 400) throw new Error(`roster: ${status} ${JSON.stringify(body)}`)
  return api.finishJob(body.id)
}

export async function issue(api: Api, programme: string, windows?: readonly string[]) {
  const chosen = windows && { windows }
  const round = await api.post(`/v1/programmes/${programme}/rounds`, { name: '名单', ...chosen })
  const ordered = await api.post(`/v1/programmes/${programme}/issuances`, { round: round.id, ...chosen })
  return { round: round.id as string, job: await api.finishJob(ordered.id) }
}

export function listCards(api: Api, programme: string): Promise<Card[]> {
  return listAll(api, `/v1/programmes/${programme}/vouchers`, 'items')
}

/** Plainly fictional: the number passes the checksum and names a division that does not exist. */
export function inventPerson(ordinal: number): RosterLine {
  const year = 1960 + (ordinal % 40)
  const nth = Math.floor(ordinal / 40)
  // No order of two zeros: such a number looks as if a spreadsheet had lost its end.
  const digits = `990001${year}0101${101 + nth + Math.floor(nth / 99)}`
  return {
    name: `虚构${ordinal}`,
    identityNumber: digits + residentIdCheckCharacter(digits),
    phone: `1380000${String(ordinal).padStart(4, '0')}`,
    employer: '虚构环卫公司',
    trade: '环卫',
  }
}
