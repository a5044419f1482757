import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { AccountItem, type TypedAccount } from '../bank-accounts/account-item.tsx'
import { type AccountNeed, withAccount } from '../bank-accounts/account-need.ts'
import { useNeedOfFund } from '../bank-accounts/use-account-need.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { DayInput } from '../parts/day-input.tsx'
import { previewOf } from '../parts/preview.ts'
import { YuanInput } from '../parts/yuan-input.tsx'
import type { Donation } from './funds.queries.ts'
import { say } from './words.ts'

interface Typed extends TypedAccount {
  readonly amountFen: number
  readonly reason: string
  readonly refundedOn: string
  readonly lateReason: string
}

/** Money that had come goes back to who gave it (退捐). */
export function RefundDrawer({
  donation,
  onClose,
}: {
  readonly donation: Donation
  readonly onClose: () => void
}): ReactNode {
  const { id, fund, receiptNumber, amountFen, refundedFen } = donation
  const asked = useNeedOfFund(fund)
  const ask = (body: BodyOf<'refundDonation'>, key: string, dryRun: boolean) =>
    api.POST('/v1/funds/{id}/refunds', {
      body,
      params: { path: { id: fund }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ActDrawer<Typed, BodyOf<'refundDonation'>, object>
      title={say('refundTitle', { receipt: receiptNumber })}
      form={`refund.${id}`}
      empty={{ amountFen: amountFen - refundedFen }}
      toBody={(typed) => toBody(id, asked.need, typed)}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('refund')}
      done={say('refundDone')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('refundWhat')}</p>
          <Form.Item name="amountFen" label={say('amount')} rules={[{ required: true, message: say('amountMissing') }]}>
            <YuanInput />
          </Form.Item>
          <AccountItem
            asked={asked}
            label="refundFrom"
            preferred={donation.bankAccount}
            leaving={values.amountFen ? [{ fund, amountFen: values.amountFen }] : []}
          />
          <Form.Item name="reason" label={say('reason')} rules={[{ required: true, message: say('reasonMissing') }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="refundedOn" label={say('refundOn')}>
            <DayInput />
          </Form.Item>
          {values.refundedOn && (
            <Form.Item name="lateReason" label={say('lateReason')}>
              <Input maxLength={200} />
            </Form.Item>
          )}
        </>
      )}
    </ActDrawer>
  )
}

function toBody(
  donation: string,
  need: AccountNeed | undefined,
  { amountFen, reason, refundedOn, lateReason, bankAccount }: Partial<Typed>,
) {
  const account = withAccount(need, bankAccount)
  if (!amountFen || !reason?.trim() || !account) return undefined
  return {
    donation,
    amountFen,
    ...account,
    reason: reason.trim(),
    ...(refundedOn && { refundedOn }),
    ...(lateReason?.trim() && { lateEntry: { reason: lateReason.trim() } }),
  }
}
