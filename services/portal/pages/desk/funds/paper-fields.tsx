import { Form, Input, Radio } from 'antd'
import type { ReactNode } from 'react'
import type { BodyOf } from '../../common/api/client.ts'
import { DayInput } from '../parts/day-input.tsx'
import { YuanInput } from '../parts/yuan-input.tsx'
import { say } from './words.ts'

/** What stands on the paper of a donation, as it is typed. */
export interface TypedPaper {
  readonly receiptNumber: string
  readonly donorKind: 'organisation' | 'individual'
  readonly donorName: string
  readonly amountFen: number
  readonly receivedOn: string
  readonly receiptDate: string
}
export const emptyPaper: Partial<TypedPaper> = { donorKind: 'organisation' }

type Paper = Omit<BodyOf<'receiveDonation'>, 'lateEntry'>

export function PaperFields({ values }: { readonly values: Partial<TypedPaper> }): ReactNode {
  return (
    <>
      <Form.Item
        name="receiptNumber"
        label={say('receiptNumber')}
        rules={[{ required: true, message: say('receiptMissing') }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="donorKind" label={say('donorKind')}>
        <Radio.Group
          options={[
            { value: 'organisation', label: say('organisation') },
            { value: 'individual', label: say('individual') },
          ]}
        />
      </Form.Item>
      {values.donorKind !== 'individual' && (
        <Form.Item name="donorName" label={say('donorName')} rules={[{ required: true, message: say('donorMissing') }]}>
          <Input maxLength={100} />
        </Form.Item>
      )}
      <Form.Item name="amountFen" label={say('amount')} rules={[{ required: true, message: say('amountMissing') }]}>
        <YuanInput />
      </Form.Item>
      <Form.Item name="receivedOn" label={say('receivedOn')}>
        <DayInput />
      </Form.Item>
      <Form.Item name="receiptDate" label={say('receiptDate')}>
        <DayInput />
      </Form.Item>
    </>
  )
}

/** Undefined as long as something is missing. */
export function toPaper({
  receiptNumber,
  donorKind,
  donorName,
  amountFen,
  receivedOn,
  receiptDate,
}: Partial<TypedPaper>): Paper | undefined {
  const isPerson = donorKind === 'individual'
  const name = donorName?.trim()
  if (!receiptNumber?.trim() || !amountFen || (!isPerson && !name)) return undefined
  return {
    receiptNumber: receiptNumber.trim(),
    donor: isPerson ? { kind: 'individual' } : { kind: 'organisation', name: name ?? '' },
    amountFen,
    ...(receivedOn && { receivedOn }),
    ...(receiptDate && { receiptDate }),
  }
}
