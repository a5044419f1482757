import { type Heading, heading } from './word.ts'

export const roleWords = {
  officer: heading('officer', '经办人'),
  approver: heading('approver', '审批人'),
  auditor: heading('auditor', '审计'),
  administrator: heading('administrator', '管理员'),
  'merchant-owner': heading('merchant’s owner', '商户负责人'),
  'merchant-till': heading('merchant’s till', '商户收银'),
} as const

/** `officer/desk-1` → `desk-1（经办人）`; of a process and of the ledger itself, 系统. */
export function actorHeading(actor: string): Heading {
  const [role = '', account = ''] = actor.split('/')
  if (actor === 'ledger' || role === 'process') return heading('the ledger', '系统')
  const words: Readonly<Record<string, Heading>> = roleWords
  const word = words[role]
  return word ? heading(`${account} (${word.english})`, `${account}（${word.chinese}）`) : heading(actor, actor)
}
