import { codecFor, type EventOf } from '@welfare/contracts/catalogue.ts'
import type { AcceptReturn } from './depot.commands.ts'
import { type DepotEvent, depotDecider } from './depot.decider.ts'

/** *goods return*: what did not reach its site, or came too late to be taken in, goes back into the depot that sent it. */
export const goodsReturnProcess = {
  name: 'goods-return',
  on: ['ConsignmentReturned', 'DispatchDeclined'],
  decider: depotDecider,
  codec: codecFor<DepotEvent['type']>(),
  react: (
    event: EventOf<'ConsignmentReturned' | 'DispatchDeclined'>,
    source: { readonly stream: string; readonly version: number },
  ) => [{ stream: event.data.depot, command: acceptance(event, source) }],
} as const

function acceptance(
  { data }: EventOf<'ConsignmentReturned' | 'DispatchDeclined'>,
  { stream: consignment, version }: { readonly stream: string; readonly version: number },
): AcceptReturn {
  return { type: 'AcceptReturn', consignment, goodsReturn: `${consignment}.${version}`, lines: data.lines }
}
