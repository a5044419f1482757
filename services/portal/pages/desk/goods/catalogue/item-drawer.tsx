import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { say as sayGoods } from '../words.ts'
import { say } from './words.ts'

interface Typed {
  readonly name?: string
  readonly unit?: string
}

export function ItemDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <ActDrawer<Typed, BodyOf<'defineItem'>, object>
      title={say('defineItem')}
      form="define-item"
      empty={{}}
      toBody={({ name, unit }) => (name?.trim() && unit?.trim() ? { name: name.trim(), unit: unit.trim() } : undefined)}
      send={(body, key) => answerOf(api.POST('/v1/items', { body, params: { header: { 'Idempotency-Key': key } } }))}
      submit={say('defineItem')}
      done={say('itemDefined')}
      onClose={() => onClose()}
    >
      <Form.Item name="name" label={sayGoods('name')} rules={[{ required: true, message: sayGoods('nameMissing') }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="unit" label={say('unit')} rules={[{ required: true, message: say('unitMissing') }]}>
        <Input maxLength={20} />
      </Form.Item>
    </ActDrawer>
  )
}
