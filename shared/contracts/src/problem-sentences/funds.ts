import { type SentenceTable, sentence } from './sentence.ts'

/** Money in: funds, donations, allocations, proposals. */
export const fundsSentences = {
  'fund-unknown': sentence(
    'There is no such fund[: {fund}], or it lies outside of what your account holds for.',
    'Look it up in the list of funds.',
    '没有这个专项资金[（{fund}）]，或它不在您的管辖范围内。',
    '请在专项资金列表中查找。',
  ),
  'budget-unknown': sentence(
    'Nothing was ever allocated to the programme.',
    'Allocate money of a fund to it first.',
    '该项目尚未安排过资金。',
    '请先为项目安排资金。',
  ),
  'donation-unknown': sentence(
    'The fund has no such donation[: {donation}].',
    "Look it up in the list of the fund's donations.",
    '该专项资金没有这笔到账[：{donation}]。',
    '请在到账列表中查找。',
  ),
  'proposal-unknown': sentence(
    'There is no such proposal.',
    'Look it up in the list of proposals.',
    '没有这个待审批事项。',
    '请在待审批列表中查找。',
  ),
  'proposal-not-open': sentence(
    'The proposal is decided already[ ({outcome})].',
    'Look at its outcome; make a new one if it is still wanted.',
    '该事项已处理[（{outcome}）]。',
    '请查看结果；如仍需要，请重新提交。',
  ),
  'maker-cannot-approve': sentence(
    'You made this proposal yourself; another person approves it.',
    'Ask another approver.',
    '这是您自己提交的，须由另一人审批。',
    '请另一位审批人处理。',
  ),
  'only-maker-withdraws': sentence(
    'Only who made the proposal can withdraw it: {maker}.',
    'Ask that person, or refuse the proposal.',
    '只有提交人（{maker}）可以撤回。',
    '请由提交人撤回，或不予批准。',
  ),
  'receipt-number-used': sentence(
    'The receipt number {receiptNumber} was used already[ ({donation})][ ({lot})].',
    'Check whether this was entered before; else correct the number.',
    '收据号 {receiptNumber} 已使用过[（{donation}）][（{lot}）]。',
    '请核对是否重复录入；否则请改正收据号。',
  ),
  'received-in-the-future': sentence(
    'The money cannot have been received on {receivedOn}: today is {today}.',
    'Correct the day.',
    '到账日{receivedOn}在今天（{today}）之后。',
    '请改正日期。',
  ),
  'refund-exceeds-donation': sentence(
    'More would go back ({requestedFen}) than is left of the donation ({unrefundedFen}).',
    'Refund at most what is left.',
    '退捐{requestedFen}超过这笔捐赠尚未退的{unrefundedFen}。',
    '退捐不能超过剩余金额。',
  ),
  'too-many-funds': sentence(
    'The programme has money of {largest} funds already, as many as one programme holds.',
    'Allocate from one of them, or use up a fund or return its money first.',
    '该项目已有{largest}个专项资金，达到上限。',
    '请从其中的资金安排，或先用完、退回某一资金。',
  ),
  'funds-not-available': sentence(
    'The fund has {availableFen} available, less than the {requestedFen} that is asked for.',
    'Ask for less, or return allocated money to the fund first.',
    '专项资金可用{availableFen}，少于所需的{requestedFen}。',
    '请减少金额，或先将已安排的资金退回。',
  ),
  'fund-not-allocated': sentence(
    'The fund[ {fund}] has allocated nothing to this programme.',
    'Name a fund that has.',
    '该专项资金[（{fund}）]没有为本项目安排资金。',
    '请选择已安排资金的专项资金。',
  ),
  'allocated-not-sufficient': sentence(
    'Of what the fund has allocated here {allocatedFen} is left, less than the {requestedFen} that would go back.',
    'Return at most what is left; the rest is committed or issued.',
    '该专项资金在本项目中未动用{allocatedFen}，少于要退回的{requestedFen}。',
    '最多退回未动用的部分，其余已占用或已发放。',
  ),
  'budget-insufficient': sentence(
    'The programme has too little allocated[: {allocatedFen} are left, {neededFen} are needed].',
    'Allocate more to it, or issue less.',
    '项目未动用的资金不足[：剩余{allocatedFen}，需要{neededFen}]。',
    '请追加资金安排，或减少发放。',
  ),
  'credit-returns-fell': sentence(
    'The sum of what came back from credits became smaller than it was[ (batch {batch})].',
    'This is a defect: tell who runs the server.',
    '额度退回的累计数变小了[（批次 {batch}）]。',
    '这是程序缺陷，请告诉运维人员。',
  ),
  'total-too-large': sentence(
    'The total would be larger than the ledger takes[: at most {largestTotalFen}][: at most {largestFen}].',
    'Divide it.',
    '合计超出账本上限[（最多{largestTotalFen}）][（最多{largestFen}）]。',
    '请拆分。',
  ),
  'restriction-period-empty': sentence(
    'The period of the restriction ends before it begins.',
    'Exchange the two days, or correct the one that is wrong.',
    '限定用途的期间结束日早于开始日。',
    '请核对两个日期并改正。',
  ),
  'purpose-not-allowed': sentence(
    'The donor does not allow the fund to be used for this kind of programme[ ({kind}); allowed: {purposes}].',
    'Use another fund, or ask the donor.',
    '捐赠方不允许用于这类项目[（{kind}）；允许：{purposes}]。',
    '请使用其他专项资金，或征求捐赠方同意。',
  ),
  'division-not-allowed': sentence(
    'The donor does not allow the fund to be used in this division[ ({division}); allowed: {divisions}].',
    'Use another fund, or ask the donor.',
    '捐赠方不允许在该行政区划使用[（{division}）；允许：{divisions}]。',
    '请使用其他专项资金，或征求捐赠方同意。',
  ),
  'period-not-allowed': sentence(
    'The donor allows the fund to be used only within a period[: {allowed}], and the programme reaches beyond it[ ({programmeFrom} to {programmeUntil})].',
    "Use another fund, or shorten the programme's windows.",
    '捐赠方只允许在规定期间内使用[：{allowed}]，而项目超出了该期间[（{programmeFrom}至{programmeUntil}）]。',
    '请使用其他专项资金，或缩短项目的使用期。',
  ),
} as const satisfies SentenceTable
