import { type SentenceTable, sentence } from './sentence.ts'

/** What merchants are paid: preparing, approving, the bank's word. */
export const paymentsSentences = {
  'payment-unknown': sentence(
    'There is no such payment, or it lies outside of what your account holds for.',
    'Look it up in the list of payments.',
    '没有这笔付款，或它不在您的管辖范围内。',
    '请在付款列表中查找。',
  ),
  'reference-taken': sentence(
    'Another payment has the number {reference} already.',
    'Look at that payment; give this one another number.',
    '付款编号{reference}已用于另一笔付款。',
    '请核对该笔付款；本次请另用编号。',
  ),
  'payee-unknown': sentence(
    'Nobody has entered where this merchant is paid to.',
    'Enter its bank account first, on the merchant’s page.',
    '该商户尚未登记收款账户。',
    '请先在商户页面登记收款账户。',
  ),
  'payee-changed': sentence(
    'The merchant’s account is another one now[: it ends in {lastDigits}].',
    'Look at the account, and have the payment approved again.',
    '该商户的收款账户已变更[（尾号{lastDigits}）]。',
    '请核对账户，并重新审批付款。',
  ),
  'statement-named-twice': sentence(
    'Statement number {number} stands twice in the payment.',
    'Name each statement once.',
    '第{number}号结算单在本次付款中重复。',
    '请只列一次。',
  ),
  'statement-not-approved': sentence(
    'Statement number {number} is not approved: nothing is paid of it.',
    'Have it confirmed and approved first.',
    '第{number}号结算单尚未审批，不能付款。',
    '请先确认并审批结算单。',
  ),
  'statement-of-another-merchant': sentence(
    'Statement number {number} is not of this merchant.',
    'A payment goes to one merchant: choose its own statements.',
    '第{number}号结算单不属于该商户。',
    '一笔付款只付给一个商户，请选择该商户的结算单。',
  ),
  'statement-already-assigned': sentence(
    'Another payment pays statement number {number} already.',
    'Look at that payment; what failed, was refused or withdrawn can be prepared again.',
    '第{number}号结算单已列入另一笔付款。',
    '请查看该笔付款；付款失败、未批准或撤回后可重新办理。',
  ),
  'statement-nothing-due': sentence(
    'Statement number {number} has nothing to pay.',
    'It was settled by its approval, or the merchant waived it; leave it out.',
    '第{number}号结算单没有应付金额。',
    '它在审批时已结清，或商户已放弃，无须列入付款。',
  ),
  'payment-of-several-divisions': sentence(
    'The statements are of programmes of several divisions: {divisions}.',
    'Prepare one payment for each division.',
    '所选结算单的项目分属不同区划：{divisions}。',
    '请按区划分别办理付款。',
  ),
  'payment-too-long': sentence(
    'The payment has too many amounts by statement and fund: {amounts}, at most {largest}.',
    'Divide it into several payments.',
    '付款按结算单和资金计的金额过多：{amounts}项，最多{largest}项。',
    '请分几笔付款办理。',
  ),
  'payment-not-ready': sentence(
    'Not every statement has taken the payment yet.',
    'Look again in a moment.',
    '结算单尚未全部列入本次付款。',
    '请稍候再看。',
  ),
  'payment-not-approved': sentence(
    'The payment is not approved.',
    'An approver who did not prepare it approves it.',
    '付款尚未审批。',
    '请由经办人以外的审批人审批。',
  ),
  'payment-not-sent': sentence(
    'The payment was not handed to the bank yet.',
    'Record its sending first.',
    '付款尚未送交银行。',
    '请先登记送交银行。',
  ),
  'payment-already-approved': sentence(
    'The payment is approved already.',
    'It can be handed to the bank.',
    '付款已经审批。',
    '可以送交银行。',
  ),
  'payment-already-sent': sentence(
    'The payment was handed to the bank; its outcome is not known yet.',
    'Wait for the bank’s word and enter it; until then nothing else can be done with it.',
    '付款已送交银行，结果尚不明确。',
    '请等银行答复后登记结果；在此之前不能另行办理。',
  ),
  'payment-already-paid': sentence(
    'The payment is paid.',
    'Where the money came back, record its return.',
    '付款已到账。',
    '如款项被退回，请登记退款。',
  ),
  'payment-already-returned': sentence(
    'The payment came back already.',
    'Look at the merchant’s next statement: what is due stands there.',
    '付款已被退回。',
    '请查看商户的下一张结算单，应付金额列在其中。',
  ),
  'payment-ended': sentence(
    'The payment never came about[: {why}].',
    'Prepare a new one under another number.',
    '这笔付款没有办成[（{why}）]。',
    '请另用编号重新办理。',
  ),
  'payment-amount-differs': sentence(
    'The bank says {amountFen}, the payment is {totalFen}: nothing is entered of it.',
    'Ask the bank; only the whole amount is paid.',
    '银行金额{amountFen}与付款金额{totalFen}不符，未登记。',
    '请与银行核对；只能按全额登记。',
  ),
  'sent-before-approved': sentence(
    'The bank cannot have been told on {sentOn}: the payment was approved on {approvedOn}.',
    'Correct the day.',
    '送交日期{sentOn}早于审批日期{approvedOn}。',
    '请改正日期。',
  ),
  'paid-before-sent': sentence(
    'It cannot have been paid on {paidOn}: the bank was told on {sentOn}.',
    'Correct the day.',
    '到账日期{paidOn}早于送交日期{sentOn}。',
    '请改正日期。',
  ),
  'returned-before-paid': sentence(
    'The money cannot have come back on {returnedOn}: it was paid on {paidOn}.',
    'Correct the day.',
    '退回日期{returnedOn}早于到账日期{paidOn}。',
    '请改正日期。',
  ),
  'claim-not-sufficient': sentence(
    'The merchant does not owe so much[: {claimedFen}].',
    'The books contradict each other; have the ledger verified.',
    '商户的应退款没有这么多[（{claimedFen}）]。',
    '账目相互矛盾，请核验账本。',
  ),
} as const satisfies SentenceTable
