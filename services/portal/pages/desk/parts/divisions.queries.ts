import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../common/api/client.ts'
import { say } from './words.ts'

const TABLE_IS_FRESH_MS = 3_600_000

const namedQuery = (codes: readonly string[]) =>
  queryOptions({
    queryKey: ['divisions', 'named', codes.join(',')],
    queryFn: () => answerOf(api.GET('/v1/divisions', { params: { query: { codes: codes.join(',') } } })),
    enabled: codes.length > 0,
    staleTime: TABLE_IS_FRESH_MS,
  })

export const foundQuery = (text: string) =>
  queryOptions({
    queryKey: ['divisions', 'found', text],
    queryFn: () => answerOf(api.GET('/v1/divisions', { params: { query: text === '' ? {} : { text } } })),
    placeholderData: keepPreviousData,
    staleTime: TABLE_IS_FRESH_MS,
  })

/** In a scope, and in a limit: everywhere. */
export const WHOLE_LEDGER = '000000'

/** What a division is called: its name with the code where there are two of that name, the code alone where the table does not know it. */
export function useDivisionName(codes: readonly string[]): (code: string) => string {
  const asked = [...new Set(codes)]
    .filter((code) => /^[1-9]\d{5}$/.test(code))
    .sort()
    .slice(0, 100)
  const { data } = useQuery(namedQuery(asked))
  return (code) =>
    code === WHOLE_LEDGER ? say('wholeLedger') : (data?.items.find((one) => one.code === code)?.name ?? code)
}
