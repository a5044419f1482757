import { z } from 'zod'
import { accountName, role, scope } from '../authority.ts'
import { WHOLE_LEDGER } from '../divisions.ts'
import { type EventData, unchanged } from '../event-definition.ts'
import { count, day, division, idOf, positiveAmountFen, reason, text } from '../primitives.ts'

/** Authority is recorded, so that it can be proved who might do what, and when. Secrets (passwords, tokens, codes) never are. */
export const accountOpened = z.strictObject({
  account: accountName,
  kind: z.enum(['person', 'machine', 'device']),
  role,
  reach: scope,
})
export const authorityChanged = z.strictObject({ role, reach: scope, reason })
export const accountClosed = z.strictObject({ reason })
export const passwordChanged = z.strictObject({})
const tokenId = z.uuid()
export const tokenIssued = z.strictObject({ token: tokenId, label: text(60), expiresOn: day.optional() })
export const tokenRevoked = z.strictObject({ token: tokenId, reason })

/** Names were read: who, which, what for. The record is durable before the answer leaves. */
export const personalDataRead = z.strictObject({
  account: text(100),
  operation: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,59}$/),
  purpose: reason,
  /** Those read one by one or as a short page; a longer list is only counted, with the programme it was of. */
  workers: z.array(idOf('worker')).max(500),
  programme: idOf('programme').optional(),
  count,
})

function limitsOf<Limit extends z.ZodType>(limit: Limit) {
  return z
    .strictObject({
      perAct: limit.optional(),
      /** One maker's acts within 24 hours. */
      within24Hours: limit.optional(),
      /** One maker's acts in one programme (fund, where there is none) since another person last approved there. */
      sinceApproval: limit.optional(),
    })
    .nullable()
    .optional()
}
const inFen = limitsOf(positiveAmountFen)
/** Pieces, cards or acts; at 0 every one of them waits. */
const counted = limitsOf(count)

/**
 * What is above these waits for an approver. Of each kind the nearest enclosing division that says anything of it decides, also where it
 * says null: nothing waits.
 */
export const approvalLimits = z.strictObject({
  allocation: inFen,
  issuance: inFen,
  refund: inFen,
  return: inFen,
  closing: counted,
  'bulk-void': counted,
  'write-off': counted,
  'rule-change': counted,
  'price-list': counted,
  'late-entry': inFen,
  correction: inFen,
  /** Since version 3: orders of goods, and what an invoice comes to beyond its order. */
  purchase: inFen,
})

/** Since version 2 of every kind of act; before, of one allocation and one issuance: null meant that nothing waits. */
export const approvalLimitSet = z.strictObject({
  division: z.union([division, z.literal(WHOLE_LEDGER)]),
  limits: approvalLimits,
  /** Entries that come later than their papers: how many days back, and from how many on a second person is needed. */
  lateEntry: z
    .strictObject({
      days: z.int().min(0).max(3_660).optional(),
      secondPersonAboveDays: z.int().min(0).max(3_660).optional(),
    })
    .optional(),
})

function liftOneActLimits({ division, allocationFen, issuanceFen }: EventData): EventData {
  const oneAct = (fen: EventData[string] | undefined) => (typeof fen === 'number' ? { perAct: fen } : null)
  return { division: division ?? '', limits: { allocation: oneAct(allocationFen), issuance: oneAct(issuanceFen) } }
}

export const identityEvents = {
  AccountOpened: { category: 'account', schemaVersion: 1, schema: accountOpened },
  AuthorityChanged: { category: 'account', schemaVersion: 1, schema: authorityChanged },
  AccountClosed: { category: 'account', schemaVersion: 1, schema: accountClosed },
  PasswordChanged: { category: 'account', schemaVersion: 1, schema: passwordChanged },
  TokenIssued: { category: 'account', schemaVersion: 1, schema: tokenIssued },
  TokenRevoked: { category: 'account', schemaVersion: 1, schema: tokenRevoked },
  PersonalDataRead: { category: 'access', schemaVersion: 1, schema: personalDataRead },
  ApprovalLimitSet: {
    category: 'limit',
    schemaVersion: 3,
    schema: approvalLimitSet,
    upcasters: { 1: liftOneActLimits, 2: unchanged },
  },
} as const
