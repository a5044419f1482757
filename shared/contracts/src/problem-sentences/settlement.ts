import { type SentenceTable, sentence } from './sentence.ts'

/** Statements. */
export const settlementSentences = {
  'statement-unknown': sentence(
    'There is no such statement, or it lies outside of what your account holds for.',
    'Look it up in the list of statements.',
    '没有这份结算单，或它不在您的管辖范围内。',
    '请在结算单列表中查找。',
  ),
  'statement-of-others': sentence(
    'This statement is not one of the merchant and programme that are named.',
    'Name those whose statement it is.',
    '所填的商户和项目不是这张结算单的商户和项目。',
    '请填写这张结算单所属的商户和项目。',
  ),
  'statement-already-approved': sentence(
    'This was approved in a statement[ (number {statement})].',
    'A meal of it is taken back, and set off with the next statement.',
    '已在结算单[第{statement}号]中批准。',
    '其中的用餐只能撤销，并在下一份结算单中抵扣。',
  ),
  'statement-already-proposed': sentence(
    'Number {statement} of this merchant is proposed already.',
    'Have it confirmed and approved, or withdraw it first.',
    '该商户的第{statement}号结算单已经提交。',
    '请先完成确认和批准，或先撤回。',
  ),
  'statement-not-proposed': sentence(
    'Number {statement} is not proposed; a meal of it may have been taken back.',
    'Propose it again.',
    '第{statement}号结算单尚未提交，或因撤销用餐已退回草稿。',
    '请重新提交。',
  ),
  'statement-revised': sentence(
    'Number {statement} was proposed anew: it is revision {revision} now.',
    'Look at it again.',
    '第{statement}号结算单已重新提交，现为第{revision}稿。',
    '请重新查看。',
  ),
  'statement-moved-on': sentence(
    'Another number was approved meanwhile; the next one is {statement}.',
    'Try again.',
    '期间已批准另一份结算单，下一份为第{statement}号。',
    '请重试。',
  ),
  'nothing-due': sentence(
    'There is nothing to settle.',
    'Wait until meals were eaten there.',
    '没有需要结算的内容。',
    '待有用餐记录后再提交。',
  ),
  'silence-not-agreed': sentence(
    'It was not agreed with this merchant that silence confirms.',
    'Have it confirmed by the merchant, or with its signed paper.',
    '与该商户未约定逾期视同确认。',
    '请由商户确认，或凭其签字的单据确认。',
  ),
  'silence-not-over': sentence(
    'The agreed days of silence ({silenceDays}) last through {until}.',
    'Wait until they are over.',
    '约定的{silenceDays}天异议期到{until}为止。',
    '请待期满后再办理。',
  ),
  'statement-not-confirmed': sentence(
    'Number {statement} is not confirmed by the merchant.',
    'Have it confirmed first.',
    '第{statement}号结算单商户尚未确认。',
    '请先确认。',
  ),
  'taking-back-underway': sentence(
    'A meal of it is being taken back at this moment.',
    'Wait a moment and try again.',
    '其中有用餐正在撤销。',
    '请稍候再试。',
  ),
  'taken-back-meanwhile': sentence(
    'Another part of this meal was taken back meanwhile.',
    'Look at the meal again.',
    '期间这笔用餐的另一部分已被撤销。',
    '请重新查看这笔用餐。',
  ),
  'line-disputed': sentence(
    'This meal is disputed.',
    'End the dispute: with it the meal stands, or is taken back.',
    '这笔用餐正在争议中。',
    '请先了结争议：维持，或撤销这笔用餐。',
  ),
  'line-not-disputed': sentence(
    'This meal is not disputed.',
    'Look at the statement again.',
    '这笔用餐没有争议。',
    '请重新查看结算单。',
  ),
  'repaid-more-than-owed': sentence(
    'The merchant owes less than that[: {owedFen}].',
    'What is being set off with an approved statement is not repaid as well.',
    '商户所欠不足此数[，为{owedFen}]。',
    '已批准的结算单将抵扣的部分不必再退款。',
  ),
  'given-up-more-than-owed': sentence(
    'The merchant owes less than that[: {owedFen}].',
    'What is being set off with an approved statement is not lost.',
    '商户所欠不足此数[，为{owedFen}]。',
    '已批准的结算单将抵扣的部分不作坏账。',
  ),
  'recovered-more-than-written-off': sentence(
    'Less than that was written off of what the merchant owed[: {writtenOffFen}].',
    'What it still owes is recorded as a repayment in its statement.',
    '该商户确认的坏账不足此数[，为{writtenOffFen}]。',
    '尚欠的部分请在结算单中登记退款。',
  ),
} as const satisfies SentenceTable
