import { z } from 'zod'
import { count, day, idOf } from '../primitives.ts'
import { bankFen, monthOfYear } from './bank-statements.ts'

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

export const yearOfBooks = z
  .string()
  .regex(/^\d{4}$/)
  .meta({ description: 'A year', example: '2025' })

/** Two persons close a year: what counts by its 31st of December stands below the sequence that its December was closed through. */
export const yearClosing = z.strictObject({ year: yearOfBooks, throughSequence: count })

/** What begins at nothing in each year: what came in, what was used and lost, and what it cost. */
export const accountsOfYear = ['used', 'written-off', 'donated', 'cost', 'loss'] as const

/** What one posting account came to in the year, on its normal side; below zero where more came back of earlier years. */
export const yearLine = z.strictObject({
  account: z.enum(accountsOfYear),
  fund: idOf('fund'),
  programme: idOf('programme').optional(),
  batch: idOf('batch').optional(),
  merchant: idOf('merchant').optional(),
  purchase: idOf('purchase').optional(),
  amountFen: bankFen.meta({ description: 'Integer fen (1/100 yuan) on the normal side of the account' }),
})

/** Each line is two legs: a part is no more than 300. */
export const LINES_A_PART = 150

/** The closing entry of a year, in parts; the last one completes it. */
export const yearClosed = z.strictObject({
  year: yearOfBooks,
  part: count.min(1),
  parts: count.min(1),
  lines: z.array(yearLine).max(LINES_A_PART),
})

/** `period`: one stream for the ledger, because its months and years close one after the other. */
export const periodsEvents = {
  PeriodClosing: { category: 'period', schemaVersion: 1, schema: periodClosing },
  PeriodPassed: { category: 'period', schemaVersion: 1, schema: periodPassed },
  PeriodClosed: { category: 'period', schemaVersion: 1, schema: periodClosed },
  YearClosing: { category: 'period', schemaVersion: 1, schema: yearClosing },
  YearClosed: { category: 'period', schemaVersion: 1, schema: yearClosed },
} as const
