import { useQuery } from '@tanstack/react-query'
import { BANK_ACCOUNT } from '@welfare/contracts/events/written-numbers.ts'
import { App, Button, Form, Input, Space } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { newActKey } from '../../common/act-key.ts'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { useSettled } from '../parts/use-settled.ts'
import { WhatIsMissing } from '../parts/what-is-missing.tsx'
import { Failure } from '../shell/states.tsx'
import type { Merchant } from './merchants.queries.ts'
import { PayeeWarnings } from './payee-tab.tsx'
import { say } from './words.ts'

type Body = BodyOf<'setPayee'>
const trimmed = (text: string | undefined) => text?.trim()
type Typed = Partial<Record<'account' | 'holder' | 'bank' | 'creditCode' | 'contact', string>>

/** Nothing of it is kept as a draft: an account number stays in no browser. */
export function PayeeForm({
  merchant,
  onClose,
}: {
  readonly merchant: Merchant
  readonly onClose: () => void
}): ReactNode {
  const { message } = App.useApp()
  const initial: Typed = { holder: merchant.name }
  const [typed, setTyped] = useState<Typed>(initial)
  const body = toBody(typed)
  const whyNot = useId()
  const asked = useSettled(body && JSON.stringify(body))
  const preview = useQuery({
    queryKey: ['payee-preview', merchant.id, asked],
    queryFn: () => ask(merchant.id, JSON.parse(asked ?? '') as Body, newActKey(), true),
    enabled: asked !== undefined,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const set = useAct((given: Body, key) => ask(merchant.id, given, key), {
    onDone() {
      void message.success(say('payeeProposed'))
      onClose()
    },
  })
  const isCurrent = body !== undefined && asked === JSON.stringify(body)
  const shown = isCurrent && preview.data && 'needsApproval' in preview.data ? preview.data : undefined
  const refused = set.error ?? (isCurrent ? preview.error : null)
  return (
    <Form<Typed>
      layout="vertical"
      autoComplete="off"
      initialValues={initial}
      onValuesChange={(_, all) => setTyped(all)}
      onFinish={() => body && set.mutate(body)}
      style={{ maxInlineSize: 480, marginBlockEnd: 16 }}
    >
      <Form.Item
        name="account"
        label={say('payeeAccount')}
        rules={[{ required: true, pattern: BANK_ACCOUNT, transform: trimmed, message: say('payeeAccountMissing') }]}
      >
        <Input maxLength={40} inputMode="numeric" />
      </Form.Item>
      <Form.Item
        name="holder"
        label={say('payeeHolder')}
        rules={[{ required: true, whitespace: true, message: say('payeeHolderMissing') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="bank"
        label={say('payeeBank')}
        rules={[{ required: true, whitespace: true, message: say('payeeBankMissing') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="creditCode" label={say('creditCode')} extra={say('creditCodeHint')}>
        <Input maxLength={18} />
      </Form.Item>
      <Form.Item name="contact" label={say('payeeContact')}>
        <Input maxLength={100} />
      </Form.Item>
      <div aria-live="polite">
        {shown && (
          <>
            <p>
              {say('payeeWill', { holder: shown.holder ?? '', bank: shown.bank, lastDigits: shown.lastDigits })}{' '}
              {say('payeeTwo')}
            </p>
            <PayeeWarnings warnings={shown.warnings} />
          </>
        )}
        {refused && <Failure error={refused} />}
      </div>
      <Space wrap style={{ marginBlockStart: 12 }}>
        <Button
          type="primary"
          htmlType="submit"
          loading={set.isPending}
          disabled={!shown}
          {...(body === undefined && { 'aria-describedby': whyNot })}
        >
          {say('payeePropose')}
        </Button>
        <Button onClick={onClose}>{say('payeeLater')}</Button>
        {body === undefined && <WhatIsMissing id={whyNot} values={typed} />}
      </Space>
    </Form>
  )
}

function ask(merchant: string, body: Body, key: string, dryRun?: true) {
  const query = dryRun ? { dryRun } : {}
  const params = { path: { id: merchant }, query, header: { 'Idempotency-Key': key } }
  return answerOf(api.POST('/v1/merchants/{id}/payee', { body, params }))
}

function toBody({ account = '', holder = '', bank = '', creditCode = '', contact = '' }: Typed): Body | undefined {
  const given = { account: account.trim(), holder: holder.trim(), bank: bank.trim() }
  if (!BANK_ACCOUNT.test(given.account) || !given.holder || !given.bank) return undefined
  return {
    ...given,
    ...(creditCode.trim() && { creditCode: creditCode.trim().toUpperCase() }),
    ...(contact.trim() && { contact: contact.trim() }),
  }
}
