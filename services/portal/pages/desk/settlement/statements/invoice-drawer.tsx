import { INVOICE_NUMBER } from '@welfare/contracts/events/written-numbers.ts'
import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { asBytes, SheetField } from '../../goods/parts/sheet-field.tsx'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DayInput } from '../../parts/day-input.tsx'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import type { StatementNumber } from '../settlement.queries.ts'
import { say } from '../words.ts'

interface Typed {
  readonly invoiceNumber: string
  readonly invoicedOn: string
  readonly amountFen: number
  readonly scans: readonly string[]
}

/** As it is typed from a paper, with blanks between its groups. */
function toInvoiceNumber(typed = ''): string | undefined {
  const invoiceNumber = typed.replace(/\s/g, '').toUpperCase()
  return INVOICE_NUMBER.test(invoiceNumber) ? invoiceNumber : undefined
}

export function InvoiceDrawer({
  statement: id,
  number: { number, payFen, invoicedFen },
  onClose,
}: {
  readonly statement: string
  readonly number: StatementNumber
  readonly onClose: () => void
}): ReactNode {
  const amount = useAmount()
  const today = useToday()
  return (
    <ActDrawer<Typed, BodyOf<'recordInvoice'>, object>
      title={say('recordInvoice')}
      form={`invoice.${id}.${number}`}
      empty={{}}
      toBody={({ invoiceNumber: typed, invoicedOn, amountFen, scans: [scan] = [] }) => {
        const invoiceNumber = toInvoiceNumber(typed)
        if (!invoiceNumber || !invoicedOn || !amountFen) return undefined
        return { number, invoiceNumber, invoicedOn, amountFen, ...(scan !== undefined && { scan }) }
      }}
      send={(body, key) => {
        const params = { path: { id }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/statements/{id}/invoices', { body, params }))
      }}
      submit={say('recordInvoice')}
      done={say('invoiceRecorded')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('recordInvoiceWhat', { number, pay: amount(payFen), invoiced: amount(invoicedFen) })}</p>
      <Form.Item
        name="invoiceNumber"
        label={say('invoiceNumber')}
        extra={say('invoiceNumberHint')}
        rules={[
          {
            required: true,
            validator: async (_, typed: string) => {
              if (!toInvoiceNumber(typed)) throw new Error(say('invoiceNumberWrong'))
            },
          },
        ]}
      >
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="invoicedOn" label={say('invoicedOn')} rules={[{ required: true }]}>
        <DayInput max={today} />
      </Form.Item>
      <Form.Item name="amountFen" label={say('invoiceAmount')} rules={[{ required: true }]}>
        <YuanInput />
      </Form.Item>
      <Form.Item name="scans" label={say('invoiceScan')}>
        <SheetField isSingle upload={uploadScan(id)} />
      </Form.Item>
    </ActDrawer>
  )
}

function uploadScan(statement: string) {
  return (content: Blob, key: string) =>
    answerOf(
      api.POST('/v1/statements/{id}/scans', {
        params: { path: { id: statement }, header: { 'Idempotency-Key': key } },
        ...asBytes(content),
      }),
    )
}
