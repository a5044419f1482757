/** Why somebody, or some site, is still missing. */
export const reasonWords = {
  'not-issued': '未发放',
  'issued-not-used': '已发放未使用',
  declined: '未受领',
  voided: '已作废',
  withdrawn: '已收回',
  'expired-unused': '过期未使用',
  moved: '已转到其他使用期',
  'not-yet-begun': '使用期未开始',
  left: '已离职',
  'card-suspended': '餐补卡已挂失停用',
  'held-elsewhere': '已在互斥项目享受',
  'holds-credit': '尚有余额',
  'not-dispatched': '未发运',
  'not-yet-due': '未到应送日',
  'in-transit': '补发在途',
  late: '在途逾期',
  short: '短少',
  returned: '退回',
} as const

/** A reason without a name stays as it is. */
export function chineseReason(reason: string): string {
  return Object.entries(reasonWords).find(([known]) => known === reason)?.[1] ?? reason
}
