import type { ReactNode } from 'react'
import { api } from '../../../common/api/client.ts'
import { sayEventType } from '../../parts/event-types.ts'
import { ReasonDrawer, type Reasoned } from '../../parts/reason-drawer.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { HistoryTable } from '../history/history-table.tsx'
import { newestCorrection } from '../history/told-events.ts'
import { asked } from '../parts/asked.ts'
import { AddSheetDrawer } from './attachments.tsx'
import type { Consignment } from './consignments.queries.ts'
import { HandOutCorrectionDrawer } from './hand-out-drawer.tsx'
import { ReceiptCorrectionDrawer } from './receipt-drawer.tsx'
import { say } from './words.ts'

/** By the event that recorded what is acted on. */
const acts = {
  ConsignmentDispatched: ['reverseDispatch'],
  ConsignmentReceived: ['correctReceipt', 'reverseReceipt', 'addSheet'],
  GoodsHandedOut: ['correctHandOut', 'reverseHandOut', 'addSheet'],
  ConsignmentReturned: ['reverseReturn'],
  SiteGoodsReturned: ['reverseReturn'],
  SiteGoodsLost: ['reverseLoss'],
} as const
type Act = (typeof acts)[keyof typeof acts][number]

export function ConsignmentHistory({ consignment }: { readonly consignment: Consignment }): ReactNode {
  const { id } = consignment
  const nameOf = useGoodsNames()
  return (
    <HistoryTable<Act>
      of={id}
      actsOn={({ type }) => (Object.hasOwn(acts, type) ? acts[type as keyof typeof acts] : [])}
      sayAct={say}
    >
      {({ act, event, events }, onClose) => {
        const { id: part, type } = event
        const { id: newest } = newestCorrection(event, events) ?? event
        if (act === 'correctReceipt')
          return <ReceiptCorrectionDrawer consignment={consignment} newest={newest} onClose={onClose} />
        if (act === 'correctHandOut')
          return <HandOutCorrectionDrawer consignment={consignment} part={part} onClose={onClose} />
        if (act === 'addSheet')
          return <AddSheetDrawer consignment={id} entry={part} what={sayEventType(type)} onClose={onClose} />
        return (
          <ReasonDrawer
            title={say(act)}
            form={`${act}.${part}`}
            hint={say('redWhat')}
            {...reversals(id, part)[act]}
            nameOf={nameOf}
            onClose={onClose}
          />
        )
      }}
    </HistoryTable>
  )
}

function reversals(id: string, part: string) {
  return {
    reverseDispatch: asked((body: Reasoned, given) =>
      api.POST('/v1/consignments/{id}/dispatch/reversal', { body, params: { path: { id }, ...given } }),
    ),
    reverseReceipt: asked((body: Reasoned, given) =>
      api.POST('/v1/consignments/{id}/receipt/reversal', { body, params: { path: { id }, ...given } }),
    ),
    reverseHandOut: asked((body: Reasoned, given) =>
      api.POST('/v1/consignments/{id}/handouts/{part}/correction', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseReturn: asked((body: Reasoned, given) =>
      api.POST('/v1/consignments/{id}/returns/{part}/reversal', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseLoss: asked((body: Reasoned, given) =>
      api.POST('/v1/consignments/{id}/losses/{part}/reversal', { body, params: { path: { id, part }, ...given } }),
    ),
  } as const
}
