import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { cellText, personNumbersIn, problemOfCell } from './cell-text.ts'
import { fieldOf } from './header-names.ts'
import { isBlank } from './raw-sheet.ts'
import type { PassedOverRow, RawRow, RosterField } from './roster.ts'

export interface FieldColumn {
  readonly field: RosterField
  readonly header: string
  readonly index: number
  readonly letter: string
}

/** Totals and lines for signatures, by how they begin. */
const FOOTER =
  /^\(?(合计|总计|小计|共计|累计|本页(小计|合计)|总人数|人数合计|共\d+人|制表|填表|填报|审核|审批|复核|经办|校对|统计人|负责人|单位\(?(负责人|主管|公章|盖章|领导)|分管|主管(领导|签字)|领导签|工会(主席|负责人|盖章|签字)|签字|签章|盖章|日期|以下空白|第\d+页|共\d+页|本表一式|(备注|说明|注|联系人|联系电话|附注)[::])/
const DATE_ALONE = /^((\d{4})?年(\d{1,2})?月((\d{1,2})?日)?|20\d{6}|\d{4}\/\d{1,2}\/\d{1,2})$/
const TITLE = /(名册|花名册|名单|登记表|汇总表|统计表|明细表|信息表|采集表)$/
/** Behind whom the rows below no longer belong to the employer above. */
const TOTAL = /^(合计|总计|小计|共计|累计|本页(小计|合计)|总人数|人数合计|共\d+人)/

/** Why a row below the header is about nobody; undefined where it is, or may be, about a person. */
export function whyPassedOver(
  { cells }: RawRow,
  columns: readonly FieldColumn[],
  titles: ReadonlySet<string>,
): Exclude<PassedOverRow['why'], 'above-header' | 'hidden'> | undefined {
  const mapped = columns.filter(({ index }) => !isBlank(cells[index]))
  if (mapped.length > 0 && mapped.every(({ field, index }) => fieldOf(cells[index]) === field)) return 'header-repeated'
  if (cells.some((cell) => personNumbersIn(cell).length > 0)) return undefined
  if (columns.some(({ field, index }) => problemOfCell(cells[index] ?? null, field))) return undefined
  const filled = cells.filter((cell) => !isBlank(cell)).map((cell) => comparableText(cellText(cell)))
  const [first = ''] = filled
  if (FOOTER.test(first)) return 'footer'
  if (filled.length === 1 && DATE_ALONE.test(first)) return 'footer'
  if (filled.length === 1 && (titles.has(first) || TITLE.test(first))) return 'title-repeated'
  return mapped.length === 0 ? 'nothing-in-columns' : undefined
}

export function isTotal({ cells }: RawRow): boolean {
  const first = cells.find((cell) => !isBlank(cell))
  return TOTAL.test(comparableText(cellText(first ?? null)))
}

/** A header in other columns than the one above: reading on would take telephones for names. */
export function isOtherHeader({ cells }: RawRow, columns: readonly FieldColumn[]): boolean {
  const fields = cells.flatMap((cell, index) => {
    const field = fieldOf(cell)
    return field === undefined
      ? []
      : [{ field, isMoved: !columns.some((own) => own.index === index && own.field === field) }]
  })
  const named = new Set(fields.map(({ field }) => field))
  return named.has('name') && named.has('identityNumber') && fields.some(({ isMoved }) => isMoved)
}
