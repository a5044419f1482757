import { type SentenceTable, sentence } from './sentence.ts'

/** What is ordered from suppliers, and what they invoice. */
export const purchasesSentences = {
  'purchase-unknown': sentence(
    'There is no such order of goods.',
    'Look it up in the list of orders.',
    '没有这张采购订单。',
    '请在采购订单列表中查找。',
  ),
  'purchase-not-funded': sentence(
    "The programme's money is not kept for this order yet.",
    'Wait a moment and try again; where it stays so, see what the order says.',
    '该采购订单尚未占用项目预算。',
    '请稍候再试；如一直如此，请查看订单状态。',
  ),
  'purchase-ended': sentence(
    'This order of goods has ended.',
    'Order again what is still needed.',
    '该采购订单已结束。',
    '如仍需要，请另下订单。',
  ),
  'order-line-unknown': sentence(
    'The order has no line {line}.',
    'Take a line from the order.',
    '订单中没有第 {line} 行。',
    '请选择订单中的行。',
  ),
  'order-line-repeated': sentence(
    'Line {line} of the order is named twice.',
    'Name each line once.',
    '订单第 {line} 行重复。',
    '请合并为一行。',
  ),
  'not-shorter': sentence(
    'Line {line} is to be {wanted}, which is no less than the {ordered} ordered.',
    'Enter a smaller quantity; for more, extend the order.',
    '第 {line} 行已订 {ordered}，改为 {wanted} 并未减少。',
    '请填写更小的数量；需增加时请增加订单。',
  ),
  'shorter-than-invoiced': sentence(
    'Of line {line}, {invoiced} are invoiced already, more than the {wanted} wanted.',
    'Enter at least what is invoiced.',
    '第 {line} 行已开票 {invoiced}，不能减到 {wanted}。',
    '请填写不少于已开票的数量。',
  ),
  'not-longer': sentence(
    'That is not more than what is ordered, or less than what is kept for it[: {keptFen}].',
    'Enter a larger quantity or a higher price; to order less, shorten the order.',
    '数量或单价没有增加，或订单已占用的资金足够[：{keptFen}]。',
    '请填写更大的数量或更高的单价；需减少时请减少订单。',
  ),
  'purchase-awaits-budget': sentence(
    "The programme's budget has not answered yet what more this order asks for[: {askedFen}].",
    'Wait a moment and try again.',
    '该订单追加的资金[ {askedFen} ]尚在占用预算。',
    '请稍候再试。',
  ),
  'invoice-number-taken': sentence(
    'Invoice {invoiceNumber} of this supplier is entered already.',
    'Look it up in the order that has it; another invoice has another number.',
    '该供应商的发票 {invoiceNumber} 已登记。',
    '请在已登记的订单中查看；另一张发票应有另一个号码。',
  ),
  'invoice-beyond-order': sentence(
    'The invoice is {invoicedFen}, of which the order keeps {keptFen}: {beyondFen} more than was ordered.',
    'See whether its lines are right; where more or dearer goods are accepted, extend the order first.',
    '发票金额 {invoicedFen}，订单可用 {keptFen}，超出 {beyondFen}。',
    '请核对发票各行；如接受多到或涨价，请先增加订单。',
  ),
  'received-not-as-ordered': sentence(
    'Line {line} of the order is of other goods, for another depot, or of another fund.',
    'Take the line that these goods were ordered by, or receive them without an order.',
    '订单第 {line} 行的物资、仓库或资金与入库不符。',
    '请选择对应的订单行，或不按订单入库。',
  ),
} as const satisfies SentenceTable
