import { useQuery } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answeredWith, answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { mark } from '../../../common/punctuation.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { ChangeDrawer } from '../../parts/change-drawer.tsx'
import { itemsQuery } from '../goods.queries.ts'
import { CommodityLines, type TypedLine, wholeLines } from '../parts/commodity-lines.tsx'
import { say as sayGoods } from '../words.ts'
import { say } from './words.ts'

interface Typed {
  readonly name?: string
  readonly trade?: string
  readonly lines?: readonly TypedLine[]
}

export function DefineKitDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <ActDrawer<Typed, BodyOf<'defineKit'>, object>
      title={say('defineKit')}
      form="define-kit"
      empty={{ lines: [{}] }}
      toBody={toBody}
      send={(body, key) => answerOf(api.POST('/v1/kits', { body, params: { header: { 'Idempotency-Key': key } } }))}
      submit={say('defineKit')}
      done={say('kitDefined')}
      onClose={() => onClose()}
    >
      <KitFields />
    </ActDrawer>
  )
}

/** A new version of what it is made of. */
export function ReviseKitDrawer({
  kit: id,
  onClose,
}: {
  readonly kit: string
  readonly onClose: () => void
}): ReactNode {
  return (
    <ChangeDrawer<Typed, BodyOf<'reviseKit'>>
      title={say('revise')}
      form={`revise-kit.${id}`}
      queryKey={['goods', 'kits', id, 'with-version']}
      read={() => answeredWith(api.GET('/v1/kits/{id}', { params: { path: { id } } }))}
      toTyped={({ name, trade, components }) => ({
        name,
        ...(trade && { trade }),
        lines: components.map(({ item, quantity }) => ({ commodity: item, quantity })),
      })}
      toBody={toBody}
      send={(body, header) => answerOf(api.PUT('/v1/kits/{id}', { body, params: { path: { id }, header } }))}
      inWords={({ name, trade, components }) => (
        <p>
          {[name, trade].filter(Boolean).join(' · ')}
          <br />
          <Components of={components} />
        </p>
      )}
      done={say('revised')}
      onClose={onClose}
    >
      <p className="hint">{say('reviseWhat')}</p>
      <KitFields />
    </ChangeDrawer>
  )
}

/** `矿泉水 × 2瓶、挂脖风扇 × 1台` */
export function Components({
  of,
}: {
  readonly of: readonly { readonly item: string; readonly quantity: number }[]
}): ReactNode {
  const { data: items = [] } = useQuery(itemsQuery)
  return of
    .map(({ item: id, quantity }) => {
      const item = items.find((one) => one.id === id)
      return say('component', { name: item?.name ?? id, quantity, unit: item?.unit ?? '' })
    })
    .join(mark('list'))
}

function KitFields(): ReactNode {
  const { data: items = [] } = useQuery(itemsQuery)
  const options = items.map(({ id, name, unit }) => ({ value: id, label: sayGoods('withUnit', { name, unit }) }))
  return (
    <>
      <Form.Item name="name" label={sayGoods('name')} rules={[{ required: true, message: sayGoods('nameMissing') }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="trade" label={sayGoods('trade')}>
        <Input maxLength={40} />
      </Form.Item>
      <CommodityLines name="lines" options={options} />
    </>
  )
}

function toBody({ name, trade, lines }: Typed): BodyOf<'reviseKit'> | undefined {
  const whole = wholeLines(lines)
  if (!name?.trim() || !whole) return undefined
  const components = whole.map(({ commodity, quantity }) => ({ item: commodity, quantity }))
  return { name: name.trim(), components, ...(trade?.trim() && { trade: trade.trim() }) }
}
