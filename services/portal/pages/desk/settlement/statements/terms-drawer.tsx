import { Form, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { PaperFields, type TypedPaper, toDocument } from '../paper-fields.tsx'
import type { Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'

interface Typed extends TypedPaper {
  /** Null: a statement is never confirmed by silence. */
  readonly silenceDays: number | null
}

export function TermsDrawer({
  statement: { id, merchant, programme, silenceDays },
  onClose,
}: {
  readonly statement: Statement
  readonly onClose: () => void
}): ReactNode {
  return (
    <ActDrawer<Typed, BodyOf<'setSettlementTerms'>, object>
      title={say('setTerms')}
      form={`terms.${id}`}
      begunFrom={String(silenceDays)}
      empty={{ silenceDays: silenceDays ?? null, kind: say('agreement') }}
      toBody={(typed) => {
        const document = toDocument(typed)
        const agreed = typed.silenceDays
        return document && { merchant, programme, document, ...(agreed && { silenceDays: agreed }) }
      }}
      send={(body, key) => {
        const params = { path: { id }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/statements/{id}/terms', { body, params }))
      }}
      submit={say('setTerms')}
      done={say('termsSet')}
      onClose={() => onClose()}
    >
      <Form.Item name="silenceDays" label={say('silenceDays')} extra={say('silenceDaysHint')}>
        <InputNumber min={1} max={60} precision={0} />
      </Form.Item>
      <PaperFields />
    </ActDrawer>
  )
}
