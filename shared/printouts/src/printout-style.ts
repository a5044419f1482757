import { createHash } from 'node:crypto'

/** Of every printout: A4, the head with title and columns and the foot with the stamp on each page. */
export const printoutStyle = `
@page { margin: 14mm 12mm 16mm; size: A4 portrait;
  @bottom-right { content: '第 ' counter(page) ' 页 / 共 ' counter(pages) ' 页'; font-size: 8pt; color: #444 } }
@page landscape { size: A4 landscape }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 12mm; max-width: 210mm; color: #000; background: #fff;
  font: 10pt/1.45 'Noto Serif CJK SC', 'Source Han Serif SC', SimSun, 'Songti SC', serif }
body.landscape { max-width: 297mm; page: landscape }
section + section { margin-top: 10mm }
table { width: 100%; border-collapse: collapse }
thead { display: table-header-group }
tfoot { display: table-footer-group }
tr { break-inside: avoid }
th, td { padding: 1.2mm 1.6mm; vertical-align: top; text-align: left; overflow-wrap: anywhere }
tbody td, tr.headings th { border: 0.3mm solid #555 }
tr.headings th { font-weight: 600; text-align: center; background: #f1f1ee; vertical-align: middle; overflow-wrap: normal }
tr.title th { padding: 0 0 1mm; font-size: 15pt; text-align: center; letter-spacing: 0.05em }
tr.subtitle th { padding: 0 0 0.6mm; font-weight: 400; font-size: 9pt; text-align: center }
tr.name th { padding: 0.6mm 0 0; font-size: 11pt; text-align: center }
tr.unit th { padding: 0 0 1mm; font-weight: 400; font-size: 9pt; text-align: right }
td.money, td.count, td.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; overflow-wrap: normal }
td.day { white-space: nowrap }
th.signature { min-width: 26mm }
table.tall tbody td { height: 11mm; vertical-align: middle }
tr.subtotal td { background: #f7f7f4 }
tr.total td { font-weight: 600; background: #f1f1ee }
tfoot td { padding: 1.2mm 0 0; font: 7pt/1.4 ui-monospace, monospace; color: #444 }
p.remark { margin: 2mm 0 0 }
div.signatures { display: flex; gap: 8mm; margin-top: 10mm; break-inside: avoid }
div.signatures p { flex: 1; margin: 0; padding-bottom: 1mm; border-bottom: 0.3mm solid #555 }
@media print { body { padding: 0; max-width: none } tr.headings th, tr.total td, tr.subtotal td { print-color-adjust: exact } }
`

const styleHash = createHash('sha256').update(printoutStyle).digest('base64')

/** Headers of a printout's answer: this style sheet and nothing else, no script, no frame. */
export const htmlPrintoutHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
}
