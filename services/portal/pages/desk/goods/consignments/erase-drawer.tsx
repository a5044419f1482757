import { Form } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { DayInput } from '../../parts/day-input.tsx'
import { type ErasureGround, ErasureGroundItem } from '../../parts/erasure-ground-item.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { say } from './words.ts'

interface Typed {
  readonly reason?: ErasureGround
  readonly retentionEndedOn?: string
}

/** For good, in every backup too: its entry and its hash stay. */
export function EraseDrawer({
  consignment: id,
  attachment,
  onClose,
}: {
  readonly consignment: string
  readonly attachment: string
  readonly onClose: () => void
}): ReactNode {
  const today = useToday()
  return (
    <GoodsAct<Typed, BodyOf<'eraseAttachment'>>
      title={say('erase')}
      form={`erase.${attachment}`}
      empty={{}}
      toBody={({ reason, retentionEndedOn }) => {
        if (reason === 'attached-by-mistake') return { reason }
        return reason && retentionEndedOn ? { reason, retentionEndedOn } : undefined
      }}
      act={{
        send: (body, key) =>
          answerOf(
            api.POST('/v1/consignments/{id}/attachments/{attachment}/erasure', {
              body,
              params: { path: { id, attachment }, header: { 'Idempotency-Key': key } },
            }),
          ),
      }}
      done={say('erased')}
      onClose={onClose}
    >
      {(_, { reason }) => (
        <>
          <p className="waits">{say('eraseWhat')}</p>
          <ErasureGroundItem />
          {reason && reason !== 'attached-by-mistake' && (
            <Form.Item name="retentionEndedOn" label={say('retentionEndedOn')} extra={say('retentionWhat')}>
              <DayInput max={today} />
            </Form.Item>
          )}
        </>
      )}
    </GoodsAct>
  )
}
