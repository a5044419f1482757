import { count } from '@welfare/contracts/primitives.ts'
import { orderField } from '@welfare/http/list-order.ts'
import { pageFields, queryInteger } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import { momentFields, nextCursor, reflectedFields } from '../budget/answers.contract.ts'
import { entryHead, eventTypeField } from './journal.contract.ts'

const sequence = queryInteger({ min: 1, max: Number.MAX_SAFE_INTEGER })

export const trailParams = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}([.@][1-9][0-9]{0,8})?$/)
    .meta({ description: 'A thing, a part of one (`<stream>.<version>`), or goods' }),
})
export const trailQuery = z.strictObject({ order: orderField, ...momentFields, ...pageFields })

const trailLeg = z.strictObject({
  book: z.enum(['budget', 'money', 'goods']),
  account: z.string(),
  commodity: z.string(),
  amount: z.int().meta({ description: 'Debit positive, credit negative' }),
  dimensions: z.record(z.string(), z.string()),
})
const toldEvent = z.strictObject({
  sequence: count,
  id: z.string(),
  type: z.string(),
  stream: z.string(),
  version: count,
  actor: z.string().nullable(),
  occurredAt: z.string().nullable(),
  accountingDate: z.string().nullable(),
  recordedAt: z.string(),
  lateEntry: z.string().nullable().meta({ description: 'Why it was entered later than it happened (补录)' }),
  paper: z
    .strictObject({ kind: z.string(), number: z.string(), date: z.string().nullable() })
    .nullable()
    .meta({ description: 'The paper that whoever recorded it named, whether it moves something or not' }),
  entry: z
    .strictObject(entryHead)
    .nullable()
    .meta({ description: 'Document number, who answers for it, its paper; null where it moves nothing' }),
  data: z.record(z.string(), z.json()).meta({ description: 'As recorded, without what is encrypted' }),
  legs: z.array(trailLeg),
})
export const trailAnswer = z.strictObject({
  ...reflectedFields,
  id: z.string(),
  events: z.array(toldEvent),
  nextCursor,
})

export const eventsQuery = z.strictObject({
  eventType: eventTypeField,
  actor: z
    .string()
    .regex(/^[a-z-]{1,40}\/[a-z0-9][a-z0-9.-]{0,63}$/)
    .optional()
    .meta({ description: 'Who acted: `<role>/<account>`, `process/<name>`', example: 'officer/desk-1' }),
  fromSequence: sequence.optional().meta({ description: 'Not before this event' }),
  throughSequence: sequence.optional().meta({ description: 'Not after this event' }),
  order: orderField,
  ...momentFields,
  ...pageFields,
})
export const eventsAnswer = z.strictObject({
  ...reflectedFields,
  events: z.array(toldEvent),
  searchedTo: count.meta({
    description: 'The last event that was looked at. Where few match, a page may be short, or empty, and go on',
  }),
  nextCursor,
})

export type TrailQuery = z.infer<typeof trailQuery>
export type EventsQuery = z.infer<typeof eventsQuery>
export type EventsAnswer = z.infer<typeof eventsAnswer>
export type TrailAnswer = z.infer<typeof trailAnswer>
