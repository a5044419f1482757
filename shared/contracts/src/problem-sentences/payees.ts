import { type SentenceTable, sentence } from './sentence.ts'

/** Payees, and the files that go to the bank and come from it. */
export const payeesSentences = {
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
