import type { SpreadsheetRefusalCode } from '../spreadsheet/roster.ts'

export const SPREADSHEET_REFUSALS: Readonly<Record<SpreadsheetRefusalCode, number>> = {
  'spreadsheet-empty': 422,
  'spreadsheet-too-large': 413,
  'spreadsheet-not-xlsx': 422,
  'spreadsheet-not-csv': 422,
  'spreadsheet-quote-open': 422,
  'spreadsheet-is-old-xls': 422,
  'spreadsheet-encrypted': 422,
  'spreadsheet-malformed': 422,
  'spreadsheet-too-many-parts': 422,
  'spreadsheet-inflates-too-much': 422,
  'spreadsheet-declares-wrong-size': 422,
  'spreadsheet-too-many-rows': 422,
  'spreadsheet-too-many-columns': 422,
  'spreadsheet-cell-too-long': 422,
  'spreadsheet-sheet-not-found': 422,
  'spreadsheet-reading-took-too-long': 422,
  'spreadsheet-reader-failed': 422,
  'spreadsheet-reader-busy': 503,
  'roster-header-not-found': 422,
  'roster-header-repeated': 422,
  'roster-header-changes': 422,
  'roster-columns-missing': 422,
  'roster-without-rows': 422,
}

/** Everything for which a roster can be refused, with the HTTP status of each. */
export const ROSTER_REFUSALS: Readonly<Record<string, number>> = {
  ...SPREADSHEET_REFUSALS,
  'programme-unknown': 404,
  'programme-closed': 409,
  'roster-rows-do-not-add-up': 422,
  'roster-undecided': 422,
  'roster-has-errors': 422,
  'roster-replaced-by-part': 422,
  'roster-has-warnings': 422,
  'roster-nothing-imported': 422,
  'identity-hash-rotating': 503,
}
