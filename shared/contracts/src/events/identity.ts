import { z } from 'zod'
import { accountName, reach, role, WHOLE_LEDGER } from '../authority.ts'
import { count, day, division, idOf, positiveAmountFen, reason, text } from '../primitives.ts'

/** Authority is recorded, so that it can be proved who might do what, and when. Secrets (passwords, tokens, codes) never are. */
export const accountOpened = z.strictObject({
  account: accountName,
  kind: z.enum(['person', 'machine', 'device']),
  role,
  reach,
})
export const authorityChanged = z.strictObject({ role, reach, reason })
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

/** Above this an allocation or issuance in the division waits for an approver; null: nothing waits. The nearest enclosing division decides. */
export const approvalLimitSet = z.strictObject({
  division: z.union([division, z.literal(WHOLE_LEDGER)]),
  allocationFen: positiveAmountFen.nullable(),
  issuanceFen: positiveAmountFen.nullable(),
})

export const identityEvents = {
  AccountOpened: { category: 'account', schemaVersion: 1, schema: accountOpened },
  AuthorityChanged: { category: 'account', schemaVersion: 1, schema: authorityChanged },
  AccountClosed: { category: 'account', schemaVersion: 1, schema: accountClosed },
  PasswordChanged: { category: 'account', schemaVersion: 1, schema: passwordChanged },
  TokenIssued: { category: 'account', schemaVersion: 1, schema: tokenIssued },
  TokenRevoked: { category: 'account', schemaVersion: 1, schema: tokenRevoked },
  PersonalDataRead: { category: 'access', schemaVersion: 1, schema: personalDataRead },
  ApprovalLimitSet: { category: 'limit', schemaVersion: 1, schema: approvalLimitSet },
} as const
