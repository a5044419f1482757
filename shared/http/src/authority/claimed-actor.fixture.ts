import { roles, type Scope } from '@welfare/contracts/authority.ts'
import { WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'
import { problem } from '../problem.ts'
import type { Authenticator } from './authenticator.ts'
import type { ScopeIndex } from './scope.ts'

/** For tests of a service by itself: who asks is who `Welfare-Actor: <role>/<id>[@<division>,…]` says, with ids of programmes among them; without any, with the whole ledger as its scope. */
export const believingAuthenticator: Authenticator = {
  authenticate({ headers }) {
    const claim = headers['welfare-actor']
    if (claim === undefined) return undefined
    const [, given, id, claimed = WHOLE_LEDGER] =
      /^([a-z-]+)\/([a-z0-9][a-z0-9.-]{0,63})(?:@([\da-z,-]+))?$/.exec(String(claim)) ?? []
    const role = roles.find((one) => one === given)
    if (role === undefined || id === undefined) return problem('credentials-invalid')
    const within = claimed.split(',')
    const programmes = within.filter((place) => place.startsWith('programme-'))
    const divisions = within.filter((place) => !programmes.includes(place))
    const scope: Scope = { divisions, ...(programmes.length > 0 && { programmes }) }
    return { actor: { role, id, scope }, by: 'token' }
  },
}

/** For tests of a service by itself: nothing lies outside. */
export const nothingOutside: ScopeIndex = { isWithin: () => true, isAdmitted: () => true, awaitFacts: async () => true }
