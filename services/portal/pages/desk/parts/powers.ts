import type { AnswerOf } from '../../common/api/client.ts'
import type { Session } from '../../common/react/session.tsx'

export type AuthorityRow = AnswerOf<'readAuthority'>['items'][number]

export interface Power {
  /** `too-small`: the role may, and this account's scope does not reach so far. */
  readonly kind: 'may' | 'other-roles' | 'too-small'
  readonly roles: AuthorityRow['roles']
}

/** What the ledger's own table says of one route and this account. */
export function powerOf(
  { roles, ofProgrammes }: AuthorityRow,
  { role, scope }: Pick<Session, 'role' | 'scope'>,
): Power {
  if (roles !== 'public' && !roles.includes(role)) return { kind: 'other-roles', roles }
  return { kind: ofProgrammes === 'closed' && scope.programmes ? 'too-small' : 'may', roles }
}
