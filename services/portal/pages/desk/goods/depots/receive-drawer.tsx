import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { useToday } from '../../shell/simulated-date.tsx'
import { asked } from '../parts/asked.ts'
import { DayFields } from '../parts/day-fields.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { lateEntryOf } from '../parts/late-entry.ts'
import { receiptOf, type TypedReceipt } from './receipt-body.ts'
import { ReceiptFields } from './receipt-fields.tsx'
import { say } from './words.ts'

/** A new lot, given or bought. */
export function ReceiveDrawer({
  depot: id,
  onClose,
}: {
  readonly depot: string
  readonly onClose: () => void
}): ReactNode {
  const today = useToday()
  return (
    <GoodsAct<TypedReceipt, BodyOf<'receiveGoods'>>
      title={say('receive')}
      form={`receive-goods.${id}`}
      empty={{ source: 'organisation' }}
      toBody={(typed) => {
        const receipt = receiptOf(typed, today)
        return receipt && { ...receipt, ...lateEntryOf({ ...typed, day: receipt.receivedOn }, today) }
      }}
      act={asked((body: BodyOf<'receiveGoods'>, given) =>
        api.POST('/v1/depots/{id}/receipts', { body, params: { path: { id }, ...given } }),
      )}
      done={say('received')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <ReceiptFields depot={id} source={values.source} receivedOn={values.day ?? today} />
          <DayFields label={say('receivedOn')} day={values.day} />
        </>
      )}
    </GoodsAct>
  )
}
