import { chineseReason } from '@welfare/contracts/words/reason-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { BookDirectory } from '../exports/directory.queries.ts'

interface Filters {
  readonly programme?: string | undefined
  readonly fund?: string | undefined
  readonly funder?: string | undefined
  readonly merchant?: string | undefined
  /** A window of people, a round of sites. */
  readonly window?: string | undefined
  readonly employer?: string | undefined
  readonly division?: string | undefined
  readonly reason?: string | undefined
  readonly endsWithin?: number | undefined
}

/** What a printout is about, a line each: whatever it leaves out is said in its heading. */
export function filterLines(filters: Filters, directory: BookDirectory): string[] {
  const { programme, fund, funder, merchant, window, employer, division, reason, endsWithin } = filters
  const { programmes, funds, merchants, employers, rounds, windows } = directory
  const lines: readonly (readonly [label: string, asked: string | undefined, name: string | undefined])[] = [
    ['', merchant, merchant && merchants.get(merchant)?.name],
    ['', programme, programme && programmes.get(programme)?.name],
    ['专项资金：', fund, fund && funds.get(fund)?.name],
    ['资金来源：', funder, funder],
    window?.startsWith('round-')
      ? ['核定名单：', window, rounds.get(window)?.name]
      : ['使用期：', window, windows.get(`${programme}/${window}`)?.name],
    ['用人单位：', employer, employer && employers.get(employer)?.name],
    ['行政区划：', division, division && `${printedDivision(division)}（含所属）`],
    ['原因：', reason, reason && chineseReason(reason)],
    ['', endsWithin === undefined ? undefined : '', endsWithin === undefined ? undefined : endingLine(endsWithin)],
  ]
  return lines.flatMap(([label, asked, name]) => (asked === undefined ? [] : [`${label}${name ?? asked}`]))
}

function endingLine(days: number): string {
  return `仍有额度、使用期在${days}日内结束的职工`
}
