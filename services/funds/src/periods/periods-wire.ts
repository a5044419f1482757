import { monthOfYear } from '@welfare/contracts/events/bank-statements.ts'
import { totalFen } from '@welfare/contracts/events/funds.ts'
import {
  periodClosed,
  periodClosing,
  periodWriter,
  yearClosing,
  yearOfBooks,
} from '@welfare/contracts/events/periods.ts'
import { count, day, idOf, instant, reason, text } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'

export const monthParams = z.strictObject({ month: monthOfYear })
/** Who approves reads why. */
export const closingBody = z.strictObject({ reason: reason.optional() })

/** A month that is closed, or is being closed. */
export const periodAnswer = z.strictObject({
  month: monthOfYear,
  firstOpenDay: periodClosing.shape.firstOpenDay.meta({ description: 'What comes later counts on it or after it' }),
  status: z.enum(['closing', 'closed']),
  closedBy: text(100).meta({ description: 'Who asked for it' }),
  approvedBy: text(100).optional(),
  closingAt: instant,
  awaited: z.array(periodWriter).readonly().meta({ description: 'Services that still settle what they began before' }),
  closed: z
    .strictObject({ ...periodClosed.omit({ month: true }).shape, closedAt: instant })
    .optional()
    .meta({ description: 'Through which sequence, with the root of the tree there' }),
})
export type PeriodAnswer = z.infer<typeof periodAnswer>

export const closingAnswer = z.strictObject({ ...periodClosing.omit({ writers: true }).shape })

const openItems = {
  payments: z
    .array(z.strictObject({ payment: idOf('payment'), merchant: idOf('merchant'), amountFen: totalFen, sentOn: day }))
    .readonly()
    .meta({ description: 'Sent by the end of the month, and without a result of the bank' }),
  bankLines: z
    .array(z.strictObject({ bankAccount: idOf('bankaccount'), openLines: count }))
    .readonly()
    .meta({ description: 'Accounts with lines of the bank, by the end of the month, that are in no match' }),
  reconciliations: z
    .array(z.strictObject({ bankAccount: idOf('bankaccount'), status: z.enum(['missing', 'unchecked']) }))
    .readonly()
    .meta({ description: 'Accounts of which the month is not reconciled by two persons' }),
}
export type OpenItems = z.infer<z.ZodObject<typeof openItems>>

/** What of a month is not at its end, within the scope of who asks: it would count in a later month. */
export const beforeClosingAnswer = z.strictObject({
  month: monthOfYear,
  earliest: day.meta({
    description: 'From this day on the month may be closed: no programme takes entries of it any more',
  }),
  lateWindows: z
    .array(z.strictObject({ programme: idOf('programme'), openUntil: day }))
    .readonly()
    .meta({ description: 'Programmes that still take entries of the month, and until when' }),
  ...openItems,
})
export type BeforeClosingAnswer = z.infer<typeof beforeClosingAnswer>

export const yearParams = z.strictObject({ year: yearOfBooks })

/** A year that is closed, or is being closed. */
export const yearAnswer = z.strictObject({
  year: yearOfBooks,
  status: z.enum(['closing', 'closed']),
  closedBy: text(100).meta({ description: 'Who asked for it' }),
  approvedBy: text(100).optional(),
  closingAt: instant,
  throughSequence: yearClosing.shape.throughSequence.meta({ description: 'Of its December' }),
  partsRecorded: count.meta({ description: 'Of its closing entry' }),
  closedAt: instant.optional(),
})
export type YearAnswer = z.infer<typeof yearAnswer>

export const yearClosingAnswer = yearClosing

export const beforeYearClosingAnswer = z.strictObject({
  year: yearOfBooks,
  months: z
    .array(z.strictObject({ month: monthOfYear, status: z.enum(['open', 'closing', 'closed']) }))
    .readonly()
    .meta({ description: 'All are closed before the year is' }),
  ...openItems,
})
export type BeforeYearClosingAnswer = z.infer<typeof beforeYearClosingAnswer>
