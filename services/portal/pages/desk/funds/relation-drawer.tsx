import { relationWords } from '@welfare/contracts/words/relation-words.ts'
import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { sayWord } from '../../common/words.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import type { Fund } from './funds.queries.ts'
import { say } from './words.ts'

type Body = BodyOf<'setFundRelation'>

export const relationOptions = () =>
  Object.entries(relationWords).map(([value, word]) => ({ value, label: sayWord(word) }))

/** Whose money the fund is: the books show by it what the fund was given. */
export function RelationDrawer({ fund, onClose }: { readonly fund: Fund; readonly onClose: () => void }): ReactNode {
  const { id, relation: known } = fund
  return (
    <ActDrawer<{ relation: Body['relation']; reason: string }, Body, object>
      title={say('relation')}
      form={`fund-relation.${id}`}
      empty={known ? { relation: known } : {}}
      toBody={({ relation, reason = '' }) => {
        if (relation === undefined || relation === known) return undefined
        if (known === undefined) return { relation }
        return reason.trim() === '' ? undefined : { relation, reason: reason.trim() }
      }}
      send={(body, key) => {
        const params = { path: { id }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/funds/{id}/relation', { body, params }))
      }}
      submit={say(fund.relation ? 'changeRelation' : 'setRelation')}
      done={say('relationSet')}
      onClose={() => onClose()}
    >
      <Form.Item name="relation" label={say('relation')} extra={say('relationHint')} rules={[{ required: true }]}>
        <Select options={relationOptions()} />
      </Form.Item>
      {known && (
        <Form.Item name="reason" label={say('relationWhy')} rules={[{ required: true }]}>
          <Input maxLength={200} />
        </Form.Item>
      )}
    </ActDrawer>
  )
}
