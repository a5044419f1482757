import { formatWan } from '@welfare/contracts/money.ts'
import { percentageRule } from '@welfare/contracts/percentages.ts'
import { total } from '@welfare/contracts/words/figure-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import { countText } from '@welfare/printouts/text-table.ts'
import { formatShanghai } from '@welfare/process/shanghai-days.ts'

/** What every answer of the read models reflects. */
export interface Reflected {
  readonly ledger: string
  readonly epoch: number
  readonly sequence: number
  readonly recordedAt: string | null
  readonly effective?: string | undefined
}

/** `20万` */
export function wanCell(amountFen: number): string {
  return `${formatWan(amountFen)}万`
}

/** Under every table with percentages. */
export const percentageNote = `${percentageRule.english} ${percentageRule.chinese}`

/** `2025-06-01 08:00:00`, in Shanghai. */
export function instantCell(instant: string | null): string {
  return instant === null ? '–' : formatShanghai(new Date(instant)).slice(0, 19).replace('T', ' ')
}

export function momentLine({ ledger, epoch, sequence, recordedAt, effective }: Reflected): string {
  const asItHappened = effective === undefined ? '' : `, as it had happened by the end of ${effective}`
  return `As of sequence ${countText(sequence)}, recorded ${instantCell(recordedAt)} (Asia/Shanghai)${asItHappened}. Ledger ${ledger}, epoch ${epoch}.`
}

/** Parts of a report, an empty line between them; empty parts are left out. */
export function joinParts(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}

/** `Total 合计` */
export function inBoth({ english, chinese }: Heading): string {
  return `${english} ${chinese}`
}

/** Of a last line. */
export const totalLabel = inBoth(total)
