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
] as const satisfies readonly (keyof JournalLeg)[]

export function journalCsvLines(legs: readonly JournalLeg[]): string {
  return legs.map((leg) => `${journalCsvColumns.map((column) => toField(leg[column])).join(',')}\r\n`).join('')
}

/** A number stays one. Receipts and till names are somebody's text: one that a spreadsheet would take for a formula follows an apostrophe. */
function toField(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const guarded = /^[=+\-@＝＋－＠]/.test(value) ? `'${value}` : value
  return /[",]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
