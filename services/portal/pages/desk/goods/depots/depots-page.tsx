import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Empty, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DivisionItem, useOwnDivision } from '../../parts/division-select.tsx'
import { useDivisionName } from '../../parts/divisions.queries.ts'
import { Reading } from '../../shell/reading.tsx'
import { type Depot, depotsQuery } from '../goods.queries.ts'
import { GoodsFrame } from '../goods-frame.tsx'
import { say as sayGoods } from '../words.ts'
import { say } from './words.ts'

export function DepotsPage(): ReactNode {
  const { role } = useSession()
  const read = useQuery(depotsQuery)
  const { data } = read
  const division = useDivisionName((data ?? []).map((depot) => depot.division))
  const [isOpening, setOpening] = useState(false)
  return (
    <GoodsFrame title={say('title')}>
      {role === 'officer' && (
        <Button type="primary" className="not-on-paper" style={{ marginBlockEnd: 16 }} onClick={() => setOpening(true)}>
          {say('open')}
        </Button>
      )}
      <Reading of={read} />
      {data?.length === 0 && <Empty description={say('none')} />}
      {data && data.length > 0 && (
        <DataTable<Depot>
          name="depots"
          label={say('title')}
          rows={data}
          rowKey={({ id }) => id}
          columns={[
            {
              ...{ key: 'name', title: sayGoods('name') },
              text: ({ name }) => name,
              order: ({ name }) => name,
              render: ({ id, name }) => (
                <Link to="/desk/goods/depots/$depot" params={{ depot: id }}>
                  {name}
                </Link>
              ),
            },
            {
              ...{ key: 'division', title: sayGoods('division') },
              text: (depot) => division(depot.division),
              order: (depot) => depot.division,
            },
          ]}
        />
      )}
      {isOpening && <OpenDepotDrawer onClose={() => setOpening(false)} />}
    </GoodsFrame>
  )
}

interface Typed {
  readonly name?: string
  readonly division?: string
}

function OpenDepotDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <ActDrawer<Typed, BodyOf<'openDepot'>, object>
      title={say('open')}
      form="open-depot"
      empty={useOwnDivision()}
      toBody={({ name, division }) => (name?.trim() && division ? { name: name.trim(), division } : undefined)}
      send={(body, key) => answerOf(api.POST('/v1/depots', { body, params: { header: { 'Idempotency-Key': key } } }))}
      submit={say('open')}
      done={say('opened')}
      onClose={() => onClose()}
    >
      <Form.Item name="name" label={sayGoods('name')} rules={[{ required: true, message: sayGoods('nameMissing') }]}>
        <Input maxLength={100} />
      </Form.Item>
      <DivisionItem />
    </ActDrawer>
  )
}
