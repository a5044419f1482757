import type { AccountName } from '../accounts.ts'
import { type Word, word } from './word.ts'

/** What the posting accounts are called; `核销` is a meal that was eaten, never a debt that was written off. */
export const accountWords = {
  granted: word('granted', '到账资金', 'what a fund was given, in the budget book'),
  available: word('available', '可安排', 'of it, in no programme yet'),
  reserved: word('reserved', '已预留', 'held for what waits for an approver'),
  allocated: word('allocated', '已安排', 'in a programme, for nothing yet'),
  committed: word('committed', '已占用', 'set aside for one batch'),
  issued: word('issued', '已发放额度', 'on cards, not eaten yet'),
  used: word('used', '已核销（用餐）', 'eaten; no write-off'),
  claimed: word('claimed', '应收商户退款', 'what a merchant owes back'),
  'written-off': word('written-off', '坏账损失', 'of what merchants owed, what nobody gives back any more; no meal'),
  bank: word('bank', '银行存款', 'where the money lies'),
  quota: word('quota', '授权支付额度', 'what another payer than a union still pays to shops of a fund'),
  transit: word('money in transit', '在途资金', 'sent from one account, not on the other yet'),
  donated: word('donated', '到账资金', 'what a fund was given, in the money book, by source'),
  carried: word('carried', '结转资金', 'brought on from the year before'),
  cost: word('cost', '支出', 'what meals cost'),
  loss: word('loss', '坏账支出', 'what was paid to merchants for nothing'),
  payable: word('payable', '应付商户', 'what a merchant is to get'),
  disputed: word('disputed', '争议款', 'what a merchant and the union do not agree on yet'),
  suspense: word('suspense', '暂收款', "money that came in and is nobody's yet"),
  supplier: word('supplier', '入库来源', 'where goods come from'),
  conversion: word('conversion', '组装', 'components become kits'),
  depot: word('depot', '库存', 'in stock'),
  'in-transit': word('in transit', '在途', 'sent, not received yet'),
  site: word('site', '现场', 'received at a site'),
  'handed-out': word('handed out', '已发放到人', 'left the site with a worker'),
  returned: word('returned', '退回', 'on the way back, until the depot has accepted it'),
  lost: word('lost', '损失（短少、毁损）', 'missing or spoilt'),
  'count-difference': word('count difference', '盘点差异', 'what a count found more or less'),
} as const satisfies Record<AccountName, Word>
