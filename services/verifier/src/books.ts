import { add } from './amounts.ts'
import { MisshapenError } from './json.ts'
import { accountingDateOf, type LedgerEvent, paperDayOf } from './ledger-event.ts'
import { type RecomputedLeg, recomputeLegs } from './posting-rules/recompute-legs.ts'
import type { PostingRules } from './posting-rules/rules.ts'
import type { Findings } from './verdict.ts'

/** A leg as it stands in the journal: numbered within its event, with what its posting account holds after it. */
export interface PostedLeg extends RecomputedLeg {
  readonly ordinal: number
  /** Debits less credits. */
  readonly balance: number
  /** Sum of the positive amounts so far. */
  readonly debits: number
}

/** An event with what it posts. */
export interface PostedEvent {
  readonly event: LedgerEvent
  /** The day on which it counts. */
  readonly date: string
  /** The day that the paper states, by which people are counted. */
  readonly paperDay: string
  readonly legs: readonly PostedLeg[]
}

export interface Account {
  balance: number
  debits: number
}

export interface Books {
  /** In sequence order. Undefined, and a misfit, where the event has not what the rules need. */
  post(event: LedgerEvent): PostedEvent | undefined
  /** Posting account → what it holds. */
  readonly accounts: ReadonlyMap<string, Readonly<Account>>
}

/** Every posting account from the first event on. */
export function openBooks(rules: PostingRules, findings: Findings): Books {
  const accounts = new Map<string, Account>()

  function post(event: LedgerEvent, recomputed: readonly RecomputedLeg[]): PostedLeg[] {
    return recomputed.map((leg, ordinal) => {
      const account = accounts.get(leg.key) ?? { balance: 0, debits: 0 }
      accounts.set(leg.key, account)
      account.balance = add(account.balance, leg.amount)
      account.debits = add(account.debits, Math.max(leg.amount, 0))
      const normal = leg.rule.normalSide === 'debit' ? account.balance : -account.balance
      const { mayBeNegative, mayBeNegativeWithout: lacking } = leg.rule
      const isFree = mayBeNegative || lacking?.every((dimension) => leg[dimension] === undefined)
      if (normal < 0 && !isFree)
        findings.misfit({ check: 'postings', where: leg.key, event, what: `the account falls to ${normal}` })
      return { ...leg, ordinal, ...account }
    })
  }

  return {
    accounts,
    post(event) {
      try {
        const date = accountingDateOf(event)
        const recomputed = recomputeLegs(rules, event)
        for (const what of imbalances(recomputed))
          findings.misfit({ check: 'postings', where: `event ${event.sequence}`, event, what })
        findings.examined('postings', recomputed.length)
        return { event, date, paperDay: paperDayOf(event), legs: post(event, recomputed) }
      } catch (error) {
        if (!(error instanceof MisshapenError || error instanceof RangeError)) throw error
        const what = `it cannot be posted: ${error.message}`
        findings.misfit({ check: 'postings', where: `event ${event.sequence}`, event, what })
        return undefined
      }
    },
  }
}

function imbalances(legs: readonly RecomputedLeg[]): string[] {
  const sums = new Map<string, number>()
  for (const { rule, commodity, fund, amount } of legs) {
    const group = `${rule.book} ${commodity} ${fund ?? ''}`
    sums.set(group, add(sums.get(group) ?? 0, amount))
  }
  return [...sums].filter(([, left]) => left !== 0).map(([group, left]) => `its legs leave ${left} in ${group}`)
}
