import type { PostedEvent } from '../books.ts'
import type { JsonObject } from '../json.ts'

/** One report made again from the events, slowly and by another way than the ledger's read models. */
export interface Recomputation {
  /** Every event up to the report's sequence, in order; the directory has taken it already. */
  take(posted: PostedEvent): void
  /** What the answer must say, but for what every answer says of itself. @param found the answer: how it orders and cuts its lists */
  answer(found: JsonObject): JsonObject
}
