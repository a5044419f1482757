/** The union's people, in the order in which they are opened; then what leads to the first meal. */
export const openingSteps = ['administrator', 'union', 'officer', 'approver', 'limit'] as const
export const mealSteps = ['donation', 'programme', 'allocation', 'roster', 'issue', 'merchant', 'meal'] as const

export type OpeningStep = (typeof openingSteps)[number]
export type MealStep = (typeof mealSteps)[number]

/** Where each is done. */
export const placeOfStep: Readonly<Record<MealStep, string>> = {
  donation: '/desk/funds',
  programme: '/desk/programmes',
  allocation: '/desk/funds',
  roster: '/desk/roster',
  issue: '/desk/issue',
  merchant: '/desk/merchants',
  meal: '/till/',
}

export interface FirstSteps {
  readonly done: ReadonlySet<OpeningStep | MealStep>
  readonly isOpened: boolean
  /** Of the first union, in which the rest is opened; undefined where there is none yet. */
  readonly division: string | undefined
  /** Undefined where nothing is left. */
  readonly next: OpeningStep | MealStep | undefined
}

interface Found {
  readonly unions: readonly { readonly division: string }[]
  readonly limits: readonly unknown[]
  readonly merchants: readonly unknown[]
  /** Of some merchants; undefined where one may not see them. */
  readonly phones: readonly unknown[] | undefined
  readonly programmes: readonly unknown[]
  /** Undefined where one may not see them. */
  readonly accounts: readonly { readonly role: string; readonly kind: string; readonly closed: boolean }[] | undefined
  readonly total: {
    readonly turnovers: {
      readonly donatedTotalFen: number
      readonly allocatedTotalFen: number
      readonly issuedTotalFen: number
      readonly redeemedTotalFen: number
    }
  }
  readonly coverage: { readonly people: { readonly eligible: number } }
}

/** What is done, from what the ledger holds: nothing is kept of its own. */
export function firstStepsOf(found: Found): FirstSteps {
  const { turnovers } = found.total
  // Who may not see accounts sees what was done with them.
  const isThere = (role: string) =>
    found.accounts?.some((account) => account.role === role && account.kind === 'person' && !account.closed) ?? true
  const isDone: Readonly<Record<OpeningStep | MealStep, boolean>> = {
    administrator: true,
    union: found.unions.length > 0,
    officer: isThere('officer'),
    approver: isThere('approver'),
    limit: found.limits.length > 0,
    donation: turnovers.donatedTotalFen > 0,
    programme: found.programmes.length > 0,
    allocation: turnovers.allocatedTotalFen > 0,
    roster: found.coverage.people.eligible > 0,
    issue: turnovers.issuedTotalFen > 0,
    // Phones are asked of some merchants only: where there was a meal, one is bound.
    merchant:
      found.merchants.length > 0 &&
      (found.phones === undefined || found.phones.length > 0 || turnovers.redeemedTotalFen > 0),
    meal: turnovers.redeemedTotalFen > 0,
  }
  const steps = [...openingSteps, ...mealSteps]
  return {
    done: new Set(steps.filter((step) => isDone[step])),
    isOpened: openingSteps.every((step) => isDone[step]),
    division: found.unions[0]?.division,
    next: steps.find((step) => !isDone[step]),
  }
}
