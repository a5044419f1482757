import { addShares, type Share } from '@welfare/contracts/shares.ts'
import { Form, Input, Radio } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { AccountItem, type TypedAccount } from '../../bank-accounts/account-item.tsx'
import { withAccount } from '../../bank-accounts/account-need.ts'
import { useNeedOfProgrammes } from '../../bank-accounts/use-account-need.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DayInput } from '../../parts/day-input.tsx'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { movesOf } from '../moves.ts'
import { PaperFields, type TypedPaper, toDocument } from '../paper-fields.tsx'
import type { Payment } from '../settlement.queries.ts'
import { say } from '../words.ts'

interface Props {
  readonly payment: Payment
  readonly onClose: () => void
}
const params = (id: string, key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } })

export function SendingDrawer({ payment: { id }, onClose }: Props): ReactNode {
  const today = useToday()
  return (
    <ActDrawer<{ readonly sentOn: string }, BodyOf<'sendPayment'>, object>
      title={say('sendByHand')}
      form={`send.${id}`}
      empty={{}}
      toBody={({ sentOn }) => (sentOn ? { sentOn } : {})}
      send={(body, key) => answerOf(api.POST('/v1/payments/{id}/sending', { body, params: params(id, key) }))}
      submit={say('sendByHand')}
      done={say('sent')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('sendWhat')}</p>
      <Form.Item name="sentOn" label={say('sentOn')}>
        <DayInput max={today} />
      </Form.Item>
    </ActDrawer>
  )
}

interface TypedResult extends TypedPaper {
  readonly outcome: 'paid' | 'failed'
  readonly amountFen: number
  readonly paidOn: string
  readonly bankReference: string
  readonly reason: string
}

/** The bank's word, of the whole amount: another amount is refused, and nothing is paid. */
export function ResultDrawer({ payment, onClose }: Props): ReactNode {
  const { id, totalFen, bankAccount, payer = bankAccount } = payment
  const today = useToday()
  return (
    <ActDrawer<TypedResult, BodyOf<'recordPaymentResult'>, object>
      title={say('result')}
      form={`result.${id}`}
      empty={{ outcome: 'paid', kind: say('bankReceipt') }}
      toBody={toResult}
      preview={async ({ outcome, amountFen }) =>
        movesOf(outcome === 'paid' && amountFen === totalFen ? sharesOf(payment) : [], { payable: -1, bank: -1 }, payer)
      }
      send={(body, key) => answerOf(api.POST('/v1/payments/{id}/result', { body, params: params(id, key) }))}
      submit={say('result')}
      done={say('resultDone')}
      onClose={() => onClose()}
    >
      {(_, { outcome }) => (
        <>
          <Form.Item name="outcome" label={say('outcome')}>
            <Radio.Group
              options={(['paid', 'failed'] as const).map((value) => ({ value, label: say(`result.${value}`) }))}
            />
          </Form.Item>
          <Form.Item
            name="amountFen"
            label={say('bankAmount')}
            rules={[{ required: true, message: say('amountMissing') }]}
          >
            <YuanInput />
          </Form.Item>
          {outcome === 'failed' ? (
            <>
              <p className="hint">{say('failedWhat')}</p>
              <ReasonField />
              <PaperFields />
            </>
          ) : (
            <>
              <Form.Item name="paidOn" label={say('paidOn')}>
                <DayInput max={today} />
              </Form.Item>
              <Form.Item name="bankReference" label={say('bankReference')}>
                <Input maxLength={60} />
              </Form.Item>
            </>
          )}
        </>
      )}
    </ActDrawer>
  )
}

function toResult(typed: Partial<TypedResult>): BodyOf<'recordPaymentResult'> | undefined {
  const { outcome, amountFen, paidOn, bankReference, reason } = typed
  if (!amountFen) return undefined
  if (outcome === 'paid') {
    const said = bankReference?.trim()
    return { outcome, amountFen, ...(paidOn && { paidOn }), ...(said && { bankReference: said }) }
  }
  const document = toDocument(typed)
  return reason?.trim() && document ? { outcome: 'failed', amountFen, reason: reason.trim(), document } : undefined
}

interface TypedReturn extends TypedPaper, TypedAccount {
  readonly returnedOn: string
  readonly reason: string
}

export function ReturnDrawer({ payment, onClose }: Props): ReactNode {
  const { id, bankAccount: paidFrom, payer, parts } = payment
  const today = useToday()
  const shares = sharesOf(payment)
  const asked = useNeedOfProgrammes(
    parts.map(({ programme }) => programme),
    shares.map(({ fund }) => fund),
  )
  return (
    <ActDrawer<TypedReturn, BodyOf<'recordPaymentReturn'>, object>
      title={say('cameBack')}
      form={`return.${id}`}
      empty={{ kind: say('bankReceipt'), ...(paidFrom && { bankAccount: paidFrom }) }}
      toBody={(typed) => {
        const document = toDocument(typed)
        const { returnedOn, reason } = typed
        const account = withAccount(asked.need, typed.bankAccount)
        return document && account && reason?.trim()
          ? { document, reason: reason.trim(), ...account, ...(returnedOn && { returnedOn }) }
          : undefined
      }}
      preview={async ({ bankAccount }) => movesOf(shares, { bank: 1, payable: 1 }, payer ?? bankAccount)}
      send={(body, key) => answerOf(api.POST('/v1/payments/{id}/return', { body, params: params(id, key) }))}
      submit={say('cameBack')}
      done={say('cameBackDone')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('cameBackWhat')}</p>
      <Form.Item name="returnedOn" label={say('returnedOn')}>
        <DayInput max={today} />
      </Form.Item>
      <AccountItem asked={asked} label="backOn" />
      <ReasonField />
      <PaperFields />
    </ActDrawer>
  )
}

function sharesOf({ parts }: Payment): Share[] {
  return parts.reduce<Share[]>((sum, { shares }) => addShares(sum, shares), [])
}
