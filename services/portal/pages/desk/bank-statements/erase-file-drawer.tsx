import { Form, Radio } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { say } from './words.ts'

type Body = BodyOf<'eraseBankStatementFile'>

const reasons = [
  'attached-by-mistake',
  'retention-ended',
  'purpose-fulfilled',
  'asked-by-person',
  'consent-withdrawn',
  'recorded-unlawfully',
] as const satisfies readonly Body['reason'][]

/** For good, in every backup too: the lines that were read from it and its hash stay. */
export function EraseFileDrawer({
  account: id,
  attachment,
  onClose,
}: {
  readonly account: string
  readonly attachment: string
  readonly onClose: () => void
}): ReactNode {
  return (
    <ActDrawer<Body, Body, object>
      title={say('eraseFile')}
      form={`erase-statement-file.${attachment}`}
      empty={{}}
      toBody={({ reason }) => reason && { reason }}
      send={(body, key) =>
        answerOf(
          api.POST('/v1/bank-accounts/{id}/statement-files/{attachment}/erasure', {
            body,
            params: { path: { id, attachment }, header: { 'Idempotency-Key': key } },
          }),
        )
      }
      submit={say('eraseFile')}
      done={say('fileIsErased')}
      onClose={() => onClose()}
    >
      <p className="waits">{say('eraseFileWhat')}</p>
      <Form.Item name="reason" label={say('eraseReason')}>
        <Radio.Group
          className="in-column"
          options={reasons.map((one) => ({ value: one, label: say(`erase.${one}`) }))}
        />
      </Form.Item>
    </ActDrawer>
  )
}
