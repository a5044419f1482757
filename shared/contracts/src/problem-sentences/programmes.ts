import { type SentenceTable, sentence } from './sentence.ts'

/** What for: programmes, rounds, rosters. */
export const programmesSentences = {
  'programme-unknown': sentence(
    'There is no such programme[ ({programme})], or it lies outside of what your account holds for.',
    'Look it up in the list of programmes.',
    '没有这个项目[（{programme}）]，或它不在您的管辖范围内。',
    '请在项目列表中查找。',
  ),
  'programme-closed': sentence(
    'The programme[ {programme}] is closed; nothing is given or changed in it any more.',
    'Use a programme that is open; money that was left went back to its funds.',
    '该项目[（{programme}）]已结束，不能再发放或更改。',
    '请使用未结束的项目；剩余资金已退回各专项资金。',
  ),
  'round-unknown': sentence(
    'There is no such round[: {round}].',
    "Look it up in the list of the programme's rounds.",
    '没有这个核定名单[：{round}]。',
    '请在项目的核定名单列表中查找。',
  ),
  'round-not-sealed': sentence(
    'The round[ {round}] is still being frozen.',
    'Wait a moment and try again.',
    '核定名单[{round}]尚未核定完毕。',
    '请稍候再试。',
  ),
  'window-unknown': sentence(
    'The programme has no window[ {window}][; its windows: {windows}].',
    'Name one that it has, or add the window to its rules.',
    '项目没有这个使用期[（{window}）][；已有：{windows}]。',
    '请使用已有的使用期，或先在规则中增加。',
  ),
  'window-repeated': sentence(
    'The window {window} is named twice.',
    'Give each window a key of its own.',
    '使用期 {window} 重复。',
    '请为每个使用期使用不同的名称。',
  ),
  'window-ends-before-it-begins': sentence(
    'The window {window} would end on {until}, before it begins on {from}.',
    'Exchange the two days, or correct the one that is wrong.',
    '使用期 {window} 的结束日{until}早于开始日{from}。',
    '请核对两个日期并改正。',
  ),
  'exclusive-with-itself': sentence(
    'A programme cannot exclude itself.',
    'Name the other programme, or leave this one out.',
    '项目不能与自身互斥。',
    '请填写另一个项目，或去掉本项目。',
  ),
  'exclusive-without-people': sentence(
    'Programmes exclude each other by the credits that people hold, and a plan of sites[ ({programme})] has none.',
    'Name programmes that issue credits to people.',
    '互斥以个人持有的额度为准，服务点物资项目[（{programme}）]没有个人额度。',
    '请只填写向个人发放额度的项目。',
  ),
  'merchant-not-admitted': sentence(
    'The merchant[ {merchant}] is not admitted to the programme.',
    "Look it up in the list of the programme's merchants.",
    '该商户[（{merchant}）]未加入本项目。',
    '请在项目的商户列表中查找。',
  ),
  'worker-not-in-round': sentence(
    'The worker[ {worker}] is not in this round.',
    'Look the person up in the round’s list; who is on the roster can join the round.',
    '该职工[（{worker}）]不在本次核定名单中。',
    '请核对核定名单；已在名册中的职工可以补入。',
  ),
  'worker-not-on-roster': sentence(
    "The worker[ {worker}] is not on the programme's roster.",
    'Look the person up in the roster.',
    '该职工[（{worker}）]不在本项目名册中。',
    '请在名册中查找。',
  ),
  'roster-empty': sentence(
    "The programme's roster has nobody on it.",
    'Import a roster first.',
    '本项目名册中没有人。',
    '请先导入名册。',
  ),
  'roster-differs': sentence(
    'The roster changed while it was being frozen.',
    'Open the round again.',
    '名册在核定过程中发生了变化。',
    '请重新核定。',
  ),
  'plan-mismatch': sentence(
    "The programme's plan is of another kind[: {plan}].",
    'Freeze a roster for meals, a list of sites for goods.',
    '该项目的计划是另一种类型[：{plan}]。',
    '餐补项目请核定人员名单，物资项目请核定服务点名单。',
  ),
  'goods-missing': sentence(
    'Nothing is planned for these sites: {sites}.',
    'Say which goods each gets, or leave the sites out.',
    '以下服务点没有计划物资：{sites}。',
    '请填写物资，或去掉这些服务点。',
  ),
  'head-count-missing': sentence(
    'The number of people is missing for these sites: {sites}.',
    'Fill in how many people each has.',
    '以下服务点缺少人数：{sites}。',
    '请填写人数。',
  ),
  'quantity-too-large': sentence(
    'More pieces are planned for these sites than one consignment can hold: {sites}.',
    'Plan fewer, or several consignments.',
    '以下服务点的计划数量超出一张配送单的上限：{sites}。',
    '请减少数量，或分多张配送单。',
  ),
  'site-repeated': sentence(
    'These sites are named twice: {sites}.',
    'Name each site once.',
    '以下服务点重复：{sites}。',
    '每个服务点只填一次。',
  ),
  'programme-has-no-last-day': sentence(
    'The programme has no last day yet.',
    'Set its last day first; it can be closed once late entries have had their time.',
    '该项目尚未设定最后一天。',
    '请先设定最后一天；补录期过后方可结束项目。',
  ),
  'late-entries-open': sentence(
    'Until {until} what happened by the last day ({lastDay}) can still be entered.',
    'Close the programme after that day.',
    '在{until}之前仍可补录最后一天（{lastDay}）以前的事项。',
    '请在该日之后结束项目。',
  ),
  'batches-open': sentence(
    'Credits of the programme are being issued[: {batches}].',
    'Wait until the issuance is completed, then close the programme.',
    '该项目有正在进行的发放[：{batches}]。',
    '请等发放完成后再结束项目。',
  ),
  'consignments-open': sentence(
    'Goods of the programme are planned or on their way[: {consignments}].',
    'Receive, return or cancel these consignments, then close the programme.',
    '该项目有未完成的配送单[：{consignments}]。',
    '请先签收、退回或取消这些配送单，再结束项目。',
  ),
} as const satisfies SentenceTable
