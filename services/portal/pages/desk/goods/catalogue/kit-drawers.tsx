import { useQuery } from '@tanstack/react-query'
import { Drawer, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answeredWith, answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { Failure, Loading } from '../../shell/states.tsx'
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

/** A new version of what it is made of, on the version that was read: who was quicker is told. */
export function ReviseKitDrawer({
  kit: id,
  onClose,
}: {
  readonly kit: string
  readonly onClose: () => void
}): ReactNode {
  const { data, error } = useQuery({
    queryKey: ['goods', 'kits', id, 'with-version'],
    queryFn: () => answeredWith(api.GET('/v1/kits/{id}', { params: { path: { id } } })),
    staleTime: 0,
    gcTime: 0,
  })
  if (!data?.version) {
    return (
      <Drawer open title={say('revise')} onClose={onClose}>
        {error ? <Failure error={error} /> : <Loading />}
      </Drawer>
    )
  }
  const { body: kit, version } = data
  return (
    <ActDrawer<Typed, BodyOf<'reviseKit'>, object>
      title={`${say('revise')} · ${kit.name}`}
      form={`revise-kit.${id}.${kit.kitVersion}`}
      empty={{
        name: kit.name,
        ...(kit.trade && { trade: kit.trade }),
        lines: kit.components.map(({ item, quantity }) => ({ commodity: item, quantity })),
      }}
      toBody={toBody}
      send={(body, key) =>
        answerOf(
          api.PUT('/v1/kits/{id}', {
            body,
            params: { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': version } },
          }),
        )
      }
      submit={say('revise')}
      done={say('revised')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('reviseWhat')}</p>
      <KitFields />
    </ActDrawer>
  )
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
