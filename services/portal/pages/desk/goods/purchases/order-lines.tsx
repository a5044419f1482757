import { DeleteOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import type { BodyOf } from '../../../common/api/client.ts'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { depotsQuery, useCommodities } from '../goods.queries.ts'
import { say as sayGoods } from '../words.ts'
import { say } from './words.ts'

export interface TypedOrderLine {
  readonly commodity?: string
  readonly depot?: string
  readonly quantity?: number | null
  readonly unitPriceFen?: number
}

/** Goods at a price for a depot, numbered as the order numbers them. */
export function OrderLines(): ReactNode {
  const commodities = useCommodities()
  const { data: depots = [] } = useQuery(depotsQuery)
  return (
    <Form.List name="lines">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name: at }) => (
            <fieldset key={key} className="order-line">
              <legend>{say('lineNumber', { line: at + 1 })}</legend>
              <Form.Item
                name={[at, 'commodity']}
                label={sayGoods('commodity')}
                rules={[{ required: true, message: sayGoods('commodityMissing') }]}
              >
                <Select options={[...commodities]} showSearch={{ optionFilterProp: 'label' }} />
              </Form.Item>
              <Form.Item
                name={[at, 'depot']}
                label={say('depot')}
                rules={[{ required: true, message: say('depotMissing') }]}
              >
                <Select
                  options={depots.map(({ id, name }) => ({ value: id, label: name }))}
                  showSearch={{ optionFilterProp: 'label' }}
                />
              </Form.Item>
              <Form.Item
                name={[at, 'quantity']}
                label={sayGoods('quantity')}
                rules={[{ required: true, message: sayGoods('quantityMissing') }]}
              >
                <InputNumber min={1} precision={0} />
              </Form.Item>
              <Form.Item
                name={[at, 'unitPriceFen']}
                label={say('unitPrice')}
                rules={[{ required: true, message: say('unitPriceMissing') }]}
              >
                <YuanInput />
              </Form.Item>
              {fields.length > 1 && (
                <Button
                  icon={<DeleteOutlined />}
                  aria-label={sayGoods('removeLine', { number: at + 1 })}
                  onClick={() => remove(at)}
                />
              )}
            </fieldset>
          ))}
          <Button style={{ marginBlockEnd: 16 }} onClick={() => add({})}>
            {sayGoods('addLine')}
          </Button>
        </>
      )}
    </Form.List>
  )
}

/** Undefined as long as a line is not whole. */
export function wholeOrderLines(
  typed: readonly (TypedOrderLine | undefined)[] = [],
): BodyOf<'orderGoods'>['lines'] | undefined {
  const whole = typed.flatMap((line) => {
    const { commodity, depot, quantity, unitPriceFen } = line ?? {}
    return commodity && depot && quantity && unitPriceFen ? [{ commodity, depot, quantity, unitPriceFen }] : []
  })
  return whole.length > 0 && whole.length === typed.length ? whole : undefined
}
