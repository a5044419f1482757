import { useQuery } from '@tanstack/react-query'
import { Form, Input, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { sayDay } from '../../../common/shanghai.ts'
import { fundsQuery } from '../../funds/funds.queries.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { previewOf } from '../../parts/preview.ts'
import { useAmount } from '../../shell/use-amount.ts'
import { type Unidentified, useBankAccountName } from '../bank.queries.ts'
import { say as sayBank } from '../words.ts'
import { say } from './words.ts'

interface Typed {
  readonly as: 'donation' | 'sent-back'
  readonly fund: string
  readonly receiptNumber: string
  readonly donorKind: 'organisation' | 'individual'
  readonly donorName: string
  readonly reason: string
  readonly reference: string
}
type Body = BodyOf<'identifyReceipt'>

/** What it was that came to the account: a gift to a fund, or a mistake that went back. */
export function IdentifyDrawer({
  receipt,
  onClose,
}: {
  readonly receipt: Unidentified
  readonly onClose: () => void
}): ReactNode {
  const amount = useAmount()
  const accountOf = useBankAccountName()
  const { data: funds = [] } = useQuery(fundsQuery)
  const { id, amountFen, bankAccount, receivedOn } = receipt
  const ask = (body: Body, key: string, dryRun: boolean) =>
    api.POST('/v1/unidentified-receipts/{receipt}/identification', {
      body,
      params: { path: { receipt: id }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ActDrawer<Typed, Body, object>
      title={say('identify')}
      form={`identify.${id}`}
      empty={{ as: 'donation', donorKind: 'organisation' }}
      toBody={toBody}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('identify')}
      done={say('identifyDone')}
      onClose={() => onClose()}
    >
      {(_, { as, donorKind }) => (
        <>
          <p className="hint">{say('identifyWhat')}</p>
          <p>
            {say('receiptIs', { amount: amount(amountFen), account: accountOf(bankAccount), day: sayDay(receivedOn) })}
          </p>
          <Form.Item name="as" label={say('identifyAs')}>
            <Radio.Group
              options={(['donation', 'sent-back'] as const).map((kind) => ({ value: kind, label: say(`as.${kind}`) }))}
            />
          </Form.Item>
          {as === 'donation' ? (
            <>
              <Form.Item
                name="fund"
                label={sayBank('fund')}
                rules={[{ required: true, message: sayBank('ownFundMissing') }]}
              >
                <Select
                  showSearch={{ optionFilterProp: 'label' }}
                  options={funds.map(({ id: fund, name }) => ({ value: fund, label: name }))}
                />
              </Form.Item>
              <Form.Item
                name="receiptNumber"
                label={say('receiptNumber')}
                rules={[{ required: true, message: say('receiptNumberMissing') }]}
              >
                <Input maxLength={60} />
              </Form.Item>
              <Form.Item name="donorKind" label={say('donor')}>
                <Radio.Group
                  options={(['organisation', 'individual'] as const).map((kind) => ({
                    value: kind,
                    label: say(`donor.${kind}`),
                  }))}
                />
              </Form.Item>
              {donorKind === 'organisation' && (
                <Form.Item
                  name="donorName"
                  label={say('donorName')}
                  rules={[{ required: true, message: say('donorNameMissing') }]}
                >
                  <Input maxLength={100} />
                </Form.Item>
              )}
            </>
          ) : (
            <>
              <Form.Item
                name="reason"
                label={say('sentBackReason')}
                rules={[{ required: true, message: say('sentBackReasonMissing') }]}
              >
                <Input maxLength={200} />
              </Form.Item>
              <Form.Item name="reference" label={say('entryReference')}>
                <Input maxLength={60} />
              </Form.Item>
            </>
          )}
        </>
      )}
    </ActDrawer>
  )
}

function toBody(typed: Partial<Typed>): Body | undefined {
  const { as, fund, donorKind } = typed
  const [receiptNumber, donorName, reason, reference] = [
    typed.receiptNumber?.trim(),
    typed.donorName?.trim(),
    typed.reason?.trim(),
    typed.reference?.trim(),
  ]
  if (as === 'sent-back') return reason ? { as: { kind: as, reason, ...(reference && { reference }) } } : undefined
  if (!fund || !receiptNumber || (donorKind === 'organisation' && !donorName)) return undefined
  const donor =
    donorKind === 'individual'
      ? { kind: 'individual' as const }
      : { kind: 'organisation' as const, name: donorName ?? '' }
  return { as: { kind: 'donation', fund, receiptNumber, donor } }
}
