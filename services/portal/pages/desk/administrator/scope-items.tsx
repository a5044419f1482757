import { useQuery } from '@tanstack/react-query'
import { Form } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { DivisionSelect } from '../parts/division-select.tsx'
import { ManySelect } from '../parts/many-select.tsx'
import type { Role } from '../shell/roles.ts'
import { say } from './words.ts'

type Scope = BodyOf<'openAccount'>['scope']

/** A scope as it is chosen here: one division, and, where it is narrower, programmes or a merchant. */
export interface TypedScope {
  readonly division?: string
  readonly programmes?: readonly string[]
  readonly merchants?: readonly string[]
}

export function scopeOf({ division, programmes = [], merchants = [] }: TypedScope): Scope {
  return {
    divisions: division === undefined ? [] : [division],
    ...(programmes.length > 0 && { programmes: [...programmes] }),
    ...(merchants.length > 0 && { merchants: [...merchants] }),
  }
}

/** Where a role holds: fields of a form of the caller's. */
export function ScopeItems({ role }: { readonly role: Role | undefined }): ReactNode {
  const isMerchants = role?.startsWith('merchant-') ?? false
  const { data: programmes } = useQuery({
    queryKey: ['programmes', 'names'],
    queryFn: () => answerOf(api.GET('/v1/programmes', { params: { query: { limit: 100 } } })),
    enabled: !isMerchants,
  })
  const { data: merchants } = useQuery({
    queryKey: ['merchants', 'names'],
    queryFn: () => answerOf(api.GET('/v1/merchants', { params: { query: { limit: 100 } } })),
    enabled: isMerchants,
  })
  const optionsOf = (items: readonly { readonly id: string; readonly name: string }[] | undefined) =>
    (items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <Form.Item
        name="division"
        label={say('reach')}
        extra={say('reachWhat')}
        rules={[{ required: true, message: say('reachMissing') }]}
      >
        <DivisionSelect isWholeOffered />
      </Form.Item>
      {isMerchants ? (
        <Form.Item
          name="merchants"
          label={say('merchant')}
          rules={[{ required: true, message: say('merchantMissing') }]}
        >
          <ManySelect showSearch={{ optionFilterProp: 'label' }} options={optionsOf(merchants?.items)} />
        </Form.Item>
      ) : (
        <Form.Item name="programmes" label={say('programmes')} extra={say('programmesWhat')}>
          <ManySelect showSearch={{ optionFilterProp: 'label' }} options={optionsOf(programmes?.items)} />
        </Form.Item>
      )}
    </>
  )
}
