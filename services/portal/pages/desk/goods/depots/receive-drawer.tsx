import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DayInput } from '../../parts/day-input.tsx'
import { useCommodities, useGoodsNames } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayFields, useToday } from '../parts/day-fields.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import { say as sayGoods } from '../words.ts'
import { fundsToChooseQuery } from './depots.queries.ts'
import { say } from './words.ts'

const sources = ['organisation', 'individual', 'purchase'] as const

interface Typed extends TypedDay {
  readonly commodity?: string
  readonly quantity?: number | null
  readonly source?: (typeof sources)[number]
  readonly donor?: string
  readonly fund?: string
  readonly invoiceNumber?: string
  readonly receiptNumber?: string
  readonly expiresOn?: string
}

/** A new lot, given or bought. */
export function ReceiveDrawer({
  depot: id,
  onClose,
}: {
  readonly depot: string
  readonly onClose: () => void
}): ReactNode {
  const nameOf = useGoodsNames()
  const commodities = useCommodities()
  const today = useToday()
  return (
    <ActDrawer<Typed, BodyOf<'receiveGoods'>, object>
      title={say('receive')}
      form={`receive-goods.${id}`}
      empty={{ source: 'organisation' }}
      toBody={(typed) => toBody(typed, today)}
      {...asked((body: BodyOf<'receiveGoods'>, given) =>
        api.POST('/v1/depots/{id}/receipts', { body, params: { path: { id }, ...given } }),
      )}
      submit={say('receive')}
      done={say('received')}
      nameOf={nameOf}
      onClose={() => onClose()}
    >
      {(_, values) => (
        <>
          <Form.Item
            name="commodity"
            label={sayGoods('commodity')}
            rules={[{ required: true, message: sayGoods('commodityMissing') }]}
          >
            <Select options={[...commodities]} showSearch={{ optionFilterProp: 'label' }} />
          </Form.Item>
          <Form.Item
            name="quantity"
            label={sayGoods('quantity')}
            rules={[{ required: true, message: sayGoods('quantityMissing') }]}
          >
            <InputNumber min={1} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <SourceFields source={values.source} />
          <Form.Item
            name="receiptNumber"
            label={say('receiptNumber')}
            rules={[{ required: true, message: say('receiptMissing') }]}
          >
            <Input maxLength={60} />
          </Form.Item>
          <DayFields label={say('receivedOn')} day={values.day} />
          <Form.Item name="expiresOn" label={say('expiresOn')}>
            <DayInput />
          </Form.Item>
        </>
      )}
    </ActDrawer>
  )
}

function SourceFields({ source }: { readonly source: Typed['source'] }): ReactNode {
  const { data: funds = [] } = useQuery(fundsToChooseQuery)
  return (
    <>
      <Form.Item name="source" label={say('source')}>
        <Radio.Group options={sources.map((one) => ({ value: one, label: say(`source.${one}`) }))} />
      </Form.Item>
      {source === 'organisation' && (
        <Form.Item name="donor" label={say('donor')} rules={[{ required: true, message: say('donorMissing') }]}>
          <Input maxLength={100} />
        </Form.Item>
      )}
      {source === 'purchase' && (
        <>
          <Form.Item name="fund" label={say('fund')} rules={[{ required: true, message: say('fundMissing') }]}>
            <Select options={funds.map(({ id, name }) => ({ value: id, label: name }))} />
          </Form.Item>
          <Form.Item name="invoiceNumber" label={say('invoice')}>
            <Input maxLength={60} />
          </Form.Item>
        </>
      )}
    </>
  )
}

function toBody(typed: Typed, today: string | undefined): BodyOf<'receiveGoods'> | undefined {
  const { commodity, quantity, receiptNumber, expiresOn } = typed
  const source = sourceOf(typed)
  const receivedOn = typed.day ?? today
  if (!commodity || !quantity || !receiptNumber?.trim() || !source || receivedOn === undefined) return undefined
  return {
    commodity,
    quantity,
    source,
    receiptNumber: receiptNumber.trim(),
    receivedOn,
    ...(expiresOn && { expiresOn }),
    ...lateEntryOf({ ...typed, day: receivedOn }, today),
  }
}

function sourceOf({ source, donor, fund, invoiceNumber }: Typed): BodyOf<'receiveGoods'>['source'] | undefined {
  if (source === 'individual') return { kind: 'donation', donor: { kind: 'individual' } }
  if (source === 'purchase') {
    return fund
      ? { kind: 'purchase', fund, ...(invoiceNumber?.trim() && { invoiceNumber: invoiceNumber.trim() }) }
      : undefined
  }
  return donor?.trim() ? { kind: 'donation', donor: { kind: 'organisation', name: donor.trim() } } : undefined
}
