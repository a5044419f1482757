import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { afterOwnActs } from '../../common/api/seen.ts'

export type StatementRow = AnswerOf<'listStatements'>['items'][number]
export type Statement = AnswerOf<'readStatement'>
export type StatementNumber = Statement['open'] | Statement['numbers'][number]
export type StatementLine = AnswerOf<'listStatementLines'>['items'][number]
export type Dispute = AnswerOf<'listDisputes'>['items'][number]
export type Payment = AnswerOf<'readPayment'>
export type StatementStatus = StatementRow['status']
export type PaymentStatus = Payment['status']
export type PaymentEnd = NonNullable<Payment['ended']>['why']

export const statementStatuses = [
  'draft',
  'proposed',
  'confirmed',
  'approved',
  'assigned',
  'paid',
  'returned',
  'settled',
] as const satisfies readonly StatementStatus[]
export const paymentStatuses = [
  'preparing',
  'ready',
  'approved',
  'sent',
  'paid',
  'returned',
  'ended',
] as const satisfies readonly PaymentStatus[]
export const paymentEnds = ['refused', 'withdrawn', 'failed', 'part-refused'] as const satisfies readonly PaymentEnd[]

const limit = 1000
const key = 'settlement'
/** Statements and payments tell each other by processes, and files are read for many at once: what is shown follows. */
const LOOKED_AGAIN_MS = 10_000
/** The first page knows what this page has done; those after it go on from there. */
const placeOf = (cursor: string | undefined) => (cursor ? { cursor } : afterOwnActs())

export interface StatementFilter {
  readonly programme?: string
  readonly merchant?: string
  readonly status?: StatementStatus
  readonly from?: string
  readonly until?: string
}

type Order = 'oldest' | 'newest'

const listStatements = (filter: StatementFilter & { readonly order?: Order }, cursor?: string) =>
  answerOf(api.GET('/v1/statements', { params: { query: { ...filter, limit, ...placeOf(cursor) } } }))

/** The last ones first, as offices look for them. */
export const statementsQuery = (filter: StatementFilter) =>
  infiniteQueryOptions({
    queryKey: [key, 'statements', filter],
    queryFn: ({ pageParam }) => listStatements({ ...filter, order: 'newest' }, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** All of them, for what an office has some of. */
export const everyStatementQuery = (filter: StatementFilter) =>
  queryOptions({
    queryKey: [key, 'statements', 'all', filter],
    queryFn: () => everyPage((cursor) => listStatements(filter, cursor)),
  })

export const everyDisputeQuery = (filter: Pick<StatementFilter, 'programme' | 'merchant'>) =>
  queryOptions({
    queryKey: [key, 'disputes', filter],
    queryFn: () =>
      everyPage((cursor) =>
        answerOf(api.GET('/v1/disputes', { params: { query: { ...filter, limit, ...placeOf(cursor) } } })),
      ),
  })

export const statementQuery = (id: string) =>
  queryOptions({
    queryKey: [key, 'statement', id],
    queryFn: () => answerOf(api.GET('/v1/statements/{id}', { params: { path: { id }, query: afterOwnActs() } })),
    refetchInterval: LOOKED_AGAIN_MS,
  })

/** By fund: what the merchant owed the programme and was written off, less what was recovered. */
export const writtenOffQuery = ({ programme, merchant }: Pick<Statement, 'programme' | 'merchant'>) =>
  queryOptions({
    queryKey: [key, 'written-off', programme, merchant],
    async queryFn() {
      const params = { path: { id: programme }, query: afterOwnActs() }
      const { writtenOff } = await answerOf(api.GET('/v1/programmes/{id}/budget', { params }))
      return writtenOff
        .filter((one) => one.merchant === merchant)
        .map(({ fund, writtenOffFen: amountFen }) => ({ fund, amountFen }))
    },
    refetchInterval: LOOKED_AGAIN_MS,
  })

export const linesQuery = (id: string, number: number) =>
  infiniteQueryOptions({
    queryKey: [key, 'statement', id, 'lines', number],
    queryFn: ({ pageParam }) => {
      const query = { number, limit, ...placeOf(pageParam) }
      return answerOf(api.GET('/v1/statements/{id}/lines', { params: { path: { id }, query } }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** What was recorded of one merchant's statements, or of a payment; what only names it is left out. */
export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: [key, 'history', id],
    async queryFn() {
      const events = await everyPage(async (cursor) => {
        const query = { limit, ...placeOf(cursor) }
        const page = await answerOf(api.GET('/v1/trail/{id}', { params: { path: { id }, query } }))
        return { items: page.events, nextCursor: page.nextCursor }
      })
      return events.filter(({ stream }) => stream === id)
    },
  })

export interface PaymentFilter {
  readonly merchant?: string
  readonly status?: PaymentStatus
  readonly ended?: PaymentEnd
}

const listPayments = (filter: PaymentFilter & { readonly order?: Order }, cursor?: string) =>
  answerOf(api.GET('/v1/payments', { params: { query: { ...filter, limit, ...placeOf(cursor) } } }))

export const paymentsQuery = (filter: PaymentFilter) =>
  infiniteQueryOptions({
    queryKey: [key, 'payments', filter],
    queryFn: ({ pageParam }) => listPayments({ ...filter, order: 'newest' }, pageParam),
    refetchInterval: LOOKED_AGAIN_MS,
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

export const everyPaymentQuery = (filter: PaymentFilter) =>
  queryOptions({
    queryKey: [key, 'payments', 'all', filter],
    queryFn: () => everyPage((cursor) => listPayments(filter, cursor)),
  })

/** Asked again until its statements have taken it. */
export const paymentQuery = (id: string) =>
  queryOptions({
    queryKey: [key, 'payment', id],
    queryFn: () => answerOf(api.GET('/v1/payments/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'preparing' ? 500 : LOOKED_AGAIN_MS),
  })
