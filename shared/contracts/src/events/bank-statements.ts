import { z } from 'zod'
import { unchanged } from '../event-definition.ts'
import { MAX_AMOUNT_FEN } from '../money.ts'
import { anyPart, count, day, partOf, reason, text } from '../primitives.ts'
import { attachedFile, attachmentId } from './attachments.ts'
import { lastDigits } from './bank.ts'
import { dataReason } from './registry.ts'

/** As the bank has it: below zero where an account is overdrawn. */
export const bankFen = z
  .int()
  .min(-MAX_AMOUNT_FEN)
  .max(MAX_AMOUNT_FEN)
  .meta({ description: 'Integer fen (1/100 yuan); below zero: money that left the account' })
/** The number that the bank gave the line; one account has it once. */
export const bankReference = text(60)

export const LINES_PER_EVENT = 100
export const MAX_STATEMENT_LINES = 1_000
export const MAX_MATCHED = 200

/** Neither whose money it was nor what it was for: the bank's paper tells that, and nobody's name is in the log. */
export const bankLine = z.strictObject({
  reference: bankReference,
  day,
  amountFen: bankFen.refine((fen) => fen !== 0),
  /** Of the other party's account. */
  counterparty: lastDigits.optional(),
  /** Where it stands on the paper. */
  row: z.int().min(1).max(1_000_000).optional(),
})
/** The bank's paper of an account, from one day through another; its lines follow in the same append. */
export const bankStatementImported = z.strictObject({
  from: day,
  until: day,
  openingFen: bankFen,
  closingFen: bankFen,
  lines: count,
  fileHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of the file as the bank gave it, in hexadecimal' }),
  /** Since version 2: that file, kept. */
  file: attachedFile.optional(),
})
export const bankStatementLinesImported = z.strictObject({
  bankStatement: partOf('bankaccount'),
  lines: z.array(bankLine).min(1).max(LINES_PER_EVENT),
})
/** It was another account's, or read wrongly: its lines are no more. */
export const bankStatementWithdrawn = z.strictObject({ bankStatement: partOf('bankaccount'), reason })
/** The key is destroyed after this is durable: names and purposes on the bank's paper are gone, its lines and the hash stay. */
export const bankStatementFileErased = z.strictObject({
  attachment: attachmentId,
  reason: z.enum([...dataReason.options, 'attached-by-mistake']),
})
/** Lines of the bank and movements of the books are the same money; lines or movements alone cancel each other. */
export const bankLinesMatched = z.strictObject({
  lines: z.array(bankReference).max(MAX_MATCHED),
  movements: z.array(anyPart).max(MAX_MATCHED),
  amountFen: bankFen,
  foundBy: z.enum(['reference', 'amount-and-day', 'hand']),
})
export const bankMatchTakenBack = z.strictObject({ match: partOf('bankaccount'), reason })

/** `2025-07`. */
export const monthOfYear = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .meta({ description: 'A month', example: '2025-07' })
/** 银行存款余额调节表 of a month, as its maker saw it. */
export const bankReconciliationSigned = z.strictObject({
  month: monthOfYear,
  booksFen: bankFen,
  bankFen,
  madeBy: text(100),
})
/** By another person. */
export const bankReconciliationChecked = z.strictObject({ reconciliation: partOf('bankaccount'), checkedBy: text(100) })

/** None of them posts anything: the books move by what is recorded where the money is. */
export const bankStatementsEvents = {
  BankStatementImported: {
    category: 'bankaccount',
    schemaVersion: 2,
    schema: bankStatementImported,
    upcasters: { 1: unchanged },
  },
  BankStatementLinesImported: { category: 'bankaccount', schemaVersion: 1, schema: bankStatementLinesImported },
  BankStatementWithdrawn: { category: 'bankaccount', schemaVersion: 1, schema: bankStatementWithdrawn },
  BankStatementFileErased: { category: 'bankaccount', schemaVersion: 1, schema: bankStatementFileErased },
  BankLinesMatched: { category: 'bankaccount', schemaVersion: 1, schema: bankLinesMatched },
  BankMatchTakenBack: { category: 'bankaccount', schemaVersion: 1, schema: bankMatchTakenBack },
  BankReconciliationSigned: { category: 'bankaccount', schemaVersion: 1, schema: bankReconciliationSigned },
  BankReconciliationChecked: { category: 'bankaccount', schemaVersion: 1, schema: bankReconciliationChecked },
} as const
