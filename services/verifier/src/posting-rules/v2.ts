import type { PostingRules } from './rules.ts'
import { postingRulesV1 } from './v1.ts'

/** The posting rules, version 2: those of version 1 and what came after; what an event of version 1 moves is what it always moved. */
export const postingRulesV2: PostingRules = {
  version: 2,
  accounts: {
    ...postingRulesV1.accounts,
  },
  movements: {
    ...postingRulesV1.movements,
  },
}
