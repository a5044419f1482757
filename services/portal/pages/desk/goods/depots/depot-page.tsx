import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { Reading } from '../../shell/reading.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { GoodsFrame } from '../goods-frame.tsx'
import { say as sayGoods } from '../words.ts'
import { Arrivals } from './arrivals.tsx'
import { DepotHistory } from './depot-history.tsx'
import { depotQuery, fundsToChooseQuery, type OpenDepot } from './depots.queries.ts'
import { CountDrawer, WriteOffDrawer } from './lot-drawers.tsx'
import { daysLeft, type LotRow, lotsOf } from './lots.ts'
import { PackDrawer } from './pack-drawer.tsx'
import { ReceiveDrawer } from './receive-drawer.tsx'
import { TransferDrawer } from './transfer-drawer.tsx'
import { UnpackDrawer } from './unpack-drawer.tsx'
import { say } from './words.ts'

export function DepotPage(): ReactNode {
  const { depot: id } = useParams({ from: '/desk/goods/depots/$depot' })
  const read = useQuery(depotQuery(id))
  const { data } = read
  return data ? <OneDepot depot={data} /> : <Reading of={read} isPage />
}

const acts = ['receive', 'pack', 'transfer', 'count', 'writeOff'] as const

function OneDepot({ depot }: { readonly depot: OpenDepot }): ReactNode {
  const { role } = useSession()
  const [opened, setOpened] = useState<(typeof acts)[number]>()
  const close = () => setOpened(undefined)
  return (
    <GoodsFrame title={depot.name}>
      {role === 'officer' && (
        <Space wrap className="not-on-paper">
          {acts.map((act, at) => (
            <Button key={act} type={at === 0 ? 'primary' : 'default'} onClick={() => setOpened(act)}>
              {say(act)}
            </Button>
          ))}
        </Space>
      )}
      <Typography.Title level={2}>{say('stock')}</Typography.Title>
      <Stock depot={depot} />
      {depot.arriving.length > 0 && <Arrivals depot={depot} />}
      <Typography.Title level={2}>{sayGoods('history')}</Typography.Title>
      <DepotHistory depot={depot} />
      {opened === 'receive' && <ReceiveDrawer depot={depot.id} onClose={close} />}
      {opened === 'pack' && <PackDrawer depot={depot.id} onClose={close} />}
      {opened === 'transfer' && <TransferDrawer depot={depot} onClose={close} />}
      {opened === 'count' && <CountDrawer depot={depot} onClose={close} />}
      {opened === 'writeOff' && <WriteOffDrawer depot={depot} onClose={close} />}
    </GoodsFrame>
  )
}

function Stock({ depot }: { readonly depot: OpenDepot }): ReactNode {
  const { role } = useSession()
  const nameOf = useGoodsNames()
  const today = useToday()
  const [unpacked, setUnpacked] = useState<LotRow>()
  const { data: funds = [] } = useQuery(fundsToChooseQuery)
  const lots = lotsOf(depot)
  if (lots.length === 0) return <p className="hint">{say('stockNone')}</p>
  return (
    <>
      <DataTable<LotRow>
        name="stock"
        label={say('stock')}
        rows={lots}
        rowKey={({ lot }) => lot}
        columns={[
          {
            ...{ key: 'goods', title: sayGoods('commodity') },
            text: ({ commodity }) => nameOf(commodity),
            order: ({ commodity }) => nameOf(commodity),
          },
          {
            ...{ key: 'quantity', title: sayGoods('quantity'), isFigure: true },
            text: ({ quantity }) => String(quantity),
            order: ({ quantity }) => quantity,
          },
          {
            ...{ key: 'expires', title: say('expires') },
            text: ({ expiresOn }) => (expiresOn ? sayDay(expiresOn) : ''),
            order: ({ expiresOn }) => expiresOn ?? '9999',
          },
          {
            ...{ key: 'left', title: say('daysLeft') },
            text: (lot) => daysLeft(lot, today)?.toString() ?? '',
            render: (lot) => <DaysLeft days={daysLeft(lot, today)} />,
          },
          {
            ...{ key: 'fund', title: say('fund') },
            text: ({ fund }) =>
              fund === undefined ? say('donated') : (funds.find(({ id }) => id === fund)?.name ?? fund),
          },
          { key: 'lot', title: say('lot'), text: ({ lot }) => lot.slice(lot.lastIndexOf('.') + 1) },
          ...(role === 'officer' && lots.some(({ unpackable }) => unpackable > 0)
            ? [
                {
                  ...{ key: 'actions', title: sayGoods('actions'), isAct: true, text: () => '' },
                  render: (lot: LotRow) =>
                    lot.unpackable > 0 && (
                      <Button size="small" onClick={() => setUnpacked(lot)}>
                        {say('unpack')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {unpacked && <UnpackDrawer depot={depot.id} kits={unpacked} onClose={() => setUnpacked(undefined)} />}
    </>
  )
}

/** What expires within the month is told by a word, too, not by its colour alone. */
function DaysLeft({ days }: { readonly days: number | undefined }): ReactNode {
  if (days === undefined) return <span className="hint">{say('noExpiry')}</span>
  if (days < 0) return <strong className="overdue">{say('expired', { days: -days })}</strong>
  return <span className={days <= 30 ? 'soon' : undefined}>{say('left', { days })}</span>
}
