import type { EventType } from '@welfare/contracts/catalogue.ts'
import { scaled } from '../harness/scale.ts'
import { type Outcome, simulate } from './simulate.ts'

/** So many ledgers live through their faults whenever the tests run; `SIMULATION_SEEDS=100000` for a long night. */
const SEEDS = Number(process.env.SIMULATION_SEEDS ?? scaled(2_000, 10_000))
/** Two files share the seeds, so that two cores do. */
const PARTS = 2
/** So many at least before it is asked what happened in none. */
const MANY = 100
/** What has to come about in some of them: promises about what never happens are kept by anybody. */
const settled = [
  'StatementProposed',
  'StatementWithdrawn',
  'StatementRefused',
  'StatementConfirmed',
  'StatementApproved',
  'LineTakenBack',
  'LineTakeBackEnded',
  'LineDisputed',
  'DisputeEnded',
  'PaymentPrepared',
  'StatementAssigned',
  'PaymentApproved',
  'PaymentSent',
  'PaymentSettled',
  'SettlementPaid',
  'PaymentEnded',
  'StatementReleased',
  'PaymentBounced',
  'PaymentReturned',
  'ClaimReceived',
  'ClaimSettled',
  'MerchantRepaid',
  'ClaimGivenUp',
  'ClaimWrittenOff',
  'PayableWaived',
  'WaiverReceived',
] as const satisfies readonly EventType[]
const replayed = process.env.SIMULATION_SEED

export interface Tally {
  seeds: number
  steps: number
  events: number
  readonly types: Set<string>
  readonly injected: Record<string, number>
}

/**
 * Every second seed, or the one that is to be replayed.
 * @throws Error at the first one that breaks a promise: with its breaches, how to see it again, and all that happened
 */
export async function simulateSeeds(part: number): Promise<Tally> {
  const tally: Tally = { seeds: 0, steps: 0, events: 0, types: new Set(), injected: {} }
  const [first, last, step] = replayed === undefined ? [part, SEEDS, PARTS] : [Number(replayed), Number(replayed), 1]
  for (let seed = first; seed <= last; seed += step) {
    const outcome = await simulate(seed)
    if (outcome.breaches.length > 0) throw new Error(describeFailure(outcome))
    count(tally, outcome)
    // The test runner wants to be heard between runs.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return tally
}

export function neverHappened({ seeds, types }: Tally): string[] {
  return seeds < MANY ? [] : settled.filter((type) => !types.has(type))
}

export function describeTally({ seeds, steps, events, injected }: Tally): string {
  const mean = (total: number) => (total / Math.max(1, seeds)).toFixed(1)
  const faults = Object.entries(injected).map(([fault, times]) => `${fault} ${times}`)
  const total = Object.values(injected).reduce((sum, times) => sum + times, 0)
  return `${seeds} seeds; each ${mean(steps)} steps, ${mean(events)} events, ${mean(total)} faults; in all ${faults.join(', ')}`
}

export function describeFailure({ seed, breaches, trace }: Outcome): string {
  return [
    `seed ${seed} breaks what is promised:`,
    ...breaches.map((breach) => `- ${breach}`),
    `Again, with what happened: SIMULATION_SEED=${seed} npx vitest run test/simulation`,
    ...trace(),
  ].join('\n')
}

function count(tally: Tally, { steps, events, types, injected }: Outcome): void {
  tally.seeds += 1
  tally.steps += steps
  tally.events += events
  for (const type of types) tally.types.add(type)
  for (const [fault, times] of Object.entries(injected)) tally.injected[fault] = (tally.injected[fault] ?? 0) + times
}
