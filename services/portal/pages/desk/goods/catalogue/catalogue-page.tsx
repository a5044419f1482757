import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../../common/react/session.tsx'
import { RegionTable } from '../../parts/region-table.tsx'
import { Failure, Loading } from '../../shell/states.tsx'
import { type Item, itemsQuery, type Kit, kitQuery, kitsQuery } from '../goods.queries.ts'
import { GoodsFrame } from '../goods-frame.tsx'
import { say as sayGoods } from '../words.ts'
import { ItemDrawer } from './item-drawer.tsx'
import { Components, DefineKitDrawer, ReviseKitDrawer } from './kit-drawers.tsx'
import { say } from './words.ts'

export function CataloguePage(): ReactNode {
  const { role } = useSession()
  const items = useQuery(itemsQuery)
  const kits = useQuery(kitsQuery)
  const [opened, setOpened] = useState<'item' | 'kit' | Kit>()
  const close = () => setOpened(undefined)
  const error = items.error ?? kits.error
  const isOfficer = role === 'officer'
  return (
    <GoodsFrame title={say('title')}>
      {error && <Failure error={error} onRetry={() => void Promise.all([items.refetch(), kits.refetch()])} />}
      {(!items.data || !kits.data) && !error && <Loading />}
      <Typography.Title level={2}>{say('kits')}</Typography.Title>
      {isOfficer && (
        <Button style={{ marginBlockEnd: 12 }} onClick={() => setOpened('kit')}>
          {say('defineKit')}
        </Button>
      )}
      {kits.data?.length === 0 && <Empty description={say('kitsNone')} />}
      {kits.data && kits.data.length > 0 && (
        <RegionTable<Kit>
          label={say('kits')}
          rowKey="id"
          dataSource={kits.data}
          expandable={{ expandedRowRender: (kit) => <Versions kit={kit} /> }}
          columns={[
            { title: sayGoods('name'), dataIndex: 'name' },
            { title: sayGoods('trade'), dataIndex: 'trade' },
            { title: say('version'), render: (_, { kitVersion }) => say('versionOf', { version: kitVersion }) },
            ...(isOfficer
              ? [
                  {
                    title: sayGoods('actions'),
                    render: (_: unknown, kit: Kit) => (
                      <Button size="small" onClick={() => setOpened(kit)}>
                        {say('revise')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      <Typography.Title level={2}>{say('items')}</Typography.Title>
      {isOfficer && (
        <Button style={{ marginBlockEnd: 12 }} onClick={() => setOpened('item')}>
          {say('defineItem')}
        </Button>
      )}
      {items.data?.length === 0 && <Empty description={say('itemsNone')} />}
      {items.data && items.data.length > 0 && (
        <RegionTable<Item>
          label={say('items')}
          rowKey="id"
          dataSource={items.data}
          columns={[
            { title: sayGoods('name'), dataIndex: 'name' },
            { title: say('unit'), dataIndex: 'unit' },
          ]}
        />
      )}
      {opened === 'item' && <ItemDrawer onClose={close} />}
      {opened === 'kit' && <DefineKitDrawer onClose={close} />}
      {typeof opened === 'object' && <ReviseKitDrawer kit={opened.id} onClose={close} />}
    </GoodsFrame>
  )
}

function Versions({ kit }: { readonly kit: Kit }): ReactNode {
  const { data, error } = useQuery(kitQuery(kit.id))
  if (error) return <Failure error={error} />
  if (!data) return <Loading />
  return (
    <ul>
      {[...data.versions].reverse().map(({ kitVersion, components }) => (
        <li key={kitVersion}>
          {say('versionOf', { version: kitVersion })}：<Components of={components} />
        </li>
      ))}
    </ul>
  )
}
