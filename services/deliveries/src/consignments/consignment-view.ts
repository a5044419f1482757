import { attached, consignmentAttachmentErased } from '@welfare/contracts/events/attachments.ts'
import { consignmentPlanned, consignmentReceived, lotLine } from '@welfare/contracts/events/deliveries.ts'
import { count, day, idOf, partOf, reason } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import type { ConsignmentState } from './consignment.decider.ts'
import { plainReceiptLine } from './consignment-receipts.ts'
import { siteLines } from './site-stock.ts'

export const consignmentId = idOf('consignment')
export const consignmentParams = z.strictObject({ id: consignmentId })
export const consignmentStatus = z.enum(['planned', 'dispatched', 'received', 'returned', 'cancelled'])
/** Of lots of which something may have been taken. */
const remainingLine = z.strictObject({ ...lotLine.shape, quantity: count })
const { receivedBy, receivedOn, lines, proof } = consignmentReceived.shape

export const consignmentView = z.strictObject({
  id: consignmentId,
  status: consignmentStatus,
  ...consignmentPlanned.shape,
  dispatch: z.strictObject({ id: partOf('depot'), dispatchedOn: day, lines: z.array(lotLine) }).optional(),
  receipt: z
    .strictObject({ receivedBy, receivedOn, lines, proof, late: z.boolean().meta({ description: 'After `dueOn`' }) })
    .optional(),
  atSite: z.array(remainingLine),
  handedOut: z.array(lotLine),
  workersServed: count,
  headsServed: count,
  /** Why it was returned or cancelled. */
  reason: reason.optional(),
  attachments: z.array(
    z.strictObject({
      entry: partOf('consignment'),
      ...attached.shape,
      erased: consignmentAttachmentErased.shape.reason.optional(),
    }),
  ),
})

/** Undefined for a consignment that was never planned. */
export function viewOfConsignment(id: string, state: ConsignmentState): z.infer<typeof consignmentView> | undefined {
  const { phase, plan, dispatch, receipt } = state
  if (phase === 'unknown' || !plan) return undefined
  return {
    id,
    status: phase,
    ...plan,
    ...(dispatch && {
      dispatch: { id: dispatch.dispatch, dispatchedOn: dispatch.dispatchedOn, lines: dispatch.lines },
    }),
    ...(receipt && {
      receipt: {
        receivedBy: receipt.receivedBy,
        receivedOn: receipt.receivedOn,
        lines: receipt.lines.map(plainReceiptLine),
        proof: receipt.proof,
        late: receipt.receivedOn > plan.dueOn,
      },
    }),
    atSite: siteLines(state.atSite),
    handedOut: [...state.handedOut],
    workersServed: state.workersServed,
    headsServed: state.headsServed,
    reason: state.reason,
    attachments: state.attachments.map(({ workers: _, ...attachment }) => attachment),
  }
}
