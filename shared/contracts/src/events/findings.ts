import { z } from 'zod'
import { outcomesOfFindings } from '../finding-outcomes.ts'
import { anyPart, count, reason } from '../primitives.ts'

const sequence = z.int().min(1)

/**
 * Somebody looked at a finding and says what became of it: the last word holds. Findings are made of events and stand nowhere; kind and
 * `foundAt`, the event that made it one, say which it was. It lies where its acts lie, and names no place of its own.
 */
export const findingReviewed = z.strictObject({
  kind: z.string().regex(/^[a-z]+(-[a-z]+){0,5}$/),
  foundAt: sequence,
  outcome: z.enum(outcomesOfFindings),
  reason,
  /** Its events as they were looked at, and the last of them: where more come, it is open again. */
  eventCount: count.min(1),
  throughSequence: sequence,
  /** The red entry that puts one of its acts right. */
  correction: anyPart.optional(),
})

export const findingsEvents = {
  FindingReviewed: { category: 'finding', schemaVersion: 1, schema: findingReviewed },
} as const
