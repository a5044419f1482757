import type { ActKind, LimitedKind } from '@welfare/contracts/acts.ts'
import { type Heading, heading } from '@welfare/contracts/words/word.ts'

/** Acts that may wait for another person, as their approver reads them. */
export const actKindWords: Readonly<Record<ActKind, Heading>> = {
  allocation: heading('allocation to a programme', '资金安排'),
  issuance: heading('issuance of credits', '发放餐补'),
  refund: heading('refund of a donation', '退捐'),
  return: heading('return to the fund', '退回资金'),
  closing: heading('closing of a programme', '项目结项'),
  'bulk-void': heading('voiding of cards', '批量作废卡'),
  'write-off': heading('write-off of goods', '物资报损'),
  'rule-change': heading('change of rules', '变更规则'),
  'price-list': heading('price list', '价目表'),
  'late-entry': heading('late entry', '补录'),
  correction: heading('correction in red', '红字更正'),
  payee: heading('payee of a merchant', '商户收款账户'),
  'bad-debt': heading('write-off of what a merchant owes', '应收商户退款坏账'),
  waiver: heading('what a merchant does without', '商户放弃结算款'),
  transfer: heading('transfer between accounts', '账户间转账'),
  'bank-charge': heading('bank charge', '银行手续费'),
  'sent-back': heading('sent back to who paid it', '暂收款退回汇款人'),
  'account-closing': heading('closing of a bank account', '银行账户销户'),
  'month-closing': heading('closing of a month', '月份结账'),
  'year-closing': heading('closing of a year', '年终结转'),
  purchase: heading('order of goods', '物资采购'),
}

const alwaysWaiting: readonly ActKind[] = [
  'payee',
  'bad-debt',
  'waiver',
  'transfer',
  'bank-charge',
  'sent-back',
  'account-closing',
  'month-closing',
  'year-closing',
]

/** Those that have limits. */
export const actKindsInOrder: readonly LimitedKind[] = (Object.keys(actKindWords) as ActKind[]).filter(
  (kind): kind is LimitedKind => !alwaysWaiting.includes(kind),
)

/** What an act's limit is counted in; those that are not here are in fen. */
export const actCountWords: Partial<Readonly<Record<ActKind, Heading>>> = {
  closing: heading('times', '次'),
  'bulk-void': heading('cards', '张'),
  'write-off': heading('pieces', '件'),
  'rule-change': heading('times', '次'),
  'price-list': heading('times', '次'),
  payee: heading('times', '次'),
  'account-closing': heading('times', '次'),
  'month-closing': heading('times', '次'),
  'year-closing': heading('times', '次'),
}

export const proposalStatusWords = {
  proposed: heading('waiting', '待审批'),
  approved: heading('approved, being done', '已同意，执行中'),
  performed: heading('approved and done', '已同意并执行'),
  failed: heading('approved, could not be done', '已同意，未能执行'),
  refused: heading('refused', '未同意'),
  withdrawn: heading('withdrawn', '已撤回'),
} as const
