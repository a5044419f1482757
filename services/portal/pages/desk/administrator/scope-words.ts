import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import type { Account } from './accounts.queries.ts'
import { say } from './words.ts'

/** Says where a role holds: `玉树市，只限项目：…`. Merchants and programmes by name, where there are no more than a page of them. */
export function useScopeWords(nameOfDivision: (code: string) => string): (scope: Account['scope']) => string {
  const { data: names } = useQuery({ queryKey: ['scope-names'], queryFn: readNames })
  const nameOf = (id: string) => names?.get(id) ?? id
  return ({ divisions, programmes, merchants }) => {
    const where = divisions.map(nameOfDivision).join(mark('list'))
    const only = [...(programmes ?? []), ...(merchants ?? [])].map(nameOf).join(mark('list'))
    return only === '' ? where : say('scopeOnly', { where, only })
  }
}

async function readNames(): Promise<ReadonlyMap<string, string>> {
  const page = { params: { query: { limit: 100 } } }
  const lists = await Promise.all([answerOf(api.GET('/v1/programmes', page)), answerOf(api.GET('/v1/merchants', page))])
  return new Map(lists.flatMap(({ items }) => items.map(({ id, name }) => [id, name] as const)))
}
