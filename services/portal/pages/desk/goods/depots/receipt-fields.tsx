import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import type { BodyOf } from '../../../common/api/client.ts'
import { DayInput } from '../../parts/day-input.tsx'
import { useCommodities } from '../goods.queries.ts'
import { DayFields } from '../parts/day-fields.tsx'
import type { TypedDay } from '../parts/late-entry.ts'
import { say as sayGoods } from '../words.ts'
import { fundsToChooseQuery } from './depots.queries.ts'
import { say } from './words.ts'

const sources = ['organisation', 'individual', 'purchase'] as const

interface TypedPaper {
  readonly quantity?: number | null | undefined
  readonly receiptNumber?: string | undefined
  readonly invoiceNumber?: string | undefined
  readonly expiresOn?: string | undefined
}

export interface TypedReceipt extends TypedPaper, TypedDay {
  readonly commodity?: string | undefined
  readonly source?: (typeof sources)[number] | undefined
  readonly donor?: string | undefined
  readonly fund?: string | undefined
}

export function ReceiptFields({ values: { source, day } }: { readonly values: TypedReceipt }): ReactNode {
  const commodities = useCommodities()
  const { data: funds = [] } = useQuery(fundsToChooseQuery)
  return (
    <>
      <Form.Item
        name="commodity"
        label={sayGoods('commodity')}
        rules={[{ required: true, message: sayGoods('commodityMissing') }]}
      >
        <Select options={[...commodities]} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="source" label={say('source')}>
        <Radio.Group options={sources.map((one) => ({ value: one, label: say(`source.${one}`) }))} />
      </Form.Item>
      {source === 'organisation' && (
        <Form.Item name="donor" label={say('donor')} rules={[{ required: true, message: say('donorMissing') }]}>
          <Input maxLength={100} />
        </Form.Item>
      )}
      {source === 'purchase' && (
        <Form.Item name="fund" label={say('fund')} rules={[{ required: true, message: say('fundMissing') }]}>
          <Select options={funds.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      )}
      <PaperFields isBought={source === 'purchase'} />
      <DayFields label={say('receivedOn')} day={day} />
    </>
  )
}

/** What the paper says of the lot. */
export function PaperFields({
  isBought,
  least = 1,
}: {
  readonly isBought: boolean
  readonly least?: number
}): ReactNode {
  return (
    <>
      <Form.Item
        name="quantity"
        label={sayGoods('quantity')}
        rules={[{ required: true, message: sayGoods('quantityMissing') }]}
      >
        <InputNumber min={least} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item
        name="receiptNumber"
        label={say('receiptNumber')}
        rules={[{ required: true, message: say('receiptMissing') }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      {isBought && (
        <Form.Item name="invoiceNumber" label={say('invoice')}>
          <Input maxLength={60} />
        </Form.Item>
      )}
      <Form.Item name="expiresOn" label={say('expiresOn')}>
        <DayInput />
      </Form.Item>
    </>
  )
}

type Receipt = Omit<BodyOf<'receiveGoods'>, 'lateEntry'>

/** Undefined as long as something is missing. */
export function receiptOf(typed: TypedReceipt, today: string | undefined): Receipt | undefined {
  const { commodity, quantity, receiptNumber, expiresOn } = typed
  const source = sourceOf(typed)
  const receivedOn = typed.day ?? today
  if (!commodity || !quantity || !receiptNumber?.trim() || !source || receivedOn === undefined) return undefined
  return {
    ...{ commodity, quantity, source, receivedOn },
    receiptNumber: receiptNumber.trim(),
    ...(expiresOn && { expiresOn }),
  }
}

function sourceOf({ source, donor, fund, invoiceNumber }: TypedReceipt): Receipt['source'] | undefined {
  if (source === 'individual') return { kind: 'donation', donor: { kind: 'individual' } }
  if (source === 'purchase') {
    return fund
      ? { kind: 'purchase', fund, ...(invoiceNumber?.trim() && { invoiceNumber: invoiceNumber.trim() }) }
      : undefined
  }
  return donor?.trim() ? { kind: 'donation', donor: { kind: 'organisation', name: donor.trim() } } : undefined
}
