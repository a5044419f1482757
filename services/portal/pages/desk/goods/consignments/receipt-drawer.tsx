import { Checkbox, Form, Input, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useGoodsNames, useNear } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayField, DayFields } from '../parts/day-fields.tsx'
import { fillIn } from '../parts/fill-in.ts'
import { GoodsAct } from '../parts/goods-act.tsx'
import { SheetField, uploadSheet } from '../parts/sheet-field.tsx'
import { WorkerPicker } from '../parts/worker-picker.tsx'
import type { Consignment } from './consignments.queries.ts'
import { type Quantities, quantitiesOf } from './quantities.ts'
import { receiptBodyOf, shortOf, type TypedReceipt } from './receipt-body.ts'
import { say } from './words.ts'

/** What came, by the people at the site: fits a phone. */
export function ReceiptDrawer({
  consignment,
  onClose,
}: {
  readonly consignment: Consignment
  readonly onClose: () => void
}): ReactNode {
  const { id, site } = consignment
  const nameOf = useGoodsNames()
  const today = useToday()
  const sent = quantitiesOf(consignment)
  return (
    <GoodsAct<TypedReceipt, BodyOf<'receiveConsignment'>>
      title={say('receiveTitle', { site: nameOf(site) })}
      form={`receipt.${id}`}
      empty={{}}
      toBody={(typed) => receiptBodyOf(typed, sent, today)}
      act={asked((body: BodyOf<'receiveConsignment'>, given) =>
        api.POST('/v1/consignments/{id}/receipt', { body, params: { path: { id }, ...given } }),
      )}
      submit={say('confirmReceipt')}
      done={say('receiptDone')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <ReceiptFields
            consignment={consignment}
            sent={sent}
            values={values}
            day={<DayFields label={say('receivedOn')} day={values.day} />}
          />
          <Form.Item name="attachments" label={<SheetLabel />}>
            <SheetField upload={uploadSheet(id)} />
          </Form.Item>
        </>
      )}
    </GoodsAct>
  )
}

type TypedCorrection = TypedReceipt & { readonly reason?: string }

/** The receipt as it should have been, whole; what differs moves in red. */
export function ReceiptCorrectionDrawer({
  consignment,
  newest,
  onClose,
}: {
  readonly consignment: Consignment
  /** Of the receipt or its last correction: what was typed on an earlier one would silently undo it. */
  readonly newest: string
  readonly onClose: () => void
}): ReactNode {
  const { id, site, receipt } = consignment
  const nameOf = useGoodsNames()
  const today = useToday()
  const sent = quantitiesOf(consignment)
  return (
    <GoodsAct<TypedCorrection, BodyOf<'correctConsignmentReceipt'>>
      title={`${say('correctReceipt')} · ${nameOf(site)}`}
      form={`receipt-correction.${newest}`}
      empty={{
        day: receipt?.receivedOn,
        taken: Object.fromEntries(sent.map((line) => [line.commodity, line.received])),
      }}
      toBody={(typed) => correctionOf(typed, sent, today)}
      act={asked((body: BodyOf<'correctConsignmentReceipt'>, given) =>
        api.POST('/v1/consignments/{id}/receipt/correction', { body, params: { path: { id }, ...given } }),
      )}
      submit={say('correctReceipt')}
      done={say('correctReceipt')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('rightWhat')}</p>
          <ReasonField />
          <ReceiptFields
            consignment={consignment}
            sent={sent}
            values={values}
            day={<DayField label={say('receivedOn')} />}
          />
        </>
      )}
    </GoodsAct>
  )
}

function correctionOf(typed: TypedCorrection, sent: readonly Quantities[], today: string | undefined) {
  const right = receiptBodyOf(typed, sent, today)
  if (!right || !typed.reason?.trim()) return undefined
  const { attachments: _, lateEntry: __, ...stated } = right
  return { ...stated, reason: typed.reason.trim() }
}

function ReceiptFields({
  consignment: { site, programme },
  sent,
  values,
  day,
}: {
  readonly consignment: Consignment
  readonly sent: readonly Quantities[]
  readonly values: TypedReceipt
  readonly day: ReactNode
}): ReactNode {
  const nameOf = useGoodsNames()
  const near = useNear(site, programme)
  return (
    <>
      {sent.map((line) => {
        const { commodity, sent: pieces } = line
        const name = nameOf(commodity)
        const short = shortOf(values, line)
        return (
          <div key={commodity}>
            <Form.Item name={['taken', commodity]} label={say('taken', { name, sent: pieces })}>
              <InputNumber min={0} max={pieces} precision={0} placeholder={String(pieces)} style={{ width: '100%' }} />
            </Form.Item>
            {short > 0 && (
              <Form.Item
                name={['shortReason', commodity]}
                label={say('shortReason', { name, count: short })}
                rules={[fillIn(say('shortReason', { name, count: short }))]}
              >
                <Input maxLength={500} />
              </Form.Item>
            )}
            {values.hasRefused && (
              <>
                <Form.Item name={['refused', commodity]} label={say('refusedOf', { name })}>
                  <InputNumber min={0} max={pieces} precision={0} style={{ width: '100%' }} />
                </Form.Item>
                {(values.refused?.[commodity] ?? 0) > 0 && (
                  <Form.Item
                    name={['refusedReason', commodity]}
                    label={say('refusedReason', { name })}
                    rules={[fillIn(say('refusedReason', { name }))]}
                  >
                    <Input maxLength={500} />
                  </Form.Item>
                )}
              </>
            )}
          </div>
        )
      })}
      <Form.Item name="hasRefused" valuePropName="checked">
        <Checkbox>{say('withRefused')}</Checkbox>
      </Form.Item>
      <Form.Item
        name="receivedBy"
        label={say('receivedBy')}
        rules={[{ required: true, message: say('receivedByMissing') }]}
      >
        <WorkerPicker most={1} near={near} purpose="signing" />
      </Form.Item>
      {day}
      <Form.Item name="proof" label={say('proof')}>
        <Input maxLength={200} />
      </Form.Item>
    </>
  )
}

function SheetLabel(): ReactNode {
  return say('attachments')
}
