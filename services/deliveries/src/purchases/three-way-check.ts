import { multiplyFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { amountFen, quantityOrNone } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import { type PlacedPurchase, worthOf } from './purchase.state.ts'
import { purchaseAnswer } from './purchase-wire.ts'

/** What an officer has to explain or chase before the supplier is paid. */
const difference = z.enum([
  'received-less',
  'received-more',
  'invoiced-less',
  'invoiced-more',
  'price-below',
  'price-above',
])
type Difference = z.infer<typeof difference>

export const checkAnswer = purchaseAnswer
  .pick({ id: true, status: true, merchant: true, programme: true, fund: true })
  .extend({
    lines: z.array(
      purchaseAnswer.shape.lines.element.extend({
        receivedQuantity: quantityOrNone.meta({ description: 'Of receipts that name the line' }),
        differences: z.array(difference).meta({
          description:
            'Received beside ordered, invoiced beside received, and the price asked beside that of the order',
        }),
      }),
    ),
    orderedFen: amountFen,
    receivedFen: amountFen.meta({ description: 'At the prices of the order' }),
    invoicedFen: amountFen,
    agrees: z.boolean().meta({ description: 'Order, receipts and invoices say the same of every line' }),
  })

/** Order, receipt, invoice: line by line, and where they differ. @param received by the number of the line */
export function threeWayCheck(
  id: string,
  { status, merchant, programme, fund, lines: ordered }: PlacedPurchase,
  received: ReadonlyMap<number, number>,
): z.infer<typeof checkAnswer> {
  const lines = ordered.map((one, index) => {
    const receivedQuantity = received.get(index + 1) ?? 0
    const differences = differencesOf({ ...one, receivedQuantity })
    return { line: index + 1, ...one, worthFen: worthOf([one]), receivedQuantity, differences }
  })
  return {
    ...{ id, status, merchant, programme, fund, lines },
    orderedFen: worthOf(ordered),
    receivedFen: worthOf(lines.map((line) => ({ ...line, quantity: line.receivedQuantity }))),
    invoicedFen: sumFen(ordered.map(({ invoicedFen }) => invoicedFen)),
    agrees: lines.every(({ differences }) => differences.length === 0),
  }
}

function differencesOf(line: PlacedPurchase['lines'][number] & { readonly receivedQuantity: number }): Difference[] {
  const { quantity, receivedQuantity, invoicedQuantity, invoicedFen, unitPriceFen } = line
  const dearerFen = subtractFen(invoicedFen, multiplyFen(unitPriceFen, invoicedQuantity))
  const told: readonly (readonly [Difference, boolean])[] = [
    ['received-less', receivedQuantity < quantity],
    ['received-more', receivedQuantity > quantity],
    ['invoiced-less', invoicedQuantity < receivedQuantity],
    ['invoiced-more', invoicedQuantity > receivedQuantity],
    ['price-below', dearerFen < 0],
    ['price-above', dearerFen > 0],
  ]
  return told.flatMap(([name, isSo]) => (isSo ? [name] : []))
}
