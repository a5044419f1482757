import { Form, Radio } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { DayInput } from '../../parts/day-input.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { say } from './words.ts'

const reasons = [
  'attached-by-mistake',
  'retention-ended',
  'purpose-fulfilled',
  'asked-by-person',
  'consent-withdrawn',
  'recorded-unlawfully',
] as const satisfies readonly BodyOf<'eraseAttachment'>['reason'][]

interface Typed {
  readonly reason?: (typeof reasons)[number]
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
          <Form.Item name="reason" label={say('eraseReason')}>
            <Radio.Group
              className="in-column"
              options={reasons.map((one) => ({ value: one, label: say(`erase.${one}`) }))}
            />
          </Form.Item>
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
