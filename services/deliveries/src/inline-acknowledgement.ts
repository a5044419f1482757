import { toEventId } from '@welfare/event-store/command-identity.ts'
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
  dispatch: { readonly depot: string; readonly commandId: string; readonly accepted: Accepted },
): Promise<CommandResult<ConsignmentEvent>> {
  const { depot, commandId, accepted } = dispatch
  const [dispatched] = accepted.events
  if (dispatched?.event.type !== 'GoodsDispatched') throw new Error('a dispatch was accepted without GoodsDispatched')
  const { event, version, recordedAt, metadata } = dispatched
  const eventId = toEventId(depot, commandId, 0)
  const stream = event.data.consignment
  return runner.execute(consignmentDecider, consignmentCodec, {
    stream,
    command: acknowledgement(event, { stream: depot, version }),
    commandId: processCommandId(dispatchProcess.name, eventId, stream),
    input: { causationId: eventId },
    metadata: processMetadata(dispatchProcess.name, { id: eventId, recordedAt, metadata }),
  })
}
