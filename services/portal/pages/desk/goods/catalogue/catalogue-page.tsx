import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { mark } from '../../../common/punctuation.ts'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { Reading } from '../../shell/reading.tsx'
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
  const isOfficer = role === 'officer'
  return (
    <GoodsFrame title={say('title')}>
      <Reading of={[items, kits]} />
      <Typography.Title level={2}>{say('kits')}</Typography.Title>
      {isOfficer && (
        <Button style={{ marginBlockEnd: 12 }} onClick={() => setOpened('kit')}>
          {say('defineKit')}
        </Button>
      )}
      {kits.data?.length === 0 && <Empty description={say('kitsNone')} />}
      {kits.data && kits.data.length > 0 && (
        <DataTable<Kit>
          name="kits"
          label={say('kits')}
          rows={kits.data}
          rowKey={({ id }) => id}
          expanded={(kit) => <Versions kit={kit} />}
          columns={[
            { key: 'name', title: sayGoods('name'), text: ({ name }) => name, order: ({ name }) => name },
            {
              key: 'trade',
              title: sayGoods('trade'),
              text: ({ trade }) => trade ?? '',
              order: ({ trade }) => trade ?? '',
            },
            {
              key: 'version',
              title: say('version'),
              text: ({ kitVersion }) => say('versionOf', { version: kitVersion }),
            },
            ...(isOfficer
              ? [
                  {
                    ...{ key: 'actions', title: sayGoods('actions'), isAct: true, text: () => '' },
                    render: (kit: Kit) => (
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
        <DataTable<Item>
          name="items"
          label={say('items')}
          rows={items.data}
          rowKey={({ id }) => id}
          columns={[
            { key: 'name', title: sayGoods('name'), text: ({ name }) => name, order: ({ name }) => name },
            { key: 'unit', title: say('unit'), text: ({ unit }) => unit },
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
  const read = useQuery(kitQuery(kit.id))
  const { data } = read
  if (!data) return <Reading of={read} />
  return (
    <ul>
      {[...data.versions].reverse().map(({ kitVersion, components }) => (
        <li key={kitVersion}>
          {say('versionOf', { version: kitVersion })}
          {mark('colon')}
          <Components of={components} />
        </li>
      ))}
    </ul>
  )
}
