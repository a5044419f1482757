import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { processCommandId, processMetadata } from '@welfare/facts/process-manager.ts'
import { notAccepted } from '@welfare/http/answer-command.ts'
import type { CommandContext } from '@welfare/http/command-route.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { ConsignmentCommand } from '../consignments/consignment.commands.ts'
import { consignmentDecider } from '../consignments/consignment.decider.ts'
import { consignmentCodec, depotCodec } from '../deliveries.context.ts'
import { depotDecider } from '../depots/depot.decider.ts'
import { returnsToRelease } from '../depots/open-returns.ts'
import type { CorrectionOf } from '../goods-routes.ts'
import { release, returnReleaseProcess } from './return-release.process.ts'

/**
 * What came back belongs to the depot once it has accepted it. So where a correction lacks nothing but that, the depot releases the return
 * first, if it still has the goods; then the consignment takes it in and can correct it. Each step is repaired by the *return release* process.
 */
export async function releaseReturns(
  { runner, clock }: CommandContext,
  correction: CorrectionOf<ConsignmentCommand>,
): Promise<Problem | undefined> {
  const { id, command, commandId, actor, reason, refusals } = correction
  const found = await runner.read(consignmentDecider, consignmentCodec, id, (state) => ({
    wanted: returnsToRelease(state, command),
    depot: state.dispatch?.depot ?? state.plan?.depot,
  }))
  if (found?.depot === undefined) return undefined
  const { wanted, depot } = found
  for (const { version, lines } of wanted) {
    const goodsReturn = `${id}.${version}`
    const today = shanghaiDay(clock.now())
    const released = await runner.execute(depotDecider, depotCodec, {
      stream: depot,
      command: { type: 'ReleaseReturn', today, consignment: id, goodsReturn, lines, reason },
      commandId: derivedUuid('release-return', commandId, goodsReturn),
      input: { goodsReturn },
      metadata: commandMetadata(clock, actor),
      leadsOn: true,
    })
    if (released.outcome !== 'accepted') return notAccepted(released, refusals)
    const [done] = released.events
    if (done?.event.type !== 'GoodsReturnReleased') continue
    await runner.execute(consignmentDecider, consignmentCodec, {
      stream: id,
      command: release(done.event, depot),
      commandId: processCommandId(returnReleaseProcess.name, done.id, id),
      input: { causationId: done.id },
      metadata: processMetadata(returnReleaseProcess.name, done),
      leadsOn: true,
    })
  }
  return undefined
}
