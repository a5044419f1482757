/** RFC 9457, as the ledger sends it; `detail` is a sentence in the language that was asked for: what happened, why, what to do. */
export interface ProblemDocument {
  readonly type: string
  readonly status: number
  readonly title: string
  readonly code: string
  readonly detail?: string
  readonly [fact: string]: unknown
}

/** The ledger refused. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: ProblemDocument

  constructor(problem: ProblemDocument) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }

  get code(): string {
    return this.problem.code
  }
}

/** No answer came: whether the request arrived is unknown. The same key may be sent again. */
export class LostNetworkError extends Error {
  override readonly name = 'LostNetworkError'
}

/** The session has ended, or there was none. A wrong password is something else. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && ['sign-in-required', 'credentials-invalid'].includes(error.code)
}

/** Whether the same request may help later: nothing was decided, or what was decided is not known here. */
export function isWorthRepeating(error: unknown): boolean {
  if (error instanceof LostNetworkError) return true
  return error instanceof ProblemError && (error.problem.status >= 500 || error.problem.status === 429)
}

/** Whether the ledger has decided: what was sent is recorded, or never will be under its key. Signed out, it was not asked. */
export function isDecided(error: unknown): boolean {
  return error instanceof ProblemError && !isWorthRepeating(error) && !isSignedOut(error)
}
