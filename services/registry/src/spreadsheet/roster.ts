import type { Refusal } from '@welfare/event-store/decider/decider.ts'

export type RosterKind = 'xlsx' | 'csv'

/** What a roster says about a person, in the order of the template's columns. */
export const ROSTER_FIELDS = ['name', 'identityNumber', 'phone', 'employer', 'trade', 'division'] as const
export type RosterField = (typeof ROSTER_FIELDS)[number]

export interface RosterColumn {
  readonly field: RosterField
  /** As it stands in the file. */
  readonly header: string
  /** `A`, `B` … as the spreadsheet program names it. */
  readonly letter: string
}

export interface CellProblem {
  readonly code:
    | 'identity-number-was-number'
    | 'cell-formula-error'
    | 'row-longer-than-header'
    | 'row-holds-two-people'
    | 'name-holds-two-people'
  /** Undefined where the row is wrong and no cell of it alone. */
  readonly field?: RosterField
}

export interface RosterRow {
  /** 1-based, as the spreadsheet program shows it. */
  readonly row: number
  /** Trimmed text; a field whose cell is blank, or whose column is missing, is absent. */
  readonly values: Readonly<Partial<Record<RosterField, string>>>
  readonly problems: readonly CellProblem[]
}

/** How a file was read, so that its sender sees whether it was understood. */
export interface RosterFileFacts {
  readonly kind: RosterKind
  /** Of CSV: `utf-8`, `utf-16le`, `utf-16be` or `gb18030`. */
  readonly encoding?: string
  readonly delimiter?: string
  /** Of CSV, all that occur: `crlf`, `lf`, `cr`. */
  readonly lineEnds?: readonly LineEnd[]
  readonly sheet?: string
  /** Further visible ones, which were not read. */
  readonly otherSheets?: readonly string[]
  /** Down to the last one that holds something; of CSV all lines. */
  readonly physicalRows: number
}
export type LineEnd = 'crlf' | 'lf' | 'cr'

/** Rows that are no people and not blank. */
export interface PassedOverRow {
  readonly row: number
  readonly why: 'above-header' | 'header-repeated' | 'title-repeated' | 'footer' | 'hidden' | 'nothing-in-columns'
}

export interface Roster {
  readonly file: RosterFileFacts
  readonly columns: readonly RosterColumn[]
  /** Headers that no field goes by. */
  readonly ignoredHeaders: readonly string[]
  readonly headerRows: readonly number[]
  readonly passedOver: readonly PassedOverRow[]
  readonly blankRows: number
  /** Hidden in the spreadsheet program, and holding something: rows, and letters of columns that were recognised. */
  readonly hidden: { readonly rows: readonly number[]; readonly columns: readonly string[] }
  /** Rows with a blank employer below a filled one, which was taken for theirs. */
  readonly filledRows: readonly number[]
  /** 填报单位 as the head of the sheet names it. */
  readonly offeredEmployer: string | undefined
  /** Fields for which no row has a value. */
  readonly emptyFields: readonly RosterField[]
  readonly rows: readonly RosterRow[]
}

export type SpreadsheetRefusalCode =
  | 'spreadsheet-empty'
  | 'spreadsheet-too-large'
  | 'spreadsheet-not-xlsx'
  | 'spreadsheet-not-csv'
  | 'spreadsheet-is-old-xls'
  | 'spreadsheet-encrypted'
  | 'spreadsheet-malformed'
  | 'spreadsheet-quote-open'
  | 'spreadsheet-too-many-parts'
  | 'spreadsheet-inflates-too-much'
  | 'spreadsheet-declares-wrong-size'
  | 'spreadsheet-too-many-rows'
  | 'spreadsheet-too-many-columns'
  | 'spreadsheet-cell-too-long'
  | 'spreadsheet-sheet-not-found'
  | 'spreadsheet-reading-took-too-long'
  | 'spreadsheet-reader-failed'
  | 'spreadsheet-reader-busy'
  | 'roster-header-not-found'
  | 'roster-header-repeated'
  | 'roster-header-changes'
  | 'roster-columns-missing'
  | 'roster-without-rows'
export type SpreadsheetRefusal = Refusal<SpreadsheetRefusalCode>

export type Read<Value> =
  | { readonly read: true; readonly value: Value }
  | { readonly read: false; readonly refusal: SpreadsheetRefusal }

export function readAs<Value>(value: Value): Read<Value> {
  return { read: true, value }
}

export function refuseFile(code: SpreadsheetRefusalCode, facts: SpreadsheetRefusal['facts'] = {}): Read<never> {
  return { read: false, refusal: { code, facts } }
}

/** A cell as the file has it. Numbers stay numbers, so that an identity number that lost its last digits is found out. */
export type RawCell = string | number | boolean | Date | null

export interface RawRow {
  /** 1-based. */
  readonly row: number
  readonly cells: readonly RawCell[]
  readonly hidden?: boolean
}

export interface RawSheet {
  readonly file: RosterFileFacts
  /** Rows that hold something. */
  readonly rows: readonly RawRow[]
  /** 0-based; none in CSV. */
  readonly hiddenColumns: ReadonlySet<number>
}

/** 0 → `A`, 26 → `AA`. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last
}

/** Text beside a row of the file, for people. */
export interface RowRemark {
  /** 1-based, as in the file. */
  readonly row: number
  readonly text: string
}
