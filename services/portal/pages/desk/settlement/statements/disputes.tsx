import { totalOf } from '@welfare/contracts/shares.ts'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMoney } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { RegionTable } from '../../parts/region-table.tsx'
import type { Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { EndDisputeDrawer } from './dispute-drawers.tsx'

type Dispute = Statement['disputes'][number]

/** Meals that the shop and the union do not agree about: none of it is paid before it ends. */
export function Disputes({ statement: { id, disputes } }: { readonly statement: Statement }): ReactNode {
  const isOfficer = useSession().role === 'officer'
  const money = useMoney()
  const [ending, setEnding] = useState<Dispute>()
  if (disputes.length === 0) return null
  return (
    <>
      <h2>{say('disputes')}</h2>
      <p className="hint">{say('disputesWhat')}</p>
      <RegionTable<Dispute>
        label={say('disputes')}
        rowKey="redemption"
        dataSource={disputes}
        columns={[
          { title: say('mealDocument'), render: (_, { redemption }) => redemption.slice(-14) },
          {
            title: say('disputedFen'),
            align: 'right',
            className: 'figure',
            render: (_, { shares }) => money(totalOf(shares)),
          },
          ...(isOfficer
            ? [
                {
                  title: say('acts'),
                  render: (_: unknown, dispute: Dispute) => (
                    <Button size="small" className="not-on-paper" onClick={() => setEnding(dispute)}>
                      {say('endDispute')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {ending && <EndDisputeDrawer statement={id} dispute={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}
