import { count, day, instant } from '@welfare/contracts/primitives.ts'
import { pageFields, queryInteger } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import { nextCursor, reflectedFields } from '../budget/answers.contract.ts'
import { type DocumentKindCode, documentKindCodes, documentKinds, documentPattern } from './document-kinds.ts'
import { entryHead, leg, legFilters } from './journal.contract.ts'

const documentKind = z.enum(documentKindCodes).meta({
  description: documentKindCodes.map((code) => `${code} ${describe(code)}`).join(', '),
})
const document = z.string().regex(documentPattern)

function describe(code: DocumentKindCode): string {
  return `${documentKinds[code].chinese} ${documentKinds[code].name}`
}

const sequence = queryInteger({ min: 1, max: Number.MAX_SAFE_INTEGER })
export const entriesQuery = z.strictObject({
  document: document.optional().meta({ description: 'The one entry with this number' }),
  kind: documentKind.optional(),
  ...legFilters,
  fromSequence: sequence.optional(),
  throughSequence: sequence.optional(),
  ...pageFields,
})

const { sequence: _, ...entryLeg } = leg.pick({
  sequence: true,
  ordinal: true,
  book: true,
  account: true,
  commodity: true,
  fund: true,
  programme: true,
  batch: true,
  merchant: true,
  depot: true,
  consignment: true,
  site: true,
  lot: true,
  amount: true,
  bankAccount: true,
  payer: true,
  purchase: true,
}).shape
const linked = z.strictObject({ sequence: count, document })

export const entry = z.strictObject({
  sequence: count,
  ...entryHead,
  kind: documentKind,
  eventType: z.string(),
  eventId: z.string(),
  stream: z.string(),
  version: count,
  accountingDate: day,
  occurredAt: instant.nullable(),
  recordedAt: instant,
  lateEntry: z.string().nullable().meta({ description: 'Why it was entered later than it happened (补录)' }),
  reverses: linked.nullable().meta({ description: 'The entry that this one takes back' }),
  reversedBy: z.array(linked).meta({ description: 'By the moment asked for' }),
  partial: z
    .boolean()
    .meta({ description: 'Some of its legs lie outside the scope of the caller: those shown need not balance' }),
  legs: z.array(z.strictObject(entryLeg)),
})
export const entriesAnswer = z.strictObject({ ...reflectedFields, entries: z.array(entry), nextCursor })
export type EntriesQuery = z.infer<typeof entriesQuery>
export type EntriesAnswer = z.infer<typeof entriesAnswer>
