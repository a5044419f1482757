import type { DataOf, EventType, WelfareEvent } from './catalogue.ts'
import { type Leg, merged } from './legs.ts'
import { movesNothing, type PostingRule } from './posting-rules/rules.ts'
import { postingRulesV2 } from './posting-rules/v2.ts'

export { imbalances, type Leg, postingKey } from './legs.ts'

/** Raised when the legs of any event change; reports and proofs name it. The legs of a shipped event version never change. */
export const POSTING_RULES_VERSION = 2

/**
 * The balanced double-entry legs of an event: pure, and of nothing but the event. Legs sum to zero per (book, commodity, fund), and
 * no posting account has more than one; an event that moves nothing has none.
 * @param stream the stream the event stands in: the fund, budget, batch, depot or consignment that a leg names
 * @throws UnpostedEventError for a type that the rules do not list: whether it moves anything has not been said
 */
export function postings(event: WelfareEvent, stream: string): Leg[] {
  const rule = ruleOf(event.type)
  return rule === movesNothing ? [] : merged(rule(event.data, stream))
}

function ruleOf(type: EventType): typeof movesNothing | ((data: DataOf<EventType>, stream: string) => Leg[]) {
  // A rule is only ever handed the data of its own type.
  const rules = postingRulesV2 as Readonly<Record<string, PostingRule<never>>>
  const rule = Object.hasOwn(rules, type) ? rules[type] : undefined
  if (rule === undefined) throw new UnpostedEventError(type)
  return rule as typeof movesNothing | ((data: DataOf<EventType>, stream: string) => Leg[])
}

export class UnpostedEventError extends Error {
  override readonly name = 'UnpostedEventError'

  constructor(type: string) {
    super(`the posting rules do not say what ${type} moves`)
  }
}
