import { add } from '../amounts.ts'
import { MisshapenError } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import {
  type AccountRule,
  type Dimension,
  dimensions,
  type MovedLine,
  type Movement,
  type PostingRules,
} from './rules.ts'

export interface RecomputedLeg extends Readonly<Partial<Record<Dimension, string | undefined>>> {
  readonly account: string
  readonly rule: AccountRule
  readonly commodity: string
  /** Debit positive. */
  readonly amount: number
  /** Names the posting account: account, commodity and all dimensions. */
  readonly key: string
}

/**
 * The legs of an event by the rules: line by line, debit before credit; what stands on one posting account is one leg, at the place of
 * the first; none of nothing.
 * @throws MisshapenError when there is no rule for the event's type, and when the event lacks what its rule needs
 */
export function recomputeLegs(rules: PostingRules, event: LedgerEvent): RecomputedLeg[] {
  const legs = new Map<string, RecomputedLeg>()
  const put = (leg: RecomputedLeg): void => {
    const known = legs.get(leg.key)
    legs.set(leg.key, known ? { ...known, amount: add(known.amount, leg.amount) } : leg)
  }
  for (const { lines, moves, mirrored } of movementsOf(rules, event)) {
    for (const line of lines(event)) {
      const amount = mirrored ? -line.amount : line.amount
      if (amount === 0) continue
      for (const [debit, credit] of typeof moves === 'function' ? moves(line) : moves) {
        put(legOf(rules, debit, line, amount))
        put(legOf(rules, credit, line, -amount))
      }
    }
  }
  return [...legs.values()].filter(({ amount }) => amount !== 0)
}

function movementsOf({ movements, version }: PostingRules, { type }: LedgerEvent): readonly Movement[] {
  const known = Object.hasOwn(movements, type) ? movements[type] : undefined
  if (known === undefined)
    throw new MisshapenError(`version ${version} of the rules does not say what ${type.slice(0, 60)} moves`)
  return known
}

function legOf({ accounts }: PostingRules, account: string, line: MovedLine, amount: number): RecomputedLeg {
  const rule = Object.hasOwn(accounts, account) ? accounts[account] : undefined
  if (rule === undefined) throw new MisshapenError(`there is no account ${account.slice(0, 40)}`)
  const placed = rule.ofOtherDepot ? { ...line, depot: line.otherDepot } : line
  const place = Object.fromEntries(rule.by.map((dimension) => [dimension, placed[dimension]]))
  const { commodity } = line
  return { ...place, account, rule, commodity, amount, key: keyOf(account, commodity, place) }
}

function keyOf(account: string, commodity: string, place: Partial<Record<Dimension, string | undefined>>): string {
  return [account, commodity, ...dimensions.map((dimension) => place[dimension] ?? '')].join('|')
}
