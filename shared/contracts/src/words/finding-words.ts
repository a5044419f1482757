import { peopleWords } from './people-words.ts'
import { heading } from './word.ts'

/** What a rule found worth a second look: an accusation of nobody. */
export const findingWords = {
  'till-burst': '短时密集核销',
  'account-burst': '账户短时密集核销',
  'merchant-burst': '商户短时密集核销',
  'odd-hours': '异常时段',
  'two-places': '一人两处',
  'merchant-share': '占比异常',
  'same-paper': '凭证重复',
  'same-slip': '小票重号',
  'late-by-account': '账户补录偏多',
  'late-by-merchant': '商户补录偏多',
  'two-hand-outs': '一日重复领取',
  'one-collector': '一人代领多份',
  'just-below-limit': '多次贴近限额',
  'together-above-limit': '拆分后合计超限',
  'full-balances': '连续整额核销',
  'soon-after-issue': '发放后即核销',
  'held-in-both': '互斥项目重复享受',
} as const

/** Over the columns of a list of them. */
export const findingColumns = {
  kind: heading('kind', '疑点类型'),
  count: heading('count', '数量'),
  open: heading('open', '待核查'),
  reviewed: heading('reviewed', '已核查'),
  status: heading('status', '状态'),
  outcome: heading('outcome', '核查结论'),
  programme: peopleWords.programme,
  merchant: peopleWords.merchant,
  facts: heading('facts', '事实'),
  events: heading('events', '事件数'),
  found: heading('found', '发现时间'),
} as const
