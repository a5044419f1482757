import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { previewOf } from '../parts/preview.ts'
import { emptyPaper, PaperFields, type TypedPaper, toPaper } from './paper-fields.tsx'
import { say } from './words.ts'

interface Typed extends TypedPaper {
  readonly lateReason: string
}

export function DonationDrawer({ fund, onClose }: { readonly fund: string; readonly onClose: () => void }): ReactNode {
  const ask = (body: BodyOf<'receiveDonation'>, key: string, dryRun: boolean) =>
    api.POST('/v1/funds/{id}/donations', {
      body,
      params: { path: { id: fund }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ActDrawer<Typed, BodyOf<'receiveDonation'>, object>
      title={say('donate')}
      form={`donate.${fund}`}
      empty={emptyPaper}
      toBody={toBody}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('donate')}
      done={say('donated')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <PaperFields values={values} />
          {values.receivedOn && (
            <Form.Item name="lateReason" label={say('lateReason')}>
              <Input maxLength={200} />
            </Form.Item>
          )}
        </>
      )}
    </ActDrawer>
  )
}

function toBody({ lateReason, ...typed }: Partial<Typed>): BodyOf<'receiveDonation'> | undefined {
  const paper = toPaper(typed)
  return paper && { ...paper, ...(lateReason?.trim() && { lateEntry: { reason: lateReason.trim() } }) }
}
