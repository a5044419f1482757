import { codecFor, type EventOf } from '@welfare/contracts/catalogue.ts'
import type { AcknowledgeDispatch } from '../consignments/consignment.commands.ts'
import { type ConsignmentEvent, consignmentDecider } from '../consignments/consignment.decider.ts'

/** *dispatch*: what a depot has sent, the consignment takes in or declines. */
export const dispatchProcess = {
  name: 'dispatch',
  on: ['GoodsDispatched'],
  decider: consignmentDecider,
  codec: codecFor<ConsignmentEvent['type']>(),
  react: (event: EventOf<'GoodsDispatched'>, source: { readonly stream: string; readonly version: number }) => [
    { stream: event.data.consignment, command: acknowledgement(event, source) },
  ],
} as const

export function acknowledgement(
  { data }: EventOf<'GoodsDispatched'>,
  { stream: depot, version }: { readonly stream: string; readonly version: number },
): AcknowledgeDispatch {
  return { type: 'AcknowledgeDispatch', dispatch: `${depot}.${version}`, depot, lines: data.lines }
}
