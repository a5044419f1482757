import type { CommandResult } from '@welfare/event-store/runner.ts'
import { processCommandId, processMetadata } from '@welfare/facts/process-manager.ts'
import type { Accepted } from '@welfare/http/answer-command.ts'
import type { CommandContext } from '@welfare/http/command-route.ts'
import { type ConsignmentEvent, consignmentDecider } from '../consignments/consignment.decider.ts'
import { consignmentCodec, depotCodec } from '../deliveries.context.ts'
import { type DepotEvent, depotDecider } from '../depots/depot.decider.ts'
import { acknowledgement, dispatchProcess } from './dispatch.process.ts'
import { dispatchReversal, dispatchReversalProcess } from './dispatch-reversal.process.ts'

/**
 * Does the step of the *dispatch* process at once, with the very command that the process will use: the process then finds it done, and
 * does it itself where this one never came to it.
 */
export async function acknowledgeInline(
  { runner }: CommandContext,
  depot: string,
  { events: [dispatched] }: Accepted<DepotEvent>,
): Promise<CommandResult<ConsignmentEvent>> {
  if (dispatched?.event.type !== 'GoodsDispatched') throw new Error('a dispatch was accepted without GoodsDispatched')
  const { id, event, version } = dispatched
  const stream = event.data.consignment
  return runner.execute(consignmentDecider, consignmentCodec, {
    stream,
    command: acknowledgement(event, { stream: depot, version }),
    commandId: processCommandId(dispatchProcess.name, id, stream),
    input: { causationId: id },
    metadata: processMetadata(dispatchProcess.name, dispatched),
  })
}

/** Does the step of the *dispatch reversal* process at once, so that the goods can be sent again without waiting. */
export async function takeInReversalInline(
  { runner }: CommandContext,
  consignment: string,
  { events: [reversed] }: Accepted<ConsignmentEvent>,
): Promise<void> {
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
