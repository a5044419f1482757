import { useQuery } from '@tanstack/react-query'
import { Form, Input, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { sayEventType } from '../../parts/event-types.ts'
import { previewOf } from '../../parts/preview.ts'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { bankAccountsQuery, isOpen, sayBankAccount, useBankAccountName } from '../bank.queries.ts'
import { say as sayBank } from '../words.ts'
import { say } from './words.ts'

/** What banks put on accounts and take, as it was entered. */
const types = ['IncomeReceived', 'BankChargePaid', 'UnidentifiedReceived'] as const
export interface BankEntry {
  readonly id: string
  readonly type: (typeof types)[number]
  readonly bankAccount: string
  readonly amountFen: number
  readonly reference?: string
}
interface Typed {
  readonly how: 'right' | 'never'
  readonly reason: string
  readonly bankAccount: string
  readonly amountFen: number
  readonly reference: string
}
type Body = BodyOf<'correctBankEntry'>

/** Undefined where it is another kind of movement. */
export function entryOf(
  bankAccount: string,
  { event, type, amountFen, reference }: { event: string; type: string; amountFen: number; reference?: string },
): BankEntry | undefined {
  const known = types.find((one) => one === type)
  if (!known) return undefined
  const said = reference !== undefined && { reference }
  return { id: event, type: known, bankAccount, amountFen: Math.abs(amountFen), ...said }
}

const reds: readonly string[] = ['IncomeReversed', 'BankChargeReversed', 'UnidentifiedReversed']

export function isRedEntry({ type }: { readonly type: string }): boolean {
  return reds.includes(type)
}

/** It is taken back in red, and the right one entered in the same act (红字更正). */
export function CorrectEntryDrawer({
  entry,
  onClose,
}: {
  readonly entry: BankEntry
  readonly onClose: () => void
}): ReactNode {
  const { id, type, amountFen, bankAccount, reference } = entry
  const fund = id.slice(0, id.lastIndexOf('.'))
  const amount = useAmount()
  const accountOf = useBankAccountName()
  const accounts = useQuery(bankAccountsQuery).data?.filter((one) => one.ownFund === fund && isOpen(one)) ?? []
  const ask = (body: Body, key: string, dryRun: boolean) =>
    api.POST('/v1/funds/{id}/bank-entry-corrections', {
      body,
      params: { path: { id: fund }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ActDrawer<Typed, Body, object>
      title={say('correctTitle', { what: sayEventType(type) })}
      form={`correct-entry.${id}`}
      empty={{ how: 'right', bankAccount, amountFen, ...(reference !== undefined && { reference }) }}
      toBody={(typed) => toBody(id, typed)}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('correct')}
      done={say('correctDone')}
      onClose={() => onClose()}
    >
      {(_, { how }) => (
        <>
          <p className="hint">{say('correctWhat')}</p>
          <p>{say('wrongEntry', { amount: amount(amountFen), account: accountOf(bankAccount) })}</p>
          <Form.Item name="reason" label={say('reason')} rules={[{ required: true, message: say('reasonMissing') }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="how" label={say('correctHow')}>
            <Radio.Group
              options={(['right', 'never'] as const).map((value) => ({ value, label: say(`correct.${value}`) }))}
            />
          </Form.Item>
          {how === 'right' && (
            <>
              <Form.Item
                name="amountFen"
                label={sayBank('amount')}
                rules={[{ required: true, message: sayBank('amountMissing') }]}
              >
                <YuanInput />
              </Form.Item>
              <Form.Item name="bankAccount" label={sayBank('account')}>
                <Select options={accounts.map((one) => ({ value: one.id, label: sayBankAccount(one) }))} />
              </Form.Item>
              <Form.Item name="reference" label={say('entryReference')}>
                <Input maxLength={60} />
              </Form.Item>
            </>
          )}
        </>
      )}
    </ActDrawer>
  )
}

function toBody(entry: string, { how, reason, bankAccount, amountFen, reference }: Partial<Typed>): Body | undefined {
  if (!reason?.trim()) return undefined
  const taken = { entry, reason: reason.trim() }
  if (how === 'never') return taken
  if (!amountFen || !bankAccount) return undefined
  return { ...taken, right: { bankAccount, amountFen, ...(reference?.trim() && { reference: reference.trim() }) } }
}
