import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { ProblemError } from '../../../common/api/problem.ts'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { RegionTable } from '../../parts/region-table.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { Failure, Loading, NotFound } from '../../shell/states.tsx'
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
  const { data, error, refetch } = useQuery(depotQuery(id))
  if (error instanceof ProblemError && error.problem.status === 404) return <NotFound />
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  return data ? <OneDepot depot={data} /> : <Loading />
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
      <RegionTable<LotRow>
        label={say('stock')}
        rowKey="lot"
        dataSource={lots}
        columns={[
          { title: sayGoods('commodity'), render: (_, { commodity }) => nameOf(commodity) },
          {
            title: sayGoods('quantity'),
            align: 'right',
            render: (_, { quantity }) => <span className="figure">{quantity}</span>,
          },
          { title: say('expires'), render: (_, { expiresOn }) => expiresOn && sayDay(expiresOn) },
          { title: say('daysLeft'), render: (_, lot) => <DaysLeft days={daysLeft(lot, today)} /> },
          {
            title: say('fund'),
            render: (_, { fund }) =>
              fund === undefined ? say('donated') : (funds.find(({ id }) => id === fund)?.name ?? fund),
          },
          { title: say('lot'), render: (_, { lot }) => <small>{lot.slice(lot.lastIndexOf('.') + 1)}</small> },
          ...(role === 'officer' && lots.some(({ unpackable }) => unpackable > 0)
            ? [
                {
                  title: sayGoods('actions'),
                  render: (_: unknown, lot: LotRow) =>
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
