import type { IncomingHttpHeaders } from 'node:http'
import { type Problem, problem } from './problem.ts'
import { type Actor, type Role, roles } from './route.ts'

/** Who reads without saying who it is. */
export const anonymousActor: Actor = { role: 'auditor', id: 'anonymous' }

/**
 * Who asks, as `Welfare-Actor: <role>/<id>` claims; undefined when nobody is claimed. The one place to replace when identity comes.
 * The claim is believed, which is why the server binds to loopback only.
 */
export function authenticate(headers: IncomingHttpHeaders): Actor | undefined | Problem {
  const claim = headers['welfare-actor']
  if (claim === undefined) return undefined
  const [, role, id] = /^([a-z]{1,20})\/([a-z0-9][a-z0-9.-]{0,63})$/.exec(String(claim)) ?? []
  if (role === undefined || id === undefined || !isRole(role)) {
    return problem('actor-malformed', { header: 'Welfare-Actor', form: '<role>/<id>', roles })
  }
  return { role, id }
}

function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}
