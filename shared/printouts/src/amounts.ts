import { formatWan, formatYuan, formatYuanPlain } from '@welfare/contracts/money.ts'
import { cellsOf, type MoneyUnit, type PrintoutTable, wholeNumber } from './printout.ts'

export const unitNames: Readonly<Record<MoneyUnit, string>> = { yuan: '元', wan: '万元' }

/** Amounts of one printout as text: all with the same number of decimals, as many as the most exact of them needs (2 to 6). */
export interface AmountFormat {
  readonly decimals: number
  /** `200,000.00` or `20.00`. */
  text(amountFen: number): string
  /** The same as a number, for a spreadsheet: the double nearest to the exact decimal. */
  number(amountFen: number): number
}

export function amountFormat(unit: MoneyUnit, tables: readonly PrintoutTable[]): AmountFormat {
  if (unit === 'yuan') return { decimals: 2, text: formatYuan, number: (fen) => Number(formatYuanPlain(fen)) }
  const decimals = Math.max(2, ...tables.flatMap(amountsOf).map((fen) => fractionOf(formatWan(fen)).length))
  return { decimals, text: (fen) => padded(formatWan(fen), decimals), number: (fen) => Number(formatWan(fen)) }
}

function amountsOf({ columns, rows }: PrintoutTable): number[] {
  const isMoney = columns.map(({ kind }) => kind === 'money')
  return rows.flatMap((row) =>
    cellsOf(row).flatMap((cell, index) => (cell !== null && isMoney[index] ? [wholeNumber(cell)] : [])),
  )
}

function padded(wan: string, decimals: number): string {
  const [whole = '', fraction = ''] = wan.split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(decimals, '0')}`
}

function fractionOf(decimal: string): string {
  return decimal.split('.')[1] ?? ''
}
