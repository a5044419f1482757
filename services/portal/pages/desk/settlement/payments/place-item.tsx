import { sumFen } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import { Form, Select } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { AccountItem, type TypedAccount } from '../../bank-accounts/account-item.tsx'
import { needOf } from '../../bank-accounts/account-need.ts'
import { usePayerName } from '../../bank-accounts/payers/payers.queries.ts'
import type { Asked } from '../../bank-accounts/use-account-need.ts'
import { say } from '../../bank-accounts/words.ts'
import { useAmount } from '../../shell/use-amount.ts'
import { payersOf, UNION } from './payers-of.ts'

export interface TypedPlace extends TypedAccount {
  /** `union`: from an account of a union, or from none. */
  readonly payer: string
}

/** An account of a union; where another payer pays some of it, first of all who pays now: each pays what is its own. */
export function PlaceItem({
  asked,
  leaving,
}: {
  readonly asked: Asked
  readonly leaving: readonly Share[]
}): ReactNode {
  const { need } = asked
  const payers = need ? payersOf(need.money, leaving) : []
  const ours = payers.find(({ payer }) => payer === UNION)?.shares ?? []
  const chosen: string | undefined = Form.useWatch('payer', Form.useFormInstance<TypedPlace>())
  const isOurs = payers.every(({ payer }) => payer === UNION) || chosen === UNION
  const ofUnion =
    need &&
    needOf(
      need.accounts,
      need.money,
      ours.map(({ fund }) => fund),
    )
  return (
    <>
      {payers.some(({ payer }) => payer !== UNION) && <PayerItem payers={payers} />}
      {isOurs && <AccountItem asked={{ ...asked, need: ofUnion }} label="payFrom" leaving={ours} />}
    </>
  )
}

function PayerItem({ payers }: { readonly payers: ReturnType<typeof payersOf> }): ReactNode {
  const form = Form.useFormInstance<TypedPlace>()
  const chosen: string | undefined = Form.useWatch('payer', form)
  const amount = useAmount()
  const nameOf = usePayerName()
  const [first, ...others] = payers
  const usual = others.length === 0 ? first?.payer : undefined
  const isOffered = payers.some(({ payer }) => payer === chosen)
  useEffect(() => {
    if (!isOffered && chosen !== usual) form.setFieldValue('payer', usual)
  }, [chosen, isOffered, usual, form])
  const one = payers.find(({ payer }) => payer === chosen)
  const short = one?.shares.find(({ fund, amountFen }) => amountFen > one.freeFen(fund))
  const sentence =
    one &&
    short &&
    say('quotaShort', {
      payer: nameOf(one.payer),
      free: amount(one.freeFen(short.fund)),
      needed: amount(short.amountFen),
    })
  return (
    <Form.Item
      name="payer"
      label={say('paidBy')}
      {...(sentence && { validateStatus: 'error' as const, help: <div role="alert">{sentence}</div> })}
      rules={[
        { required: true, message: say('payerMissing') },
        { validator: () => (sentence ? Promise.reject(new Error(sentence)) : Promise.resolve()) },
      ]}
    >
      <Select
        options={payers.map(({ payer, shares, freeFen }) => {
          const total = amount(sumFen(shares.map(({ amountFen }) => amountFen)))
          const free = amount(sumFen(shares.map(({ fund }) => freeFen(fund))))
          return {
            value: payer,
            label:
              payer === UNION
                ? say('byUnion', { amount: total })
                : say('byPayer', { payer: nameOf(payer), amount: total, free }),
          }
        })}
      />
    </Form.Item>
  )
}

export function placeFrom(bankAccount: string | undefined, payer: string | undefined) {
  if (payer !== undefined && payer !== UNION) return { payer }
  return bankAccount ? { bankAccount } : {}
}
