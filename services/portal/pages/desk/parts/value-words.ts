import { findingOutcomes } from '@welfare/contracts/finding-outcomes.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { roleWords } from '@welfare/contracts/words/actor-words.ts'
import { usualPurposes } from '@welfare/contracts/words/purpose-words.ts'
import { relationWords } from '@welfare/contracts/words/relation-words.ts'
import { type Heading, heading } from '@welfare/contracts/words/word.ts'
import { actKindWords } from './act-words.ts'

const byWhom = {
  till: heading('the shop’s till', '商户收银'),
  union: heading('the union', '工会'),
  merchant: heading('the merchant', '商户'),
  paper: heading('a signed paper', '纸质确认'),
  silence: heading('silence, as agreed', '逾期视同确认'),
}

/** What stands in fields of events by a name of the ledger's own: every value that a schema lists, by its field. */
const valueWords = {
  account: accountWords,
  area: {
    funds: heading('funds', '资金'),
    vouchers: heading('meals and cards', '用餐与餐补卡'),
    programmes: heading('programmes', '项目'),
    deliveries: heading('goods', '物资'),
    registry: heading('people and merchants', '人员与商户'),
  },
  by: byWhom,
  enteredBy: byWhom,
  cause: {
    committed: heading('committed', '已占用'),
    refused: heading('refused', '未获批准'),
    withdrawn: heading('withdrawn', '已撤回'),
    'programme-closed': heading('the programme has closed', '项目已结项'),
  },
  code: {
    'result-reference-unknown': heading('no such payment', '没有这个付款编号'),
    'result-payment-not-sent': heading('not sent, or answered already', '付款尚未送银行，或已有结果'),
    'result-amount-differs': heading('another amount', '金额与付款不一致'),
    'result-payee-differs': heading('another account', '收款账号与付款不一致'),
    'result-said-twice': heading('told twice', '结果出现多次'),
    'result-line-unreadable': heading('unreadable', '这一行无法识别'),
  },
  contentType: {
    'image/jpeg': heading('JPEG picture', 'JPEG 图片'),
    'image/png': heading('PNG picture', 'PNG 图片'),
    'application/pdf': heading('PDF', 'PDF 文件'),
    'text/csv': heading('CSV table', 'CSV 表格'),
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': heading('Excel sheet', 'Excel 表格'),
  },
  corrected: {
    name: heading('name', '姓名'),
    phone: heading('phone', '电话'),
    identityNumber: heading('identity number', '身份证号'),
    employer: heading('employer', '用人单位'),
    division: heading('division', '所属区划'),
    trade: heading('trade', '工种'),
  },
  credits: {
    'run-on': heading('used until they end', '用到期满'),
    withdraw: heading('withdrawn', '收回'),
  },
  division: { '000000': heading('the whole ledger', '整个账本') },
  divisions: { '000000': heading('the whole ledger', '整个账本') },
  foundBy: {
    reference: heading('its reference', '付款编号或流水号'),
    'amount-and-day': heading('amount and day', '金额和日期'),
    hand: heading('hand', '人工核对'),
  },
  kind: {
    ...actKindWords,
    workplace: heading('workplace', '单位'),
    'union-station': heading('union’s station', '工会驿站'),
    union: heading('union', '工会'),
    government: heading('government', '政府'),
    enterprise: heading('enterprise', '企业'),
    foundation: heading('foundation', '基金会'),
    public: heading('the public', '社会公众'),
    organisation: heading('organisation', '单位'),
    individual: heading('individual, without a name', '个人（不具名）'),
    donation: heading('donation', '捐赠'),
    purchase: heading('purchase', '采购'),
    person: heading('person', '个人'),
    machine: heading('program', '程序'),
    device: heading('till', '收银机'),
    interest: heading('interest', '利息'),
    fixed: heading('a fixed amount', '固定金额'),
    share: heading('a share', '按比例'),
    upTo: heading('up to', '最多'),
    upToInAll: heading('up to, in all', '合计最多'),
    rest: heading('the rest', '其余'),
    treasury: heading('treasury', '国库支付机构'),
    other: heading('other', '其他单位'),
  },
  names: { masked: heading('masked', '遮盖姓名'), full: heading('full name', '全名') },
  outcome: {
    ...findingOutcomes,
    stands: heading('it stands', '维持'),
    'taken-back': heading('it is taken back', '撤销'),
    paid: heading('paid', '已到账'),
    failed: heading('not paid', '未付'),
    upheld: heading('upheld', '异议成立'),
    rejected: heading('rejected', '异议不成立'),
  },
  onEmpty: {
    stop: heading('until it is used up', '发完为止'),
    next: heading('the next one pays', '由下一方承担'),
    refuse: heading('refused', '不发放'),
  },
  payer: { worker: heading('the worker', '职工'), merchant: heading('the merchant', '商户') },
  plan: { people: heading('by people', '按人'), sites: heading('by sites', '按点位') },
  purpose: usualPurposes,
  reason: {
    'asked-by-person': heading('The person asked for it', '本人要求'),
    'retention-ended': heading('It need not be kept any longer', '保存期已满'),
    'purpose-fulfilled': heading('Its purpose is fulfilled', '处理目的已实现'),
    'consent-withdrawn': heading('Consent was withdrawn', '本人撤回同意'),
    'recorded-unlawfully': heading('It should never have been recorded', '违规收集'),
    'entered-by-mistake': heading('It was entered by mistake', '登记有误'),
    'claim-settled': heading('The claim is settled', '争议已了结'),
    'attached-by-mistake': heading('The wrong file was attached', '传错了附件'),
  },
  relation: relationWords,
  role: roleWords,
  rule: {
    'one-act': heading('limit of one act', '单笔限额'),
    'within-24-hours': heading('limit of 24 hours', '24 小时限额'),
    'since-approval': heading('limit since the last approval', '两次审批之间的限额'),
    'late-entry': heading('entered late', '补录'),
  },
  sharing: { 'in-proportion': heading('in proportion', '按比例'), 'in-order': heading('in order', '按先后') },
  to: {
    issued: heading('back to the card', '退回额度'),
    allocated: heading('back to the programme', '退回项目'),
    claimed: heading('owed by the merchant', '商户应退'),
    open: heading('off the open statement', '从本期结算单减去'),
    claim: heading('owed by the merchant', '商户应退'),
  },
  why: {
    'part-refused': heading('a statement did not take it', '未能列入付款'),
    refused: heading('refused', '已拒绝'),
    withdrawn: heading('withdrawn', '已撤回'),
    failed: heading('not paid by the bank', '银行未付'),
    cancelled: heading('cancelled', '已取消'),
    completed: heading('completed', '已完成'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Heading>>>>

/** Of a value in a field, where the ledger has a word for it. */
export function valueHeading(field: string, value: string): Heading | undefined {
  const ofFields: Readonly<Record<string, Readonly<Record<string, Heading>>>> = valueWords
  const words = ofFields[field]
  return words && Object.hasOwn(words, value) ? words[value] : undefined
}
