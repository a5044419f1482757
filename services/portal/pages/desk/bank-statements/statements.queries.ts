import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { afterOwnActs } from '../../common/api/seen.ts'

export type BankLine = AnswerOf<'listBankLines'>['items'][number]
export type BankMovement = AnswerOf<'listBankMovements'>['items'][number]
export type BankMatch = AnswerOf<'listBankMatches'>['items'][number]
export type BankStatement = AnswerOf<'listBankStatements'>['items'][number]
export type Proposal = AnswerOf<'proposeBankMatches'>['items'][number]
export type ReadStatement = AnswerOf<'readBankStatementFile'>
export type Reconciliation = AnswerOf<'getBankReconciliation'>

const pageAt = (cursor: string | undefined) => ({ limit: 1000, ...(cursor ? { cursor } : afterOwnActs()) })
const of = (id: string, what: string) => ['bank', 'statements', id, what]

export const statementsQuery = (id: string) =>
  queryOptions({
    queryKey: of(id, 'statements'),
    queryFn: () =>
      everyPage((cursor) =>
        answerOf(api.GET('/v1/bank-accounts/{id}/statements', { params: { path: { id }, query: pageAt(cursor) } })),
      ),
  })

export const openLinesQuery = (id: string) =>
  queryOptions({
    queryKey: of(id, 'lines'),
    queryFn: () =>
      everyPage((cursor) => {
        const query = { state: 'open' as const, ...pageAt(cursor) }
        return answerOf(api.GET('/v1/bank-accounts/{id}/lines', { params: { path: { id }, query } }))
      }),
  })

/** @param state all of them without; before: contained in the first opening balance, unless a line proves to be it */
export const movementsQuery = (id: string, state?: 'open' | 'before') =>
  queryOptions({
    queryKey: of(id, `movements ${state ?? 'all'}`),
    queryFn: () =>
      everyPage((cursor) => {
        const query = { ...(state && { state }), ...pageAt(cursor) }
        return answerOf(api.GET('/v1/bank-accounts/{id}/movements', { params: { path: { id }, query } }))
      }),
  })

export const matchesQuery = (id: string) =>
  queryOptions({
    queryKey: of(id, 'matches'),
    queryFn: () =>
      everyPage((cursor) =>
        answerOf(api.GET('/v1/bank-accounts/{id}/matches', { params: { path: { id }, query: pageAt(cursor) } })),
      ),
  })

export const proposalsQuery = (id: string) =>
  queryOptions({
    queryKey: of(id, 'proposals'),
    queryFn: async () =>
      (await answerOf(api.GET('/v1/bank-accounts/{id}/match-proposals', { params: { path: { id } } }))).items,
  })

export const reconciliationQuery = (bankAccount: string, month: string) =>
  queryOptions({
    queryKey: of(bankAccount, `reconciliation ${month}`),
    queryFn: () =>
      answerOf(api.GET('/v1/bank-reconciliation', { params: { query: { bankAccount, month, ...afterOwnActs() } } })),
  })

/** The document's types call a file's bytes a string. */
export async function readFile(file: File): Promise<ReadStatement> {
  const answer: unknown = await answerOf(
    api.POST('/v1/bank-statement-readings', {
      params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
      body: file as never,
      bodySerializer: (body: unknown) => body as File,
      headers: { 'content-type': 'application/octet-stream' },
    }),
  )
  return answer as ReadStatement
}

export function matchThem(id: string) {
  return (matches: BodyOf<'matchBankLines'>['matches'], key: string) =>
    answerOf(
      api.POST('/v1/bank-accounts/{id}/matches', {
        params: { path: { id }, header: { 'Idempotency-Key': key } },
        body: { matches },
      }),
    )
}
