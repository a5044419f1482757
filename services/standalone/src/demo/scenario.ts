import type { SystemAccounts } from '@welfare/accounts/system-accounts.ts'
import type { SimulatedClock } from '@welfare/process/clock.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { openDemoAccounts } from './accounts.ts'
import { breakfastSteps } from './breakfasts.ts'
import { coolingSteps } from './cooling.ts'
import { festivalMealSteps } from './festival-meals.ts'
import { type DemoPlan, summerPlan } from './plan.ts'
import { createPublicApi, OPERATOR, type PublicApi } from './public-api.ts'
import { createSeededRandom } from './seeded-random.ts'
import type { Step } from './steps.ts'
import { approvalLimit, unions } from './summer-2025.ts'

/** What a demonstration needs of the ledger that it plays in, beside its public API: one process, or many. */
export interface DemoLedger {
  /** Of the public API. */
  readonly url: string
  readonly clock: SimulatedClock
  readonly accounts: SystemAccounts
  /** For `Authorization: Bearer`: an auditor of everything. */
  readonly operatorToken: string
  /** What the hourly sweep does. */
  sweepExpiredCredits(): Promise<unknown>
}

const SEED = 20_250_603

/**
 * Plays the scenario in the ledger, through its public API. One that was cut off is played again from the start: every request is
 * recognised by its key. Returns the API, as the operator uses it.
 * @param plan how much of it
 * @param until RFC 3339: what happens later is not played
 */
export async function playScenario(
  playedOn: DemoLedger,
  print: (text: string) => void,
  plan: DemoPlan = summerPlan,
  until: string = plan.endsAt,
): Promise<PublicApi> {
  const { clock } = playedOn
  const startedAt = performance.now()
  const accounts = await openDemoAccounts(playedOn.accounts)
  const tokenOf = (account: string) => (account === OPERATOR ? playedOn.operatorToken : accounts.tokenOf(account))
  const api = createPublicApi(playedOn.url, tokenOf)
  const pass = (seconds: number) => clock.advanceTo(new Date(clock.now().getTime() + seconds * 1_000))
  const context = { api, accounts, pass, plan, random: createSeededRandom(SEED) }
  const steps = [...festivalMealSteps(context), ...breakfastSteps(context), ...coolingSteps(context)]
  await registerUnions(api)
  await setApprovalLimit(api)
  for (const step of inOrder(steps).filter(({ at }) => Date.parse(at) <= Date.parse(until))) {
    await moveClock(playedOn, step.at)
    await step.play()
  }
  await moveClock(playedOn, until)
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  print(
    `Played ${shanghaiDay(new Date(plan.startsAt))} to ${shanghaiDay(new Date(until))} in ${seconds} s: ${api.requests} requests to the public API.`,
  )
  return api
}

async function registerUnions(api: PublicApi): Promise<void> {
  for (const union of unions) await api.post('/v1/unions', union)
}

/** Large sums of Yushu take two people. */
async function setApprovalLimit(api: PublicApi): Promise<void> {
  const { division, ...limits } = approvalLimit
  await api.put(`/v1/approval-limits/${division}`, limits, { account: 'administrator' })
}

function inOrder(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** What the hourly sweep would have done on the days in between is done on the new day. */
async function moveClock({ clock, sweepExpiredCredits }: DemoLedger, at: string): Promise<void> {
  const before = shanghaiDay(clock.now())
  // Two counties breakfast at the same hour, one after the other.
  clock.advanceTo(new Date(Math.max(Date.parse(at), clock.now().getTime())))
  if (shanghaiDay(clock.now()) !== before) await sweepExpiredCredits()
}
