import type { PlannedRow } from './roster-plan.ts'
import type { RowProblemCode } from './roster-row.ts'
import { ROSTER_FIELDS } from './spreadsheet/roster.ts'

/** For the error file, which people read in their spreadsheet program. Everything else answers codes. */
const TEXTS: Readonly<Partial<Record<RowProblemCode, string>>> = {
  'identity-number-missing': '缺少身份证号',
  'identity-number-old-form': '身份证号为15位旧号，请填写18位号码',
  'identity-number-length-wrong': '身份证号位数不对，应为18位',
  'identity-number-character-wrong': '身份证号含有不允许的字符',
  'identity-number-birth-date-wrong': '身份证号中的出生日期不存在',
  'identity-number-birth-date-in-future': '身份证号中的出生日期在未来',
  'identity-number-check-character-wrong': '身份证号校验位不符',
  'identity-number-was-number': '身份证号被表格存成了数字，后几位已丢失，请以文本格式重新填写',
  'cell-formula-error': '单元格公式出错',
  'name-missing': '缺少姓名',
  'name-malformed': '姓名过长或含有不允许的字符',
  'phone-malformed': '电话号码格式不对',
  'employer-missing': '缺少用人单位',
  'employer-malformed': '用人单位名称过长或含有不允许的字符',
  'trade-missing': '缺少工种，且该单位尚未登记',
  'trade-malformed': '工种过长或含有不允许的字符',
  'division-malformed': '行政区划应为6位代码',
  'division-outside-programme': '行政区划不在本项目范围内',
  'worker-restricted': '此人的个人信息已限制处理，不能导入',
  'worker-erased': '此人的个人信息已按规定删除，不能以原记录导入',
}
const FIELD_NAMES = ['姓名', '身份证号', '手机号', '用人单位', '工种', '行政区划']

/** What is wrong with a row, in words; undefined where nothing is. */
export function remarkOf({ status, reason, facts, problems }: PlannedRow): string | undefined {
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0)
    return errors
      .map(({ code, field }) => TEXTS[code] ?? `${FIELD_NAMES[ROSTER_FIELDS.indexOf(field)]}：${code}`)
      .join('；')
  if (status !== 'duplicate') return undefined
  return reason === 'identity-number-repeated'
    ? `与第${String(facts?.firstRow)}行身份证号重复`
    : '此人已在其他名册中登记'
}
