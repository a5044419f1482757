import type { EventType } from '../catalogue.ts'
import type { PostingRules } from './rules.ts'
import { postingRulesV1 } from './v1.ts'

/** Posting rules, version 2: those of version 1, and what came after. An event of version 1 has the legs that it always had. */
export const postingRulesV2: PostingRules<EventType> = {
  ...postingRulesV1,
}
