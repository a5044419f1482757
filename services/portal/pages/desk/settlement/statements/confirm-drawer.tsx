import { Form, Radio } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { sayDay } from '../../../common/shanghai.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { PaperFields, type TypedPaper, toDocument } from '../paper-fields.tsx'
import type { Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'

interface Typed extends TypedPaper {
  readonly by: 'paper' | 'silence'
}

/** For a shop that does not confirm on its phone: by what it signed, or by the days of silence that were agreed. */
export function ConfirmDrawer({
  statement: { id, open },
  silentUntil,
  onClose,
}: {
  readonly statement: Statement
  /** The last day on which the merchant may object; undefined where silence was not agreed, or is not over. */
  readonly silentUntil: string | undefined
  readonly onClose: () => void
}): ReactNode {
  const amount = useAmount()
  const { number, revision, payFen } = open
  return (
    <ActDrawer<Typed, BodyOf<'confirmStatement'>, object>
      title={say('confirm')}
      form={`confirm.${id}.${number}.${revision}`}
      empty={{ by: silentUntil === undefined ? 'paper' : 'silence', kind: say('signedStatement') }}
      toBody={(typed) => {
        if (typed.by === 'silence') return { number, revision, by: 'silence' }
        const document = toDocument(typed)
        return document && { number, revision, by: 'paper', document }
      }}
      send={(body, key) => {
        const params = { path: { id }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/statements/{id}/confirmation', { body, params }))
      }}
      submit={say('confirm')}
      done={say('confirmed')}
      onClose={() => onClose()}
    >
      {(_, { by }) => (
        <>
          <p className="hint">{say('confirmWhat', { number, amount: amount(payFen) })}</p>
          {silentUntil !== undefined && (
            <Form.Item name="by" label={say('confirmBy')}>
              <Radio.Group
                options={[
                  { value: 'silence', label: say('bySilence', { day: sayDay(silentUntil) }) },
                  { value: 'paper', label: say('byPaper') },
                ]}
              />
            </Form.Item>
          )}
          {by !== 'silence' && <PaperFields />}
        </>
      )}
    </ActDrawer>
  )
}
