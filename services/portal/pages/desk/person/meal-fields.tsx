import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { priceListsQuery } from '../merchants/merchants.queries.ts'
import { DayInput } from '../parts/day-input.tsx'
import { useNames } from '../parts/directory.queries.ts'
import { YuanInput } from '../parts/yuan-input.tsx'
import { admittedQuery } from '../programmes/programmes.queries.ts'
import type { TypedMeal } from './eaten-meal.ts'
import { say } from './words.ts'

interface Props {
  readonly programme: string
  readonly today: string | undefined
  readonly values: Partial<TypedMeal>
}

/** Where, when and what was eaten, and the paper that says so. */
export function MealFields({ programme, today, values: { what, merchant, day } }: Props): ReactNode {
  const { data: admitted } = useQuery(admittedQuery(programme))
  const shops = [...new Set([...(merchant ? [merchant] : []), ...(admitted?.items ?? [])])]
  const nameOf = useNames(shops)
  return (
    <>
      <Form.Item name="merchant" label={say('merchant')} rules={[{ required: true, message: say('merchantMissing') }]}>
        <Select options={shops.map((id) => ({ value: id, label: nameOf(id) }))} />
      </Form.Item>
      <Form.Item name="day" label={say('mealDay')} rules={[{ required: true, message: say('mealDayMissing') }]}>
        <DayInput max={today} />
      </Form.Item>
      <Form.Item name="what" label={say('mealWhat')}>
        <Radio.Group
          options={[
            { value: 'amount', label: say('mealByAmount') },
            { value: 'items', label: say('mealByDishes') },
          ]}
        />
      </Form.Item>
      {what === 'items' ? (
        merchant && <Dishes merchant={merchant} day={day ?? today ?? ''} />
      ) : (
        <Form.Item
          name="amountFen"
          label={say('mealAmount')}
          rules={[{ required: true, message: say('mealAmountMissing') }]}
        >
          <YuanInput />
        </Form.Item>
      )}
      <Form.Item name="ownShareFen" label={say('mealOwnShare')} extra={say('mealOwnShareHint')}>
        <YuanInput />
      </Form.Item>
      <PaperFields />
    </>
  )
}

/** The paper behind what is put right, and why. */
export function PaperFields(): ReactNode {
  return (
    <>
      <Form.Item name="slip" label={say('slip')} rules={[{ required: true, message: say('slipMissing') }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="reason" label={say('reason')} rules={[{ required: true, message: say('reasonMissing') }]}>
        <Input maxLength={200} />
      </Form.Item>
    </>
  )
}

/** Of the list that held on that day. */
function Dishes({ merchant, day }: { readonly merchant: string; readonly day: string }): ReactNode {
  const { data: lists } = useQuery(priceListsQuery(merchant))
  // The newest first.
  const held = lists?.items.find(({ validFrom }) => validFrom <= day)
  if (lists && !held) return <p className="hint">{say('noPriceList')}</p>
  return held?.items.map(({ code, name }) => (
    <Form.Item key={code} name={['dishes', merchant, code]} label={say('mealDish', { name })}>
      <InputNumber min={0} max={1000} precision={0} />
    </Form.Item>
  ))
}
