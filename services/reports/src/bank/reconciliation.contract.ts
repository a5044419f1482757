import { eventCatalogue } from '@welfare/contracts/catalogue.ts'
import { monthOfYear } from '@welfare/contracts/events/bank-statements.ts'
import { anyPart, day, division, idOf } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import { fenBalance, momentFields, reflectedFields } from '../budget/answers.contract.ts'

export const reconciliationQuery = z.strictObject({
  bankAccount: idOf('bankaccount'),
  month: monthOfYear.meta({ description: 'As it had happened by the end of it', example: '2025-07' }),
  ...momentFields,
})
const ofBank = z.strictObject({ day, reference: z.string(), amountFen: fenBalance })
const ofBooks = z.strictObject({
  day,
  event: anyPart,
  type: z.enum(Object.keys(eventCatalogue) as [keyof typeof eventCatalogue]),
  amountFen: fenBalance,
})
const open = { fen: fenBalance, openOnBank: z.array(ofBank), openInBooks: z.array(ofBooks) }

const signed = z.strictObject({ by: z.string(), on: day }).nullable()

/** 银行存款余额调节表 of one account and month. Amounts of money that leaves are below zero. */
export const reconciliationAnswer = z.strictObject({
  ...reflectedFields,
  ...{ bankAccount: idOf('bankaccount'), name: z.string(), bank: z.string(), lastDigits: z.string(), division },
  month: z.string(),
  until: day.meta({ description: 'The last day of the month' }),
  statedUntil: day.meta({ description: "The last day of the bank's statements that begin by then" }),
  status: z.enum(['agrees', 'differs', 'not-stated']).meta({
    description: 'not-stated: the statements do not reach the end of the month',
  }),
  reconciliation: anyPart.nullable().meta({ description: 'The newest that was signed with these two balances' }),
  madeBy: signed,
  checkedBy: signed,
  booksFen: open.fen.meta({ description: 'Balance of the books' }),
  receivedByBank: open.openOnBank.meta({ description: 'At the bank, and not in the books' }),
  paidByBank: open.openOnBank,
  adjustedBooksFen: open.fen.meta({ description: 'The books with what only the bank has' }),
  bankFen: open.fen.meta({ description: 'Balance of the bank' }),
  receivedInBooks: open.openInBooks.meta({ description: 'In the books, and not at the bank' }),
  paidInBooks: open.openInBooks,
  adjustedBankFen: open.fen.meta({ description: 'The bank with what only the books have' }),
  differenceFen: open.fen.meta({
    description:
      "Adjusted bank − adjusted books: what the first statement's opening balance is apart from the books of before",
  }),
})
export type ReconciliationQuery = z.infer<typeof reconciliationQuery>
export type ReconciliationAnswer = z.infer<typeof reconciliationAnswer>
