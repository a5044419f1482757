import { word } from './word.ts'

/** Money. */
export const moneyWords = {
  donor: word(
    'donor',
    '捐赠方',
    'who gave: an enterprise or a person; a superior or a government is 拨款单位, a peer 支援单位',
  ),
  funder: word('funder', '出资方', 'whose programme of giving a fund is: a union, a government, an enterprise'),
  fund: word('fund', '专项资金', 'restricted money of one source; every funder, government too, has its own'),
  relation: word(
    'relation',
    '资金来源关系',
    'whose money a fund is to the union that holds it: its own, a superior’s, a peer’s, a government’s, an enterprise’s, a person’s; it decides the subject',
  ),
  restriction: word('restriction', '限定用途', 'what the donor allows: purposes, divisions, a period'),
  allocation: word('allocation', '资金安排', 'fund → programme'),
  proposal: word('proposal', '待审批事项', "an act above its division's limit, waiting for an approver"),
  approvalLimit: word(
    'approval limit',
    '审批限额',
    'what one person may do alone; the nearest enclosing division decides',
  ),
  makerApprover: word(
    'maker, approver',
    '制单人、审批人',
    'who proposes and may withdraw; who approves or refuses, never the same account (four eyes)',
  ),
  reservation: word('reservation', '预留', 'money of a proposal, out of reach of everything else until it is decided'),
  commitment: word('commitment', '占用', 'money set aside for one batch before it is issued'),
  release: word('release', '释放占用', 'what a batch did not issue goes back to the programme'),
  budget: word('budget', '预算', 'what the funds have allocated to one programme, each apart'),
  share: word('share', '份额', 'the part of an amount that comes from one fund'),
  turnoverBalance: word('turnover, balance', '发生额、余额', 'what moved in a period; what is there now'),
  settlement: word('settlement', '结算', 'the procedure of paying a merchant, with four eyes'),
  statement: word('statement', '结算单', 'the document of a settlement'),
  disbursement: word('disbursement', '付款', 'money leaves the bank'),
  correction: word(
    'correction',
    '红字更正',
    'a wrong entry taken back, in red; a refund (退捐) is money that goes back',
  ),
  claim: word('claim', '应收商户退款', 'what a merchant owes'),
  writtenOff: word('written-off', '坏账损失', 'a claim that nobody pays any more; never 核销'),
  setOff: word('set off', '抵扣', 'a claim kept back from a payment'),
  disputed: word('disputed', '争议款', 'what a merchant and the union do not agree about'),
  waived: word('waived', '无需支付', 'a payable that is not paid'),
  quotaOfPayments: word('quota of payments', '直接支付额度', 'what may be paid by the treasury directly'),
  suspense: word('suspense', '暂收款', "money that came in and is nobody's yet"),
  usedForGoods: word('used for goods', '已采购', 'money of a fund that bought goods'),
  period: word('period', '会计期间', 'what is closed by 结账, and a year by 年终结转'),
} as const
