import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DivisionItem, useOwnDivision } from '../../parts/division-select.tsx'
import { say as sayBank } from '../words.ts'
import { say } from './words.ts'

type Body = BodyOf<'registerPayer'>
const payerKinds = ['treasury', 'government', 'other'] as const

export function RegisterPayerDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <ActDrawer<Body, Body, object>
      title={say('registerPayer')}
      form="register-payer"
      empty={{ kind: 'treasury', ...useOwnDivision() }}
      toBody={toBody}
      send={(body, key) => answerOf(api.POST('/v1/payers', { body, params: { header: { 'Idempotency-Key': key } } }))}
      submit={say('registerPayer')}
      done={say('payerRegistered')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('registerPayerWhat')}</p>
      <DivisionItem />
      <Form.Item name="name" label={say('payerName')} rules={[{ required: true, message: sayBank('nameMissing') }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="kind" label={say('payerKind')}>
        <Select options={payerKinds.map((value) => ({ value, label: say(`payerKind.${value}`) }))} />
      </Form.Item>
    </ActDrawer>
  )
}

function toBody({ name, division, kind = 'treasury' }: Partial<Body>): Body | undefined {
  return division && name?.trim() ? { name: name.trim(), division, kind } : undefined
}
