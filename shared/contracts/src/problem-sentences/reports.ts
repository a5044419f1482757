import { type SentenceTable, sentence } from './sentence.ts'

/** Reports, printouts, the transparency log. */
export const projectionsSentences = {
  'bundle-broken-off': sentence(
    'The bundle was broken off while it was being made; nothing of it was kept.',
    'Order it again.',
    '核验包在生成时被取消，没有留下文件。',
    '需要时请重新生成。',
  ),
  'bundle-unknown': sentence(
    'There is no such bundle, or its day is over.',
    'Order it again.',
    '没有这个核验包，或已过保存期（一天）。',
    '请重新生成。',
  ),
  'document-unknown': sentence(
    'No entry has this document number[: {document}].',
    'Check number and year.',
    '没有这个业务单据号[：{document}]。',
    '请核对号码和年份。',
  ),
  'gift-unknown': sentence(
    'There is no gift with this receipt number and this code.',
    'Check both as they are printed; the code has ten characters.',
    '没有收据号和查询码都相符的捐赠。',
    '请按告知单上印的核对两项；查询码共十位。',
  ),
  'public-page-unknown': sentence(
    'There is no such public page, or it is not public.',
    'Check the address, or ask the union that runs the programme.',
    '没有这个公开页，或它没有公开。',
    '请核对网址，或向开展该项目的工会询问。',
  ),
  'finding-unknown': sentence(
    'There is no such finding, or it lies outside of what your account holds for.',
    'Take its id from the list of findings.',
    '没有这个疑点，或它不在您的管辖范围内。',
    '请从疑点列表中复制编号。',
  ),
  'finding-has-grown': sentence(
    'You looked at {seen} events of this finding; there are {eventCount} by now.',
    'Read it again and review it as it stands.',
    '您查看时该疑点有{seen}条记录，现有{eventCount}条。',
    '请重新查看后再作结论。',
  ),
  'maker-cannot-review': sentence(
    'You did, proposed or approved one of the acts that this finding is about.',
    'Another person reviews it.',
    '该疑点涉及您经办、提交或审批的业务。',
    '请由另一人核查。',
  ),
  'reason-names-number': sentence(
    'The reason holds an identity number or a telephone number. It is recorded for ever.',
    'Write it without numbers of people; the ledger knows who is meant.',
    '理由中含有身份证号或手机号，而理由将永久留存。',
    '请不要写个人号码，账本已知所指何人。',
  ),
  'correction-unknown': sentence(
    'The entry {correction} corrects nothing, or is not there.',
    'Copy the number of the red entry from the journal, or leave it out.',
    '{correction}不是更正记录，或不存在。',
    '请从分录中复制红字更正的编号，或留空。',
  ),
  'correction-of-another-act': sentence(
    'The entry {correction} corrects an act that is none of this finding.',
    'Name the one that corrects one of its events, or leave it out.',
    '{correction}更正的不是该疑点中的业务。',
    '请填写更正该疑点中某条记录的红字更正，或留空。',
  ),
  'funder-unknown': sentence(
    'There is no funder of this name.',
    'Look it up in the list of funds.',
    '没有这个出资方。',
    '请在专项资金列表中查找。',
  ),
  'moments-reversed': sentence(
    'The second moment lies before the first one.',
    'Exchange the two.',
    '后一时点早于前一时点。',
    '请调换两个时点。',
  ),
  'read-models-not-ready': sentence(
    'The reports are still being prepared.',
    'Wait a moment and ask again.',
    '报表正在准备。',
    '请稍候再查询。',
  ),
  'sequence-not-reached': sentence(
    'The ledger has not come to sequence {asked} yet; it stands at {reached}.',
    'Ask for {reached} or less.',
    '账本尚未到序号{asked}，目前为{reached}。',
    '请查询不大于{reached}的序号。',
  ),
  'stamp-not-ready': sentence(
    'The newest entries are not signed yet.',
    'Wait a moment and ask again.',
    '最新记录尚未签名。',
    '请稍候再查询。',
  ),
  'printout-too-long': sentence(
    'The printout would be too long[: {lines} lines, at most {most}][: {people} people, at most {limit}].',
    'Narrow it down, for instance to one division or employer, or take the export.',
    '打印内容过长[：{lines}行，最多{most}行][：{people}人，最多{limit}人]。',
    '请缩小范围，例如按区划或单位，或使用导出。',
  ),
  'thing-unknown': sentence(
    'There is no such thing[: {thing}], or it lies outside of what your account holds for.',
    'Copy its id from where it is shown.',
    '没有这个对象[（{thing}）]，或它不在您的管辖范围内。',
    '请从显示处复制编号。',
  ),
  'checkpoint-not-reached': sentence(
    'The newest signed checkpoint does not include that yet.',
    'Wait a moment and ask again.',
    '最新的签名检查点尚未包含该记录。',
    '请稍候再查询。',
  ),
  'cosignature-invalid': sentence(
    'The cosignature is not one of a known witness over this checkpoint.',
    "Check the witness's key and the checkpoint.",
    '见证签名无效。',
    '请核对见证方公钥和检查点。',
  ),
  'event-not-named': sentence(
    'Neither a sequence nor an event id is named.',
    'Name one of them.',
    '没有写明序号或事件编号。',
    '请填写其中一个。',
  ),
  'not-in-the-log': sentence(
    'There is no such event in the log.',
    'Check its id.',
    '日志中没有这个事件。',
    '请核对编号。',
  ),
  'nothing-signed-yet': sentence(
    'Nothing has been signed yet.',
    'Wait until something is recorded.',
    '尚无签名检查点。',
    '请等有记录后再查询。',
  ),
  'tile-unknown': sentence(
    'There is no such tile.',
    "Ask for tiles within the signed tree's size.",
    '没有这个数据块。',
    '请在已签名的范围内查询。',
  ),
} as const satisfies SentenceTable
