import type { Reach } from '@welfare/contracts/authority.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { type IdentityContext, refused } from './accounts.context.ts'

export const namedRefusals = { 'merchant-unknown': 422, 'programme-unknown': 422 } as const

/** A merchant or a programme that a reach names is one that there is: a later one may be somebody else's. */
export async function unknownIn({ copy }: IdentityContext, reach: Reach): Promise<Problem | undefined> {
  for (const [code, ids] of [
    ['merchant-unknown', reach.merchants ?? []],
    ['programme-unknown', reach.programmes ?? []],
  ] as const) {
    for (const id of ids) {
      if (copy.findDivision(id) === undefined) return refused(code, namedRefusals[code])
    }
  }
  return undefined
}
