import { DeleteOutlined } from '@ant-design/icons'
import { Button, Form, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { say } from '../words.ts'

export interface TypedLine {
  readonly commodity?: string | undefined
  readonly quantity?: number | null | undefined
}

interface Option {
  readonly value: string
  readonly label: string
}

/** Goods and how many, line by line. */
export function CommodityLines({
  name,
  options,
}: {
  readonly name: string
  readonly options: readonly Option[]
}): ReactNode {
  return (
    <Form.List name={name}>
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name: at }) => (
            <div key={key} className="goods-line">
              <Form.Item
                name={[at, 'commodity']}
                label={say('commodity')}
                rules={[{ required: true, message: say('commodityMissing') }]}
              >
                <Select options={[...options]} showSearch={{ optionFilterProp: 'label' }} />
              </Form.Item>
              <Form.Item
                name={[at, 'quantity']}
                label={say('quantity')}
                rules={[{ required: true, message: say('quantityMissing') }]}
              >
                <InputNumber min={1} precision={0} />
              </Form.Item>
              {fields.length > 1 && (
                <Button
                  icon={<DeleteOutlined />}
                  aria-label={say('removeLine', { number: at + 1 })}
                  onClick={() => remove(at)}
                />
              )}
            </div>
          ))}
          <Button style={{ marginBlockEnd: 16 }} onClick={() => add({})}>
            {say('addLine')}
          </Button>
        </>
      )}
    </Form.List>
  )
}

/** Undefined as long as a line is not whole. */
export function wholeLines(
  lines: readonly TypedLine[] | undefined,
): { commodity: string; quantity: number }[] | undefined {
  const whole = (lines ?? []).flatMap((line) => {
    const { commodity, quantity } = line ?? {}
    return commodity && quantity ? [{ commodity, quantity }] : []
  })
  return whole.length > 0 && whole.length === lines?.length ? whole : undefined
}
