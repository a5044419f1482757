import type { PostingRules } from './rules.ts'
import { postingRulesV1 } from './v1.ts'
import { postingRulesV2 } from './v2.ts'

/** The version of the rules that a report names → the rules. A shipped version is never changed. */
export const postingRules: ReadonlyMap<number, PostingRules> = new Map(
  [postingRulesV1, postingRulesV2].map((rules) => [rules.version, rules]),
)
/** Of what has been recorded up to today: they give events of every earlier version the legs that those had. */
export const newestPostingRules: PostingRules = postingRulesV2
