import { totalOf } from '@welfare/contracts/shares.ts'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
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
      <DataTable<Dispute>
        name="disputes"
        label={say('disputes')}
        rows={disputes}
        rowKey={({ redemption }) => redemption}
        columns={[
          { key: 'meal', title: say('mealDocument'), text: ({ redemption }) => redemption.slice(-14) },
          {
            ...{ key: 'disputed', title: say('disputedFen'), isFigure: true, isMoney: true },
            text: ({ shares }) => money(totalOf(shares)),
            order: ({ shares }) => totalOf(shares),
          },
          ...(isOfficer
            ? [
                {
                  ...{ key: 'acts', title: say('acts'), isAct: true, text: () => '' },
                  render: (dispute: Dispute) => (
                    <Button size="small" onClick={() => setEnding(dispute)}>
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
