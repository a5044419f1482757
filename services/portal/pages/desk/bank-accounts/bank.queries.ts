import { queryOptions, useQuery } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { afterOwnActs } from '../../common/api/seen.ts'
import { bracketed } from '../../common/punctuation.ts'
import { say } from './words.ts'

export type BankAccount = AnswerOf<'listBankAccounts'>['items'][number]
export type MoneyOfFund = AnswerOf<'readBankMoney'>['items'][number]
export type Unidentified = AnswerOf<'listUnidentified'>['items'][number]
export type Transfer = AnswerOf<'listBankTransfers'>['items'][number]

const key = 'bank'
const limit = 1000
const placeOf = (cursor: string | undefined) => ({ limit, ...(cursor ? { cursor } : afterOwnActs()) })

/** Of every union; with what lies there for those within the scope. */
export const bankAccountsQuery = queryOptions({
  queryKey: [key, 'accounts'],
  queryFn: () => everyPage((cursor) => answerOf(api.GET('/v1/bank-accounts', { params: { query: placeOf(cursor) } }))),
})

/** Where the money of a fund lies, or of every fund that a programme has. */
export const bankMoneyQuery = (of: { readonly fund: string } | { readonly programme: string }) =>
  queryOptions({
    queryKey: [key, 'money', of],
    queryFn: async () => (await answerOf(api.GET('/v1/bank-money', { params: { query: of } }))).items,
  })

export const transfersQuery = (id: string) =>
  queryOptions({
    queryKey: [key, 'transfers', id],
    queryFn: () =>
      everyPage((cursor) =>
        answerOf(api.GET('/v1/funds/{id}/transfers', { params: { path: { id }, query: placeOf(cursor) } })),
      ),
  })

/** Sent, and neither arrived nor come back. */
export const transfersUnderWayQuery = queryOptions({
  queryKey: [key, 'transfers', 'under-way'],
  queryFn: () =>
    everyPage((cursor) =>
      answerOf(api.GET('/v1/bank-transfers', { params: { query: { status: 'sent' as const, ...placeOf(cursor) } } })),
    ),
})

/** What came to accounts and nobody knows yet. */
export const unidentifiedQuery = queryOptions({
  queryKey: [key, 'unidentified'],
  queryFn: () =>
    everyPage((cursor) =>
      answerOf(
        api.GET('/v1/unidentified-receipts', { params: { query: { status: 'open' as const, ...placeOf(cursor) } } }),
      ),
    ),
})

/** Money may come to it and leave it. */
export function isOpen({ closedOn }: BankAccount): boolean {
  return closedOn === undefined
}

export function sayBankAccount({ name, ...account }: BankAccount): string {
  return bracketed(name, say('accountIs', { bank: account.bank, lastDigits: account.lastDigits }))
}

/** What accounts are called: with the bank and the last four digits. */
export function useBankAccountName({ isAsked = true }: { readonly isAsked?: boolean } = {}): (id: string) => string {
  const { data } = useQuery({ ...bankAccountsQuery, enabled: isAsked })
  return (id) => {
    const known = data?.find((one) => one.id === id)
    return known ? sayBankAccount(known) : data ? say('notKnown', { id }) : '…'
  }
}
