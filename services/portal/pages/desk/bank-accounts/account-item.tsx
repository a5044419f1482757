import { useQuery } from '@tanstack/react-query'
import { sumFen } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import { Form, Select } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { mark } from '../../common/punctuation.ts'
import { fundsQuery } from '../funds/funds.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { useAmount } from '../shell/use-amount.ts'
import { type AccountNeed, freeFen, isOwn, shortOf, usualAccount } from './account-need.ts'
import { sayBankAccount } from './bank.queries.ts'
import type { Asked } from './use-account-need.ts'
import { say } from './words.ts'

/** What a form holds where money enters or leaves an account of a union. */
export interface TypedAccount {
  readonly bankAccount: string
}

interface AccountItemProps {
  readonly asked: Asked
  readonly label: 'payFrom' | 'receivedOnAccount' | 'refundFrom' | 'backOn'
  /** What leaves the account, by fund; absent where money comes. */
  readonly leaving?: readonly Share[]
  /** Where several could be meant. */
  readonly preferred?: string | undefined
}

/** Where the money of the funds lies on accounts of unions: which of them it is. Nothing where it does not. */
export function AccountItem({ asked: { need, reads }, ...item }: AccountItemProps): ReactNode {
  if (!need) return <Reading of={reads} />
  return need.kind === 'none' ? null : <AccountField need={need} {...item} />
}

function AccountField({
  need,
  label,
  leaving,
  preferred,
}: Omit<AccountItemProps, 'asked'> & { readonly need: AccountNeed }): ReactNode {
  const form = Form.useFormInstance<TypedAccount>()
  const chosen = Form.useWatch('bankAccount', form)
  const amount = useAmount()
  const nameOf = useFundName()
  const usual = usualAccount(need, leaving, preferred)
  useEffect(() => {
    if (chosen === undefined && usual !== undefined) form.setFieldValue('bankAccount', usual)
  }, [chosen, usual, form])
  const own = need.accounts.filter(isOwn)
  const offered = leaving ? own : [...own, ...need.accounts.filter((account) => !isOwn(account))]
  const funds = need.money.map(({ fund }) => fund)
  const free = (id: string) => sumFen(funds.map((fund) => freeFen(need, fund, id)))
  const short = chosen !== undefined && leaving ? shortOf(need, leaving, chosen) : []
  const sentences = [
    ...short.map(({ fund, amountFen }) =>
      say('notThere', {
        fund: nameOf(fund),
        there: amount(freeFen(need, fund, chosen ?? '')),
        needed: amount(amountFen),
      }),
    ),
    ...(need.elsewhere.length > 0 ? [say('mixed', { funds: need.elsewhere.map(nameOf).join(mark('list')) })] : []),
  ]
  return (
    <Form.Item
      name="bankAccount"
      label={say(label)}
      {...(need.kind === 'offered' && { extra: say('offered') })}
      {...(leaving && own.length === 0 && { extra: say('noOwn') })}
      {...(sentences.length > 0 && { validateStatus: 'error' as const, help: <Sentences all={sentences} /> })}
      rules={[
        { required: need.kind === 'asked', message: say('accountMissing') },
        { validator: () => (short.length === 0 ? Promise.resolve() : Promise.reject(new Error(sentences[0]))) },
      ]}
    >
      <Select
        allowClear={need.kind === 'offered'}
        showSearch={{ optionFilterProp: 'label' }}
        options={offered.map((account) => ({
          value: account.id,
          label: leaving
            ? say('has', { account: sayBankAccount(account), amount: amount(free(account.id)) })
            : sayBankAccount(account),
        }))}
      />
    </Form.Item>
  )
}

function Sentences({ all }: { readonly all: readonly string[] }): ReactNode {
  return (
    <div role="alert">
      {all.map((one) => (
        <div key={one}>{one}</div>
      ))}
    </div>
  )
}

/** What funds are called that may be another division's. */
function useFundName(): (id: string) => string {
  const { data } = useQuery(fundsQuery)
  return (id) => data?.find((one) => one.id === id)?.name ?? id
}
