import { type AmountFormat, amountFormat, unitNames } from './amounts.ts'
import {
  cellsOf,
  emphasisOf,
  type Paper,
  type PaperColumn,
  type PaperRow,
  type PaperTable,
  stampLine,
  wholeNumber,
} from './paper.ts'
import { paperStyle } from './paper-style.ts'

export { htmlPaperHeaders } from './paper-style.ts'

export const htmlContentType = 'text/html; charset=utf-8'

/** A page that stands alone: no script, nothing fetched. Title, columns and stamp are on each printed page. */
export function writeHtmlPaper(paper: Paper): string {
  const amounts = amountFormat(paper.unit ?? 'yuan', paper.tables)
  const orientation = paper.orientation ?? 'portrait'
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(paper.title)}</title>
<style>${paperStyle}</style>
</head>
<body class="${orientation}">
${paper.tables.map((table) => sectionOf(paper, table, amounts)).join('\n')}
${signaturesOf(paper.signatures ?? [])}</body>
</html>
`
}

function sectionOf(paper: Paper, table: PaperTable, amounts: AmountFormat): string {
  const span = table.columns.length
  const isTall = table.columns.some(({ kind }) => kind === 'signature')
  return `<section>
<table${isTall ? ' class="tall"' : ''}>
${headOf(paper, table, span)}
${paper.stamp ? `<tfoot><tr><td colspan="${span}">${escaped(stampLine(paper.stamp))}</td></tr></tfoot>` : ''}
<tbody>
${table.rows.map((row) => rowOf(table.columns, row, amounts)).join('\n')}
</tbody>
</table>
${(table.remarks ?? []).map((remark) => `<p class="remark">${escaped(remark)}</p>`).join('\n')}
</section>`
}

function headOf({ title, subtitles = [], unit = 'yuan' }: Paper, { name, columns }: PaperTable, span: number): string {
  const line = (className: string, text: string) =>
    `<tr class="${className}"><th colspan="${span}">${escaped(text)}</th></tr>`
  const hasMoney = columns.some(({ kind }) => kind === 'money')
  return `<thead>
${line('title', title)}
${[...subtitles, ...(name === undefined ? [] : [name])].map((text) => line('subtitle', text)).join('\n')}
${hasMoney ? line('unit', `单位:${unitNames[unit]}`) : ''}
<tr class="headings">${columns.map(({ heading }) => `<th scope="col">${escaped(heading)}</th>`).join('')}</tr>
</thead>`
}

function rowOf(columns: readonly PaperColumn[], row: PaperRow, amounts: AmountFormat): string {
  const cells = cellsOf(row)
  const emphasis = emphasisOf(row)
  const written = columns.map(
    (column, index) => `<td class="${column.kind}">${escaped(textOf(column, cells[index] ?? null, amounts))}</td>`,
  )
  return `<tr${emphasis ? ` class="${emphasis}"` : ''}>${written.join('')}</tr>`
}

function textOf({ kind }: PaperColumn, cell: string | number | null, amounts: AmountFormat): string {
  if (cell === null || kind === 'signature') return ''
  if (kind === 'money') return amounts.text(wholeNumber(cell))
  return kind === 'count' ? wholeNumber(cell).toLocaleString('en-US') : String(cell)
}

function signaturesOf(signatures: readonly string[]): string {
  if (signatures.length === 0) return ''
  return `<div class="signatures">${signatures.map((who) => `<p>${escaped(who)}:</p>`).join('')}</div>\n`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
