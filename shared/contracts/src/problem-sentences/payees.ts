import { type SentenceTable, sentence } from './sentence.ts'

/** Payees, and the files that go to the bank and come from it. */
export const payeesSentences = {
  'merchant-of-same-name': sentence(
    'A merchant of this name is registered there already.',
    'Check that the shop is not registered twice.',
    '该地区已登记同名商户。',
    '请核对是否重复登记。',
  ),
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
  'payment-named-twice': sentence(
    'A payment stands twice in the file.',
    'Name each payment once.',
    '同一笔付款在文件中重复。',
    '请只列一次。',
  ),
  'payment-file-of-several-divisions': sentence(
    'The payments belong to several divisions.',
    'Write one file for each division.',
    '所选付款分属不同地区。',
    '请按地区分别生成付款文件。',
  ),
  'payment-file-of-several-accounts': sentence(
    'The payments are made from several accounts of unions, or some name none.',
    'Write one file for each account.',
    '所选付款由不同的银行账户支付，或有的没有填写账户。',
    '请按付款账户分别生成付款文件。',
  ),
  'payment-file-already-written': sentence(
    'This file was written already.',
    'Take it, or write another one.',
    '该付款文件已经生成。',
    '请下载该文件，或另行生成。',
  ),
  'payment-file-unknown': sentence(
    'There is no such payment file, or it lies outside of what your account holds for.',
    'Write one of the approved payments.',
    '没有这个付款文件，或它不在您的管辖范围内。',
    '请用已审批的付款生成文件。',
  ),
  'payment-file-expired': sentence(
    'The payment file could be taken for one day; that is over.',
    'Ask the bank whether it has these payments; its word is entered at each payment.',
    '付款文件的下载期（一天）已过。',
    '请向银行核实是否已收到这些付款，并在各笔付款中登记结果。',
  ),
  'payment-file-not-ready': sentence(
    'Not all payments of the file are sent yet.',
    'Try again in a moment.',
    '文件中的付款尚未全部登记为已送银行。',
    '请稍候再试。',
  ),
  'payment-file-superseded': sentence(
    'A payment of this file went another way meanwhile; the file is not handed out.',
    'What else was in it has not gone to the bank: write another file of it.',
    '文件中有付款已另行处理，该文件不能下载。',
    '其余付款并未送银行，请另行生成文件。',
  ),
  'payment-file-altered': sentence(
    'The file would not be the one that was written: the bank’s columns have changed.',
    'Ask who runs the server for the columns of that day.',
    '银行文件格式已变更，无法还原当时的文件。',
    '请联系运维人员恢复当时的格式。',
  ),
  'payment-results-unreadable': sentence(
    'The file cannot be read by this bank’s columns.',
    'Choose the bank, or hand in the file as CSV with its header line.',
    '按该银行的格式读不出文件。',
    '请选择正确的银行，或提交带标题行的 CSV 文件。',
  ),
  'payment-results-too-long': sentence(
    'The file has more lines than are read at once ({lines} of {most}).',
    'Hand it in in parts.',
    '文件行数超过一次读取的上限（{lines}行，上限{most}行）。',
    '请分次提交。',
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
