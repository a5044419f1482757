import type { PostedEvent } from '../books.ts'
import type { JsonObject } from '../json.ts'
import { recomputeBudget } from './budget-report.ts'
import { recomputeCoverage } from './coverage-report.ts'
import type { Directory } from './directory.ts'
import { recomputeGaps } from './gaps-report.ts'
import type { Asked } from './moments.ts'

/** One report made anew from the events, slowly and by another way than the ledger's read models. */
export interface Recomputation {
  /** Every event up to the report's sequence, in order; the directory has taken it already. */
  take(posted: PostedEvent): void
  /** What the answer must say, but for what every answer says of itself. @param found the answer: how it orders and cuts its lists */
  answer(found: JsonObject): JsonObject
}

/** The reports whose figures are recomputed, wholly: names, rows, totals. */
export const recomputations: Readonly<Record<string, (asked: Asked, directory: Directory) => Recomputation>> = {
  '/v1/budget': recomputeBudget,
  '/v1/coverage': recomputeCoverage,
  '/v1/gaps': recomputeGaps,
}
