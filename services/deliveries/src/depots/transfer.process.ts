import { codecFor, type EventOf } from '@welfare/contracts/catalogue.ts'
import { type DepotEvent, depotDecider } from './depot.decider.ts'

/** *transfer*: what one depot sends is announced to the other; what was never sent stands in the first again. */
export const transferProcess = {
  name: 'transfer',
  on: ['GoodsTransferred', 'TransferReversed'],
  decider: depotDecider,
  codec: codecFor<DepotEvent['type']>(),
  react: (
    { type, data }: EventOf<'GoodsTransferred' | 'TransferReversed'>,
    { stream, version }: { readonly stream: string; readonly version: number },
  ) =>
    type === 'GoodsTransferred'
      ? [
          {
            stream: data.to,
            command: {
              type: 'AnnounceTransfer' as const,
              transfer: `${stream}.${version}`,
              from: stream,
              lines: data.lines,
            },
          },
        ]
      : [
          {
            stream: data.from,
            command: {
              type: 'TakeInTransferReversal' as const,
              transfer: data.corrects,
              reversal: `${stream}.${version}`,
              lines: data.lines,
            },
          },
        ],
} as const
