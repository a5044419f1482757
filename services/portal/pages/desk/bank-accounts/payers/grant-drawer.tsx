import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DayInput } from '../../parts/day-input.tsx'
import { previewOf } from '../../parts/preview.ts'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { Reading } from '../../shell/reading.tsx'
import { say as sayBank } from '../words.ts'
import { payersQuery } from './payers.queries.ts'
import { say } from './words.ts'

interface Typed {
  readonly payer: string
  readonly noticeNumber: string
  readonly amountFen: number
  readonly grantedOn: string
  readonly lateReason: string
}
type Body = BodyOf<'grantDirectPayment'>

/** By the notice of who pays shops itself (授权支付额度): no bank of ours ever has it. */
export function GrantDrawer({
  fund,
  payer,
  onClose,
}: {
  readonly fund: string
  /** Who pays the fund already: nobody else does. */
  readonly payer?: string | undefined
  readonly onClose: () => void
}): ReactNode {
  const payers = useQuery(payersQuery)
  const offered = payers.data?.filter(({ id }) => payer === undefined || id === payer) ?? []
  const ask = (body: Body, key: string, dryRun: boolean) =>
    api.POST('/v1/funds/{id}/direct-payment-grants', {
      body,
      params: { path: { id: fund }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ActDrawer<Typed, Body, object>
      title={sayBank('grant')}
      form={`grant.${fund}`}
      empty={payer === undefined ? {} : { payer }}
      toBody={toBody}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={sayBank('grant')}
      done={say('granted')}
      onClose={() => onClose()}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('grantWhat')}</p>
          <Reading of={payers} />
          <Form.Item
            name="payer"
            label={sayBank('payer')}
            {...(payers.data?.length === 0 && { extra: say('payersNone') })}
            rules={[{ required: true, message: sayBank('payerMissing') }]}
          >
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={offered.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
          <Form.Item
            name="noticeNumber"
            label={say('noticeNumber')}
            rules={[{ required: true, message: say('noticeMissing') }]}
          >
            <Input maxLength={60} />
          </Form.Item>
          <AmountField />
          <DayFields name="grantedOn" label={say('grantedOn')} isLate={Boolean(values.grantedOn)} />
        </>
      )}
    </ActDrawer>
  )
}

export function AmountField(): ReactNode {
  return (
    <Form.Item
      name="amountFen"
      label={sayBank('amount')}
      rules={[{ required: true, message: sayBank('amountMissing') }]}
    >
      <YuanInput />
    </Form.Item>
  )
}

/** A day that is not today says why it is entered so late. */
export function DayFields({
  name,
  label,
  isLate,
}: {
  readonly name: string
  readonly label: string
  readonly isLate: boolean
}): ReactNode {
  return (
    <>
      <Form.Item name={name} label={label}>
        <DayInput />
      </Form.Item>
      {isLate && (
        <Form.Item name="lateReason" label={sayBank('lateReason')}>
          <Input maxLength={200} />
        </Form.Item>
      )}
    </>
  )
}

function toBody({ payer, noticeNumber, amountFen, grantedOn, lateReason }: Partial<Typed>): Body | undefined {
  if (!payer || !noticeNumber?.trim() || !amountFen) return undefined
  return { payer, noticeNumber: noticeNumber.trim(), amountFen, ...lateOf({ day: grantedOn, lateReason }, 'grantedOn') }
}

export function lateOf<Name extends string>(
  { day, lateReason }: { readonly day: string | undefined; readonly lateReason: string | undefined },
  name: Name,
) {
  return {
    ...(day && ({ [name]: day } as Record<Name, string>)),
    ...(day && lateReason?.trim() && { lateEntry: { reason: lateReason.trim() } }),
  }
}
