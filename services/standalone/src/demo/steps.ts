import { setTimeout as delay } from 'node:timers/promises'
import type { DemoAccounts } from './accounts.ts'
import type { DemoPlan } from './plan.ts'
import { type PublicApi, RefusedError } from './public-api.ts'
import type { Random } from './seeded-random.ts'

/** What every part of the scenario plays on. */
export interface ScenarioContext {
  readonly api: PublicApi
  readonly accounts: Pick<DemoAccounts, 'openTill' | 'openOwner' | 'openShop'>
  readonly random: Random
  readonly plan: DemoPlan
  /** Time goes on by so many seconds: the next guest is at a till. */
  pass(seconds: number): void
}

/** One thing that happens at one moment of the scenario. */
export interface Step {
  /** RFC 3339, Asia/Shanghai. */
  readonly at: string
  play(): Promise<void>
}

export interface Created {
  readonly id: string
}

interface Job {
  readonly id: string
  readonly status: 'proposed' | 'running' | 'done' | 'refused'
  readonly result?: Readonly<Record<string, unknown>>
  readonly refusal?: { readonly code: string }
}

const LIMIT_MS = 60_000

/** Asks until processes have brought it there. @throws Error when that takes more than a minute */
export async function askUntil<Answer>(
  api: PublicApi,
  path: string,
  isThere: (answer: Answer) => boolean,
): Promise<Answer> {
  const giveUpAt = performance.now() + LIMIT_MS
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, 200)) {
    const answer = await api.get<Answer>(path)
    if (isThere(answer)) return answer
    if (performance.now() > giveUpAt) throw new Error(`${path} is still ${JSON.stringify(answer)}`)
    await delay(waitMs)
  }
}

/** Follows a long task to its end. @throws Error when it is refused or does not end in a minute */
export async function finishJob(api: PublicApi, started: Job): Promise<Job> {
  const job =
    started.status === 'running'
      ? await askUntil<Job>(api, `/v1/jobs/${started.id}`, ({ status }) => status !== 'running')
      : started
  if (job.status === 'refused') throw new Error(`job ${job.id} was refused: ${job.refusal?.code}`)
  return job
}

export async function importRoster(api: PublicApi, programme: string, file: Uint8Array): Promise<void> {
  const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await finishJob(api, await api.upload<Job>(`/v1/programmes/${programme}/roster`, file, contentType))
}

/** Freezes the roster for the windows and gives everybody on it their credits. */
export async function issueTo(
  api: PublicApi,
  programme: string,
  roundName: string,
  windows: readonly string[],
): Promise<void> {
  const round = await api.post<Created>(`/v1/programmes/${programme}/rounds`, { name: roundName, windows })
  const ordered = await api.post<Job>(`/v1/programmes/${programme}/issuances`, { round: round.id, windows })
  if (ordered.status === 'proposed') await approve(api, `vouchers/${ordered.result?.proposal}`, '名单与预算已核对')
  await finishJob(api, ordered.status === 'proposed' ? await api.get<Job>(`/v1/jobs/${ordered.id}`) : ordered)
}

/** Its maker and its approver are two people. */
export async function approve(api: PublicApi, proposal: string, note: string): Promise<void> {
  await api.post(`/v1/proposals/${proposal}/approval`, { note }, { account: 'approver' })
}

/** Gives a fund's money to a programme; above the division's limit with the approver's consent. */
export async function allocate(
  api: PublicApi,
  fund: string,
  allocation: { readonly programme: string; readonly amountFen: number },
): Promise<void> {
  const made = await api.post<{ readonly proposal?: string }>(`/v1/funds/${fund}/allocations`, allocation)
  if (made.proposal !== undefined) await approve(api, `funds/${made.proposal}`, '符合捐赠用途')
}

export interface Card {
  readonly code: string
  readonly wallet: string
  readonly worker: string
}

/** By worker, so that everybody has the same place when the demonstration is played on with cards that were replaced before it was cut off. */
export async function listCards(api: PublicApi, programme: string): Promise<Card[]> {
  const cards = await listAll<Card>(api, `/v1/programmes/${programme}/vouchers?limit=500`)
  return cards.sort((a, b) => (a.worker < b.worker ? -1 : 1))
}

/** Every page, as the union's officer reads them. */
export async function listAll<Item>(api: PublicApi, path: string): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor = ''; ; ) {
    const page = await api.get<{ items: Item[]; nextCursor?: string }>(`${path}${cursor}`, 'officer')
    items.push(...page.items)
    if (page.nextCursor === undefined) return items
    cursor = `&cursor=${page.nextCursor}`
  }
}

/** A merchant, and the accounts that its till and its owner ask as. */
export interface Shop {
  readonly merchant: string
  readonly name: string
  readonly till: string
  readonly owner: string
}

/** Registers shops with one price list, admits them to the programme, and opens a till for each. */
export async function admitMerchants(
  { api, accounts }: Pick<ScenarioContext, 'api' | 'accounts'>,
  programme: string,
  shops: { readonly names: readonly string[]; readonly division: string; readonly items: readonly object[] },
): Promise<Shop[]> {
  const admitted: Shop[] = []
  const { division } = shops
  for (const name of shops.names) {
    const { id } = await api.post<Created>('/v1/merchants', { name, division })
    await api.post(`/v1/merchants/${id}/price-lists`, { validFrom: '2025-01-01', items: shops.items })
    await api.post(`/v1/programmes/${programme}/merchants`, { merchant: id })
    const { openTill, openOwner } = accounts
    admitted.push({ merchant: id, name, till: openTill(id, division), owner: openOwner(id, division) })
  }
  return admitted
}

/** Where a shop is paid, looked at by two people: a bank that does not exist. */
export async function setPayee(
  api: PublicApi,
  merchant: string,
  of: { readonly account: string; readonly holder: string },
): Promise<void> {
  const payee = { ...of, bank: '虚构银行玉树支行' }
  const { proposal } = await api.post<{ readonly proposal: string }>(`/v1/merchants/${merchant}/payee`, payee)
  await approve(api, `registry/${proposal}`, '户名、账号已与商户协议核对')
}

/** Runs what may be refused for one of `codes`: at a till that is an answer, not an accident. */
export async function unlessRefused<Answer>(
  codes: readonly string[],
  work: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RefusedError && codes.includes(error.code)) return undefined
    throw error
  }
}
