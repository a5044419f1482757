import { type AmountFormat, amountFormat, unitNames } from './amounts.ts'
import {
  emphasisOf,
  type Printout,
  type PrintoutColumn,
  type PrintoutRow,
  type PrintoutTable,
  type ShownCell,
  shownCells,
  stampLine,
  wholeNumber,
} from './printout.ts'
import { printoutStyle } from './printout-style.ts'

export { htmlPrintoutHeaders } from './printout-style.ts'

export const htmlContentType = 'text/html; charset=utf-8'

/** A page that stands alone: no script, nothing fetched. Title, columns and stamp are on each printed page. */
export function writeHtmlPrintout(printout: Printout): string {
  const amounts = amountFormat(printout.unit ?? 'yuan', printout.tables)
  const orientation = printout.orientation ?? 'portrait'
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(printout.title)}</title>
<style>${printoutStyle}</style>
</head>
<body class="${orientation}">
${printout.tables.map((table) => sectionOf(printout, table, amounts)).join('\n')}
${signaturesOf(printout.signatures ?? [])}</body>
</html>
`
}

function sectionOf(printout: Printout, table: PrintoutTable, amounts: AmountFormat): string {
  const span = table.columns.length
  const isTall = table.columns.some(({ kind }) => kind === 'signature')
  return `<section>
<table${isTall ? ' class="tall"' : ''}>
${headOf(printout, table, span)}
${printout.stamp ? `<tfoot><tr><td colspan="${span}">${escaped(stampLine(printout.stamp))}</td></tr></tfoot>` : ''}
<tbody>
${table.rows.map((row) => rowOf(table.columns, row, amounts)).join('\n')}
</tbody>
</table>
${(table.remarks ?? []).map((remark) => `<p class="remark">${escaped(remark)}</p>`).join('\n')}
</section>`
}

function headOf(
  { title, subtitles = [], unit = 'yuan' }: Printout,
  { name, columns }: PrintoutTable,
  span: number,
): string {
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

function rowOf(columns: readonly PrintoutColumn[], row: PrintoutRow, amounts: AmountFormat): string {
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
