import { moneyWords } from './money-words.ts'
import { peopleWords } from './people-words.ts'
import { heading } from './word.ts'

/** What lines of a report are made by. */
export const groupWords = {
  fund: moneyWords.fund,
  programme: peopleWords.programme,
  funder: moneyWords.funder,
  division: peopleWords.division,
  window: peopleWords.window,
  employer: peopleWords.employer,
  site: peopleWords.site,
  trade: heading('trade', '工种'),
} as const

/** The line of money that is in none. */
export const inNoProgramme = heading('in no programme', '未进项目')

/** What moved, in total; as the report names its figures. */
export const turnoverWords = {
  donatedTotalFen: heading('donated', '到账资金'),
  refundedTotalFen: heading('refunded', '退捐'),
  allocatedTotalFen: heading('allocated', '资金安排'),
  allocationReturnedTotalFen: heading('returned', '项目退回'),
  committedTotalFen: heading('committed', '占用'),
  commitmentReleasedTotalFen: heading('released', '释放占用'),
  issuedTotalFen: heading('issued', '发放额度'),
  redeemedTotalFen: heading('redeemed', '核销（用餐）'),
  expiredTotalFen: heading('expired', '过期收回'),
  withdrawnTotalFen: heading('withdrawn', '撤回收回'),
  declinedTotalFen: heading('declined', '未受领收回'),
  returnedFromCreditsTotalFen: heading('back from credits', '退回项目'),
  donationCorrectedTotalFen: heading('donated', '更正到账'),
  refundCorrectedTotalFen: heading('refunded', '更正退捐'),
  allocationCorrectedTotalFen: heading('allocated', '更正资金安排'),
  allocationReturnCorrectedTotalFen: heading('returned', '更正项目退回'),
  reversedTotalFen: heading('meals corrected', '更正核销（用餐）'),
  priorYearTotalFen: heading('of earlier years', '收回以前年度'),
  claimedTotalFen: heading('claimed', '商户应退'),
  claimSettledTotalFen: heading('settled', '已抵扣或退回'),
  writtenOffTotalFen: heading('written off', '确认坏账'),
  recoveredTotalFen: heading('recovered', '坏账收回'),
  disputedTotalFen: heading('disputed', '列入争议'),
  disputeEndedTotalFen: heading('disputes ended', '争议了结'),
  paidTotalFen: heading('paid', '已付商户'),
  paymentReturnedTotalFen: heading('came back', '付款退回'),
  repaidTotalFen: heading('repaid', '商户退款'),
  waivedTotalFen: heading('waived', '商户放弃'),
  purchasedTotalFen: heading('purchased', '已采购'),
  supplierPaidTotalFen: heading('paid to suppliers', '已付供应商'),
  supplierPaymentReturnedTotalFen: heading('came back', '供应商付款退回'),
  sentTotalFen: heading('sent', '转账汇出'),
  arrivedTotalFen: heading('arrived', '转账到账'),
  cameBackTotalFen: heading('came back', '转账退回'),
  incomeTotalFen: heading('interest', '存款利息'),
  bankChargeTotalFen: heading('bank charges', '银行手续费'),
  incomeCorrectedTotalFen: heading('interest', '更正存款利息'),
  bankChargeCorrectedTotalFen: heading('bank charges', '更正银行手续费'),
} as const

/** Of turnovers, what was taken back in red after the day that was asked for. */
export const correctedLaterWords = {
  donatedFen: turnoverWords.donatedTotalFen,
  refundedFen: turnoverWords.refundedTotalFen,
  allocatedFen: turnoverWords.allocatedTotalFen,
  allocationReturnedFen: turnoverWords.allocationReturnedTotalFen,
  redeemedFen: turnoverWords.redeemedTotalFen,
} as const

/** Of meals, beside the books. */
export const besideWords = {
  listPriceFen: heading('list price', '标价'),
  discountFen: heading('discount', '商户优惠'),
  ownShareFen: heading('own share', '个人自付'),
} as const

export const coverageWords = {
  people: {
    eligible: heading('eligible', '核定人数'),
    amended: heading('amended', '变动后人数'),
    issued: heading('issued', '已发放人数'),
    reached: heading('reached', '已享受人数'),
    reachedOfEligible: heading('coverage', '覆盖率'),
    reachedOfAmended: heading('of amended', '变动后覆盖率'),
    visits: heading('visits', '用餐人次'),
    issuedFen: heading('issued in all', '累计发放额度'),
    usedFen: heading('used in all', '累计核销（已减更正）'),
    usedOfIssued: heading('utilisation', '使用率'),
  },
  sites: {
    planned: heading('planned', '计划点位'),
    delivered: heading('delivered', '已送达'),
    short: heading('short', '短少'),
    late: heading('late', '逾期送达'),
    lateInTransit: heading('on the way', '其中在途'),
    notYetDue: heading('not yet due', '未到期'),
    neverVisited: heading('never visited', '未送达'),
    headsPlanned: heading('heads planned', '计划人数'),
    headsDelivered: heading('heads delivered', '送达人数'),
    headsCovered: heading('heads covered', '发放到人'),
    headsCoveredOfPlanned: heading('coverage', '覆盖率'),
    headVisitsPlanned: heading('visits planned', '计划人次'),
    headVisitsCovered: heading('visits', '覆盖人次'),
  },
  goods: heading('goods', '物资'),
  unit: heading('unit', '单位'),
  pieces: {
    planned: heading('planned', '计划数量'),
    delivered: heading('delivered', '送达数量'),
    short: heading('short', '短少数量'),
    handedOut: heading('handed out', '发放到人'),
  },
} as const

/** Who and which site is still missing. */
export const gapWords = {
  line: heading('line', '序号'),
  reason: heading('reason', '原因'),
  count: heading('count', '数量'),
  worker: heading('worker', '职工编号'),
  since: heading('since', '自'),
  site: peopleWords.site,
  round: peopleWords.round,
  heads: heading('heads', '人数'),
  due: heading('due', '应到日期'),
  late: heading('late', '逾期'),
  missing: heading('missing', '缺少'),
  said: heading('said', '说明'),
} as const

/** Over the columns of a fund's statement. */
export const statementWords = {
  opening: heading('opening', '期初'),
  change: heading('change', '本期变动'),
  closing: heading('closing', '期末'),
  in: heading('in', '增加'),
  out: heading('out', '减少'),
  left: heading('left', '可安排余额'),
} as const

/** Of a year of the books. */
export const yearWords = {
  union: heading('union', '工会'),
  opening: heading('at its beginning', '年初结余'),
  added: heading('added', '本年增加'),
  used: heading('used', '本年已用'),
  writtenOff: heading('written off', '本年坏账'),
  closing: heading('at its end', '年末结余'),
  received: heading('received', '本年收入'),
  paid: heading('paid', '本年付出'),
  item: heading('item', '项目'),
  ofYear: heading('of the year', '本年发生额'),
  inAll: heading('in all', '累计发生额'),
} as const

/** Of the meals that a fund paid, or paid a part of. */
export const fundMealsWords = {
  day: heading('day', '日期'),
  merchant: heading('merchant', '商户'),
  count: heading('meals', '用餐笔数'),
  paid: heading('paid by the fund', '本资金支付'),
  back: heading('taken back or waived', '撤销或放弃'),
  net: heading('in all', '净支付'),
} as const

/** What makes up what a merchant is due, as statements name it. */
export const settlementWords = {
  carriedFen: heading('carried in', '上期结转'),
  mealsFen: heading('meals', '用餐'),
  takenBackFen: heading('taken back', '撤销'),
  comeBackFen: heading('come back', '恢复'),
  disputedFen: heading('disputed', '争议款'),
  dueFen: heading('due', '本期应付'),
  payFen: heading('to pay', '本单支付'),
  closingFen: heading('carried on', '结转下期'),
} as const

export const invoiceWords = {
  invoiceNumber: heading('invoice', '发票号码'),
  invoicedOn: heading('invoiced on', '开票日期'),
  differenceFen: heading('invoices less to pay', '发票与本单支付之差'),
} as const

export const total = heading('Total', '合计')
