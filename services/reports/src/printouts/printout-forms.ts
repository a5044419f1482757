import { csvContentType, writeCsvTable } from '@welfare/printouts/csv-table.ts'
import { htmlContentType, htmlPrintoutHeaders, writeHtmlPrintout } from '@welfare/printouts/html-printout.ts'
import { emphasisOf, type Printout } from '@welfare/printouts/printout.ts'
import { writeXlsxPrintout, xlsxContentType } from '@welfare/printouts/xlsx-printout.ts'

export interface PrintoutForm {
  /** Of its path, where that is not its name here. */
  readonly ending?: string
  /** Ends the names of operations. */
  readonly name: string
  readonly summary: string
  readonly contentType: string
  headers(file: string): Readonly<Record<string, string>>
  write(printout: Printout): string | Promise<Uint8Array>
}

const download = (file: string) => ({ 'content-disposition': `attachment; filename="${file}"` })

/** What a printout can be had as; mostly by the ending of its path. */
export const printoutForms = {
  xlsx: {
    name: 'Xlsx',
    summary: 'as a spreadsheet set up for A4; amounts are numbers',
    contentType: xlsxContentType,
    headers: download,
    write: writeXlsxPrintout,
  },
  html: {
    name: 'Html',
    summary: 'as an A4 page that stands alone',
    contentType: htmlContentType,
    headers: () => htmlPrintoutHeaders,
    write: writeHtmlPrintout,
  },
  csv: {
    name: 'Csv',
    summary: 'as CSV for other programs: the lines of its table without sums, amounts in 元',
    contentType: csvContentType,
    headers: download,
    write: ({ tables: [table] }) =>
      table ? writeCsvTable({ ...table, rows: table.rows.filter((row) => emphasisOf(row) === undefined) }) : '',
  },
  summedCsv: {
    ending: 'csv',
    name: 'Csv',
    summary: 'as CSV: the lines of its table, amounts in 元, their total, and as of when',
    contentType: csvContentType,
    headers: download,
    write: ({ tables: [table], subtitles = [] }) =>
      table
        ? writeCsvTable({ ...table, rows: table.rows.filter((row) => emphasisOf(row) !== 'subtotal') }, subtitles)
        : '',
  },
} as const satisfies Record<string, PrintoutForm>
export type PrintoutFormName = keyof typeof printoutForms
