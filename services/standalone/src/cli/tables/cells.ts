import { formatWan, formatYuan } from '@welfare/contracts/money.ts'
import { formatPercentage, percentageRule, type Ratio } from '@welfare/contracts/percentages.ts'
import { formatShanghai } from '@welfare/process/shanghai-days.ts'

/** What every answer of the read models reflects. */
export interface Reflected {
  readonly ledger: string
  readonly epoch: number
  readonly sequence: number
  readonly recordedAt: string | null
  readonly effective?: string | undefined
}

/** `200,000.00` */
export function yuanCell(amountFen: number): string {
  return formatYuan(amountFen)
}

/** `20万` */
export function wanCell(amountFen: number): string {
  return `${formatWan(amountFen)}万`
}

/** `12,345` */
export function countCell(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

/** `98.4%`; `–` of nothing. */
export function ratioCell(ratio: Ratio): string {
  return formatPercentage(ratio) ?? '–'
}

/** Under every table with percentages. */
export const percentageNote = `${percentageRule.english} ${percentageRule.chinese}`

/** `2025-06-01 08:00:00`, in Shanghai. */
export function instantCell(instant: string | null): string {
  return instant === null ? '–' : formatShanghai(new Date(instant)).slice(0, 19).replace('T', ' ')
}

export function momentLine({ ledger, epoch, sequence, recordedAt, effective }: Reflected): string {
  const asItHappened = effective === undefined ? '' : `, as it had happened by the end of ${effective}`
  return `As of sequence ${countCell(sequence)}, recorded ${instantCell(recordedAt)} (Asia/Shanghai)${asItHappened}. Ledger ${ledger}, epoch ${epoch}.`
}
