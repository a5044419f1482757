import { postingAccounts } from '@welfare/contracts/accounts.ts'
import { count, day, division, idOf, text } from '@welfare/contracts/primitives.ts'
import { pageFields, queryInteger } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import {
  effectiveField,
  fenBalance,
  fundId,
  momentFields,
  nextCursor,
  programmeId,
  reflectedFields,
} from '../budget/answers.contract.ts'
import { documentPattern } from './document-kinds.ts'

export const accountName = z.enum(Object.keys(postingAccounts) as (keyof typeof postingAccounts)[])
export const book = z.enum(['budget', 'money', 'goods'])

export const eventTypeField = z
  .string()
  .regex(/^[A-Z][A-Za-z]{0,59}$/)
  .optional()

/** Which legs: as a figure of the budget is asked for, so that every figure opens into what it is made of. */
export const legFilters = {
  account: accountName.optional().meta({ description: 'With a leg on this posting account' }),
  book: book.optional(),
  fund: fundId.optional(),
  programme: programmeId.optional(),
  batch: idOf('batch').optional(),
  merchant: idOf('merchant').optional(),
  bankAccount: idOf('bankaccount').optional(),
  payer: idOf('payer').optional().meta({ description: 'Who pays instead of a union' }),
  funder: text(100).optional().meta({ description: 'Of funds of this funder' }),
  division: division.optional().meta({
    description: 'This division and those below it: of the programme, or of the fund for money in no programme',
  }),
  ownDivision: division.optional().meta({ description: 'Exactly this one, as a row of the budget by division' }),
  eventType: eventTypeField,
  ...momentFields,
  ...effectiveField,
}
const journalFilters = {
  ...legFilters,
  side: z.enum(['debit', 'credit']).optional(),
  fromSequence: queryInteger({ min: 1, max: Number.MAX_SAFE_INTEGER }).optional(),
}
export const journalQuery = z.strictObject({ ...journalFilters, ...pageFields })
/** Without a page: every leg that matches. */
export const wholeJournalQuery = z.strictObject(journalFilters)

/** What stands at the head of an entry. */
export const entryHead = {
  document: z.string().regex(documentPattern).meta({
    description: 'Document number: division-year-kind-number, continuous by division, year and kind',
    example: '632701-2025-HX-17',
  }),
  maker: z.string().meta({ description: 'Who made or proposed it (制单人): `<role>/<account>`, or a process' }),
  checker: z.string().nullable().meta({ description: 'Who approved it (审核人); null where nobody had to' }),
  poster: z.string().meta({ description: 'What posted it (记账人): `process/<name>`, or `ledger`' }),
  receiptType: z.string().nullable().meta({ description: 'Kind of the paper behind the entry' }),
  receiptNumber: z.string().nullable(),
  receiptDate: day.nullable(),
  attachments: count.nullable(),
}

const dimension = z.string().nullable()
export const leg = z
  .strictObject({
    sequence: count,
    ordinal: count.meta({ description: 'Place within the event, from 0; (sequence, ordinal) is unique' }),
    book,
    account: accountName,
    commodity: z.string().meta({ description: '`CNY`, or goods' }),
    fund: dimension,
    programme: dimension,
    batch: dimension,
    merchant: dimension,
    depot: dimension,
    consignment: dimension,
    site: dimension,
    lot: dimension,
    amount: z.int().meta({ description: 'Debit positive, credit negative; fen for CNY, pieces for goods' }),
    balanceSigned: z.int().meta({ description: 'Of this posting account after this leg: sum of its amounts so far' }),
    balance: z.int().meta({
      description: 'The same on the normal side: balanceSigned for debit accounts, its opposite for credit accounts',
    }),
    normalSide: z.enum(['debit', 'credit']),
    accountingDate: day,
    recordedAt: z.string(),
    eventType: z.string(),
    eventId: z.string(),
    stream: z.string(),
    version: count,
    ...entryHead,
    bankAccount: dimension,
    payer: dimension,
    purchase: dimension,
  })
  .meta({
    description:
      'One leg. A posting account is (account, commodity and all ten dimensions); its balance is the sum of its amounts. Per event the amounts sum to zero by (book, commodity, fund).',
  })
export type JournalLeg = z.infer<typeof leg>

const sum = z.strictObject({
  commodity: leg.shape.commodity,
  debits: fenBalance,
  credits: fenBalance.meta({ description: 'Above zero' }),
})
export const journalAnswer = z.strictObject({
  ...reflectedFields,
  legs: z.array(leg),
  sums: z
    .array(sum)
    .nullable()
    .meta({ description: 'With `account`, on the first page: over all pages, whatever `fromSequence`; else null' }),
  nextCursor,
})
export type JournalQuery = z.infer<typeof journalQuery>
export type WholeJournalQuery = z.infer<typeof wholeJournalQuery>
export type JournalAnswer = z.infer<typeof journalAnswer>
