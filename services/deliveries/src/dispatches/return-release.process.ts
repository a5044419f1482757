import { codecFor, type EventOf } from '@welfare/contracts/catalogue.ts'
import type { TakeInReturnRelease } from '../consignments/consignment.commands.ts'
import { type ConsignmentEvent, consignmentDecider } from '../consignments/consignment.decider.ts'

/** *return release*: what a depot gives up of a return, the consignment may correct. */
export const returnReleaseProcess = {
  name: 'return-release',
  on: ['GoodsReturnReleased'],
  decider: consignmentDecider,
  codec: codecFor<ConsignmentEvent['type']>(),
  react: (event: EventOf<'GoodsReturnReleased'>, { stream }: { readonly stream: string }) => [
    { stream: event.data.consignment, command: release(event, stream) },
  ],
} as const

export function release({ data }: EventOf<'GoodsReturnReleased'>, depot: string): TakeInReturnRelease {
  return { type: 'TakeInReturnRelease', goodsReturn: data.goodsReturn, depot }
}
