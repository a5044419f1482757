import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { sumFen } from '@welfare/contracts/money.ts'
import { Checkbox, Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { mark } from '../../../common/punctuation.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { allMerchantsQuery, useNames } from '../../parts/directory.queries.ts'
import { Failure, Loading } from '../../shell/states.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { everyStatementQuery, type StatementRow } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { PayeeShown } from './payee.tsx'

interface Typed {
  readonly merchant: string
  /** `<statement>.<number>`. */
  readonly parts: readonly string[]
  readonly reference: string
}

/** One transfer to one merchant, over any of its approved statements that no other payment has taken. */
export function PrepareDrawer({
  merchant,
  onClose,
}: {
  readonly merchant?: string
  readonly onClose: () => void
}): ReactNode {
  const navigate = useNavigate()
  return (
    <ActDrawer<Typed, BodyOf<'preparePayment'>, { readonly id: string }>
      title={say('prepare')}
      form={merchant === undefined ? 'prepare-payment' : `prepare-payment.${merchant}`}
      empty={{ ...(merchant !== undefined && { merchant }), parts: [] }}
      toBody={toBody}
      send={(body, key) => answerOf(api.POST('/v1/payments', { body, params: { header: { 'Idempotency-Key': key } } }))}
      submit={say('prepareNow')}
      done={say('paymentPrepared')}
      onClose={(sent) => {
        onClose()
        if (sent) void navigate({ to: '/desk/settlement/payments/$payment', params: { payment: sent.id } })
      }}
    >
      {(form, values) => (
        <>
          <p className="hint">{say('prepareWhat')}</p>
          <Form.Item name="merchant" label={say('merchant')} rules={[{ required: true }]}>
            <MerchantSelect isFixed={merchant !== undefined} onChosen={() => form.setFieldValue('parts', [])} />
          </Form.Item>
          {values.merchant && <OfMerchant merchant={values.merchant} chosen={values.parts ?? []} />}
          <Form.Item name="reference" label={say('ownReference')} extra={say('ownReferenceHint')}>
            <Input maxLength={40} />
          </Form.Item>
        </>
      )}
    </ActDrawer>
  )
}

function MerchantSelect({
  isFixed,
  onChosen,
  onChange,
  ...field
}: {
  readonly isFixed: boolean
  readonly onChosen: () => void
  readonly id?: string
  readonly value?: string
  readonly onChange?: (merchant: string) => void
}): ReactNode {
  const { data = [] } = useQuery(allMerchantsQuery)
  return (
    <Select
      {...field}
      disabled={isFixed}
      showSearch={{ optionFilterProp: 'label' }}
      options={data.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(merchant) => {
        onChosen()
        onChange?.(merchant)
      }}
    />
  )
}

/** What can be paid now, and where to. */
function OfMerchant({
  merchant,
  chosen,
}: {
  readonly merchant: string
  readonly chosen: readonly string[]
}): ReactNode {
  const amount = useAmount()
  const nameOf = useNames()
  const { data, error } = useQuery(everyStatementQuery({ merchant, status: 'approved' }))
  if (error) return <Failure error={error} />
  if (!data) return <Loading />
  const totalFen = sumFen(data.filter((row) => chosen.includes(partOf(row))).map(({ payFen }) => payFen))
  return (
    <>
      <p>
        {say('payee')}
        {mark('colon')}
        <PayeeShown merchant={merchant} />
      </p>
      {data.length === 0 && <p>{say('nothingToPay')}</p>}
      <Form.Item name="parts" label={say('parts')} hidden={data.length === 0}>
        <Checkbox.Group
          style={{ display: 'grid' }}
          options={data.map((row) => ({
            value: partOf(row),
            label: say('partIs', {
              programme: nameOf(row.programme),
              number: row.number,
              meals: row.meals,
              amount: amount(row.payFen),
            }),
          }))}
        />
      </Form.Item>
      {chosen.length > 0 && (
        <p aria-live="polite">
          <strong>{say('paymentTotal', { amount: amount(totalFen), count: chosen.length })}</strong>
        </p>
      )}
    </>
  )
}

function partOf({ id, number }: StatementRow): string {
  return `${id}.${number}`
}

function toBody({ merchant, parts = [], reference }: Partial<Typed>): BodyOf<'preparePayment'> | undefined {
  if (!merchant || parts.length === 0) return undefined
  return {
    merchant,
    parts: parts.map((part) => {
      const dot = part.lastIndexOf('.')
      return { statement: part.slice(0, dot), number: Number(part.slice(dot + 1)) }
    }),
    ...(reference?.trim() && { reference: reference.trim() }),
  }
}
