import { Form, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { GoodsAct } from '../parts/goods-act.tsx'
import type { Purchase } from './purchases.queries.ts'
import { say } from './words.ts'

interface TypedLine {
  readonly quantity?: number | null
  readonly unitPriceFen?: number
}
interface Typed {
  readonly lines?: readonly (TypedLine | undefined)[]
  readonly reason?: string
}
interface Props {
  readonly purchase: Purchase
  readonly onClose: () => void
}

/** Less of some lines, never less than is invoiced. */
export function ShortenDrawer({ purchase, onClose }: Props): ReactNode {
  const { id } = purchase
  return (
    <GoodsAct<Typed, BodyOf<'shortenPurchase'>>
      title={say('shorten')}
      form={`shorten-order.${id}`}
      empty={{}}
      toBody={({ lines = [], reason }) => {
        const shorter = lines.flatMap((one, at) =>
          typeof one?.quantity === 'number' ? [{ line: at + 1, quantity: one.quantity }] : [],
        )
        return shorter.length > 0 && reason?.trim() ? { lines: shorter, reason: reason.trim() } : undefined
      }}
      act={{
        send: (body, key) =>
          answerOf(
            api.POST('/v1/purchases/{id}/shortening', {
              body,
              params: { path: { id }, header: { 'Idempotency-Key': key } },
            }),
          ),
      }}
      done={say('shortened')}
      onClose={onClose}
    >
      <p className="hint">{say('shortenWhat')}</p>
      <Lines purchase={purchase} fewest="invoicedQuantity" />
      <ReasonField />
    </GoodsAct>
  )
}

/** More of some lines, or at a higher price; what is left empty stays as it is. */
export function ExtendDrawer({ purchase, onClose }: Props): ReactNode {
  const { id } = purchase
  return (
    <GoodsAct<Typed, BodyOf<'extendPurchase'>>
      title={say('extend')}
      form={`extend-order.${id}`}
      empty={{}}
      toBody={({ lines = [], reason }) => {
        const longer = purchase.lines.flatMap(({ line, quantity, unitPriceFen }) => {
          const typed = lines[line - 1]
          if (!typed?.quantity && !typed?.unitPriceFen) return []
          return [{ line, quantity: typed.quantity ?? quantity, unitPriceFen: typed.unitPriceFen ?? unitPriceFen }]
        })
        return longer.length > 0 && reason?.trim() ? { lines: longer, reason: reason.trim() } : undefined
      }}
      act={asked((body: BodyOf<'extendPurchase'>, given) =>
        api.POST('/v1/purchases/{id}/extension', { body, params: { path: { id }, ...given } }),
      )}
      done={say('extended')}
      onClose={onClose}
    >
      <p className="hint">{say('extendWhat')}</p>
      <Lines purchase={purchase} fewest="quantity" isPriced />
      <ReasonField />
    </GoodsAct>
  )
}

function Lines({
  purchase: { lines },
  fewest,
  isPriced = false,
}: Pick<Props, 'purchase'> & {
  readonly fewest: 'quantity' | 'invoicedQuantity'
  readonly isPriced?: boolean
}): ReactNode {
  const nameOf = useGoodsNames()
  return lines.map(({ line, commodity, ...known }) => (
    <fieldset key={line} className="order-line">
      <legend>
        {say('lineIs', { line, name: nameOf(commodity), quantity: known.quantity, invoiced: known.invoicedQuantity })}
      </legend>
      <Form.Item name={['lines', line - 1, 'quantity']} label={say('quantityNow', { line })}>
        <InputNumber min={known[fewest]} precision={0} />
      </Form.Item>
      {isPriced && (
        <Form.Item name={['lines', line - 1, 'unitPriceFen']} label={say('priceNow', { line })}>
          <YuanInput />
        </Form.Item>
      )}
    </fieldset>
  ))
}
