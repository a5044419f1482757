import { Form, Input, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DayInput } from '../../parts/day-input.tsx'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { fillIn } from '../parts/fill-in.ts'
import type { Purchase } from './purchases.queries.ts'
import { say } from './words.ts'

interface TypedLine {
  readonly quantity?: number | null
  readonly amountFen?: number
}
interface Typed {
  readonly invoiceNumber?: string
  readonly invoicedOn?: string
  readonly lines?: readonly (TypedLine | undefined)[]
}

/** Whole or in parts: lines that it does not name are left empty. */
export function InvoiceDrawer({
  purchase: { id, lines },
  onClose,
}: {
  readonly purchase: Purchase
  readonly onClose: () => void
}): ReactNode {
  const nameOf = useGoodsNames()
  const today = useToday()
  return (
    <ActDrawer<Typed, BodyOf<'enterSupplierInvoice'>, object>
      title={say('invoice')}
      form={`enter-invoice.${id}`}
      empty={{}}
      toBody={toBody}
      send={(body, key) =>
        answerOf(
          api.POST('/v1/purchases/{id}/invoices', {
            body,
            params: { path: { id }, header: { 'Idempotency-Key': key } },
          }),
        )
      }
      submit={say('invoice')}
      done={say('invoiced')}
      onClose={() => onClose()}
    >
      <Form.Item name="invoiceNumber" label={say('invoiceNumber')} rules={[fillIn(say('invoiceNumber'))]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item
        name="invoicedOn"
        label={say('invoicedOn')}
        rules={[{ required: true, message: say('invoicedOnMissing') }]}
      >
        <DayInput max={today} />
      </Form.Item>
      {lines.map(({ line, commodity, quantity, invoicedQuantity: invoiced }) => (
        <fieldset key={line} className="order-line">
          <legend>{say('lineIs', { line, name: nameOf(commodity), quantity, invoiced })}</legend>
          <Form.Item name={['lines', line - 1, 'quantity']} label={say('lineQuantity', { line })}>
            <InputNumber min={1} precision={0} />
          </Form.Item>
          <Form.Item name={['lines', line - 1, 'amountFen']} label={say('lineAmount', { line })}>
            <YuanInput />
          </Form.Item>
        </fieldset>
      ))}
    </ActDrawer>
  )
}

function toBody({ invoiceNumber, invoicedOn, lines = [] }: Partial<Typed>): BodyOf<'enterSupplierInvoice'> | undefined {
  const typed = lines.map((one, at) => ({ line: at + 1, ...one }))
  const begun = typed.filter(({ quantity, amountFen }) => quantity || amountFen !== undefined)
  const whole = begun.flatMap(({ line, quantity, amountFen }) =>
    quantity && amountFen ? [{ line, quantity, amountFen }] : [],
  )
  if (!invoiceNumber?.trim() || !invoicedOn || whole.length === 0 || whole.length < begun.length) return undefined
  return { invoiceNumber: invoiceNumber.trim(), invoicedOn, lines: whole }
}
