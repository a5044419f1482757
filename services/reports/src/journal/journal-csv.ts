import { guarded, writeCsvLines } from '@welfare/printouts/csv-table.ts'
import type { JournalLeg } from './journal.contract.ts'

export const journalCsvColumns = [
  'sequence',
  'ordinal',
  'book',
  'account',
  'commodity',
  'fund',
  'programme',
  'batch',
  'merchant',
  'depot',
  'consignment',
  'site',
  'lot',
  'amount',
  'balanceSigned',
  'balance',
  'normalSide',
  'accountingDate',
  'recordedAt',
  'eventType',
  'eventId',
  'stream',
  'version',
  'document',
  'maker',
  'checker',
  'poster',
  'receiptType',
  'receiptNumber',
  'receiptDate',
  'attachments',
  'bankAccount',
  'payer',
  'purchase',
] as const satisfies readonly (keyof JournalLeg)[]

/** Receipts and till names are somebody's text; amounts stay numbers. */
export function journalCsvLines(legs: readonly JournalLeg[]): string {
  return writeCsvLines(legs.map((leg) => journalCsvColumns.map((column) => toCell(leg[column]))))
}

function toCell(value: string | number | null): string | number | null {
  return typeof value === 'string' ? guarded(value) : value
}
