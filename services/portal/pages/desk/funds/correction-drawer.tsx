import { formatYuan, subtractFen } from '@welfare/contracts/money.ts'
import { Form, Input, Radio } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { sayDay } from '../../common/shanghai.ts'
import { AccountItem, type TypedAccount } from '../bank-accounts/account-item.tsx'
import { type AccountNeed, withAccount } from '../bank-accounts/account-need.ts'
import { useNeedOfFund } from '../bank-accounts/use-account-need.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { previewOf } from '../parts/preview.ts'
import type { Donation } from './funds.queries.ts'
import { PaperFields, type TypedPaper, toPaper } from './paper-fields.tsx'
import { say } from './words.ts'

interface Typed extends TypedPaper, TypedAccount {
  readonly how: 'right' | 'never'
  readonly reason: string
}
type Body = BodyOf<'correctDonation'>

/** A wrong entry is taken back in red, and the right one entered in the same act (红字更正). */
export function CorrectionDrawer({
  donation,
  onClose,
}: {
  readonly donation: Donation
  readonly onClose: () => void
}): ReactNode {
  const { id, fund, receiptNumber, amountFen, receivedOn, receiptDate, donor, bankAccount } = donation
  const asked = useNeedOfFund(fund)
  const ask = (body: Body, key: string, dryRun: boolean) =>
    api.POST('/v1/funds/{id}/donation-corrections', {
      body,
      params: { path: { id: fund }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  const entered = {
    ...{ receiptNumber, amountFen, receivedOn, donorKind: donor.kind },
    ...(donor.kind === 'organisation' && { donorName: donor.name }),
    ...(receiptDate && { receiptDate }),
    ...(bankAccount && { bankAccount }),
  }
  return (
    <ActDrawer<Typed, Body, object>
      title={say('correctTitle', { receipt: receiptNumber })}
      form={`correct.${id}`}
      empty={{ how: 'right', ...entered }}
      toBody={(typed) => toBody(donation, asked.need, typed)}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('correct')}
      done={say('correctDone')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('correctWhat')}</p>
          <p>{say('wrongEntry', { amount: formatYuan(amountFen), day: sayDay(receivedOn) })}</p>
          <Form.Item name="reason" label={say('reason')} rules={[{ required: true, message: say('reasonMissing') }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="how" label={say('correctHow')}>
            <Radio.Group
              options={[
                { value: 'right', label: say('correct.right') },
                { value: 'never', label: say('correct.never') },
              ]}
            />
          </Form.Item>
          {values.how === 'right' && (
            <>
              <PaperFields values={values} />
              <AccountItem asked={asked} label="receivedOnAccount" />
            </>
          )}
          <p>
            <strong>{say('netEffect', { amount: signed(netOf(donation, values)) })}</strong>
          </p>
        </>
      )}
    </ActDrawer>
  )
}

function netOf({ amountFen }: Donation, { how, amountFen: rightFen = 0 }: Partial<Typed>): number {
  return subtractFen(how === 'never' ? 0 : rightFen, amountFen)
}

function signed(amountFen: number): string {
  return amountFen > 0 ? `+${formatYuan(amountFen)}` : formatYuan(amountFen)
}

function toBody(
  { id }: Donation,
  need: AccountNeed | undefined,
  { how, reason, bankAccount, ...typed }: Partial<Typed>,
): Body | undefined {
  if (!reason?.trim()) return undefined
  const taken = { donation: id, reason: reason.trim() }
  if (how === 'never') return taken
  const paper = toPaper(typed)
  const account = withAccount(need, bankAccount)
  if (paper?.receivedOn === undefined || !account) return undefined
  return { ...taken, right: { ...paper, receivedOn: paper.receivedOn, ...account } }
}
