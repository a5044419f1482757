import { z } from 'zod'

/**
 * Acts that may need a second person, by kind; each kind has limits of its own. Most are measured in fen; goods written off in pieces; and
 * what has no amount is counted: cards voided at once, and each closing of a programme, month or year, change of rules, change of prices or payee as one.
 */
export const actKinds = [
  'allocation',
  'issuance',
  'refund',
  'return',
  'closing',
  'bulk-void',
  'write-off',
  'rule-change',
  'price-list',
  'late-entry',
  'correction',
  'payee',
  'bad-debt',
  'waiver',
  'transfer',
  'bank-charge',
  'sent-back',
  'account-closing',
  'month-closing',
  'year-closing',
  'purchase',
] as const
export type ActKind = (typeof actKinds)[number]
/** Where money goes to, what nobody asks for or pays any more, and the closing of a month or year waits for a second person whatever limits say. */
const alwaysWaiting = [
  'payee',
  'bad-debt',
  'waiver',
  'transfer',
  'bank-charge',
  'sent-back',
  'account-closing',
  'month-closing',
  'year-closing',
] as const satisfies ActKind[]
export type LimitedKind = Exclude<ActKind, (typeof alwaysWaiting)[number]>
export function isLimited(kind: ActKind): kind is LimitedKind {
  return !alwaysWaiting.some((always) => always === kind)
}
export const actKind = z.enum(actKinds)

const countedKinds: readonly ActKind[] = [
  'closing',
  'bulk-void',
  'write-off',
  'rule-change',
  'price-list',
  'payee',
  'account-closing',
  'month-closing',
  'year-closing',
]

/** Counted in cards, pieces or acts, and not in fen. */
export function isCounted(kind: ActKind): boolean {
  return countedKinds.includes(kind)
}

/** Why an act waits: the limit that it is above. */
export const waitingRules = ['one-act', 'within-24-hours', 'since-approval', 'late-entry'] as const
