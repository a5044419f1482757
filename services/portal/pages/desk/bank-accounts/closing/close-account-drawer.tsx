import { queryOptions, useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { type AnswerOf, answerOf, api } from '../../../common/api/client.ts'
import { previewOf } from '../../parts/preview.ts'
import { ReasonDrawer } from '../../parts/reason-drawer.tsx'
import { Reading } from '../../shell/reading.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { type BankAccount, sayBankAccount } from '../bank.queries.ts'
import { say } from './words.ts'

type Closing = AnswerOf<'readBankAccountClosing'>

const closingQuery = (id: string) =>
  queryOptions({
    queryKey: ['bank', 'closing', id],
    queryFn: () => answerOf(api.GET('/v1/bank-accounts/{id}/closing', { params: { path: { id } } })),
  })

/** What stands in the way is said before anything is typed. */
export function CloseAccountDrawer({
  account,
  onClose,
}: {
  readonly account: BankAccount
  readonly onClose: () => void
}): ReactNode {
  const { id } = account
  const read = useQuery(closingQuery(id))
  const ask = (body: { readonly reason: string }, key: string, dryRun: boolean) =>
    api.POST('/v1/bank-accounts/{id}/closing', {
      body,
      params: { path: { id }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ReasonDrawer
      title={say('close')}
      form={`close-account.${id}`}
      hint={say('closeWhat')}
      above={
        <>
          <p>{sayBankAccount(account)}</p>
          <Reading of={read} />
          {read.data && <Found closing={read.data} />}
        </>
      }
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf<object>(ask(body, key, false))}
      done={say('closed')}
      onClose={onClose}
    />
  )
}

function Found({ closing: { inTheWay, unpaidStatements } }: { readonly closing: Closing }): ReactNode {
  const amount = useAmount()
  const { balanceFen, payments, transfers, openLines, month } = inTheWay
  const sentences = [
    ...(balanceFen === undefined ? [] : [say('balance', { amount: amount(balanceFen) })]),
    ...(payments === undefined ? [] : [say('payments', { count: payments })]),
    ...(transfers === undefined ? [] : [say('transfers', { count: transfers })]),
    ...(openLines === undefined ? [] : [say('openLines', { count: openLines })]),
    ...(month === undefined ? [] : [say('month', { month })]),
  ]
  const list = (
    <ul>
      {sentences.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  )
  return (
    <>
      {sentences.length > 0 && <Alert type="error" showIcon role="alert" title={say('inTheWay')} description={list} />}
      {unpaidStatements > 0 && (
        <Alert type="warning" showIcon role="alert" title={say('last', { count: unpaidStatements })} />
      )}
    </>
  )
}
