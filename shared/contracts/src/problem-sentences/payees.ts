import { type SentenceTable, sentence } from './sentence.ts'

/** Payees, and the files that go to the bank and come from it. */
export const payeesSentences = {
  'payee-unchanged': sentence(
    'This merchant is paid there already.',
    'Look at the payee; nothing needs to be done.',
    '该商户的收款账户本来就是这样。',
    '请查看收款账户，无需办理。',
  ),
  'payee-erased': sentence(
    'What is sealed about this payee was erased.',
    'Enter the account again.',
    '该收款账户的资料已被销毁。',
    '请重新填写账户。',
  ),
  'payee-changed-meanwhile': sentence(
    'The payee was changed since this was asked for[ (version {payeeVersion})].',
    'Look at the payee as it is now, and ask again if it still needs to change.',
    '提交之后收款账户又有变更[（现为第{payeeVersion}版）]。',
    '请查看现在的收款账户，如仍需变更请重新提交。',
  ),
  'payee-account-elsewhere': sentence(
    'Another merchant is paid to the same account.',
    'Check that both belong to the same owner.',
    '另有商户使用同一收款账号。',
    '请核对两家商户是否同属一个业主。',
  ),
  'credit-code-elsewhere': sentence(
    'Another merchant has the same credit code.',
    'Check that the shop is not registered twice.',
    '另有商户使用同一统一社会信用代码。',
    '请核对是否重复登记。',
  ),
  'holder-differs': sentence(
    'The account is in another name than the merchant’s.',
    'Check the paper that says whose it is.',
    '账户户名与商户名称不同。',
    '请核对开户证明。',
  ),
  'result-reference-unknown': sentence(
    'No payment has this reference.',
    'Compare the reference with the payment file.',
    '没有这个付款编号的付款。',
    '请与付款文件核对付款编号。',
  ),
  'result-payment-not-sent': sentence(
    'This payment was not sent, or already has its result.',
    'Look at the payment.',
    '这笔付款尚未送银行，或已有结果。',
    '请查看该笔付款。',
  ),
  'result-amount-differs': sentence(
    'The bank says another amount than the payment’s; nothing was recorded of it.',
    'Ask the bank, then enter what it says at the payment.',
    '银行回单金额与付款金额不一致，未作登记。',
    '请与银行核实，再在该笔付款中登记。',
  ),
  'result-payee-differs': sentence(
    'The bank says another account than the payment’s; nothing was recorded of it.',
    'Ask the bank where the money went.',
    '银行回单的收款账号与付款不一致，未作登记。',
    '请向银行查明款项去向。',
  ),
  'result-said-twice': sentence(
    'The file says this payment’s result more than once; nothing was recorded of it.',
    'Ask the bank which line is so.',
    '文件中这笔付款的结果出现多次，未作登记。',
    '请与银行核实以哪一行为准。',
  ),
  'result-line-unreadable': sentence(
    'This line cannot be read by the mapping.',
    'Choose the mapping of this bank, or enter the result at the payment.',
    '按所选格式读不出这一行。',
    '请选择该银行的格式，或在该笔付款中登记结果。',
  ),
} as const satisfies SentenceTable
