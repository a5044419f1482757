import type { CommandResult } from '@welfare/event-store/runner.ts'
import { processCommandId, processMetadata } from '@welfare/facts/process-manager.ts'
import { type ConsignmentEvent, consignmentDecider } from '../consignments/consignment.decider.ts'
import type { ConsignmentAct } from '../consignments/consignment-act.ts'
import { type DepotEvent, depotDecider } from '../depots/depot.decider.ts'
import { consignmentCodec, type DeliveriesRoom, depotCodec } from '../room-commands.ts'
import { acknowledgement, dispatchProcess } from './dispatch.process.ts'
import { dispatchReversal, dispatchReversalProcess } from './dispatch-reversal.process.ts'

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

/** Does the step of the *dispatch reversal* process at once, so that the goods can be sent again without waiting. */
export async function takeInReversalInline(
  { runner }: DeliveriesRoom,
  { id: consignment, command, commandId, input, metadata }: ConsignmentAct,
): Promise<void> {
  // The same command again: its events are told, and nothing is done twice.
  const request = { stream: consignment, command, commandId, input, metadata }
  const done = await runner.execute(consignmentDecider, consignmentCodec, request)
  const reversed = done.outcome === 'accepted' ? done.events[0] : undefined
  if (reversed?.event.type !== 'DispatchReversed') return
  const { id, event, version } = reversed
  await runner.execute(depotDecider, depotCodec, {
    stream: event.data.depot,
    command: dispatchReversal(event, { stream: consignment, version }),
    commandId: processCommandId(dispatchReversalProcess.name, id, event.data.depot),
    input: { causationId: id },
    metadata: processMetadata(dispatchReversalProcess.name, reversed),
  })
}
