import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DayInput } from '../../parts/day-input.tsx'
import { previewOf } from '../../parts/preview.ts'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { type BankAccount, sayBankAccount } from '../bank.queries.ts'
import { say as sayBank } from '../words.ts'
import { say } from './words.ts'

export interface BankEntryTyped {
  readonly amountFen: number
  readonly reference: string
  readonly day: string
  readonly lateReason: string
  readonly payerLastDigits: string
}
export type BankEntryAct = 'interest' | 'charge' | 'unidentifiedEntry'
type Body = BodyOf<'receiveInterest'> & BodyOf<'payBankCharge'> & BodyOf<'receiveUnidentified'>

const fourDigits = /^\d{4}$/

/** What the bank itself put on the account or took from it, of the union's own money there. */
export function BankEntryDrawer({
  act,
  account,
  begun = {},
  onClose,
}: {
  readonly act: BankEntryAct
  readonly account: BankAccount & { readonly ownFund: string }
  /** As the bank's own statement has it. */
  readonly begun?: Partial<BankEntryTyped>
  /** With the id of what was entered, where nobody else has to agree. */
  readonly onClose: (entered?: string) => void
}): ReactNode {
  const today = useToday()
  const { id: bankAccount, ownFund: fund } = account
  const toParams = (key: string, dryRun: boolean) => ({
    path: { id: fund },
    query: dryRun ? { dryRun } : {},
    header: { 'Idempotency-Key': key },
  })
  const enter = (body: Body, key: string, dryRun: boolean) => {
    const init = { body, params: toParams(key, dryRun) }
    return act === 'interest'
      ? api.POST('/v1/funds/{id}/interest', init)
      : api.POST('/v1/funds/{id}/bank-charges', init)
  }
  const suspend = (body: Body, key: string, dryRun: boolean) =>
    api.POST('/v1/funds/{id}/unidentified-receipts', { body, params: toParams(key, dryRun) })
  const isUnknown = act === 'unidentifiedEntry'
  return (
    <ActDrawer<BankEntryTyped, Body, object>
      title={say(act)}
      form={[act, bankAccount, ...(begun.reference === undefined ? [] : [begun.reference])].join('.')}
      empty={begun}
      toBody={(typed) => toBody(act, bankAccount, typed)}
      preview={(body, key) => (isUnknown ? previewOf(suspend(body, key, true)) : previewOf(enter(body, key, true)))}
      send={(body, key) =>
        isUnknown ? answerOf<object>(suspend(body, key, false)) : answerOf<object>(enter(body, key, false))
      }
      submit={say(act)}
      done={say(`${act}Done`)}
      onClose={(sent) => onClose(enteredAs(sent))}
    >
      {(_, { day }) => (
        <>
          <p className="hint">{say(`${act}What`)}</p>
          <p>{sayBankAccount(account)}</p>
          <Form.Item
            name="amountFen"
            label={sayBank('amount')}
            rules={[{ required: true, message: sayBank('amountMissing') }]}
          >
            <YuanInput />
          </Form.Item>
          <Form.Item name="reference" label={say('entryReference')}>
            <Input maxLength={60} />
          </Form.Item>
          {isUnknown && (
            <Form.Item
              name="payerLastDigits"
              label={say('payerLastDigits')}
              rules={[{ pattern: fourDigits, message: sayBank('lastDigitsMissing') }]}
            >
              <Input maxLength={4} inputMode="numeric" autoComplete="off" />
            </Form.Item>
          )}
          <Form.Item name="day" label={say('entryDay')}>
            <DayInput max={today} />
          </Form.Item>
          {day && day !== today && (
            <Form.Item name="lateReason" label={sayBank('lateReason')}>
              <Input maxLength={200} />
            </Form.Item>
          )}
        </>
      )}
    </ActDrawer>
  )
}

/** Undefined where it waits for another person, or was not sent. */
export function enteredAs(sent: object | undefined): string | undefined {
  return sent && 'id' in sent ? String(sent.id) : undefined
}

function toBody(
  act: BankEntryAct,
  bankAccount: string,
  { amountFen, reference, day, lateReason, payerLastDigits }: Partial<BankEntryTyped>,
): Body | undefined {
  if (!amountFen || (payerLastDigits && !fourDigits.test(payerLastDigits))) return undefined
  return {
    ...{ bankAccount, amountFen },
    ...(reference?.trim() && { reference: reference.trim() }),
    ...(day && (act === 'charge' ? { paidOn: day } : { receivedOn: day })),
    ...(act === 'unidentifiedEntry' && payerLastDigits && { payerLastDigits }),
    ...(lateReason?.trim() && { lateEntry: { reason: lateReason.trim() } }),
  }
}
