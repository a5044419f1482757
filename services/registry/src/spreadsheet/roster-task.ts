import { readCsvSheet } from './csv-sheet.ts'
import { annotateSheet } from './error-file.ts'
import { type RawSheet, type Read, type Roster, type RosterKind, type RowRemark, readAs, refuseFile } from './roster.ts'
import { type ReadChoices, readRosterColumns } from './roster-columns.ts'
import { rosterLimits } from './roster-limits.ts'
import { readXlsxSheet } from './xlsx-sheet.ts'

export interface RosterFile extends Partial<Omit<ReadChoices, 'maxRows'>> {
  readonly bytes: Uint8Array
  readonly kind: RosterKind
  /** Of a workbook; its first visible sheet when it is not given. */
  readonly sheet?: string | undefined
}

export type RosterTask = { readonly file: RosterFile; readonly maxRows: number } & (
  | { readonly task: 'read' }
  | { readonly task: 'rows' }
  | { readonly task: 'annotate'; readonly remarks: readonly RowRemark[] }
)

/** What runs in the worker: nothing else looks into a file that someone uploaded. */
export function performRosterTask(
  task: Exclude<RosterTask, { readonly task: 'rows' }>,
): Promise<Read<Roster | Uint8Array>>
export function performRosterTask(task: RosterTask): Promise<Read<Roster | RawSheet | Uint8Array>>
export async function performRosterTask(task: RosterTask): Promise<Read<Roster | RawSheet | Uint8Array>> {
  const { file, maxRows } = task
  const sheet = await readSheet(file, maxRows)
  if (!sheet.read || task.task === 'rows') return sheet
  if (task.task === 'annotate') return readAs(await annotateSheet(sheet.value, task.remarks))
  return readRosterColumns(sheet.value, { maxRows, hidden: file.hidden, fillEmployers: file.fillEmployers ?? true })
}

async function readSheet(file: RosterFile, maxRows: number): Promise<Read<RawSheet>> {
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength)
  if (bytes.length === 0) return refuseFile('spreadsheet-empty')
  if (bytes.length > rosterLimits.fileBytes) {
    return refuseFile('spreadsheet-too-large', { bytes: bytes.length, maxBytes: rosterLimits.fileBytes })
  }
  const sheet = file.kind === 'xlsx' ? await readXlsxSheet(bytes, file.sheet, maxRows) : readCsvSheet(bytes, maxRows)
  return sheet.read && sheet.value.rows.length === 0 ? refuseFile('spreadsheet-empty') : sheet
}
