import { type CellStyle, type CellValue, type ColumnDef, writeXlsx } from 'hucre/xlsx'
import { ROSTER_FIELDS, type RosterField } from './roster.ts'

const HEADER: Readonly<Record<RosterField, { text: string; width: number }>> = {
  name: { text: '姓名', width: 14 },
  identityNumber: { text: '身份证号', width: 24 },
  phone: { text: '手机号', width: 16 },
  employer: { text: '用人单位', width: 32 },
  trade: { text: '工种', width: 12 },
  division: { text: '行政区划', width: 12 },
}
/** Offered, not enforced: the list is open. */
const COMMON_TRADES = ['环卫', '快递', '外卖', '货运', '网约车', '建筑', '交警', '造纸']
/** Rows of the template kept as text, so that an identity number typed there keeps all its digits. */
const TEMPLATE_ROWS = 1_000
const TEXT: CellStyle = { numFmt: '@' }
const HEADING: CellStyle = { numFmt: '@', font: { bold: true } }

export type RosterLine = Readonly<Partial<Record<RosterField, string>>>

/** XLSX with the header, text columns and a list of trades to choose from. */
export function writeRosterTemplate(): Promise<Uint8Array> {
  return writeSheet([], TEMPLATE_ROWS)
}

/** A roster as people would send it: XLSX, every cell text. */
export function writeRoster(lines: readonly RosterLine[]): Promise<Uint8Array> {
  return writeSheet(lines, lines.length)
}

function writeSheet(lines: readonly RosterLine[], textRows: number): Promise<Uint8Array> {
  const columns: ColumnDef[] = ROSTER_FIELDS.map((field) => ({ width: HEADER[field].width, style: TEXT }))
  const header = ROSTER_FIELDS.map((field) => HEADER[field].text)
  const rows: CellValue[][] = [header, ...lines.map((line) => ROSTER_FIELDS.map((field) => line[field] ?? ''))]
  const blank = ROSTER_FIELDS.map(() => '')
  for (let row = lines.length; row < textRows; row++) rows.push([...blank])
  const headings = header.map((value, column) => [`0,${column}`, { value, style: HEADING }] as const)
  const tradeColumn = String.fromCharCode(65 + ROSTER_FIELDS.indexOf('trade'))
  return writeXlsx({
    sheets: [
      {
        name: '花名册',
        columns,
        rows,
        cells: new Map(headings),
        freezePane: { rows: 1 },
        dataValidations: [
          {
            type: 'list',
            values: COMMON_TRADES,
            range: `${tradeColumn}2:${tradeColumn}${Math.max(2, textRows + 1)}`,
            errorStyle: 'information',
            allowBlank: true,
          },
        ],
      },
    ],
  })
}
