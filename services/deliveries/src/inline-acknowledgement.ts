import type { CommandResult } from '@welfare/event-store/runner.ts'
import { processCommandId, processMetadata } from '@welfare/service-kit/process-manager.ts'
import { type ConsignmentEvent, consignmentDecider } from './consignment.decider.ts'
import type { DepotEvent } from './depot.decider.ts'
import { acknowledgement, dispatchProcess } from './dispatch.process.ts'
import { consignmentCodec, type DeliveriesRoom } from './room-commands.ts'

type Accepted = Extract<CommandResult<DepotEvent>, { outcome: 'accepted' }>

/**
 * Does the step of the *dispatch* process at once, with the very command that the process will use: the process then finds it done, and
 * does it itself where this one never came to it.
 */
export async function acknowledgeInline(
  { runner }: DeliveriesRoom,
  dispatch: { readonly depot: string; readonly accepted: Accepted },
): Promise<CommandResult<ConsignmentEvent>> {
  const { depot, accepted } = dispatch
  const [dispatched] = accepted.events
  if (dispatched?.event.type !== 'GoodsDispatched') throw new Error('a dispatch was accepted without GoodsDispatched')
  const { id, event, version, recordedAt, metadata } = dispatched
  const stream = event.data.consignment
  return runner.execute(consignmentDecider, consignmentCodec, {
    stream,
    command: acknowledgement(event, { stream: depot, version }),
    commandId: processCommandId(dispatchProcess.name, id, stream),
    input: { causationId: id },
    metadata: processMetadata(dispatchProcess.name, { id, recordedAt, metadata }),
  })
}
