import { ledgerWords } from '@welfare/contracts/words/ledger-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import { formatShanghai } from '@welfare/process/shanghai-days.ts'

/**
 * A printout: what an office prints, signs and files. One document, four forms:
 *
 * - `writeXlsxPrintout(printout): Promise<Uint8Array>` in `xlsx-printout.ts`: a sheet for each table, `xlsxContentType`
 * - `writeHtmlPrintout(printout): string` in `html-printout.ts`: A4, for the printer, `htmlContentType`; send `htmlPrintoutHeaders` with it
 * - `writeCsvTable(table): string` in `csv-table.ts`: one table, for other programs, `csvContentType`
 * - `writeTextTable(table): string` in `text-table.ts`: one table, for a terminal, in both tongues
 *
 * Amounts go in as integer fen and come out in 元 or 万元; `amountInWords` (大写) is in `amount-in-words.ts`, masks in `masks.ts`.
 */
export interface Printout {
  readonly title: string
  /** Below the title, on each page: programme, division, as of when. */
  readonly subtitles?: readonly string[]
  readonly tables: readonly PrintoutTable[]
  /** What amounts are shown in; default 元. */
  readonly unit?: MoneyUnit
  readonly orientation?: 'portrait' | 'landscape'
  /** Who signs, with room to write: `['制表', '审核', '经办']`. */
  readonly signatures?: readonly string[]
  readonly stamp?: PrintoutStamp
}

export type MoneyUnit = 'yuan' | 'wan'

export interface PrintoutTable {
  /** Names the table where a printout has several, and its sheet. */
  readonly name?: string
  /** What a terminal says before the name. */
  readonly english?: string
  readonly columns: readonly PrintoutColumn[]
  readonly rows: readonly PrintoutRow[]
  /** Below the table: 大写, notes. */
  readonly remarks?: readonly string[]
}

export interface PrintoutColumn {
  readonly heading: string
  /** What a terminal says above the heading. */
  readonly english?: string
  /**
   * `text` as it is, `money` integer fen, `count` a whole number, `figure` one that is written already (`98.4%`), `day` `YYYY-MM-DD`, `signature` nothing: room to sign by
   * hand, which also makes the rows of its table taller.
   */
  readonly kind: 'text' | 'money' | 'count' | 'figure' | 'day' | 'signature'
  /** In characters of the Latin alphabet (a Chinese one takes two); default by kind. */
  readonly width?: number
}

/** A column under a word of the list. */
export function columnOf({ english, chinese }: Heading, kind: PrintoutColumn['kind'], width?: number): PrintoutColumn {
  return { heading: chinese, english, kind, ...(width !== undefined && { width }) }
}

/** In the order of the columns; null and what is missing stay empty. In a subtotal or total, text (合计) may stand in a column of figures. */
export type PrintoutCells = readonly (string | number | null)[]
export type PrintoutRow = PrintoutCells | { readonly emphasis: 'subtotal' | 'total'; readonly cells: PrintoutCells }

/** What the figures can be checked by later; printed on each page. */
export interface PrintoutStamp {
  readonly ledger: string
  readonly epoch: number
  readonly sequence: number
  readonly recordedAt?: string | null | undefined
  readonly treeSize?: number | undefined
  /** Base64. */
  readonly rootHash?: string | undefined
  readonly postingRulesVersion?: number | undefined
}

export function cellsOf(row: PrintoutRow): PrintoutCells {
  return 'cells' in row ? row.cells : row
}

export function emphasisOf(row: PrintoutRow): 'subtotal' | 'total' | undefined {
  return 'emphasis' in row ? row.emphasis : undefined
}

/** One line of text: `账本 … · 账本代次 1 · 序号 1234 · 树 1234 · 根 …`. */
export function stampLine({ ledger, epoch, sequence, recordedAt, treeSize, rootHash, ...more }: PrintoutStamp): string {
  return [
    `账本 ${ledger}`,
    `${ledgerWords.epoch.chinese} ${epoch}`,
    `序号 ${sequence}`,
    // One clock for the whole of a printout.
    ...(recordedAt ? [`截至 ${formatShanghai(new Date(recordedAt)).slice(0, 19).replace('T', ' ')}（北京时间）`] : []),
    ...(treeSize === undefined ? [] : [`日志树 ${treeSize}`]),
    ...(rootHash === undefined ? [] : [`根哈希 ${rootHash}`]),
    ...(more.postingRulesVersion === undefined ? [] : [`记账规则 ${more.postingRulesVersion}`]),
  ].join(' · ')
}

/** A cell of a row as it is to be shown. `undefined`: empty. */
export interface ShownCell {
  readonly kind: PrintoutColumn['kind']
  readonly cell: string | number | undefined
}

export function shownCells(columns: readonly PrintoutColumn[], row: PrintoutRow): ShownCell[] {
  const cells = cellsOf(row)
  const isEmphasized = emphasisOf(row) !== undefined
  return columns.map(({ kind }, index) => {
    const cell = cells[index] ?? undefined
    if (kind === 'signature') return { kind, cell: undefined }
    return { kind: isEmphasized && typeof cell === 'string' ? 'text' : kind, cell }
  })
}

/** A cell as a whole number. @throws TypeError when it is none: figures are never guessed */
export function wholeNumber(cell: string | number): number {
  if (typeof cell !== 'number' || !Number.isSafeInteger(cell)) throw new TypeError(`not a whole number: ${cell}`)
  return cell
}
