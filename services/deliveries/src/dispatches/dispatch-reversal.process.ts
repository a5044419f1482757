import { codecFor, type EventOf } from '@welfare/contracts/catalogue.ts'
import type { TakeInDispatchReversal } from '../depots/depot.commands.ts'
import { type DepotEvent, depotDecider } from '../depots/depot.decider.ts'

/** *dispatch reversal*: what was never sent can be sent from its depot again. */
export const dispatchReversalProcess = {
  name: 'dispatch-reversal',
  on: ['DispatchReversed'],
  decider: depotDecider,
  codec: codecFor<DepotEvent['type']>(),
  react: (event: EventOf<'DispatchReversed'>, source: { readonly stream: string; readonly version: number }) => [
    { stream: event.data.depot, command: dispatchReversal(event, source) },
  ],
} as const

export function dispatchReversal(
  { data }: EventOf<'DispatchReversed'>,
  { stream: consignment, version }: { readonly stream: string; readonly version: number },
): TakeInDispatchReversal {
  return { type: 'TakeInDispatchReversal', consignment, reversal: `${consignment}.${version}`, lines: data.lines }
}
