import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { type RawCell, ROSTER_FIELDS, type RosterField } from './roster.ts'

/** What people head a column with, as `normaliseHeader` leaves it. */
const HEADERS: Readonly<Record<RosterField, readonly string[]>> = {
  name: ['姓名', '职工姓名', '员工姓名', '工人姓名', '人员姓名', '名字', '真实姓名', 'name', 'fullname', 'workername'],
  identityNumber: [
    '身份证号',
    '身份证号码',
    '身份证',
    '身份证件号',
    '身份证件号码',
    '居民身份证',
    '居民身份证号',
    '居民身份证号码',
    '公民身份号码',
    '公民身份证号码',
    '身份号码',
    '证件号码',
    '证件号',
    'identitynumber',
    'idnumber',
    'idno',
    'residentid',
  ],
  phone: [
    '手机号',
    '手机号码',
    '手机',
    '电话',
    '电话号码',
    '联系电话',
    '联系手机',
    '联系方式',
    '本人电话',
    '移动电话',
    'phone',
    'mobile',
    'phonenumber',
    'telephone',
  ],
  employer: [
    '用人单位',
    '用人单位名称',
    '用工单位',
    '单位',
    '工作单位',
    '单位名称',
    '单位全称',
    '所在单位',
    '所属单位',
    '企业名称',
    '企业',
    'employer',
    'company',
    'workunit',
  ],
  trade: ['工种', '行业', '所属行业', '岗位', '工作岗位', '从事工种', '职业', 'trade', 'occupation', 'job'],
  division: ['行政区划', '区划代码', '行政区划代码', '区划', '地区代码', 'division', 'divisioncode'],
}
const FIELD_BY_HEADER = new Map(
  ROSTER_FIELDS.flatMap((field) => HEADERS[field].map((header) => [header, field] as const)),
)

/** Undefined for a header that no field goes by. */
export function fieldOf(header: RawCell | undefined): RosterField | undefined {
  return typeof header === 'string' ? FIELD_BY_HEADER.get(normaliseHeader(header)) : undefined
}

/** How many fields the cells would head. */
export function countHeaderFields(cells: readonly RawCell[]): number {
  return new Set(cells.map(fieldOf).filter((field) => field !== undefined)).size
}

/** Remarks in brackets, stars of "required" and colons do not matter, and nothing that makes no other name. */
function normaliseHeader(header: string): string {
  return comparableText(header.normalize('NFKC').replace(/\(.*?\)|【.*?】|\[.*?\]/gs, '')).replace(/[*:_/]/g, '')
}
