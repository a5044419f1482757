import { recomputeBankBalances } from './bank-balances-report.ts'
import { recomputeBudget } from './budget-report.ts'
import { recomputeCoverage } from './coverage-report.ts'
import type { Directory } from './directory.ts'
import { recomputeGaps } from './gaps-report.ts'
import type { Asked } from './moments.ts'
import { recomputePayables } from './payables-report.ts'
import type { Recomputation } from './recomputation.ts'
import { recomputeReconciliation } from './reconciliation-report.ts'
import { recomputeFirstBudget } from './v1/budget-report.ts'
import { recomputeFirstCoverage } from './v1/coverage-report.ts'
import { recomputeFirstGaps } from './v1/gaps-report.ts'

type Recompute = (asked: Asked, directory: Directory) => Recomputation

/** The reports whose figures are recomputed, wholly: names, rows, totals. */
const recomputations: Readonly<Record<string, Recompute>> = {
  '/v1/budget': recomputeBudget,
  '/v1/coverage': recomputeCoverage,
  '/v1/gaps': recomputeGaps,
  '/v1/payables': recomputePayables,
  '/v1/bank-balances': recomputeBankBalances,
  '/v1/bank-reconciliation': recomputeReconciliation,
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
