import { monthOfYear } from '@welfare/contracts/events/bank-statements.ts'
import { periodClosed, periodClosing, periodWriter } from '@welfare/contracts/events/periods.ts'
import { instant, text } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'

export const monthParams = z.strictObject({ month: monthOfYear })
export const closingBody = z.strictObject({})

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
