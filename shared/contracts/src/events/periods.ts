import { z } from 'zod'
import { count, day } from '../primitives.ts'
import { monthOfYear } from './bank-statements.ts'

/** A service that records: its commands count on days. */
export const periodWriter = z
  .string()
  .regex(/^[a-z][a-z-]{1,29}$/)
  .meta({ description: 'A service that records', example: 'vouchers' })

/**
 * From here on nothing that is decided counts before `firstOpenDay`. What was under way may still: it stands below the sequence at which the
 * last of the writers has said that it has settled what it began before.
 */
export const periodClosing = z.strictObject({
  month: monthOfYear,
  firstOpenDay: day,
  writers: z.array(periodWriter).min(1).max(50),
})
/** They know of it, and what they began before is settled. */
export const periodPassed = z.strictObject({ month: monthOfYear, writers: z.array(periodWriter).min(1).max(50) })
/** An entry above `throughSequence` counts on the first open day or later, whatever it says. */
export const periodClosed = z.strictObject({
  month: monthOfYear,
  throughSequence: count,
  root: z
    .base64()
    .length(44)
    .meta({ description: "Root of the transparency log's tree of exactly so many events, in base64" }),
})

/** `period`: one stream for the ledger, because its months close one after the other. */
export const periodsEvents = {
  PeriodClosing: { category: 'period', schemaVersion: 1, schema: periodClosing },
  PeriodPassed: { category: 'period', schemaVersion: 1, schema: periodPassed },
  PeriodClosed: { category: 'period', schemaVersion: 1, schema: periodClosed },
} as const
