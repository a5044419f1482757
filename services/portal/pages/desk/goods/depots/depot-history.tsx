import type { ReactNode } from 'react'
import { api } from '../../../common/api/client.ts'
import { ReasonDrawer, type Reasoned } from '../../parts/reason-drawer.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { HistoryTable } from '../history/history-table.tsx'
import { openShortages, stillLost } from '../history/told-events.ts'
import type { ToldEvent } from '../history/trail.queries.ts'
import { asked } from '../parts/asked.ts'
import type { OpenDepot } from './depots.queries.ts'
import { EntryDrawer, isEntryAct } from './entry-drawer.tsx'
import { ReceiptCorrectionDrawer } from './receipt-correction-drawer.tsx'
import { say } from './words.ts'

/** By the event that recorded what is acted on. */
const acts = {
  GoodsReceived: ['correctReceipt'],
  KitsPacked: ['reversePacking'],
  GoodsWrittenOff: ['findAgain', 'correctWriteOff', 'reverseWriteOff'],
  StockCounted: ['confirmLoss', 'correctCount', 'reverseCount'],
  CountLossConfirmed: ['findAgain', 'reverseCountLoss'],
  GoodsTransferred: ['reverseTransfer'],
  TransferReceived: ['reverseTransferReceipt'],
} as const
type Act = (typeof acts)[keyof typeof acts][number]

export function DepotHistory({ depot: { id } }: { readonly depot: OpenDepot }): ReactNode {
  const nameOf = useGoodsNames()
  return (
    <HistoryTable<Act> of={id} actsOn={actsOn} sayAct={say}>
      {({ act, event, events }, onClose) => {
        if (act === 'correctReceipt')
          return <ReceiptCorrectionDrawer depot={id} receipt={event} events={events} onClose={onClose} />
        if (isEntryAct(act)) return <EntryDrawer depot={id} act={act} entry={event} events={events} onClose={onClose} />
        return (
          <ReasonDrawer
            title={say(act)}
            form={`${act}.${event.id}`}
            hint={say('redWhat')}
            {...reversals(id, event)[act]}
            nameOf={nameOf}
            onClose={onClose}
          />
        )
      }}
    </HistoryTable>
  )
}

function actsOn(event: ToldEvent, events: readonly ToldEvent[]): readonly Act[] {
  const { type } = event
  const all: readonly Act[] = Object.hasOwn(acts, type) ? acts[type as keyof typeof acts] : []
  const nothingLeft = {
    confirmLoss: () => openShortages(event, events).length === 0,
    findAgain: () => stillLost(event, events).length === 0,
  }
  return all.filter((act) => !(act === 'confirmLoss' || act === 'findAgain') || !nothingLeft[act]())
}

function reversals(id: string, { id: part, data }: ToldEvent) {
  return {
    reversePacking: asked((body: Reasoned, given) =>
      api.POST('/v1/depots/{id}/packings/{part}/reversal', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseWriteOff: asked((body: Reasoned, given) =>
      api.POST('/v1/depots/{id}/write-offs/{part}/correction', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseCount: asked((body: Reasoned, given) =>
      api.POST('/v1/depots/{id}/counts/{part}/correction', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseCountLoss: asked((body: Reasoned, given) =>
      api.POST('/v1/depots/{id}/losses/{part}/reversal', { body, params: { path: { id, part }, ...given } }),
    ),
    // It is taken back where it would arrive.
    reverseTransfer: reversingTransfer(String(data.to), part),
    reverseTransferReceipt: asked((body: Reasoned, given) => {
      const path = { id, part: String(data.transfer) }
      return api.POST('/v1/depots/{id}/arrivals/{part}/receipt/reversal', { body, params: { path, ...given } })
    }),
  } as const
}

/** @param id of the depot that it is on its way to */
export const reversingTransfer = (id: string, part: string) =>
  asked((body: Reasoned, given) =>
    api.POST('/v1/depots/{id}/arrivals/{part}/reversal', { body, params: { path: { id, part }, ...given } }),
  )
