import { type AmountFormat, amountFormat, unitNames } from './amounts.ts'
import {
  emphasisOf,
  type Paper,
  type PaperColumn,
  type PaperRow,
  type PaperTable,
  type ShownCell,
  shownCells,
  stampLine,
  wholeNumber,
} from './printout.ts'
import { paperStyle } from './printout-style.ts'

export { htmlPaperHeaders } from './printout-style.ts'

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
${subtitles.map((text) => line('subtitle', text)).join('\n')}
${name === undefined ? '' : line('name', name)}
${hasMoney ? line('unit', `单位：${unitNames[unit]}`) : ''}
<tr class="headings">${columns.map(({ heading, kind }) => `<th scope="col" class="${kind}">${escaped(heading)}</th>`).join('')}</tr>
</thead>`
}

function rowOf(columns: readonly PaperColumn[], row: PaperRow, amounts: AmountFormat): string {
  const emphasis = emphasisOf(row)
  const cells = shownCells(columns, row).map(
    (shown) => `<td class="${shown.kind}">${escaped(textOf(shown, amounts))}</td>`,
  )
  return `<tr${emphasis ? ` class="${emphasis}"` : ''}>${cells.join('')}</tr>`
}

function textOf({ kind, cell }: ShownCell, amounts: AmountFormat): string {
  if (cell === undefined) return ''
  if (kind === 'money') return amounts.text(wholeNumber(cell))
  return kind === 'count' ? wholeNumber(cell).toLocaleString('en-US') : String(cell)
}

function signaturesOf(signatures: readonly string[]): string {
  if (signatures.length === 0) return ''
  return `<div class="signatures">${signatures.map((who) => `<p>${escaped(who)}：</p>`).join('')}</div>\n`
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
