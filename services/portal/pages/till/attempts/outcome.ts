import { ProblemError } from '../../common/api/problem.ts'

/**
 * The ledger itself has said no, and with it that nothing is recorded under this key. All else leaves that open: no answer, one of somebody on
 * the way, a ledger that is busy or does not know us any more.
 */
export function isRefused(error: unknown): error is ProblemError {
  if (!(error instanceof ProblemError)) return false
  const { type, status } = error.problem
  return type.startsWith('urn:welfare:problem:') && finalStatuses.includes(status)
}

const finalStatuses: readonly number[] = [400, 404, 409, 422]
