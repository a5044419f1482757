import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { cellText } from './cell-text.ts'
import { isBlank } from './raw-sheet.ts'
import type { RawRow } from './roster.ts'

const LABEL =
  /^(填报单位|申报单位|报送单位|上报单位|用人单位|用工单位|单位名称|所属单位|工作单位|单位)(\(.*?\))?\s*[::]\s*(.*)$/
const LABEL_ALONE =
  /^(填报单位|申报单位|报送单位|上报单位|用人单位|用工单位|单位名称|所属单位|工作单位)(\(.*?\))?[::]?$/
/** Where the next entry of the same line begins. */
const NEXT_ENTRY =
  /\s+\S*?(日期|时间|电话|联系人|制表|填表|负责人|年度|年月|人数)\S*?\s*[::]?.*$|\s+\d{4}年.*$|\s+\(?(盖章|公章)\)?.*$/

/** Employer that the head of a sheet names, as 填报单位: offered, and taken only when somebody says so. */
export function employerOfHead(rows: readonly RawRow[]): string | undefined {
  for (const { cells } of rows) {
    const texts = cells.filter((cell) => !isBlank(cell)).map((cell) => cellText(cell).normalize('NFKC'))
    for (const [index, text] of texts.entries()) {
      const beside = LABEL_ALONE.test(text) ? texts[index + 1] : undefined
      const named = (beside ?? LABEL.exec(text)?.[3] ?? '').replace(NEXT_ENTRY, '').trim()
      if (named !== '' && named.length <= 100) return named
    }
  }
  return undefined
}

/** Titles as they would be repeated on a later page. */
export function titlesOf(rows: readonly RawRow[]): ReadonlySet<string> {
  return new Set(
    rows.flatMap(({ cells }) => cells.filter((cell) => !isBlank(cell)).map((cell) => comparableText(cellText(cell)))),
  )
}
