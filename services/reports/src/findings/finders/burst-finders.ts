import { watchBurst } from './bursts.ts'
import { about, type Finder, type FinderDependencies, MINUTE_MS } from './meal-finders.ts'

/** Too many redemptions at what calls itself one till. */
export function createTillBurstFinder(dependencies: FinderDependencies): Finder {
  return {
    look(meal) {
      const { sequence, atMs, merchant, device, thresholds } = meal
      const { redemptions: atLeast, withinMinutes } = thresholds.tillBurst
      const spanMs = withinMinutes * MINUTE_MS
      const watched = { key: `till|${merchant}|${device}`, source: '', atLeastSources: 1, spanMs, atLeast }
      watchBurst(dependencies, { sequence, atMs, ...watched }, (count) => ({
        ...{ ...about(meal), kind: 'till-burst', merchant, worker: '', thresholds: thresholds.tillBurst },
        facts: { device, redemptions: count },
      }))
    },
  }
}

/** The same by one account: what a till calls itself is the till's own word. At one till only, it is a burst of the till. */
export function createAccountBurstFinder(dependencies: FinderDependencies): Finder {
  return {
    look(meal) {
      const { sequence, atMs, merchant, device, account, thresholds } = meal
      if (meal.fromPaper) return
      const { redemptions: atLeast, withinMinutes } = thresholds.accountBurst
      const spanMs = withinMinutes * MINUTE_MS
      const watched = { key: `account|${account}`, source: `${merchant}|${device}`, atLeastSources: 2, spanMs, atLeast }
      watchBurst(dependencies, { sequence, atMs, ...watched }, (count) => ({
        ...{ ...about(meal), kind: 'account-burst', merchant, worker: '', thresholds: thresholds.accountBurst },
        facts: { account, redemptions: count },
      }))
    },
  }
}

/** The same at one merchant. By one account only, it is a burst of the account or of its till. */
export function createMerchantBurstFinder(dependencies: FinderDependencies): Finder {
  return {
    look(meal) {
      const { sequence, atMs, merchant, account, thresholds } = meal
      if (meal.fromPaper) return
      const { redemptions: atLeast, withinMinutes } = thresholds.merchantBurst
      const spanMs = withinMinutes * MINUTE_MS
      const watched = { key: `merchant|${merchant}`, source: account, atLeastSources: 2, spanMs, atLeast }
      watchBurst(dependencies, { sequence, atMs, ...watched }, (count) => ({
        ...{ ...about(meal), kind: 'merchant-burst', merchant, worker: '', thresholds: thresholds.merchantBurst },
        facts: { redemptions: count },
      }))
    },
  }
}
