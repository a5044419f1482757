import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { DivisionItem, useOwnDivision } from '../parts/division-select.tsx'
import { say } from './words.ts'

type Body = BodyOf<'openBankAccount'>
const fourDigits = /^\d{4}$/

export function OpenAccountDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <ActDrawer<Body, Body, object>
      title={say('open')}
      form="open-bank-account"
      empty={useOwnDivision()}
      toBody={toBody}
      send={(body, key) =>
        answerOf(api.POST('/v1/bank-accounts', { body, params: { header: { 'Idempotency-Key': key } } }))
      }
      submit={say('open')}
      done={say('opened')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('openWhat')}</p>
      <DivisionItem />
      <Form.Item name="bank" label={say('bank')} rules={[{ required: true, message: say('bankMissing') }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="lastDigits"
        label={say('lastDigits')}
        rules={[{ required: true, pattern: fourDigits, message: say('lastDigitsMissing') }]}
      >
        <Input maxLength={4} inputMode="numeric" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="name"
        label={say('name')}
        extra={say('nameHint')}
        rules={[{ required: true, message: say('nameMissing') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
    </ActDrawer>
  )
}

function toBody({ name, division, bank, lastDigits }: Partial<Body>): Body | undefined {
  if (!division || !name?.trim() || !bank?.trim() || !fourDigits.test(lastDigits ?? '')) return undefined
  return { name: name.trim(), division, bank: bank.trim(), lastDigits: lastDigits ?? '' }
}
