import { z } from 'zod'
import { actKind, waitingRules } from '../acts.ts'
import { accountName, role, scope } from '../authority.ts'
import type { EventData } from '../event-definition.ts'
import { MAX_TOTAL_FEN } from '../money.ts'
import { count, divisionOrLedger, idOf, instant, reason, text } from '../primitives.ts'

/** Fen, pieces, cards or acts, by the kind of the act. */
const amount = z.int().min(0).max(MAX_TOTAL_FEN)
const value = z.json()
const json = z.record(z.string(), value)
/** The service whose act it is. */
const area = z.enum(['funds', 'vouchers', 'programmes', 'deliveries', 'registry'])
const operationId = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,59}$/)
const commandId = z.uuid()

/** A limit that an act is above, and what it comes to there: the act alone, or with what its maker did before. Days, for a late entry. */
export const waitingReason = z.strictObject({
  rule: z.enum(waitingRules),
  kind: actKind,
  limit: amount,
  value: amount,
})

export const because = z.array(waitingReason).min(1).max(20)

/**
 * An act above a limit, as it was asked for: performed to the letter, by its maker, once another person has approved it. The id is that of
 * the request's command, so that the act cannot happen twice.
 */
export const actProposed = z.strictObject({
  area,
  operationId,
  kind: actKind,
  /** Since version 2: of the whole ledger, where it is no division's. */
  division: divisionOrLedger,
  programme: idOf('programme').optional(),
  fund: idOf('fund').optional(),
  amount: amount.optional(),
  because,
  /** For its approver: what the act would do, in its own words. */
  about: json,
  request: z.strictObject({ params: json, query: json, body: value, ifVersion: count.optional() }),
  maker: z.strictObject({ account: accountName, role, reach: scope }),
})
export const actApproved = z.strictObject({ note: reason.optional() })
export const actRefused = z.strictObject({ reason })
export const actWithdrawn = z.strictObject({ reason })
/** The act was done; the id of what it made, where it made something. */
export const actPerformed = z.strictObject({ created: text(200).optional() })
/** It could not be done any more when it was approved: nothing happened. */
export const actFailed = z.strictObject({ code: text(80), facts: json })

/** Within the maker's limits; recorded before the act. Of the stream of one maker and one kind. */
export const actCounted = z.strictObject({
  act: commandId,
  kind: actKind,
  amount,
  /** The programme, the fund where there is none, else the division. */
  place: text(100),
  at: instant,
  area: area.optional(),
})
/** The act was refused. */
export const actUncounted = z.strictObject({ act: commandId, kind: actKind })
/** Another person approved an act of the kind there: the maker's sum in that place begins again. */
export const actsReviewed = z.strictObject({ kind: actKind, place: text(100), proposal: text(200) })

export const actsEvents = {
  ActProposed: {
    category: 'proposal',
    schemaVersion: 2,
    schema: actProposed,
    upcasters: { 1: (data: EventData) => data },
  },
  ActApproved: { category: 'proposal', schemaVersion: 1, schema: actApproved },
  ActRefused: { category: 'proposal', schemaVersion: 1, schema: actRefused },
  ActWithdrawn: { category: 'proposal', schemaVersion: 1, schema: actWithdrawn },
  ActPerformed: { category: 'proposal', schemaVersion: 1, schema: actPerformed },
  ActFailed: { category: 'proposal', schemaVersion: 1, schema: actFailed },
  ActCounted: { category: 'maker', schemaVersion: 1, schema: actCounted },
  ActUncounted: { category: 'maker', schemaVersion: 1, schema: actUncounted },
  ActsReviewed: { category: 'maker', schemaVersion: 1, schema: actsReviewed },
} as const
