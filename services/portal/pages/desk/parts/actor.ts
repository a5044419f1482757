import { say } from './words.ts'

const roles = ['officer', 'approver', 'auditor', 'administrator', 'merchant-owner', 'merchant-till'] as const

/** Who did it, as people say it: `officer/desk-1` is `desk-1（经办人）`, and what a process does the system does. */
export function sayActor(actor: string | undefined): string {
  if (actor === undefined) return ''
  const [role = '', name = ''] = actor.split('/')
  if (role === 'process') return say('system')
  const known = roles.find((one) => one === role)
  return known === undefined ? actor : say('actorOf', { name: name.split('@')[0], role: say(`role.${known}`) })
}
