import { createWords } from '../../common/words.ts'

const say = createWords('actors', {
  zh: {
    officer: '{{account}}（经办人）',
    approver: '{{account}}（审批人）',
    auditor: '{{account}}（审计）',
    administrator: '{{account}}（管理员）',
    'merchant-owner': '{{account}}（商户负责人）',
    'merchant-till': '{{account}}（商户收银）',
    process: '系统',
  },
  en: {
    officer: '{{account}} (officer)',
    approver: '{{account}} (approver)',
    auditor: '{{account}} (auditor)',
    administrator: '{{account}} (administrator)',
    'merchant-owner': '{{account}} (merchant’s owner)',
    'merchant-till': '{{account}} (merchant’s till)',
    process: 'the ledger',
  },
})

/** `officer/desk-1` → `desk-1（经办人）`; of a process and of the ledger itself, 系统; nothing where nobody did it. */
export function sayActor(actor: string | null | undefined): string {
  if (actor === null || actor === undefined) return ''
  const [role = '', account = ''] = actor.split('/')
  if (actor === 'ledger') return say('process')
  switch (role) {
    case 'officer':
    case 'approver':
    case 'auditor':
    case 'administrator':
    case 'merchant-owner':
    case 'merchant-till':
      return say(role, { account })
    case 'process':
      return say('process')
    default:
      return actor
  }
}
