import { ledgerWords } from './ledger-words.ts'
import { proofWords } from './proof-words.ts'
import { heading } from './word.ts'

/** Over the columns of what is shown in a terminal alone: of a file with a roster … */
export const rosterColumns = {
  outcome: heading('outcome', '结果'),
  rows: heading('rows', '行'),
  column: heading('column', '列'),
  severity: heading('severity', '级别'),
  what: heading('what', '原因'),
  problems: heading('Problems', '问题'),
} as const

/** Of the verifier's verdict. */
export const verdictColumns = {
  check: heading('check', '核对'),
  outcome: heading('outcome', '结果'),
  examined: heading('examined', '件数'),
  promise: heading('promise', '内容'),
} as const

export const verdictOutcomes = {
  holds: heading('holds', '通过'),
  broken: heading('BROKEN', '不符'),
  'not-checked': heading('not checked', '未核'),
} as const

export const accountColumns = {
  account: proofWords.account,
  kind: heading('kind', '类别'),
  role: proofWords.role,
  scope: proofWords.scope,
} as const

export const relayColumns = {
  ledger: ledgerWords.ledger,
  epoch: ledgerWords.epoch,
  relayed: heading('in topic', '已转发'),
  head: heading('in store', '已记录'),
  lag: heading('behind', '滞后'),
  holder: heading('relay', '转发者'),
} as const

export const idColumn = heading('id', '编号')
