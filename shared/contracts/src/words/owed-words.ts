import { heading } from './word.ts'

/** Over the columns of what merchants are owed. */
export const owedWords = {
  merchant: heading('merchant', '商户'),
  notStatedFen: heading('on no statement', '未列入结算单'),
  inStatementsFen: heading('in statements', '结算单中'),
  inPaymentsFen: heading('being paid', '付款中'),
  owedFen: heading('owed in all', '应付合计'),
  claimedFen: heading('claims, off already', '其中已扣的应收退款'),
  disputedFen: heading('disputed, beside', '争议款（另计）'),
} as const
