import type { PostedEvent } from '../books.ts'
import type { JsonObject } from '../json.ts'
import { recomputeBudget } from './budget-report.ts'
import { recomputeCoverage } from './coverage-report.ts'
import type { Directory } from './directory.ts'
import { recomputeGaps } from './gaps-report.ts'
import type { Asked } from './moments.ts'
import { recomputeFirstBudget } from './v1/budget-report.ts'
import { recomputeFirstCoverage } from './v1/coverage-report.ts'
import { recomputeFirstGaps } from './v1/gaps-report.ts'

/** One report made anew from the events, slowly and by another way than the ledger's read models. */
export interface Recomputation {
  /** Every event up to the report's sequence, in order; the directory has taken it already. */
  take(posted: PostedEvent): void
  /** What the answer must say, but for what every answer says of itself. @param found the answer: how it orders and cuts its lists */
  answer(found: JsonObject): JsonObject
}

type Recompute = (asked: Asked, directory: Directory) => Recomputation

/** The reports whose figures are recomputed, wholly: names, rows, totals. */
const recomputations: Readonly<Record<string, Recompute>> = {
  '/v1/budget': recomputeBudget,
  '/v1/coverage': recomputeCoverage,
  '/v1/gaps': recomputeGaps,
}
/** As they were counted while version 1 of the posting rules held. */
const firstRecomputations: Readonly<Record<string, Recompute>> = {
  '/v1/budget': recomputeFirstBudget,
  '/v1/coverage': recomputeFirstCoverage,
  '/v1/gaps': recomputeFirstGaps,
}

/** @param postingRulesVersion as the report names it; none in the oldest */
export function findRecomputation(path: string, postingRulesVersion: number): Recompute | undefined {
  const known = postingRulesVersion === 1 ? firstRecomputations : recomputations
  return Object.hasOwn(known, path) ? known[path] : undefined
}
