import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../common/api/client.ts'
import { useSession } from '../../common/react/session.tsx'
import type { Role } from '../shell/roles.ts'
import { type FirstSteps, firstStepsOf } from './first-steps.ts'

export const firstStepsKey = ['first-steps'] as const

/** How far the ledger is on the way to its first meal, as far as this role may see it. */
export function useFirstSteps() {
  const { role } = useSession()
  return useQuery({ queryKey: [...firstStepsKey, role], queryFn: () => readFirstSteps(role) })
}

/** Of so many merchants it is asked whether a phone is bound. */
const ASKED_MERCHANTS = 20

async function readFirstSteps(role: Role): Promise<FirstSteps> {
  const isAdministrator = role === 'administrator'
  const one = { params: { query: { limit: 1 } } }
  const [unions, limits, merchants, programmes, budget, coverage, accounts] = await Promise.all([
    answerOf(api.GET('/v1/unions', one)),
    answerOf(api.GET('/v1/approval-limits')),
    answerOf(api.GET('/v1/merchants', { params: { query: { limit: ASKED_MERCHANTS } } })),
    answerOf(api.GET('/v1/programmes', one)),
    answerOf(api.GET('/v1/budget', { params: { query: { by: 'fund' } } })),
    answerOf(api.GET('/v1/coverage', { params: { query: { by: 'programme' } } })),
    isAdministrator ? answerOf(api.GET('/v1/accounts', { params: { query: { limit: 100 } } })) : undefined,
  ])
  return firstStepsOf({
    unions: unions.items,
    limits: limits.items,
    merchants: merchants.items,
    phones: role === 'approver' ? undefined : await readPhones(merchants.items.map(({ id }) => id)),
    programmes: programmes.items,
    total: budget.total,
    coverage: coverage.total,
    accounts: accounts?.items,
  })
}

async function readPhones(merchants: readonly string[]): Promise<readonly unknown[]> {
  const answers = await Promise.all(
    merchants.map((id) => answerOf(api.GET('/v1/merchants/{id}/devices', { params: { path: { id } } }))),
  )
  return answers.flatMap(({ items }) => items.filter(({ revoked }) => !revoked))
}
