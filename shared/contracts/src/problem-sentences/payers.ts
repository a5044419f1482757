import { type SentenceTable, sentence } from './sentence.ts'

/** Who pays shops instead of a union. */
export const payersSentences = {
  'payer-unknown': sentence(
    'There is no such payer.',
    'Choose one from the list, or register it first.',
    '没有这个付款单位。',
    '请在列表中选择，或先登记。',
  ),
  'payer-known': sentence(
    'This payer is registered already.',
    'Use the one in the list.',
    '该付款单位已经登记。',
    '请使用列表中的付款单位。',
  ),
  'payer-missing': sentence(
    'What is left of statement {number} is paid by another payer than a union.',
    'Name the payer instead of an account.',
    '第 {number} 号结算单余下的款项由其他付款单位直接支付。',
    '请填写付款单位，不填银行账户。',
  ),
  'payer-of-another-union': sentence(
    'This payer is of {division}, and does not pay for this programme.',
    'Choose a payer of the division whose programme it is, or of one above it.',
    '该付款单位属于 {division}，不为该项目付款。',
    '请选择项目所属地区或其上级地区的付款单位。',
  ),
  'place-named-twice': sentence(
    'A payment is from one account or from one payer, and both are named.',
    'Name one of them.',
    '一笔付款只能由一个账户或一个付款单位支付，现两者都填写了。',
    '请只填写其中之一。',
  ),
  'fund-has-money': sentence(
    'Unions hold money of this fund already.',
    'Open a fund of its own for what another payer pays.',
    '该专项资金已有存放在工会的资金。',
    '请为直接支付的额度另开一项专项资金。',
  ),
  'fund-paid-by-payer': sentence(
    'This fund is paid by another payer than a union: nothing of it lies at a bank of ours.',
    'Name no account, and no other payer; money that a union holds goes to another fund.',
    '该专项资金由付款单位直接支付，不在工会的银行账户上。',
    '请不填银行账户或其他付款单位；由工会持有的资金请记入另一项专项资金。',
  ),
  'fund-not-paid-by-payer': sentence(
    'This payer does not pay of this fund.',
    'Enter its notice on the page of the fund first, or choose an account.',
    '该付款单位不支付这项专项资金。',
    '请先在专项资金页面录入额度通知，或改选银行账户。',
  ),
  'grant-unknown': sentence(
    'There is no such grant of this fund.',
    'Look it up in the list of its quotas.',
    '该专项资金没有这笔额度。',
    '请在额度列表中查找。',
  ),
  'reduced-before-granted': sentence(
    'It was granted on {grantedOn}; {reducedOn} is before that.',
    'Correct the day.',
    '该额度于 {grantedOn} 下达，{reducedOn} 早于下达日。',
    '请更正日期。',
  ),
} as const satisfies SentenceTable
