import { csvContentType, writeCsvTable } from '@welfare/printouts/csv-table.ts'
import { htmlContentType, htmlPaperHeaders, writeHtmlPaper } from '@welfare/printouts/html-printout.ts'
import { emphasisOf, type Paper } from '@welfare/printouts/printout.ts'
import { writeXlsxPaper, xlsxContentType } from '@welfare/printouts/xlsx-printout.ts'

interface PaperForm {
  /** Ends the names of operations. */
  readonly name: string
  readonly summary: string
  readonly contentType: string
  headers(file: string): Readonly<Record<string, string>>
  write(paper: Paper): string | Promise<Uint8Array>
}

const download = (file: string) => ({ 'content-disposition': `attachment; filename="${file}"` })

/** What a paper can be had as, by the ending of its path. */
export const paperForms = {
  xlsx: {
    name: 'Xlsx',
    summary: 'as a spreadsheet set up for A4; amounts are numbers',
    contentType: xlsxContentType,
    headers: download,
    write: writeXlsxPaper,
  },
  html: {
    name: 'Html',
    summary: 'as an A4 page that stands alone',
    contentType: htmlContentType,
    headers: () => htmlPaperHeaders,
    write: writeHtmlPaper,
  },
  csv: {
    name: 'Csv',
    summary: 'as CSV for other programs: the lines of its table without sums, amounts in 元',
    contentType: csvContentType,
    headers: download,
    write: ({ tables: [table] }) =>
      table ? writeCsvTable({ ...table, rows: table.rows.filter((row) => emphasisOf(row) === undefined) }) : '',
  },
} as const satisfies Record<string, PaperForm>
export type PaperFormName = keyof typeof paperForms
