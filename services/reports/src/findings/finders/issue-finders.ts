import type { Projected } from '../../read-model/projection.ts'
import type { FindingStates } from '../finding-states.store.ts'
import { forgetOfBurst, watchBurst } from './bursts.ts'
import { about, type Finder, type FinderDependencies, MINUTE_MS } from './meal-finders.ts'

const DAY_MS = 24 * 60 * MINUTE_MS

/** Full balances in a row: wallets that are emptied at a merchant by one meal each. What is left of an ordinary meal is too little to count. */
export function createFullBalancesFinder(dependencies: FinderDependencies): Finder {
  const keyOf = (merchant: string): string => `full|${merchant}`
  return {
    look(meal) {
      const { sequence, atMs, merchant, paidFen, balanceAfterFen, thresholds } = meal
      const { redemptions: atLeast, withinMinutes, atLeastFen } = thresholds.fullBalances
      if (balanceAfterFen !== 0 || paidFen < atLeastFen) return
      const spanMs = withinMinutes * MINUTE_MS
      const watched = { key: keyOf(merchant), source: walletOf(meal.redemption), atLeastSources: atLeast }
      watchBurst(dependencies, { sequence, atMs, ...watched, spanMs, atLeast }, (count) => ({
        ...{ ...about(meal), kind: 'full-balances', merchant, worker: '', thresholds: thresholds.fullBalances },
        facts: { redemptions: count },
      }))
    },
    forget: ({ merchant, sequence }) => forgetOfBurst(dependencies.states, keyOf(merchant), sequence),
  }
}

/**
 * Meals minutes after the credit that pays them was issued: by when the last part of its order was recorded. A meal from a paper has only the
 * time that somebody wrote down.
 */
export function createSoonAfterIssueFinder(dependencies: FinderDependencies): Finder {
  const { states } = dependencies
  const keyOf = (merchant: string): string => `soon|${merchant}`
  return {
    look(meal) {
      const { sequence, atMs, merchant, batches, thresholds } = meal
      if (meal.fromPaper) return
      const { redemptions: atLeast, withinMinutes } = thresholds.soonAfterIssue
      const afterMs = batches.map((batch) => atMs - issuedAt(states, batch).atMs)
      if (!afterMs.some((ms) => ms >= 0 && ms <= withinMinutes * MINUTE_MS)) return
      const watched = { key: keyOf(merchant), source: walletOf(meal.redemption), atLeastSources: atLeast }
      watchBurst(dependencies, { sequence, atMs, ...watched, spanMs: DAY_MS, atLeast }, (count) => ({
        ...{ ...about(meal), kind: 'soon-after-issue', merchant, worker: '', thresholds: thresholds.soonAfterIssue },
        facts: { redemptions: count },
      }))
    },
    forget: ({ merchant, sequence }) => forgetOfBurst(states, keyOf(merchant), sequence),
  }
}

/** When the order last gave credits. */
export function rememberIssue(states: FindingStates, { recorded }: Projected): void {
  issuedAt(states, recorded.stream).atMs = Date.parse(recorded.recordedAt)
  states.changed(issueKey(recorded.stream))
}

function issuedAt(states: FindingStates, batch: string): { atMs: number } {
  return states.get(issueKey(batch), () => ({ atMs: 0 }))
}

function issueKey(batch: string): string {
  return `issued|${batch}`
}

function walletOf(redemption: string): string {
  return redemption.slice(0, redemption.lastIndexOf('.'))
}
